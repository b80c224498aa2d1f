"""Statistics from the open file of makers' sheets: what may ship, and how well each rung predicts.

``n, median, p10, p90`` per category, maker and screen band, and the leave-one-out error of each
rung of the factor ladder: every sheet in turn is left out, predicted from the others, and
compared. The error is relative to the prediction, which is what a user sees.
Source: boavizta-pcf.
"""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from kringspoor.catalogue.bands import screen_band
from kringspoor.catalogue.pcf import PcfFile, Sheet

Group = Callable[[Sheet, str], tuple[str, ...] | None]
Value = Callable[[Sheet], float | None]

LEAST_COUNT = {"category": 1, "maker": 3, "maker_screen": 3, "screen": 3, "family": 2}
GROUPS: dict[str, Group] = {
    "category": lambda sheet, category: (),
    "maker": lambda sheet, category: (sheet.make,),
    "screen": lambda sheet, category: _banded(sheet, category),  # noqa: PLW0108 - defined below
    "maker_screen": lambda sheet, category: _banded(sheet, category, sheet.make),
    "family": lambda sheet, category: (
        (sheet.make, sheet.name.family) if sheet.name.family else None
    ),
}
CHAIN = ("family", "maker_screen", "maker", "category")  # from the closest rung to the widest
VALUES: dict[str, Value] = {
    "embodied": lambda sheet: sheet.embodied_kg,
    "kwh": lambda sheet: sheet.kwh_per_year,
    "mass": lambda sheet: sheet.mass_kg,
}
SPREAD = ("count", "median", "p10", "p90", "gsd_ratio")
COLUMNS = (
    "rung",
    "category",
    "make",
    "screen",
    *(f"{value}_{name}" for value in VALUES for name in SPREAD),
    "error_ratio_median",
    *(
        f"{value}_left_out_{name}"
        for value in ("embodied", "kwh")
        for name in ("count", "median_ratio", "p90_ratio")
    ),
)


def _banded(sheet: Sheet, category: str, *first: str) -> tuple[str, ...] | None:
    band = screen_band(category, sheet.screen_inches)
    return (*first, band) if band else None


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies, between neighbours in proportion.

    >>> quantile([1.0, 2.0, 3.0, 4.0], 0.5), quantile([5.0], 0.9)
    (2.5, 5.0)
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def gsd_ratio(values: Sequence[float]) -> float:
    """Geometric standard deviation: the factor one standard deviation is worth. 1 for one value."""
    logs = [math.log(each) for each in values]
    mean = sum(logs) / len(logs)
    if len(logs) < 2:
        return 1.0
    return math.exp(math.sqrt(sum((each - mean) ** 2 for each in logs) / (len(logs) - 1)))


def groups_of(
    sheets: Iterable[Sheet], category: str, group: Group
) -> dict[tuple[str, ...], list[Sheet]]:
    """The sheets of a category by the key of a rung, keys in order."""
    gathered: dict[tuple[str, ...], list[Sheet]] = {}
    for sheet in sheets:
        key = group(sheet, category) if category in sheet.categories else None
        if key is not None:
            gathered.setdefault(key, []).append(sheet)
    return {key: gathered[key] for key in sorted(gathered)}


def left_out_errors(sheets: Sequence[Sheet], category: str, rung: str, value: Value) -> list[float]:
    """The error of each sheet when predicted from the others on this rung or a wider one.

    Units: sheets -> 1 (``|stated / predicted - 1|``).
    """
    known = [s for s in sheets if category in s.categories and value(s) is not None]
    chain = [
        (each, groups_of(known, category, GROUPS[each])) for each in CHAIN[CHAIN.index(rung) :]
    ]
    errors: list[float] = []
    for sheet in known:
        predicted = _predicted(sheet, category, chain, value)
        stated = value(sheet)
        if predicted is not None and stated is not None:
            errors.append(abs(stated / predicted - 1))
    return errors


def _predicted(
    sheet: Sheet,
    category: str,
    chain: Sequence[tuple[str, dict[tuple[str, ...], list[Sheet]]]],
    value: Value,
) -> float | None:
    for rung, groups in chain:
        key = GROUPS[rung](sheet, category)
        others = [] if key is None else [s for s in groups[key] if s.row_no != sheet.row_no]
        numbers = [n for n in map(value, others) if n is not None]
        if len(numbers) >= LEAST_COUNT[rung]:
            return median(numbers)
    return None


