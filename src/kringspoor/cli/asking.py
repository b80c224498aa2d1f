"""The options that ``assess`` and ``explain`` share, and what they come to."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kringspoor.core.words import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from kringspoor.assess.pipeline import Job
    from kringspoor.catalogue.facts import Catalogue


def _known_language(value: str) -> str:
    if value not in LANGUAGES:
        raise typer.BadParameter(f"one of {', '.join(LANGUAGES)}")
    return value


Files = Annotated[list[Path], typer.Argument(help="Inventories: csv, xlsx, ods, json, parquet ...")]
Matches = Annotated[
    Path | None, typer.Option("--matches", help="Pairs you decided on (see --write-matches).")
]
Ladder = Annotated[
    str, typer.Option("--ladder", help="ghent, leuven, laakdal, ugent, ku-leuven or FILE.toml")
]
Lifetime = Annotated[
    str, typer.Option("--lifetime", help="A lifetime policy or FILE.toml; else the ladder's own.")
]
SourceRule = Annotated[
    str, typer.Option("--source", help="median, conservative or the id of one source")
]
Country = Annotated[str, typer.Option("--country", help="The grid: BE, NL, DE, FR, LU ...")]
Today = Annotated[
    str, typer.Option("--today", help="The day of the assessment, YYYY-MM-DD; else today.")
]
DayFirst = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="How 03/04/2021 reads, where files do not say."),
]
Lang = Annotated[
    str,
    typer.Option("--lang", callback=_known_language, help="nl or en", envvar="KRINGSPOOR_LANG"),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the shared options say, in plain values that can be kept for next time."""

    files: tuple[str, ...]
    matches: str
    ladder: str
    lifetime: str
    source: str
    country: str
    today: str
    is_day_first: bool | None

    @classmethod
    def of(
        cls, files: list[Path], matches: Path | None, *words: str, is_day_first: bool | None
    ) -> Asked:
        """From the options as Typer gives them; ``words`` are ladder to today, in order."""
        ladder, lifetime, source, country, today = words
        paths = tuple(str(each) for each in files)
        return cls(
            paths, str(matches or ""), ladder, lifetime, source, country, today, is_day_first
        )


def as_language(lang: str) -> Language:
    """The language option as its own type."""
    return "en" if lang == "en" else "nl"


def the_day(written: str) -> date:
    """``--today``, or the day it is. The one place that reads the clock."""
    if not written:
        return date.today()
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise typer.BadParameter(f"'{written}' is not YYYY-MM-DD", param_hint="--today") from error


def job_of(asked: Asked, what_if: list[str], catalogue: Catalogue) -> Job:
    """The job the options describe. Raises BadInput where a file of theirs is wrong."""
    from kringspoor.assess.choose import Choice
    from kringspoor.assess.matches_file import read_matches
    from kringspoor.assess.pipeline import Job, what_if_of
    from kringspoor.formats.reading import Options

    matches = Path(asked.matches) if asked.matches else None
    fixes = read_matches(read_text(matches), matches.name) if matches else []
    return Job(
        files=tuple(Path(each) for each in asked.files),
        today=the_day(asked.today),
        choice=Choice(asked.ladder, asked.lifetime, asked.source, asked.country),
        options=Options(day_first=asked.is_day_first),
        fixes=tuple(fixes),
        what_if=what_if_of(what_if, catalogue.categories),
    )


def read_text(path: Path) -> str:
    """A small text file of the user's own. Raises BadInput when it is missing or no text."""
    from kringspoor.core.errors import BadInput, Where

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            Text(nl="kan niet gelezen worden", en="cannot be read"),
            hint=Text(nl="een tekstbestand in UTF-8", en="a text file in UTF-8"),
            where=Where(str(path)),
            code="unreadable",
        ) from error


def the_catalogue() -> Catalogue:
    """What ships, with what the user added."""
    from kringspoor.catalogue.additions import user_folder
    from kringspoor.catalogue.facts import load

    return load(user_folder(os.environ))


@contextmanager
def an_engine(name: str) -> Iterator[tuple[Any, Path]]:
    """An engine with a folder of its own; both are gone afterwards, whatever happened."""
    import tempfile

    from kringspoor.engine import open_engine

    with tempfile.TemporaryDirectory(prefix="kringspoor-") as folder:
        engine = open_engine(name, folder=Path(folder))
        try:
            yield engine, Path(folder)
        finally:
            engine.close()


def _kept_in() -> Path:
    from kringspoor.catalogue.additions import user_folder

    return user_folder(os.environ).parent / "last.json"


def keep(asked: Asked) -> None:
    """Remember the files and options, so that ``explain TAG`` needs nothing else."""
    from dataclasses import asdict

    kept = {**asdict(asked), "files": [str(Path(each).resolve()) for each in asked.files]}
    if asked.matches:
        kept["matches"] = str(Path(asked.matches).resolve())
    path = _kept_in()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1, sort_keys=True), encoding="utf-8")


def kept() -> Asked | None:
    """What was asked last time, or None when nothing was."""
    path = _kept_in()
    if not path.is_file():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    return Asked(**{**found, "files": tuple(found["files"])})
