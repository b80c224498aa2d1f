"""The catalogue: every shelf by slug, each read the first time somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from kringspoor.catalogue.electricity import GridYear, grid_years, read_grid
from kringspoor.catalogue.entries import Category, Maker, NotADevice, Source
from kringspoor.catalogue.figures import by_category, figures_in, figures_of_sheets
from kringspoor.catalogue.ladders import Known, LadderPart, ladder_from, lifetime_from
from kringspoor.catalogue.makers import Makers
from kringspoor.catalogue.pcf import SOURCE as SHEETS
from kringspoor.catalogue.pcf import PcfFile
from kringspoor.catalogue.security_support import SecuritySupport, read_support
from kringspoor.catalogue.sheet_index import SheetIndex
from kringspoor.catalogue.shelf import things_on
from kringspoor.catalogue.shipped_statistics import ShippedStatistics, read_statistics
from kringspoor.core.errors import Unknown
from kringspoor.core.factor import SourceFigure
from kringspoor.core.ladder import Ladder, Step, UseProfile
from kringspoor.core.lifetime import LifetimePolicy
from kringspoor.core.words import Text

T = TypeVar("T")

SHIPPED = Path(__file__).parent
ENTRY_POINTS = "kringspoor.shelves"  # the group in which another package offers its shelves


class Catalogue:
    """Facts with their source. Nothing changes once it is read.

    ``folders`` are searched in order; a file of the same name in a later one wins.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._read: dict[tuple[str, str], Any] = {}

    def shelf(self, name: str) -> tuple[Path, ...]:
        """The folders that hold this shelf."""
        return tuple(folder / name for folder in self.folders if (folder / name).is_dir())

    def tables(self, name: str) -> dict[str, Path]:
        """The CSV files of a shelf by source, alphabetically."""
        found = {path.stem: path for at in self.shelf(name) for path in at.glob("*.csv")}
        return dict(sorted(found.items()))

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Where facts come from."""
        return things_on(self.shelf("sources"), Source)

    @cached_property
    def categories(self) -> Mapping[str, Category]:
        """Kinds of device."""
        return things_on(self.shelf("categories"), Category)

    @cached_property
    def not_devices(self) -> Mapping[str, NotADevice]:
        """Kinds of thing that stand in inventories and are no device."""
        return things_on(self.shelf("not_devices"), NotADevice)

    @cached_property
    def makers(self) -> Mapping[str, Maker]:
        """Makers with their aliases and model words."""
        return things_on(self.shelf("makers"), Maker)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """What can happen to a device next. A ladder may bring steps of its own."""
        return things_on(self.shelf("steps"), Step)

    @cached_property
    def profiles(self) -> Mapping[str, UseProfile]:
        """Kinds of work and what a machine needs for them."""
        return things_on(self.shelf("profiles"), UseProfile)

    @cached_property
    def ladder_parts(self) -> Mapping[str, LadderPart]:
        """Rungs that ladders share."""
        return things_on(self.shelf("ladder_parts"), LadderPart)

    @cached_property
    def maker_names(self) -> Makers:
        """Makers by any of their names, and in a description."""
        return Makers(self.makers)

    @cached_property
    def figures(self) -> Mapping[str, tuple[SourceFigure, ...]]:
        """What each source says, by category, the statistics of makers' sheets among them."""
        cited = (
            figure
            for source, path in self.tables("factors").items()
            for figure in figures_in(source, path)
        )
        return by_category([*cited, *figures_of_sheets(self.statistics)])

    @property
    def figure_sources(self) -> tuple[str, ...]:
        """The sources with figures on categories."""
        return tuple(sorted({*self.tables("factors"), SHEETS}))

    @cached_property
    def statistics(self) -> ShippedStatistics:
        """The statistics of makers' sheets."""
        return read_statistics(self.tables("statistics")["pcf"])

    @cached_property
    def sheet_file(self) -> Path | None:
        """The makers' sheets the user added, or None."""
        return self.tables("sheets").get(SHEETS)

    @cached_property
    def sheet_index(self) -> SheetIndex | None:
        """The added sheets, searchable; None without them."""
        return SheetIndex(PcfFile.read(self.sheet_file).sheets) if self.sheet_file else None

    @cached_property
    def grid_table(self) -> Mapping[str, Mapping[int, GridYear]]:
        """What a kilowatt-hour weighs, by country and year."""
        return read_grid(self.tables("grid"))

    def grid(self, country: str, years: Iterable[int]) -> Sequence[GridYear]:
        """A country's grid for these years; a year nobody knows is carried and says so."""
        return grid_years(self.grid_table, country, years)

    @cached_property
    def support(self) -> SecuritySupport:
        """Until when devices get security updates."""
        return SecuritySupport(read_support(self.tables("support")), self.categories)

    def slugs(self, shelf: str) -> tuple[str, ...]:
        """The names on a shelf, without reading its files."""
        return tuple(sorted({p.stem for at in self.shelf(shelf) for p in at.glob("*.toml")}))

    def ladder(self, name: str | Path) -> Ladder:
        """A ladder by its slug or, when it ends in ``.toml``, from that file."""
        return self._once("ladders", name, ladder_from)

    def lifetime(self, name: str | Path) -> LifetimePolicy:
        """A lifetime policy by its slug or, when it ends in ``.toml``, from that file."""
        return self._once("lifetimes", name, lifetime_from)

    @cached_property
    def ladders(self) -> Mapping[str, Ladder]:
        """Every ladder on the shelf."""
        return {slug: self.ladder(slug) for slug in self.slugs("ladders")}

    @cached_property
    def lifetimes(self) -> Mapping[str, LifetimePolicy]:
        """Every lifetime policy on the shelf."""
        return {slug: self.lifetime(slug) for slug in self.slugs("lifetimes")}

    def steps_of(self, ladder: Ladder) -> dict[str, Step]:
        """The steps a ladder may name: the shelf's and its own, the latter first in name."""
        return {**self.steps, **{each.slug: each for each in ladder.step}}

    @cached_property
    def _known(self) -> Known:
        return Known(
            steps=self.steps,
            categories=self.slugs("categories"),
            profiles=self.profiles,
            lifetimes=self.slugs("lifetimes"),
            sources=self.slugs("sources"),
            parts=self.ladder_parts,
        )

    def _once(self, shelf: str, name: str | Path, read: Callable[[Path, Known], T]) -> T:
        """A thing by its slug, read once; a file beside the shelves may change, so each time."""
        if str(name).endswith(".toml"):
            return read(Path(name), self._known)
        key = (shelf, str(name))
        if key not in self._read:
            self._read[key] = read(self._file(shelf, str(name)), self._known)
        found: T = self._read[key]
        return found

    def _file(self, shelf: str, name: str) -> Path:
        for folder in reversed(self.shelf(shelf)):
            if (folder / f"{name}.toml").is_file():
                return folder / f"{name}.toml"
        known = ", ".join(self.slugs(shelf))
        raise Unknown(
            Text(nl=f"'{name}' is niet bekend", en=f"'{name}' is not known"),
            hint=Text(
                nl=f"bekend zijn {known}, of geef een .toml-bestand",
                en=f"known are {known}, or give a .toml file",
            ),
            code=f"unknown-{shelf}",
        )


@lru_cache(maxsize=8)
def load(extra: Path | None = None) -> Catalogue:
    """The shipped catalogue, with what packages and the user's folder ``extra`` add to it.

    Another package adds shelves by an entry point in the group ``kringspoor.shelves`` that names
    it; they stand in its folder ``catalogue``, under the same names as ours.
    """
    return Catalogue((SHIPPED, *offered_folders(), *([extra] if extra else [])))


def offered_folders() -> tuple[Path, ...]:
    """The catalogue folders of other installed packages, in order of their entry point's name."""
    offers = sorted(entry_points(group=ENTRY_POINTS), key=lambda each: each.name)
    specs = [find_spec(each.value) for each in offers]
    roots = [place for spec in specs if spec for place in spec.submodule_search_locations or ()]
    return tuple(Path(root) / "catalogue" for root in roots)
