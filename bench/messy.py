"""A messy register of 100,000 rows: read, normalised, reconciled with nothing, assessed."""

from __future__ import annotations

import json
import random
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.reconcile import gather
from kringspoor.assess.run import Assessment
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import load
from kringspoor.core.collecting import without_collecting
from kringspoor.engine import open_engine
from kringspoor.formats import read_all

TODAY = date(2026, 11, 24)
KINDS = (
    ("Laptop", "Dell", "Latitude 5420"),
    ("draagbare computer", "HP Inc.", "EliteBook 840 G8"),
    ("Notebook", "LENOVO", "ThinkPad T14 Gen 2"),
    ("Beeldscherm", "Dell", "P2422H"),
    ("PC", "Dell Inc.", "OptiPlex 7090"),
    ("gsm", "Apple", "iPhone SE"),
    ("Muis", "Logitech", "M100"),
)
DATES = ("{d:02d}/{m:02d}/{y}", "{d}/{m}/{y}", "{y}", "{d:02d}.{m:02d}.{y}")
STATES = ("in gebruik", "In Gebruik ", "stock", "defect", "buiten gebruik", "")


def write_messy(path: Path, rows_count: int) -> None:
    """A Dutch export in cp1252: title lines, sections, odd dates and prices, fillers."""
    dice = random.Random(1)
    lines = ["Inventaris ICT – uittreksel boekhouding", "", _HEADER]
    for number in range(rows_count):
        if number % 500 == 499:
            lines.append(f"Afdeling {number // 500};;;;;;;;;;;")
        kind, make, model = dice.choice(KINDS)
        year, month, day = dice.randrange(2012, 2027), dice.randrange(1, 13), dice.randrange(1, 29)
        when = dice.choice(DATES).format(y=year, m=month, d=day)
        cents = dice.randrange(100_00, 2000_00)
        price = f"€ {cents // 100_000}.{cents // 100 % 1000:03d},{cents % 100:02d}"
        serial = "geen" if dice.random() < 0.05 else f" {dice.randrange(36**7):07X} "
        lines.append(
            f"VB-{number:06d};{kind};{make};{model};{serial};{when};{price};"
            f"Bestelling {number // 40};Dienst {number % 60};{dice.choice(STATES)};"
            "36 maanden;Peeters J."
        )
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


_HEADER = (
    "Inventarisnr;Soort;Merk;Model;Serienummer;Datum aankoop;Aankoopprijs;Bestelbon;"
    "Dienst;Status;Garantie;Gebruiker"
)


def main() -> None:
    """``messy.py ROWS RUNS``: medians of rows a second, whole and by step."""
    rows_count, runs_count = int(float(sys.argv[1])), int(sys.argv[2])
    catalogue = load()
    setting = setting_of(catalogue, Choice(), TODAY)
    lexicon_parts = (
        catalogue.categories.values(), catalogue.not_devices.values(), catalogue.makers.values()
    )  # fmt: skip
    steps: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory(prefix="kringspoor-bench-") as name, without_collecting():
        folder = Path(name)  # the main job does not collect either
        write_messy(folder / "messy.csv", rows_count)
        for _ in range(runs_count):
            engine = open_engine("duckdb", folder=folder)
            start = perf_counter()
            readings = read_all(folder / "messy.csv")
            read = perf_counter()
            fleet = gather(readings, Lexicon(*lexicon_parts))
            gathered = perf_counter()
            work = Assessment(engine, catalogue, FactorLadder(catalogue), setting)
            work.saved(work.of_columns(fleet.columns), folder / "out.parquet")
            done = perf_counter()
            engine.close()
            steps.append((read - start, gathered - read, done - gathered))
            del readings, fleet, work
    whole = median(sum(each) for each in steps)
    names = ("read", "reconcile", "assess")
    by_step = {f"{n}_seconds": median(s[i] for s in steps) for i, n in enumerate(names)}
    print(json.dumps({"rows_per_second": rows_count / whole, **by_step}))


if __name__ == "__main__":
    main()
