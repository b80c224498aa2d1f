"""The plan as a workbook for finance: summary, kinds by year, devices, and what it rests on.

The same plan gives the same bytes. Text that somebody typed never becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from kringspoor.assess.live_formulas import neutral
from kringspoor.core.figure import Figure
from kringspoor.people.tables.export import Cell
from kringspoor.use.queries.plan import DueDevice
from kringspoor.use.rules.plan import Fleet
from kringspoor.use.tables.plan import Compared, kind_name, sentence
from kringspoor.use.tables.plan_assumptions import Resting, assumptions, resting

WIDTH = 18  # characters
FIRST_WIDTH = 34
EURO = "€ #,##0"
COUNT = "#,##0"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its name, the heads of its columns, and its rows. A euro column is told apart."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    euro: frozenset[int] = frozenset()


def workbook(
    plans: Sequence[Compared],
    fleet: Fleet,
    devices: Iterable[DueDevice],
    *,
    today: date,
    sees_prices: bool,
) -> bytes:
    """The compared plans as an XLSX file; its devices are those of the what-if, if there is one."""
    into = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(into, options)
    day = datetime.combine(today, time())
    book.set_properties({"title": _("Replacement plan"), "created": day})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "count": book.add_format({"num_format": COUNT}),
        "euro": book.add_format({"num_format": EURO}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    shown = plans[1] if len(plans) > 1 else plans[0]
    for page in (
        _summary(plans, fleet, sees_prices),
        _by_year(plans, sees_prices),
        _devices(devices, sees_prices),
        _resting(shown, fleet, sees_prices),
    ):
        _write(book, page, formats)
    book.close()
    return into.getvalue()


def _write(book: Any, page: Page, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(page.name)
    for column, head in enumerate(page.heads):
        sheet.set_column(column, column, WIDTH if column else FIRST_WIDTH)
        sheet.write_string(0, column, neutral(head), formats["head"])
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(page.rows, start=1):
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(number, column, neutral(cell))
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, datetime.combine(cell, time()), formats["day"])
            else:
                how = "euro" if column in page.euro else "count"
                sheet.write_number(number, column, float(cell), formats[how])


def _without(cells: Sequence[Cell], place: int, sees_prices: bool) -> list[Cell]:
    """The cells, without the one that holds money for who may not see it."""
    return [each for at, each in enumerate(cells) if sees_prices or at != place]


def _euro(place: int, sees_prices: bool) -> frozenset[int]:
    return frozenset({place} if sees_prices else ())


def _heads(names: Sequence[str], place: int, sees_prices: bool) -> list[str]:
    return [each for at, each in enumerate(names) if sees_prices or at != place]


def _summary(plans: Sequence[Compared], fleet: Fleet, sees_prices: bool) -> Page:
    names = (
        _("Plan"), _("Devices to replace"), _("Purchase, EUR"), _("Making, kg CO2e"),
        _("at least"), _("at most"), _("Hardware, kg"), _("Age unknown, devices"),
        _("In one sentence"),
    )  # fmt: skip

    def rows() -> Iterator[Sequence[Cell]]:
        for each in plans:
            total = each.plan.total()
            spread = total.emitted_kg.interval() if total.emitted_kg.mid else None
            told = (
                "" if each is plans[0] else sentence(each, plans[0], fleet, sees_prices=sees_prices)
            )
            cells: tuple[Cell, ...] = (
                each.name, total.device_count, total.cost_eur, total.emitted_kg.mid,
                spread.low if spread else None, spread.high if spread else None, total.hardware_kg,
                sum(each.plan.schedule.undated.values()), told,
            )  # fmt: skip
            yield _without(cells, 2, sees_prices)

    return Page(_("Summary"), _heads(names, 2, sees_prices), rows(), _euro(2, sees_prices))


def year_heads(*, sees_prices: bool) -> list[str]:
    """The columns of the plan by kind and year."""
    names = (
        _("Plan"), _("Kind"), _("Year"), _("Devices to replace"), _("Purchase, EUR"),
        _("Making, kg CO2e"), _("Hardware, kg"),
    )  # fmt: skip
    return _heads(names, 4, sees_prices)


def year_rows(plans: Sequence[Compared], *, sees_prices: bool) -> Iterator[list[Cell]]:
    """A row for each plan, kind and year; devices of unknown age have a row of their own."""
    for each in plans:
        plan = each.plan
        for category in plan.schedule.categories:
            name = kind_name(category)
            for index, year in enumerate(plan.horizon.names()):
                total = plan.total(category, index)
                if total.device_count:
                    money = None if total.unpriced_count else round(total.cost_eur, 2)
                    made = None if total.unweighed_count else round(total.emitted_kg.mid, 1)
                    row = (
                        each.name,
                        name,
                        year,
                        total.device_count,
                        money,
                        made,
                        total.hardware_kg,
                    )
                    yield _without(row, 4, sees_prices)
            if undated := plan.schedule.undated.get(category):
                unknown = (each.name, name, _("age unknown"), undated, None, None, None)
                yield _without(unknown, 4, sees_prices)


def _by_year(plans: Sequence[Compared], sees_prices: bool) -> Page:
    rows = year_rows(plans, sees_prices=sees_prices)
    heads = year_heads(sees_prices=sees_prices)
    return Page(_("Kinds by year"), heads, rows, _euro(4, sees_prices))


def _devices(devices: Iterable[DueDevice], sees_prices: bool) -> Page:
    names = (
        _("Tag"), _("Serial number"), _("Kind"), _("Model"), _("Department"), _("Bought"),
        _("Due"), _("Paid, EUR"), _("Rule"),
    )  # fmt: skip
    rows = (
        _without(
            (
                each.tag, each.serial, kind_name(each.category), each.model, each.unit,
                each.purchased_on, each.due_on or _("unknown"), each.price_eur, each.rule,
            ),
            7,
            sees_prices,
        )
        for each in devices
    )  # fmt: skip
    return Page(_("Devices"), _heads(names, 7, sees_prices), rows, _euro(7, sees_prices))


def _resting(shown: Compared, fleet: Fleet, sees_prices: bool) -> Page:
    names = (
        _("Kind"), _("Lifetime, months"), _("Price of a new one, EUR"), _("Source of the price"),
        _("Making, kg CO2e"), _("at least"), _("at most"), _("Source of making"), _("Mass, kg"),
        _("Source of the mass"),
    )  # fmt: skip
    hidden = () if sees_prices else (2, 3)

    def rows() -> Iterator[Sequence[Cell]]:
        for each in resting(shown, fleet):
            cells = _cells_of(each)
            yield [cell for at, cell in enumerate(cells) if at not in hidden]
        yield []
        yield from ([told] for told in assumptions(shown))

    heads = [name for at, name in enumerate(names) if at not in hidden]
    return Page(_("Assumptions"), heads, rows(), _euro(2, sees_prices))


def _cells_of(each: Resting) -> tuple[Cell, ...]:
    spread = each.making.interval
    return (
        each.category, each.months, _number(each.price), each.price_source, _number(each.making),
        spread.low if spread else None, spread.high if spread else None,
        each.making.source, _number(each.mass), each.mass.source,
    )  # fmt: skip


def _number(figure: Figure) -> float | None:
    return float(figure.value) if figure.value is not None else None
