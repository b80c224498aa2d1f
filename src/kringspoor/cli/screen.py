"""The answer on one screen: what the fleet is, what it weighs, what to do, what could not be read.

Everything goes to the console it is given. It reads without colour, in ASCII and on a narrow
terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from kringspoor.assess.answer import Answer
from kringspoor.assess.fleet import HOW_NAMES, Fleet
from kringspoor.assess.report.tally import tallied
from kringspoor.assess.report.words import Speaker, out_of_files
from kringspoor.cli.next_steps import show_steps
from kringspoor.cli.terminal import Screen, ranged
from kringspoor.core.errors import Where
from kringspoor.core.words import Language

MOST_PROBLEMS, MOST_QUESTIONS, MOST_ASSUMED, MOST_KINDS = 3, 2, 3, 4


def show_answer(
    answer: Answer,
    console: Console,
    language: Language,
    cpu_seconds: float,
    outputs: Sequence[str] = (),
) -> None:
    """The whole answer; the last line says what the run itself cost and where its files are.

    Units: CPU-seconds of this run.
    """
    screen = Screen(console, Speaker(language))
    _fleet(screen, answer)
    show_steps(screen, answer)
    if answer.fleet is not None:
        _files(screen, answer.fleet)
        _unread(screen, answer.fleet)
        _assumed(screen, answer.fleet)
    _end(screen, cpu_seconds, outputs)


def _fleet(screen: Screen, answer: Answer) -> None:
    say, setting = screen.speaker, answer.setting
    ladder = say(setting.ladder.name_nl, setting.ladder.name_en)
    screen.line(
        say(
            f"Kringspoor · {say.day(setting.today)} · ladder {ladder} · stroom {setting.country} "
            f"{setting.grid_year}",
            f"Kringspoor · {say.day(setting.today)} · ladder {ladder} · electricity "
            f"{setting.country} {setting.grid_year}",
        ),
        "dim",
        indent=0,
    )
    count = say.count(answer.devices_count)
    devices = say(f"{count} toestellen", f"{count} devices")
    screen.line(devices + out_of_files(answer, say), "bold", indent=0)
    screen.line(_kinds(answer, say))
    totals = answer.totals
    grid = Table.grid(padding=(0, 2))
    for name, figure in (
        (say("maken", "making"), totals.embodied),
        (say("per jaar, met stroom", "a year, with electricity"), totals.yearly),
    ):
        grid.add_row(screen.fitted(name), screen.fitted(ranged(say.amount(figure), say)))
    screen.console.print(Padding(grid, (0, 0, 0, 2)))
    for line in _trust(answer, say):
        screen.line(line, "dim")


def _kinds(answer: Answer, say: Speaker) -> str:
    named = [
        f"{say.say(line.name)} {say.count(line.device_count)}"
        for line in answer.categories[:MOST_KINDS]
    ]
    more = len(answer.categories) - MOST_KINDS
    nl, en = ("soort", "kind") if more == 1 else ("soorten", "kinds")
    rest = [say(f"en {more} andere {nl}", f"and {more} other {en}")] if more > 0 else []
    return ", ".join([*named, *rest])


def _trust(answer: Answer, say: Speaker) -> Iterable[str]:
    """How much rests on exact models, how far sources are apart, what is in no category."""
    exact = sum(line.kg_share for line in answer.rungs if line.rung == "exact")
    yield say(
        f"{say.percent(exact)} van de kilogrammen komt van exacte modellen",
        f"{say.percent(exact)} of the kilograms come from exact models",
    )
    if not exact:
        yield say(
            "voeg ze één keer toe: kringspoor catalogue add boavizta-data-us.csv",
            "add them once: kringspoor catalogue add boavizta-data-us.csv",
        )
    if answer.spreads:
        widest = max(answer.spreads, key=lambda each: each.spread_ratio)
        low, high = min(widest.by_source_kg.values()), max(widest.by_source_kg.values())
        name = say.say(widest.name)
        yield say(
            f"bronnen verschillen: {name}, {say.count(low)} tot {say.count(high)} kg per toestel",
            f"sources differ: {name}, {say.count(low)} to {say.count(high)} kg a device",
        )
    if answer.uncategorised_count:
        count = say.count(answer.uncategorised_count)
        yield say(
            f"{count} toestellen zonder soort tellen niet mee in de kilogrammen",
            f"{count} devices of no known kind are not in the kilograms",
        )


def _files(screen: Screen, fleet: Fleet) -> None:
    say = screen.speaker
    joins = fleet.count_joins()
    if len(fleet.files) < 2:
        return
    screen.heading(say("Hoe de bestanden op elkaar passen", "How the files agree"))
    ways = ", ".join(
        f"{say.count(count)} {say.say(HOW_NAMES[how])}"
        for how, count in sorted(joins.items(), key=lambda pair: -pair[1])
    )
    pairs = say.count(sum(joins.values()))
    screen.line(say(f"{pairs} paren: {ways}", f"{pairs} pairs: {ways}") if joins else pairs)
    never = say.count(len(fleet.never_seen)), say.count(len(fleet.never_bought))
    screen.line(
        say(
            f"{never[0]} gekocht en nooit gezien · {never[1]} gezien en nooit gekocht",
            f"{never[0]} bought and never seen · {never[1]} seen and never bought",
        )
    )
    conflicts, doubts = len(fleet.conflicts), len(fleet.doubts) + len(fleet.clashes)
    screen.line(
        say(
            f"{say.count(conflicts)} tegenspraken · {say.count(doubts)} na te kijken",
            f"{say.count(conflicts)} conflicts · {say.count(doubts)} to look at",
        )
    )


def _unread(screen: Screen, fleet: Fleet) -> None:
    """The questions first, because one option answers many rows; then the largest problems."""
    say = screen.speaker
    asked = [
        (seen.table.file, each) for seen in fleet.files for each in seen.table.reading.questions
    ]
    problems = [(seen.table.file, *each) for seen in fleet.files for each in tallied(seen)]
    if not asked and not problems:
        return
    screen.heading(say("Wat niet gelezen kon worden", "What could not be read"))
    for file, question in asked[:MOST_QUESTIONS]:
        where = Where(file, None, question.column).spoken(say.language)
        options = say(" of ", " or ").join(question.options)
        rows = say.count(len(question.rows))
        screen.line(
            f"? {where}: {say.say(question.what)} "
            + say(f"{rows} rijen: geef {options}", f"{rows} rows: give {options}")
        )
    problems.sort(key=lambda each: (each[1].rows_count > 1, -each[2]))  # what counts itself last
    for file, problem, count in problems[:MOST_PROBLEMS]:
        times = f"{say.count(count)} × " if problem.rows_count == 1 < count else ""
        screen.line(f"{times}{problem.as_error(file).spoken(say.language)}")
    more = sum(count for _, _, count in problems[MOST_PROBLEMS:])
    if more:
        every = say("alle staan in --html", "all stand in --html")
        screen.line(
            say(f"en nog {say.count(more)} ({every})", f"and {say.count(more)} more ({every})"),
            "dim",
        )


def _assumed(screen: Screen, fleet: Fleet) -> None:
    say = screen.speaker
    if not fleet.assumptions:
        return
    screen.heading(say("Aangenomen, want geen bestand zegt het", "Assumed, for no file says it"))
    for each in sorted(fleet.assumptions, key=lambda one: -one.devices_count)[:MOST_ASSUMED]:
        screen.line(say.say(each.text))


def _end(screen: Screen, cpu_seconds: float, outputs: Sequence[str]) -> None:
    say = screen.speaker
    cost = say.count(cpu_seconds, 1)
    parts = [say(f"{cost} CPU-seconden", f"{cost} CPU-seconds"), *outputs]
    screen.console.print()
    screen.line(" · ".join(parts), "dim", indent=0)
