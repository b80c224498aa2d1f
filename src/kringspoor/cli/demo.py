"""Five made-up organisations on the five presets: every device, unit and order is invented."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password

from kringspoor.assess.fleet import Columns
from kringspoor.core.calendar import days_of
from kringspoor.people.actions import found_organisation, give_role
from kringspoor.people.models import Organisation, User
from kringspoor.people.roles import ROLES
from kringspoor.use.actions.imports import import_devices

PASSWORD = "vijf-kringen-in-het-park"  # of a site that holds nothing real
DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Shape:
    """What an organisation of the demo looks like."""

    slug: str
    name: str
    kind: str
    preset: str
    devices_count: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """An organisation of the demo as it stands."""

    name: str
    devices_count: int
    people: tuple[str, ...]


SHAPES = (
    Shape("grootstad", "Stad Grootstad", "local_gov", "ghent", 900,
          ("Burgerzaken", "Bibliotheken", "Scholen", "ICT", "Cultuur")),
    Shape("dijlestad", "Stad Dijlestad", "local_gov", "leuven", 500,
          ("Stadskantoor", "Ruimte", "ICT", "Sport")),
    Shape("kempendorp", "Gemeente Kempendorp", "local_gov", "laakdal", 120,
          ("Gemeentehuis", "Bibliotheek", "Kinderopvang")),
    Shape("scheldehogeschool", "Scheldehogeschool", "higher_ed", "ugent", 800,
          ("Wetenschappen", "Letteren", "Rechten", "ICT")),
    Shape("heuvelcampus", "Heuvelcampus", "higher_ed", "ku-leuven", 1000,
          ("Geneeskunde", "Ingenieurs", "Bibliotheek", "ICT")),
)  # fmt: skip
MODELS = (
    ("laptop", "Dell", "Latitude 5420", 91_000, 16.0),
    ("laptop", "HP", "EliteBook 840 G8", 104_000, 16.0),
    ("laptop", "Lenovo", "ThinkPad T14 Gen 2", 98_000, 8.0),
    ("desktop", "Dell", "OptiPlex 7090", 72_000, 8.0),
    ("monitor", "Dell", "P2422H", 19_500, None),
    ("smartphone", "Samsung", "Galaxy A52", 34_000, None),
    ("tablet", "Apple", "iPad 9", 38_000, None),
)
STATES = ("in_use",) * 16 + ("in_stock", "returned", "in_repair", "on_loan")


def fill(today: date) -> list[Filled]:
    """Make the five organisations, or leave them as they are when they exist."""
    hashed = make_password(PASSWORD)  # slow on purpose, so once for everybody
    return [_filled(shape, today, hashed) for shape in SHAPES]


def _filled(shape: Shape, today: date, hashed: str) -> Filled:
    organisation = found_organisation(
        shape.slug, shape.name, kind=shape.kind, ladder=shape.preset, lifetime_policy=shape.preset
    )
    people = tuple(_person(role, organisation, hashed) for role in ROLES)
    import_devices(
        _fleet(shape, today),
        organisation=organisation,
        actor=User.objects.get(email=people[0]),
        at=datetime.combine(today, time(8, 30), UTC),
        name="register.csv",
        key=f"demo {shape.slug}",
    )
    return Filled(shape.name, shape.devices_count, people)


def _person(role: str, organisation: Organisation, hashed: str) -> str:
    """A role with a sign-in; nobody's name."""
    email = f"{role.replace('_', '-')}@{organisation.slug}.example"
    user, _ = User.objects.get_or_create(
        email=email, defaults={"password": hashed, "name": ROLES[role].name.nl}
    )
    give_role(user, role, organisation=organisation)
    return email


def _fleet(shape: Shape, today: date) -> Columns:
    dice = random.Random(shape.slug)
    rows = [_device(number, shape, today, dice) for number in range(shape.devices_count)]
    return {name: [row[name] for row in rows] for name in rows[0]}


def _device(number: int, shape: Shape, today: date, dice: random.Random) -> dict[str, Any]:
    category, make, model, cents, ram_gb = dice.choice(MODELS)
    bought = days_of(today) - int(dice.triangular(10, 8 * DAYS_A_YEAR, 3 * DAYS_A_YEAR))
    is_known = dice.random() > 0.04  # a register never knows everything
    return {
        "row_no": number + 2,
        "tag": f"{shape.slug[:2].upper()}-{number + 1:05d}",
        "serial": f"{dice.randrange(16**9):09X}",
        "category": category,
        "make": make,
        "model": model,
        "purchased_days": bought if is_known else None,
        "purchased_precision": "day" if is_known else None,
        "price_cents": cents + dice.randrange(-5_000, 5_000),
        "currency": "EUR",
        "warranty_end_days": bought + 3 * DAYS_A_YEAR if is_known else None,
        "order_no": f"{shape.slug[:2].upper()}{2018 + number % 8}-{number // 40:03d}",
        "unit": dice.choice(shape.units),
        "ram_gb": ram_gb,
        "state": dice.choice(STATES),
    }
