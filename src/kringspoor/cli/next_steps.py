"""What to do now, on the screen: what saves most first, and what an inspection has to find."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from kringspoor.assess.answer import Answer, StepLine
from kringspoor.assess.report.flows import is_action
from kringspoor.assess.report.words import Amount, Speaker
from kringspoor.cli.terminal import Screen, ranged
from kringspoor.core.figure import Figure

MOST_STEPS, MOST_REASONS = 7, 3
BAR = 10  # characters of the longest bar


def show_steps(screen: Screen, answer: Answer) -> None:
    """The steps with their devices and savings, and the sum of what they save."""
    say = screen.speaker
    screen.heading(say("Wat nu te doen", "What to do now"))
    lines = sorted(filter(is_action, answer.steps), key=_weight)
    kept = [line for line in answer.steps if not is_action(line)]
    shown = [*lines[:MOST_STEPS], *kept[:1]]
    screen.console.print(Padding(_step_table(screen, shown), (0, 0, 0, 2)))
    rest = [
        f"{say(line.step.name_nl, line.step.name_en)} {say.count(line.device_count)}"
        for line in (*lines[MOST_STEPS:], *kept[1:])
    ]
    if rest:
        screen.line(say("en ook ", "and also ") + ", ".join(rest), "dim")
    for line in answer.steps:
        if line.step.kind == "inspect":
            screen.line(_why(line, say), "dim")
    for said in _together(answer, say):
        screen.line(said, "bold")


def _together(answer: Answer, say: Speaker) -> list[str]:
    """What all steps save, or that none of it is sure to be more than nothing."""
    saving, saving_eur = answer.totals.saving, answer.totals.saving_eur
    if not saving.value and not saving_eur.value:
        return [
            say("wat ze vermijden kan nul zijn, en telt dus niet", "none of it is sure to save")
        ]
    kg, eur = (ranged(say.amount(each), say) for each in (saving, saving_eur))
    return [
        say(f"samen vermijden ze {kg}", f"together they avoid {kg}"),
        say(f"en stellen ze aankopen uit: {eur}", f"and put off purchases: {eur}"),
    ]


def _weight(line: StepLine) -> tuple[float, int, str]:
    """What saves most comes first, then what concerns most devices."""
    return -float(line.saving.value or 0), -line.device_count, line.step.slug


def _why(line: StepLine, say: Speaker) -> str:
    """What is missing, so that somebody can go and look."""
    name = say(line.step.name_nl, line.step.name_en)
    reasons = [
        f"{say.say(each.sentence)} {say.count(each.device_count)}"
        for each in line.reasons[:MOST_REASONS]
    ]
    more = sum(each.device_count for each in line.reasons[MOST_REASONS:])
    rest = [say(f"en andere {say.count(more)}", f"and others {say.count(more)}")] if more else []
    return f"{name}: {', '.join([*reasons, *rest])}"


def _step_table(screen: Screen, lines: Sequence[StepLine]) -> Table:
    say = screen.speaker
    kilograms = say.column([line.saving for line in lines])
    euros = say.column([line.saving_eur for line in lines])
    most = max((line.device_count for line in lines), default=0) or 1
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", ratio=1, min_width=16)
    if screen.is_roomy:
        table.add_column("", width=BAR, no_wrap=True)
    table.add_column(say("aantal", "devices"), justify="right", no_wrap=True)
    avoided = say("vermijdt, ", "avoids, ") if screen.is_roomy else ""
    table.add_column(screen.fitted(f"{avoided}{kilograms.unit}"), justify="right", no_wrap=True)
    if screen.is_roomy:
        table.add_column(say("stelt uit", "puts off"), justify="right", no_wrap=True)
    for line, kg, eur in zip(lines, kilograms.amounts, euros.amounts, strict=True):
        bar = "█" * max(round(BAR * line.device_count / most), 1 if line.device_count else 0)
        cells = [say(line.step.name_nl, line.step.name_en), bar, say.count(line.device_count)]
        cells += [_unless_nought(line.saving, kg), _unless_nought(line.saving_eur, eur)]
        if not screen.is_roomy:
            cells = [cells[0], cells[2], cells[3]]
        table.add_row(*(Line(screen.fitted(each)) for each in cells))
    return table


def _unless_nought(figure: Figure, amount: Amount) -> str:
    return "" if figure.value == 0 else amount.value
