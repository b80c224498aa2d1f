"""The fleet of Voorbeek, a municipality that does not exist: what is really there.

The three sample files each tell a part of this truth, and each tells it differently.
Everything follows from one seed, so every run makes the same fleet.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

SEED = 20261124
TODAY = date(2026, 11, 24)
BUILDINGS = {
    "Gemeentehuis": ("Burgerzaken", "Financiën", "Personeel", "ICT", "Omgeving", "Secretariaat"),
    "Bibliotheek": ("Bibliotheek", "Cultuur"),
    "Technische dienst": ("Technische dienst", "Groendienst"),
    "Basisschool De Linde": ("Onderwijs",),
    "Sporthal": ("Sport", "Jeugd"),
    "Kelder & magazijn": ("ICT",),
}
SUPPLIERS = ("Dataschakel bv", "Bureau & Co nv", "Netwerkhuis Kempen", "Aankoopcentrale West")
SCHOOL_KINDS = ("chromebook", "tablet", "meeting_screen", "projector")
MANAGED_KINDS = ("laptop", "desktop", "smartphone", "tablet")
LETTERS = "BCDFGHJKLMNPRTVWXYZ"
DIGITS = "0123456789"


@dataclass(slots=True)
class Device:
    """One true device, and in which of the three files it stands."""

    no: int
    kind: str
    make: str
    model: str
    typed: tuple[str, ...]
    cpu: str
    ram_gb: str
    storage_gb: str
    inches: str
    serial: str
    tag_no: int
    bought: date
    price_cents: int
    order: str
    supplier: str
    building: str
    unit: str
    state: str  # in_use, in_stock, broken, gone
    is_bought: bool  # stands in the register
    is_managed: bool  # stands in the MDM export
    is_counted: bool  # was seen in a room
    is_personal: bool = False
    is_lot: bool = False  # bought on one row with its batch


def fleet() -> list[Device]:
    """Every device of Voorbeek, in the order it was bought."""
    chance = random.Random(SEED)
    with (Path(__file__).parent / "models.csv").open(encoding="utf-8", newline="") as file:
        models = list(csv.DictReader(file))
    devices: list[Device] = []
    for model in models:
        left = int(model["count"])
        while left > 0:
            size = min(left, chance.choice((1, 2, 4, 6, 10, 12, 15)))
            devices += _batch(chance, model, size)
            left -= size
    devices += _personal_phones(chance)
    devices.sort(key=lambda each: (each.bought, each.order, each.no))
    for no, device in enumerate(devices, start=1):
        device.no, device.tag_no = no, 10_000 + 3 * no
    return devices


def _batch(chance: random.Random, model: dict[str, str], size: int) -> list[Device]:
    first = date(int(model["first_year"]), 1, 8)
    last = min(date(int(model["last_year"]), 12, 20), TODAY - timedelta(days=40))
    bought = first + timedelta(days=chance.randrange((last - first).days))
    order = f"BB{bought.year}-{chance.randrange(1, 900):04d}"
    supplier = chance.choice(SUPPLIERS)
    is_lot = model["kind"] == "monitor" and size >= 4 and chance.random() < 0.7
    return [_device(chance, model, bought, order, supplier, is_lot) for _ in range(size)]


def _device(
    chance: random.Random,
    model: dict[str, str],
    bought: date,
    order: str,
    supplier: str,
    is_lot: bool,
) -> Device:
    kind = model["kind"]
    state = _state(chance, kind, (TODAY - bought).days / 365.25)
    building = _building(chance, kind, state)
    is_seen_by_mdm = state != "gone" or chance.random() < 0.05
    return Device(
        no=0,
        kind=kind,
        make=model["make"],
        model=model["model"],
        typed=tuple(model["typed"].split("|")),
        cpu=model["cpu"],
        ram_gb=model["ram_gb"],
        storage_gb=model["storage_gb"],
        inches=model["inches"],
        serial=_serial(chance, model["serial"]),
        tag_no=0,
        bought=bought,
        price_cents=round(float(model["price_eur"]) * 100),
        order=order,
        supplier=supplier,
        building=building,
        unit=chance.choice(BUILDINGS[building]),
        state=state,
        is_bought=chance.random() > 0.04,
        is_managed=kind in MANAGED_KINDS and is_seen_by_mdm and chance.random() < 0.9,
        is_counted=state != "gone" and chance.random() < (0.35 if kind == "smartphone" else 0.86),
        is_lot=is_lot,
    )


def _state(chance: random.Random, kind: str, age_years: float) -> str:
    slow = kind in ("monitor", "switch", "access_point", "server", "ups", "desk_phone")
    if chance.random() < max(0.0, (age_years - (8 if slow else 5)) * 0.12):
        return "gone"
    return chance.choices(("in_use", "in_stock", "broken"), (85, 10, 5))[0]


def _building(chance: random.Random, kind: str, state: str) -> str:
    if kind in SCHOOL_KINDS and chance.random() < 0.8:
        return "Basisschool De Linde"
    if state in ("in_stock", "broken") and chance.random() < 0.7:
        return "Kelder & magazijn"
    names = [name for name in BUILDINGS if name != "Kelder & magazijn"]
    return chance.choices(names, (50, 12, 14, 14, 10))[0]


def _serial(chance: random.Random, pattern: str) -> str:
    def some(signs: str, count: int) -> str:
        return "".join(chance.choice(signs) for _ in range(count))

    both = LETTERS + DIGITS
    patterns = {
        "dell": lambda: some(both, 6) + some(DIGITS, 1),
        "hp": lambda: f"5CG{some(DIGITS, 4)}{some(LETTERS, 3)}",
        "lenovo": lambda: f"PF{some(both, 6)}",
        "apple": lambda: f"{some(LETTERS, 1)}{some(both, 11)}",
        "samsung": lambda: f"R{some(both, 10)}",
        "surface": lambda: some(DIGITS, 12),
        "screen": lambda: f"CN{some(DIGITS, 5)}{some(both, 6)}",
        "printer": lambda: f"PH{some(both, 8)}",
        "network": lambda: some(both, 10),
    }
    return patterns[pattern]()


def _personal_phones(chance: random.Random) -> list[Device]:
    """Phones of staff, enrolled to read mail: in the MDM export and nowhere else."""
    model = {
        "kind": "smartphone",
        "make": "Samsung",
        "model": "Galaxy S21",
        "typed": "Galaxy S21",
        "cpu": "",
        "ram_gb": "8",
        "storage_gb": "128",
        "inches": "6.2",
        "serial": "samsung",
        "price_eur": "0",
    }
    phones = [_device(chance, model, date(2022, 5, 2), "", "", False) for _ in range(18)]
    for phone in phones:
        phone.is_bought, phone.is_managed, phone.is_counted = False, True, False
        phone.is_personal, phone.state = True, "in_use"
    return phones
