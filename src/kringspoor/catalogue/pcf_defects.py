"""What is wrong in the file of makers' sheets, counted: known before a number is trusted.

Nothing is mended silently. What cannot be used is left out by :mod:`kringspoor.catalogue.pcf`.
Source: boavizta-pcf.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kringspoor.catalogue.pcf import (
    MOST_KG_PER_KWH,
    WRONG_PARSER,
    PcfFile,
    embodied_of,
    number_in,
)
from kringspoor.core.words import Text

CsvRow = Mapping[str, str]
PHASES = ("gwp_use_ratio", "gwp_manufacturing_ratio", "gwp_transport_ratio", "gwp_eol_ratio")
SAME_PLACES = (("WW", "Worldwide"), ("US", "North America"))
SAME_ASSEMBLY = (("CN", "China"),)
SUM_TOLERANCE = 0.03


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of defect: how many rows have it, which, and what it means."""

    code: str
    row_count: int
    rows: tuple[int, ...]
    what: Text


@dataclass(frozen=True, slots=True)
class Check:
    """A question asked of every row; ``holds`` answers whether the row has the defect."""

    code: str
    holds: Callable[[CsvRow], bool]
    what: Text


def defects(file: PcfFile) -> list[Defect]:
    """Every defect found in the file, in a fixed order; kinds that do not occur are left out."""
    rows = list(enumerate(file.rows, start=2))
    found = [_checked(rows, check) for check in CHECKS]
    found += [
        _mixed(rows, "use_location", SAME_PLACES, "mixed-use-place"),
        _mixed(rows, "assembly_location", SAME_ASSEMBLY, "mixed-assembly-place"),
        _spellings(rows),
        _date_shapes(rows),
        _duplicates(rows),
    ]
    return [each for each in found if each.row_count]


def implied_kg_per_kwh(row: CsvRow) -> float | None:
    """What a kilowatt-hour would weigh if the use phase were only electricity.

    Units: kg x 1 / (kWh a year x years) -> kg per kWh.
    """
    total, use = number_in(row, "gwp_total"), number_in(row, "gwp_use_ratio")
    kwh, years = number_in(row, "yearly_tec"), number_in(row, "lifetime")
    if total is None or use is None or not kwh or not years:
        return None
    return total * use / (kwh * years)


def _sum_is_off(row: CsvRow) -> bool:
    shares = [number_in(row, each) for each in PHASES]
    known = [each for each in shares if each is not None]
    return len(known) == len(PHASES) and abs(sum(known) - 1) > SUM_TOLERANCE


def _share_is_impossible(row: CsvRow) -> bool:
    shares = (number_in(row, each) for each in PHASES)
    return any(each is not None and not 0 <= each <= 1 for each in shares)


def _use_is_more_than_power(row: CsvRow) -> bool:
    implied = implied_kg_per_kwh(row)
    return implied is not None and implied > MOST_KG_PER_KWH


CHECKS = (
    Check(
        "no-use-share",
        lambda row: embodied_of(row) is None,
        Text(nl="zonder deel gebruik: maken niet te scheiden", en="no use share: making unknown"),
    ),
    Check(
        "screen-zero",
        lambda row: number_in(row, "screen_size") == 0,
        Text(nl="schermmaat 0 (gelezen als onbekend)", en="screen size 0 (read as unknown)"),
    ),
    Check(
        "impossible-share",
        _share_is_impossible,
        Text(nl="een deel buiten 0 tot 1", en="a share outside 0 to 1"),
    ),
    Check(
        "shares-do-not-sum",
        _sum_is_off,
        Text(nl="de vier delen samen wijken meer dan 0,03 af van 1", en="four shares, sum not 1"),
    ),
    Check(
        "error-zero",
        lambda row: number_in(row, "gwp_error_ratio") == 0,
        Text(nl="fout 0 (bedoeld: niet opgegeven)", en="error 0 (meant: not given)"),
    ),
    Check(
        "error-above-one",
        lambda row: (number_in(row, "gwp_error_ratio") or 0) > 1,
        Text(nl="opgegeven fout boven 100 %", en="stated error above 100 %"),
    ),
    Check(
        "use-more-than-power",
        _use_is_more_than_power,
        Text(
            nl="gebruik bevat meer dan stroom (bij printers papier)",
            en="use holds more than electricity (paper, for printers)",
        ),
    ),
    Check(
        "wrong-parser",
        lambda row: row.get("add_method", "") == WRONG_PARSER,
        Text(nl="HPE-rijen die bekend fout zijn", en="HPE rows known to be wrong"),
    ),
    Check(
        "broken-name",
        lambda row: "\\x" in row["name"],
        Text(nl="naam met kapotte tekens", en="name with broken characters"),
    ),
)


