"""How repairers serve and what they cost, each number as a figure that explains itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from kringspoor.core.figure import Figure
from kringspoor.core.repair import Punctuality
from kringspoor.core.words import NOTHING, Text, euros, number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use.models import BenchRate
from kringspoor.use.queries.repairs_advice import Advised
from kringspoor.use.queries.repairs_measured import Period, Repairer, Spent
from kringspoor.use.tables import day
from kringspoor.use.tables.verdicts import figure

_CENTS, _PERCENT = 100, 100.0
BENCH = Text(nl="eigen hersteldienst", en="own repair bench")
REGISTER = Text(nl="uw register", en="your register")
HEADS = (
    Text(nl="Hersteller", en="Repairer"),
    Text(nl="Jaar", en="Year"),
    Text(nl="Oproepen op tijd", en="Calls in time"),
    Text(nl="Oproepen te laat", en="Calls too late"),
    Text(nl="Oproepen open", en="Calls open"),
    Text(nl="Op tijd (deel)", en="In time (share)"),
    Text(nl="Hersteld", en="Repaired"),
    Text(nl="Vervangen", en="Swapped"),
    Text(nl="Loont niet", en="Not worth it"),
    Text(nl="Vervangen (deel)", en="Swapped (share)"),
)
MONEY = (
    Text(nl="Herstellingen", en="Repairs"),
    Text(nl="Gefactureerd (€)", en="Invoiced (€)"),
    Text(nl="Eigen uren", en="Own hours"),
    Text(nl="Eigen uren (€)", en="Own hours (€)"),
    Text(nl="Gekochte onderdelen (€)", en="Bought parts (€)"),
    Text(nl="Samen (€)", en="Together (€)"),
)


def name_of(repairer: Repairer) -> str:
    """What a repairer is called."""
    return repairer.name or BENCH.spoken(language()).capitalize()


def in_words(period: Period) -> str:
    """A period as a reader says it."""
    if period == Period():
        return _("all time")
    return f"{day(period.from_on) or '…'} – {day(period.to_on) or '…'}"


def row(number_no: int, repairer: Repairer, period: Period, *, sees_prices: bool) -> dict[str, Any]:
    """One repairer, with its figures."""
    said = language()
    counted = repairer.punctuality
    in_time = replace(_in_time(repairer), period=in_words(period))
    swapped = replace(_swapped(repairer), period=in_words(period))
    spent = [
        {
            "year": str(each.year_no),
            "repairs": number(each.repairs_count, said),
            "hours": number(each.worked_hours, said, 1) if each.worked_hours else "",
            "figure": figure(f"s{number_no}-{each.year_no}", _spent(repairer, each), said),
        }
        for each in repairer.spent
    ]
    return {
        "name": name_of(repairer),
        "query": repairer.name,
        "due": number(counted.in_time_count + counted.late_count, said),
        "in_time_count": number(counted.in_time_count, said),
        "late_count": number(counted.late_count, said),
        "open_count": number(counted.open_count, said),
        "finished": number(repairer.finished_count, said),
        "is_called": counted != Punctuality(0, 0, 0),
        "in_time": figure(f"t{number_no}", in_time, said),
        "swapped": figure(f"w{number_no}", swapped, said),
        "spent": spent if sees_prices else [],
    }


def _counted(name: Text, count: int) -> Figure:
    return Figure(
        name, float(count), "", "measured", source=REGISTER.spoken(language()), decimals=0
    )


def _in_time(repairer: Repairer) -> Figure:
    counted = repairer.punctuality
    share = counted.in_time_share
    return Figure(
        Text(nl="op tijd", en="in time"),
        None if share is None else _PERCENT * share,
        "%",
        "unknown" if share is None else "measured",
        formula="core.repair.punctuality",
        source="fair-ict-flanders",
        inputs=(
            _counted(Text(nl="oproepen op tijd", en="calls in time"), counted.in_time_count),
            _counted(Text(nl="oproepen te laat", en="calls too late"), counted.late_count),
        ),
        note=Text(
            nl="op de Belgische werkkalender; wat nog niet moest komen, telt niet mee",
            en="on the Belgian working calendar; what is not due yet does not count",
        ),
        decimals=0,
    )


def _swapped(repairer: Repairer) -> Figure:
    ended, is_known = repairer.outcomes, repairer.finished_count > 0
    return Figure(
        Text(nl="vervangen in plaats van hersteld", en="swapped instead of repaired"),
        _PERCENT * ended.swapped_share if is_known else None,
        "%",
        "measured" if is_known else "unknown",
        formula="core.repair.Outcomes.swapped_share",
        source="fair-ict-flanders",
        inputs=(
            _counted(Text(nl="hersteld", en="repaired"), ended.repaired_count),
            _counted(Text(nl="vervangen", en="swapped"), ended.swapped_count),
            _counted(Text(nl="loont niet", en="not worth it"), ended.uneconomic_count),
        ),
        decimals=0,
    )


def _spent(repairer: Repairer, spent: Spent) -> Figure:
    unpriced = spent.unpriced_hours
    return Figure(
        Text(nl="uitgegeven aan herstelling", en="spent on repair"),
        spent.total_cents / _CENTS,
        "EUR",
        "calculated" if not unpriced else "estimated",
        formula="invoiced + own hours x rate + bought parts",
        source=REGISTER.spoken(language()),
        period=str(spent.year_no),
        inputs=(
            _euros(Text(nl="gefactureerd", en="invoiced"), spent.invoiced_cents),
            _euros(Text(nl="eigen uren × tarief", en="own hours × rate"), spent.work_cents),
            _euros(Text(nl="gekochte onderdelen", en="bought parts"), spent.parts_cents),
        ),
        note=_unpriced(unpriced) if unpriced else NOTHING,
        decimals=2,
    )


def _unpriced(hours: float) -> Text:
    return Text(
        nl="{hours} uren tellen niet mee: hun tarief is niet bekend",
        en="{hours} hours do not count: their rate is not known",
    ).filled(hours=f"{hours:g}")


def _euros(name: Text, cents: int) -> Figure:
    return Figure(
        name, cents / _CENTS, "EUR", "reported", source=REGISTER.spoken(language()), decimals=2
    )


def rates(found: Sequence[BenchRate]) -> list[dict[str, str]]:
    """What an hour of the own bench costs, from when."""
    said = language()
    return [
        {"hour": euros(each.hour_cents / _CENTS, said, 2), "from": day(each.from_on)}
        for each in found
    ]


def advised(found: Advised | None) -> dict[str, Any] | None:
    """The advice on a repair, in words and figures."""
    if found is None:
        return None
    said = language()
    verdict = {
        True: Text(nl="herstellen loont", en="a repair is worth it"),
        False: Text(nl="vervangen is beter", en="replacing is better"),
        None: Text(nl="euro en kilogram spreken elkaar tegen", en="euros and kilograms disagree"),
    }[found.advice.repair]
    if not found.advice.is_supported:
        verdict = Text(
            nl="herstellen loont niet: het systeem krijgt geen updates meer",
            en="a repair is not worth it: the system gets no more updates",
        )
    return {
        "level": {True: "good", False: "bad", None: "warn"}[found.advice.repair],
        "verdict": verdict.spoken(said),
        "figures": [figure(f"a{no}", each, said) for no, each in enumerate(found.figures)],
    }


def file_heads(*, sees_prices: bool) -> list[str]:
    """The heads of the table as a file."""
    return [each.spoken(language()) for each in ((*HEADS, *MONEY) if sees_prices else HEADS)]


def file_rows(found: Sequence[Repairer], *, sees_prices: bool) -> Iterator[list[Cell]]:
    """A line for each repairer over the whole period, then one for each of its years."""
    for each in found:
        counted, ended = each.punctuality, each.outcomes
        share = ended.swapped_share if each.finished_count else None
        cells: list[Cell] = [
            name_of(each), None, counted.in_time_count, counted.late_count, counted.open_count,
            counted.in_time_share, ended.repaired_count, ended.swapped_count,
            ended.uneconomic_count, share,
        ]  # fmt: skip
        yield [*cells, *([None] * len(MONEY) if sees_prices else [])]
        if sees_prices:
            yield from (_year_row(each, spent) for spent in each.spent)


def _year_row(repairer: Repairer, spent: Spent) -> list[Cell]:
    rest: list[Cell] = [None] * (len(HEADS) - 2)
    return [
        name_of(repairer), spent.year_no, *rest, spent.repairs_count,
        spent.invoiced_cents / _CENTS, spent.worked_hours, spent.work_cents / _CENTS,
        spent.parts_cents / _CENTS, spent.total_cents / _CENTS,
    ]  # fmt: skip
