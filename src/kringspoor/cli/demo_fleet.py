"""What the organisations of the demo bought: invented devices, as a reader of lists gives them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kringspoor.assess.fleet import Columns
from kringspoor.cli.demo_shapes import Shape
from kringspoor.core.calendar import days_of, month_after

WARRANTY_DAYS, SUPPORT_DAYS = 3 * 365, 10 * 365
YEARS_MONTHS = 96  # of purchases
SINCE_MONTHS = 33  # how long ago the register began
LISTS_MONTHS = (33, 27, 21, 15, 9, 3)  # how long ago each list came in; the last came this week
ORDER_MONTHS = 14
TRIP_MONTHS = tuple(range(32, 5, -2))  # how long ago devices left together

_STORES = ("laptop", "desktop", "tablet", "smartphone")
_MODELS: Mapping[str, Sequence[tuple[str, str, int, float | None]]] = {
    "laptop": (
        ("Dell", "Latitude 5420", 91_000, 16.0),
        ("HP", "EliteBook 840 G8", 104_000, 16.0),
        ("Lenovo", "ThinkPad T14 Gen 2", 98_000, 8.0),
    ),
    "printer": (("HP", "LaserJet Pro M404", 31_000, None),),
    "desktop": (("Dell", "OptiPlex 7090", 72_000, 8.0), ("HP", "EliteDesk 800 G6", 76_000, 16.0)),
    "monitor": (("Dell", "P2422H", 19_500, None), ("HP", "E24 G4", 21_000, None)),
    "smartphone": (("Samsung", "Galaxy A52", 34_000, None),),
    "tablet": (("Apple", "iPad 9", 38_000, None),),
}
_MIX = ("laptop",) * 4 + ("monitor",) * 3 + ("desktop",) * 2 + ("smartphone", "tablet")


@dataclass(frozen=True, slots=True)
class Thing:
    """One device that was bought: its part in the story, and what a list says of it."""

    part: str
    bought_on: date
    fields: Mapping[str, Any]

    @property
    def tag(self) -> str:
        """Its label."""
        return str(self.fields["tag"])


@dataclass(frozen=True, slots=True)
class _Bought:
    part: str
    category: str
    bought_on: date


def fleet(shape: Shape, today: date) -> list[Thing]:
    """Everything an organisation bought, the oldest first, as its labels are numbered."""
    dice = random.Random(shape.slug)
    bought = sorted(
        (*_leaving(shape, today, dice), *_staying(shape, today, dice)),
        key=lambda each: each.bought_on,
    )
    return [
        Thing(each.part, each.bought_on, _fields(no, each, shape, today, dice))
        for no, each in enumerate(bought, start=1)
    ]


def lists(things: Sequence[Thing], today: date) -> Iterator[tuple[date, list[Thing]]]:
    """The lists by which devices came on record: each day with what was bought since the last."""
    days = [month_after(today, -months) for months in LISTS_MONTHS] + [today - timedelta(days=6)]
    since = date.min
    for day in days:
        yield day, [each for each in things if since <= each.bought_on < day]
        since = day


def columns_of(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Rows as the columns of a list."""
    numbered = [{"row_no": no, **row} for no, row in enumerate(rows, start=2)]
    return {name: [row[name] for row in numbered] for name in numbered[0]}


def _leaving(shape: Shape, today: date, dice: random.Random) -> Iterator[_Bought]:
    """What left since the register began: after its minimum period of use."""
    for trip, ago in enumerate(TRIP_MONTHS[-shape.trips_count :] if shape.trips_count else ()):
        for no in range(shape.trip_count):
            with_disk = (dice.choice(("laptop", "desktop")), shape.minimum_months)
            category, minimum = with_disk if no % 2 else shape.plain
            most = min(max(YEARS_MONTHS + 4 - ago - minimum, 4), 30)
            months = ago + minimum + dice.randrange(1, most)
            yield _Bought(f"trip-{trip}", category, _day(today, months, dice))
    for part, count in (("lost", 2), ("wrong", 1)) if shape.trips_count else ():
        for _ in range(count):
            yield _Bought(part, "laptop", _day(today, 50, dice))


def _staying(shape: Shape, today: date, dice: random.Random) -> Iterator[_Bought]:
    """What is still here, each with its part."""
    left_count = shape.devices_count
    for part, count in shape.parts.items():
        months = ORDER_MONTHS if part == "order" else shape.minimum_months + SINCE_MONTHS
        day = _day(today, months, dice)
        for _ in range(count):
            old = _day(today, months - dice.randrange(1, 24), dice)
            yield _Bought(part, "laptop", day if part == "order" else old)
        left_count -= count
    for ends_days in (5, 12, 26):
        bought = today + timedelta(days=ends_days - WARRANTY_DAYS)
        yield _Bought("ending", "laptop", bought)
    for _ in range(left_count - 3):
        months = int(dice.triangular(0, YEARS_MONTHS - 12, 24))
        yield _Bought("use", dice.choice(_MIX), _day(today, months, dice))


def _day(today: date, months: int, dice: random.Random) -> date:
    return month_after(today, -months) - timedelta(days=dice.randrange(7, 28))


def _fields(
    no: int, bought: _Bought, shape: Shape, today: date, dice: random.Random
) -> dict[str, Any]:
    make, model, cents, ram_gb = dice.choice(_MODELS[bought.category])
    is_stored, is_leaving = bought.category in _STORES, bought.part.startswith("trip")
    days, serial = days_of(bought.bought_on), f"{dice.randrange(16**9):09X}"
    is_known = bought.part != "use" or dice.random() > 0.03  # a register never knows everything
    is_leased = shape.is_leasing and bought.category == "desktop"
    is_new = bought.bought_on > today - timedelta(days=90)
    return {
        "tag": f"{shape.mark}-{no:05d}",
        "serial": serial,
        "category": bought.category,
        "make": make,
        "model": model,
        "purchased_days": days if is_known else None,
        "purchased_precision": "day" if is_known else None,
        "price_cents": cents + dice.randrange(-5_000, 5_000),
        "currency": "EUR",
        "supplier": "Kantoorpunt",
        "warranty_end_days": days + WARRANTY_DAYS if is_known else None,
        "support_end_days": days + SUPPORT_DAYS if is_stored or is_leaving else None,
        "order_no": order_no(shape, today) if bought.part == "order" else
        f"{shape.mark}-{bought.bought_on:%Y}-{dice.randrange(200, 240)}",
        "unit": dice.choice(shape.units),
        "site": dice.choice(shape.sites),
        "ram_gb": ram_gb,
        "storage_serials": f"{serial}-S" if is_stored and bought.part != "unseen" else None,
        "ownership": "leased" if is_leased else "owned",
        "state": _state(bought.part, is_new and dice.random() < 0.4),
    }  # fmt: skip


def _state(part: str, is_new: bool) -> str:
    """How a list knows it: some came back before there was a register."""
    if part in ("reserve", "pool", "unseen"):
        return "returned"
    return "in_stock" if is_new else "in_use"


def order_no(shape: Shape, today: date) -> str:
    """The order of which a few devices never reached the register."""
    return f"{shape.mark}-{month_after(today, -ORDER_MONTHS):%Y}-014"
