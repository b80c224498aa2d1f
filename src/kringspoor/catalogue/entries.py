"""What stands on the shelves: sources, categories and makers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kringspoor.core.quantity import Range

SourceKind = Literal["open", "cited-fact", "own", "illustrative"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from, and under which terms it may stand here.

    ``open``: a licence lets us ship the data. ``cited-fact``: single figures quoted from a work
    without an open licence, never a table. ``own``: our choice or measurement. ``illustrative``:
    a plausible figure nobody measured.
    """

    slug: str
    title: str
    publisher: str
    licence: str
    kind: SourceKind
    url: str = ""
    accessed: str = ""  # ISO date on which we read it
    short_title: str = ""  # as a chart or table cell says it; the title when left out
    attribution: str = ""  # the sentence its licence asks for
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of device: its names, the words lists use for it, and what is the same for all.

    ``weee_category_no`` is the EU-6 category, ``unu_key`` the key of e-waste statistics.
    Units: kg, eur.
    """

    slug: str
    name_nl: str
    name_en: str
    name_fr: str
    synonyms: Mapping[str, tuple[str, ...]]  # by language, as found in real lists
    mass_kg: float
    mass_source: str
    weee_category_no: int
    unu_key: str
    reference_price_eur: Range
    price_source: str
    has_storage: bool = False
    has_battery: bool = False
    has_system: bool = False  # an operating system or firmware whose support ends
    is_lot: bool = False  # usually counted in quantities, without serial numbers
    note: str = ""

    def words(self) -> frozenset[str]:
        """Every word that means this category, in lower case, names included."""
        listed = [word for words in self.synonyms.values() for word in words]
        names = [self.name_nl, self.name_en, self.name_fr, self.slug.replace("_", " ")]
        return frozenset(word.casefold() for word in [*listed, *names])


@dataclass(frozen=True, slots=True)
class NotADevice:
    """A kind of thing that stands in inventories but is no ICT device: software, furniture."""

    slug: str
    name_nl: str
    name_en: str
    synonyms: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker, the names it goes by, and the first words of its models.

    ``models`` maps the first words of a model name to a category, or to "" where it says nothing.
    """

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    models: Mapping[str, str] | None = None