def _number(value: float) -> str:
    return f"{value:.4g}"


def _spread(sheets: Sequence[Sheet], value: Value) -> list[str]:
    numbers = [n for n in map(value, sheets) if n is not None]
    if not numbers:
        return ["0", "", "", "", ""]
    return [
        str(len(numbers)),
        _number(median(numbers)),
        _number(quantile(numbers, 0.1)),
        _number(quantile(numbers, 0.9)),
        _number(gsd_ratio(numbers)),
    ]


def _left_out(sheets: Sequence[Sheet], category: str, rung: str) -> list[str]:
    cells: list[str] = []
    for name in ("embodied", "kwh"):
        errors = left_out_errors(sheets, category, rung, VALUES[name])
        if len(errors) < 5:
            cells += ["0", "", ""]
        else:
            cells += [str(len(errors)), _number(median(errors)), _number(quantile(errors, 0.9))]
    return cells


def _group_row(
    rung: str, category: str, key: tuple[str, ...], sheets: Sequence[Sheet]
) -> list[str]:
    make = key[0] if rung in ("maker", "maker_screen") else ""
    screen = key[-1] if rung in ("screen", "maker_screen") else ""
    stated = [each.error_ratio for each in sheets if each.error_ratio is not None]
    return [
        rung,
        category,
        make,
        screen,
        *(cell for value in VALUES.values() for cell in _spread(sheets, value)),
        _number(median(stated)) if stated else "",
        *[""] * 6,
    ]


def _error_row(rung: str, category: str, sheets: Sequence[Sheet]) -> list[str]:
    return [rung, category, "*", "", *[""] * 15, "", *_left_out(sheets, category, rung)]


def statistics_rows(sheets: Sequence[Sheet]) -> list[list[str]]:
    """Every row of the statistics table. ``make`` is ``*`` on the rows with a rung's error."""
    rows: list[list[str]] = []
    for category in sorted({slug for sheet in sheets for slug in sheet.categories}):
        for rung in ("category", "screen", "maker", "maker_screen"):
            for key, members in groups_of(sheets, category, GROUPS[rung]).items():
                if len(members) >= LEAST_COUNT[rung]:
                    rows.append(_group_row(rung, category, key, members))
        rows += [_error_row(rung, category, sheets) for rung in reversed(CHAIN)]
    return rows


def statistics_csv(file: PcfFile) -> str:
    """The table as it is committed: ``statistics/pcf.csv``. Same file in, same bytes out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(statistics_rows(file.sheets))
    return out.getvalue()


def attribution_text(file: PcfFile) -> str:
    """The side file that travels with the table: licence, attribution and the input's checksum."""
    return (
        "pcf.csv in this folder is computed from boavizta-data-us.csv of Boavizta\n"
        "environmental-footprint-data and is itself offered under the Open Database License\n"
        "(ODbL) 1.0: licences/ODbL-1.0.txt, https://opendatacommons.org/licenses/odbl/1.0/\n"
        "\n"
        "Contains information from Boavizta environmental-footprint-data\n"
        "(https://github.com/Boavizta/environmental-footprint-data), which is made available\n"
        "under the ODbL 1.0; its contents under the Database Contents License 1.0.\n"
        "\n"
        f"Input: {file.name}, sha256 {file.sha256}\n"
        "Remade by: python -m kringspoor.catalogue.pcf_statistics boavizta-data-us.csv\n"
        "A test computes it again and compares the bytes.\n"
        "\n"
        "The authors advise against comparing makers with these data: their methods differ.\n"
    )


def write_statistics(source: Path, folder: Path) -> None:
    """Write the table and its side file anew, from the file of makers' sheets."""
    file = PcfFile.read(source)
    (folder / "pcf.csv").write_text(statistics_csv(file), encoding="utf-8")
    (folder / "pcf.LICENSE.txt").write_text(attribution_text(file), encoding="utf-8")


if __name__ == "__main__":
    write_statistics(Path(sys.argv[1]), Path(__file__).parent / "statistics")
