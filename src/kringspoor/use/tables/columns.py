"""The columns a list of devices may show: one table, for the page, its choices and its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kringspoor.core.calendar import month_no_of
from kringspoor.core.states import State
from kringspoor.core.words import NOTHING, Text, number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use.models import Device
from kringspoor.use.tables import LEVELS, category_name, day, owner, profile_name

Value = Callable[[Device, date], Cell]
DEFAULT = ("tag", "model", "category", "state", "unit", "purchased", "age")
ALWAYS = "tag"
LIST = "devices"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in an address, its name, what stands in it. A phone shows no minor one."""

    key: str
    name: Text
    value: Value
    unit: Text = NOTHING
    is_number: bool = False
    is_minor: bool = True
    asks_prices: bool = False


def _of(name: str) -> Value:
    return lambda device, _: getattr(device, name)


def _place(name: str) -> Value:
    return lambda device, _: str(getattr(device, name) or "")


def _age_months(device: Device, today: date) -> int | None:
    if device.purchased_on is None:
        return None
    return month_no_of(today) - month_no_of(device.purchased_on)


def _price_eur(device: Device, _: date) -> float | None:
    return None if device.price_cents is None else device.price_cents / 100


def _ownership(device: Device, _: date) -> str:
    return owner(device.ownership)


COLUMNS = (
    Column("tag", Text(nl="Label", en="Tag"), lambda device, _: str(device), is_minor=False),
    Column("serial", Text(nl="Serienummer", en="Serial"), _of("serial")),
    Column("model", Text(nl="Model", en="Model"),
           lambda device, _: f"{device.make} {device.model}".strip() or device.description,
           is_minor=False),
    Column("category", Text(nl="Soort", en="Category"),
           lambda device, _: category_name(device.category)),
    Column("state", Text(nl="Toestand", en="State"),
           lambda device, _: State(device.state).text.spoken(language()), is_minor=False),
    Column("unit", Text(nl="Dienst", en="Department"), _place("unit")),
    Column("site", Text(nl="Plaats", en="Place"), _place("site")),
    Column("ownership", Text(nl="Eigendom", en="Ownership"), _ownership),
    Column("use_profile", Text(nl="Gebruiksprofiel", en="Use profile"),
           lambda device, _: profile_name(device.use_profile)),
    Column("grade", Text(nl="Graad", en="Grade"), _of("grade")),
    Column("life", Text(nl="Leven", en="Life"), _of("life_no"), is_number=True),
    Column("purchased", Text(nl="Gekocht", en="Bought"), _of("purchased_on")),
    Column("age", Text(nl="Leeftijd", en="Age"), _age_months, Text(nl="maanden", en="months"),
           is_number=True),
    Column("warranty", Text(nl="Garantie tot", en="Warranty until"), _of("warranty_end_on")),
    Column("support", Text(nl="Updates tot", en="Updates until"), _of("support_end_on")),
    Column("seen", Text(nl="Laatst gezien", en="Last seen"), _of("last_seen_on")),
    Column("price", Text(nl="Prijs", en="Price"), _price_eur, Text(nl="€", en="€"),
           is_number=True, asks_prices=True),
    Column("order", Text(nl="Bestelbon", en="Order"), _of("order_no")),
    Column("supplier", Text(nl="Leverancier", en="Supplier"), _of("supplier")),
    Column("cpu", Text(nl="Processor", en="Processor"), _of("cpu")),
    Column("ram", Text(nl="Geheugen", en="Memory"), _of("ram_gb"), Text(nl="GB", en="GB"),
           is_number=True),
    Column("storage", Text(nl="Opslag", en="Storage"), _of("storage_gb"), Text(nl="GB", en="GB"),
           is_number=True),
    Column("os", Text(nl="Besturingssysteem", en="Operating system"), _of("os")),
)  # fmt: skip
BY_KEY = {each.key: each for each in COLUMNS}


def chosen(keys: Iterable[str], *, sees_prices: bool) -> list[Column]:
    """The columns of those keys, in the order of the table; the usual ones when none is known."""
    wanted = {each for each in keys if each in BY_KEY} or {*DEFAULT}
    return [
        each
        for each in COLUMNS
        if each.key in wanted | {ALWAYS} and (sees_prices or not each.asks_prices)
    ]


def choices(shown: Sequence[Column], *, sees_prices: bool) -> list[dict[str, Any]]:
    """Every column to choose from, with whether it shows; the first always does."""
    said = language()
    return [
        {"key": each.key, "name": each.name.spoken(said), "is_shown": each in shown}
        for each in COLUMNS
        if each.key != ALWAYS and (sees_prices or not each.asks_prices)
    ]


def heads(shown: Sequence[Column], sort: str) -> list[dict[str, Any]]:
    """The heads of the list, each with what a press on it asks for."""
    now, is_down, said = sort.removeprefix("-"), sort.startswith("-"), language()
    return [
        {
            "label": each.name.spoken(said),
            "unit": each.unit.spoken(said),
            "is_number": each.is_number,
            "is_minor": each.is_minor,
            "sort": f"-{each.key}" if each.key == now and not is_down else each.key,
            "direction": ("descending" if is_down else "ascending") if each.key == now else "",
        }
        for each in shown
    ]


def rows(devices: Iterable[Device], shown: Sequence[Column], today: date) -> SafeString:
    """Devices as rows of the list; written here and not in its template, for there are hundreds."""
    address, choose = reverse("devices"), escape(_("Choose"))
    others = [(each, _opened(each)) for each in shown if each.key != ALWAYS]
    written = []
    for device in devices:
        number, name = device.pk, escape(str(device))
        cells = "".join([f"{td}{_cell(each, device, today)}</td>" for each, td in others])
        tick = f'<input type="checkbox" name="number" value="{number}">'
        said = f'<span class="unseen">{choose} {name}</span>'
        link = f'<a href="{address}{number}/">{name}</a>'
        written.append(
            f'<tr><td class="pick"><label>{tick}{said}</label></td>'
            f'<th scope="row">{link}</th>{cells}</tr>'
        )
    return mark_safe("\n".join(written))


def _opened(column: Column) -> str:
    kind = " ".join(("n",) * column.is_number + ("minor",) * column.is_minor)
    return f'<td class="{kind}">'


def _cell(column: Column, device: Device, today: date) -> str:
    value = column.value(device, today)
    if column.key == "state":
        return _badge(LEVELS.get(device.state, ""), str(value))
    return escape(_shown(column, value))


@lru_cache(maxsize=256)  # of each state in each language: a list has hundreds of rows
def _badge(level: str, words: str) -> str:
    return render_to_string("components/badge.html", {"level": level, "words": words})


def _shown(column: Column, value: Cell) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return day(value)
    decimals = 2 if column.key == "price" else 0 if float(value).is_integer() else 1
    return number(float(value), language(), decimals)


def file_heads(shown: Sequence[Column]) -> list[str]:
    """The heads of the list as a file; the serial number is never left out."""
    said = language()
    return [
        f"{each.name.spoken(said)} ({each.unit.spoken(said)})" if each.unit.nl else
        each.name.spoken(said)
        for each in with_serial(shown)
    ]  # fmt: skip


def file_row(device: Device, shown: Sequence[Column], today: date) -> list[Cell]:
    """One device as a row of a file."""
    return [each.value(device, today) for each in with_serial(shown)]


def with_serial(shown: Sequence[Column]) -> list[Column]:
    """The columns of a file: those of the page, and the serial number by which others find it."""
    keys = {each.key for each in shown} | {"serial"}
    return [each for each in COLUMNS if each.key in keys]
