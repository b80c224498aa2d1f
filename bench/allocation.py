"""100,000 retired devices and 200 demands in three tiers, drawn from one seed: time and memory.

Three kinds, memory, support, battery, grade and eight sites make more than 8,000 classes of
devices that are alike. ``python -m bench.allocation [devices [budget_eur]]`` prints the figures.
"""

from __future__ import annotations

import json
import resource
import sys
from random import Random
from time import perf_counter

from kringspoor.assess.allocating import allocate
from kringspoor.core.allocation import DAYS_PER_MONTH, Demand, Limits, Spare, Worth

SEED = 20261124
TODAY = 20781  # 24 November 2026
DEVICES, DEMANDS = 100_000, 200
SITES = tuple(f"site {no}" for no in range(8))
KINDS = ("laptop", "desktop", "tablet")
YEAR_DAYS = 12 * DAYS_PER_MONTH
REFURBISHING_CENTS = {"A": 1000, "B": 2000, "C": 4000, "D": 6000}
EACH_COUNT = {1: (100, 520), 2: (200, 740), 3: (150, 580)}  # asked by one demand, by tier


def some_spares(count: int = DEVICES) -> list[Spare]:
    """Devices as organisations retire them: many alike, few alike in everything."""
    draw = Random(SEED)
    grades = draw.choices("ABCD", (2, 4, 3, 1), k=count)
    return [
        Spare(
            tag=f"D{no:06d}",
            category=draw.choices(KINDS, (6, 3, 1))[0],
            ram_gb=draw.choices((4, 8, 16, 32), (2, 5, 3, 1))[0],
            battery_share=draw.choice((0.4, 0.6, 0.8, 0.9)),
            grade=grade,
            support_end_days=TODAY + round(draw.randint(0, 6) * YEAR_DAYS) + 1,
            site=draw.choice(SITES),
            refurbishing_cents=REFURBISHING_CENTS[grade],
        )
        for no, grade in enumerate(grades)
    ]


def some_demands(count: int = DEMANDS) -> list[Demand]:
    """What units, schools and partners ask for: the first tier asks most of a device."""
    draw = Random(SEED + 1)
    found = []
    for no in range(count):
        tier_no = 1 + no % 3
        found.append(
            Demand(
                name=f"demand {no}",
                category=draw.choices(KINDS, (6, 3, 1))[0],
                wanted_count=draw.randint(*EACH_COUNT[tier_no]),
                needed_days=TODAY,
                tier_no=tier_no,
                least_ram_gb=draw.choice((8, 16) if tier_no == 1 else (4, 8)),
                least_battery_share=draw.choice((0, 0.5, 0.7)),
                worst_grade=draw.choice("BC" if tier_no == 1 else "CD"),
                support_months=12 * draw.randint(0, 4 - tier_no),
                site=draw.choice(SITES),
            )
        )
    return found


def classes_count(spares: list[Spare]) -> int:
    """How many classes of devices are alike in everything but their tag."""
    return len(
        {
            (s.category, s.ram_gb, s.battery_share, s.grade, s.support_end_days, s.site,
             s.refurbishing_cents)
            for s in spares
        }
    )  # fmt: skip


def main(arguments: list[str]) -> None:
    """Measure one run, and print its figures."""
    spares = some_spares(int(arguments[0]) if arguments else DEVICES)
    limits = Limits()
    if len(arguments) > 1:
        storage = {site: len(spares) // 12 for site in SITES}
        limits = Limits(budget_cents=int(arguments[1]) * 100, storage_count=storage)
    demands, start = some_demands(), perf_counter()
    found = allocate(spares, demands, limits, Worth())
    seconds = perf_counter() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told: dict[str, float] = {
        "seconds": round(seconds, 2),
        "peak_mb": round(peak_mb),
        "classes": classes_count(spares),
        "certified_stages": sum(each.is_certified for each in found.stages),
    }
    for each in found.stages:
        told[f"{each.name} reached"] = each.reached_value
        told[f"{each.name} gap"] = each.gap_value
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
