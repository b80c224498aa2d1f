"""The open file of makers' carbon sheets (Boavizta), read into one shape.

The file itself is not shipped: the user adds it (``kringspoor catalogue add``). What ships are
statistics computed from it by :mod:`kringspoor.catalogue.pcf_statistics`.
Source: boavizta-pcf.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kringspoor.catalogue.model_names import ModelName, model_name
from kringspoor.core.errors import BadInput, Where
from kringspoor.core.words import Text

SOURCE = "boavizta-pcf"
NEEDED = (
    "manufacturer",
    "name",
    "subcategory",
    "gwp_total",
    "gwp_use_ratio",
    "yearly_tec",
    "lifetime",
    "sources",
    "gwp_error_ratio",
    "gwp_manufacturing_ratio",
    "weight",
    "screen_size",
)
CATEGORY_OF = {
    "laptop": "laptop",
    "desktop": "desktop",
    "monitor": "monitor",
    "smartphone": "smartphone",
    "tablet": "tablet",
    "thin client": "thin_client",
    "server": "server",
    "printer": "printer",
    "workstation": "workstation",
    "network": "access_point",
    "san/nas": "storage_array",
}
NARROWER = (
    ("laptop", "chromebook", re.compile(r"\bchromebook\b|\bpixelbook\b")),
    ("desktop", "mini_pc", re.compile(r"\bmicro\b|\btiny\b|\bmac mini\b|\bmini pc\b|\bnano\b")),
    ("desktop", "all_in_one", re.compile(r"\baio\b|\ball-in-one\b|\bimac\b|\ball in one\b")),
)
# The reader whose rows the file's own issue list calls wrong (issue 51).
WRONG_PARSER = "HPE Auto Parser"
# The most a kilowatt-hour weighs on any grid; above it the use phase holds more than power.
MOST_KG_PER_KWH = 2.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One maker's sheet, or None where it does not say. Units: kg CO2e, 1, kWh a year, kg."""

    row_no: int
    make: str
    model: str
    name: ModelName
    categories: tuple[str, ...]  # a Chromebook is a laptop too
    embodied_kg: float | None
    error_ratio: float | None
    kwh_per_year: float | None
    mass_kg: float | None
    screen_inches: float | None
    where: str
    is_doubtful: bool = False  # known to be copied wrongly: never used as an exact match


class PcfFile:
    """The file as rows and as sheets, with its checksum."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content
        self.sha256 = hashlib.sha256(content).hexdigest()

    @classmethod
    def read(cls, path: Path) -> PcfFile:
        """Read a file from disk; anything that is not this file is refused."""
        try:
            found = cls(path.name, path.read_bytes())
        except OSError as reason:
            raise BadInput(
                Text(nl=f"kan niet gelezen worden: {reason}", en=f"cannot be read: {reason}"),
                hint=Text(nl="kijk de naam na", en="check the name"),
                where=Where(path.name),
                code="pcf-unreadable",
            ) from reason
        found.check_header()
        return found

    @cached_property
    def rows(self) -> list[Mapping[str, str]]:
        """Every row as text by column."""
        try:
            text = self.content.decode("utf-8-sig")
        except UnicodeDecodeError as reason:
            raise BadInput(
                Text(nl="is geen UTF-8-tekst", en="is not UTF-8 text"),
                hint=Text(
                    nl="haal het bestand opnieuw af, bewaar het niet vanuit een rekenblad",
                    en="download the file again, do not save it from a spreadsheet",
                ),
                where=Where(self.name),
                code="pcf-unreadable",
            ) from reason
        return list(csv.DictReader(text.splitlines(), restval=""))

    def check_header(self) -> None:
        """Refuse a file that lacks the columns of this data set."""
        missing = [each for each in NEEDED if not self.rows or each not in self.rows[0]]
        if missing:
            raise BadInput(
                Text(
                    nl=f"mist de kolommen {', '.join(missing)}",
                    en=f"lacks the columns {', '.join(missing)}",
                ),
                hint=Text(
                    nl="geef boavizta-data-us.csv van Boavizta environmental-footprint-data",
                    en="give boavizta-data-us.csv of Boavizta environmental-footprint-data",
                ),
                where=Where(self.name, row_no=1),
                code="pcf-columns",
            )

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every row of a kind the catalogue knows."""
        made = (_sheet(row_no, row) for row_no, row in enumerate(self.rows, start=2))
        return tuple(each for each in made if each.categories)


def number_in(row: Mapping[str, str], column: str) -> float | None:
    """A cell as a number; blank or not a number is unknown."""
    try:
        return float(row[column])
    except (KeyError, ValueError):
        return None


def categories_of(subcategory: str, name: str) -> tuple[str, ...]:
    """Our categories of a sheet, the widest first.

    >>> categories_of("Laptop", "Chromebook 14b"), categories_of("Gaming", "Xbox One S")
    (('laptop', 'chromebook'), ())
    """
    wide = CATEGORY_OF.get(subcategory.casefold().strip())
    if wide is None:
        return ()
    lowered = name.casefold()
    narrow = [slug for of, slug, words in NARROWER if of == wide and words.search(lowered)]
    return (wide, *narrow)


def embodied_of(row: Mapping[str, str]) -> float | None:
    """Everything but use: total x (1 - use share), end of life and transport included.

    Units: kg, 1 -> kg. Source: boavizta-pcf.
    """
    total, use = number_in(row, "gwp_total"), number_in(row, "gwp_use_ratio")
    if total is None or use is None or total <= 0 or not 0 <= use < 1:
        return None
    return total * (1 - use)


def _dated(address: str, day: str) -> str:
    """The sheet's address with its date: makers give old model names to new machines."""
    return f"{address} ({day})" if day else address


def _positive(value: float | None) -> float | None:
    return value if value is not None and value > 0 else None


def _sheet(row_no: int, row: Mapping[str, str]) -> Sheet:
    stated = _positive(number_in(row, "gwp_error_ratio"))
    return Sheet(
        row_no=row_no,
        make=row["manufacturer"].strip(),
        model=row["name"].strip(),
        name=model_name(row["name"]),
        categories=categories_of(row["subcategory"], row["name"]),
        embodied_kg=embodied_of(row),
        error_ratio=stated if stated is not None and stated <= 1 else None,
        kwh_per_year=_positive(number_in(row, "yearly_tec")),
        mass_kg=_positive(number_in(row, "weight")),
        screen_inches=_positive(number_in(row, "screen_size")),
        where=_dated(row["sources"].strip(), row.get("report_date", "").strip()),
        is_doubtful=row.get("add_method", "") == WRONG_PARSER,
    )
