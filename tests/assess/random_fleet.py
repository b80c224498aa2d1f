"""Random devices that stand on every threshold of a ladder, with holes and odd numbers."""

from __future__ import annotations

import math
import random
from typing import Any

from kringspoor.assess.kinds import KEY
from kringspoor.assess.run import DEVICE
from kringspoor.core.device import GRADES, OWNERSHIPS, STATES
from kringspoor.core.ladder import Ladder, Rung

MISSING_SHARE = 0.10
TODAY_DAYS = 20781
MODELS = (
    ("laptop", "Dell", "Latitude 5420", 14.0),
    ("laptop", "HP", "EliteBook 840 G8", 14.0),
    ("desktop", "Dell", "OptiPlex 7090", None),
    ("monitor", "Dell", "P2422H", 23.8),
    ("smartphone", "Apple", "iPhone SE", None),
    ("chromebook", "Acer", "Chromebook 314", 14.0),
    ("printer", "HP", "LaserJet M404dn", None),
    ("keyboard", None, None, None),
    ("server", "Dell", "PowerEdge R740", None),
    ("ip_phone", "Cisco", "8841", None),
    ("projector", "Epson", "EB-FH52", None),
    ("switch", "Cisco", "Catalyst 2960", None),
    ("tablet", "Apple", "iPad", None),
    (None, None, None, None),
)
SYSTEMS = (None, "Windows 10 22H2", "Windows 11 24H2", "ChromeOS", "macOS 14", "iOS 17")
CPUS = (None, "Intel(R) Core(TM) i5-1145G7", "i7-7700", "i3-6100", "AMD Ryzen 5 5600U")


def fleet(ladder: Ladder, count: int, seed: int) -> list[dict[str, Any]]:
    """``count`` devices; the same seed gives the same devices."""
    dice = random.Random(seed)
    ram = _around([r.min_ram_gb for r in ladder.rungs] + [r.max_ram_gb for r in ladder.rungs])
    battery = _around(
        [r.min_battery_share for r in ladder.rungs] + [r.max_battery_share for r in ladder.rungs]
    )
    devices = [_device(dice, ram or [8.0], battery or [0.5], number) for number in range(count)]
    for device in devices[::2]:  # chance alone hardly meets a rung with six conditions
        _towards(device, dice.choice(ladder.rungs), dice)
    return devices


def _towards(device: dict[str, Any], rung: Rung, dice: random.Random) -> None:
    """Change a device so that it meets most of a rung's conditions."""
    months = dice.choice((30, 55, 62, 70, 90, 100))
    support = rung.min_support_months or (rung.max_support_months or 13) - 2
    wanted = [each for each in MODELS if not rung.categories or each[0] in rung.categories]
    device["category"], device["make"], device["model"], _ = dice.choice(wanted or MODELS[:1])
    device |= {
        "purchased_days": TODAY_DAYS - round(30.4375 * months),
        "support_end_days": TODAY_DAYS + round(30.4375 * (support + 1)),
        "cpu": "i7-7700" if rung.windows_11 == "refused" else "Intel(R) Core(TM) i5-1145G7",
        "ownership": dice.choice(rung.ownerships or ("owned",)),
        "state": dice.choice(rung.states or ("in_use", "in_stock")),
        "grade": rung.min_grade or rung.max_grade or None,
        "ram_gb": rung.min_ram_gb or (rung.max_ram_gb or 17.0) - 1.0,
        "storage_gb": 512.0,
        "battery_share": rung.min_battery_share or (rung.max_battery_share or 1.0) - 0.1,
        "warranty_end_days": TODAY_DAYS + (100 if rung.in_warranty else -100),
    }


def _around(limits: list[float | None]) -> list[float]:
    """Every limit, one ulp below and above it, and numbers that are no numbers of GB at all."""
    known = sorted({each for each in limits if each is not None})
    beside = [
        v for each in known for v in (math.nextafter(each, -9e9), each, math.nextafter(each, 9e9))
    ]
    return [*beside, 0.0, -1.0, math.nan]


def _device(
    dice: random.Random, ram: list[float], battery: list[float], number: int
) -> dict[str, Any]:
    category, make, model, screen = dice.choice(MODELS)
    bought = TODAY_DAYS - dice.choice(
        (0, 1, dice.randrange(6000), round(30.4375 * dice.randrange(160)))
    )
    device = {
        "tag": f"T{number}",
        "serial": f"S{number}",
        "category": category,
        "make": make,
        "model": model,
        "screen_inches": screen,
        "os": dice.choice(SYSTEMS),
        "cpu": dice.choice(CPUS),
        "support_end_days": dice.choice(
            (None, None, TODAY_DAYS - 1, TODAY_DAYS + dice.randrange(2000))
        ),
        "unit": "unit",
        "location": "here",
        "quantity_count": dice.choice((1, 1, 1, 12)),
        "purchased_days": bought,
        "price_cents": dice.choice((None, 0, 89_900, dice.randrange(200_000))),
        "currency": dice.choice(("EUR", "EUR", "CZK")),
        "warranty_end_days": TODAY_DAYS + dice.choice((-400, -1, 0, 1, 400)),
        "state": dice.choice((*STATES, "in_use", "in_use", "in_stock")),
        "ownership": dice.choice((*OWNERSHIPS, "owned", "owned", "owned")),
        "grade": dice.choice(GRADES),
        "ram_gb": dice.choice([*ram, 4.0, 16.0]),
        "storage_gb": dice.choice((0.0, 128.0, 256.0, math.nan)),
        "battery_share": dice.choice([*battery, 0.9]),
        "kwh_per_year": None,
    }
    for name in device:
        if name not in ("tag", "serial", "quantity_count") and dice.random() < MISSING_SHARE:
            device[name] = None
    return device


def columns(devices: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The devices as columns."""
    return {name: [each.get(name) for each in devices] for name in (*DEVICE, *KEY)}