def _checked(rows: Sequence[tuple[int, CsvRow]], check: Check) -> Defect:
    found = tuple(row_no for row_no, row in rows if check.holds(row))
    return Defect(check.code, len(found), found, check.what)


def _mixed(
    rows: Sequence[tuple[int, CsvRow]],
    column: str,
    pairs: Iterable[tuple[str, str]],
    code: str,
) -> Defect:
    """Rows that say the same place with the rarer of two words."""
    counts = Counter(row.get(column, "") for _, row in rows)
    rarer = {
        min(pair, key=lambda word: (counts[word], word)) for pair in pairs if _both(counts, pair)
    }
    found = tuple(row_no for row_no, row in rows if row.get(column, "") in rarer)
    words = ", ".join(f"{a}/{b}" for a, b in pairs)
    what = Text(nl=f"zelfde plaats, ander woord ({words})", en=f"same place, other word ({words})")
    return Defect(code, len(found), found, what)


def _both(counts: Counter[str], pair: tuple[str, str]) -> bool:
    return all(counts[word] for word in pair)


def _spellings(rows: Sequence[tuple[int, CsvRow]]) -> Defect:
    """Rows whose subcategory is a rarer spelling of another one."""
    counts = Counter(row["subcategory"] for _, row in rows)
    best: dict[str, str] = {}
    for word in sorted(counts, key=lambda each: (-counts[each], each)):
        best.setdefault(_bare(word), word)
    found = tuple(n for n, row in rows if best[_bare(row["subcategory"])] != row["subcategory"])
    what = Text(nl="soort anders gespeld", en="kind spelt another way")
    return Defect("kind-spelling", len(found), found, what)


def _bare(word: str) -> str:
    return "entertainment" if word.startswith("Entertainment") else word.casefold()


def _date_shapes(rows: Sequence[tuple[int, CsvRow]]) -> Defect:
    """Rows whose report date is not in the commonest shape."""
    shapes = {row_no: date_shape(row.get("report_date", "")) for row_no, row in rows}
    counts = Counter(shapes.values())
    usual = counts.most_common(1)[0][0] if counts else ""
    found = tuple(row_no for row_no, shape in shapes.items() if shape != usual)
    what = Text(
        nl=f"datum van het blad in {len(counts)} vormen", en=f"sheet date in {len(counts)} shapes"
    )
    return Defect("date-shapes", len(found) if len(counts) > 1 else 0, found, what)


def date_shape(text: str) -> str:
    """A date with its digits and letters blanked: ``May 2021`` is ``A 9999``."""
    return re.sub(r"[^\W\d]+", "A", re.sub(r"\d", "9", text))


def _duplicates(rows: Sequence[tuple[int, CsvRow]]) -> Defect:
    """The second and later rows of the same maker and name."""
    seen: set[tuple[str, str]] = set()
    found: list[int] = []
    for row_no, row in rows:
        key = (row["manufacturer"], row["name"])
        if key in seen:
            found.append(row_no)
        seen.add(key)
    what = Text(nl="zelfde merk en naam", en="same maker and name")
    return Defect("duplicate", len(found), tuple(found), what)
