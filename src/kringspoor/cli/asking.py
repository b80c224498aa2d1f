"""The options that ``assess`` and ``explain`` share, and what they come to."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kringspoor.cli.usage import Misused
from kringspoor.core.words import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from kringspoor.assess.pipeline import Job
    from kringspoor.catalogue.facts import Catalogue
    from kringspoor.formats.reading import Options

STOPPED_QUERY = "Query interrupted"
READING, CHOOSING = "How the files read", "Whose rules, and which day"


def known_language(value: str) -> str:
    """The language, or a refusal that names those there are."""
    if value not in LANGUAGES:
        raise Misused(
            Text(nl=f"--lang '{value}' is niet bekend", en=f"--lang '{value}' is not known"),
            hint=Text(nl="schrijf nl of en", en="write nl or en"),
            code="usage",
        )
    return value


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        readable=False,
        help="Inventories: csv, xlsx, ods, json, xml, parquet ...",
    ),
]
Encoding = Annotated[
    str,
    typer.Option(metavar="NAME", help="Of text files, e.g. cp1252.", rich_help_panel=READING),
]
Sheet = Annotated[
    str,
    typer.Option(metavar="NAME", help="The only sheet to read.", rich_help_panel=READING),
]
Mapped = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="HEADER=FIELD",
        help="What a column holds, e.g. 'Nr.=tag'; 'Nr.=' leaves it out. Repeat it.",
        rich_help_panel=READING,
    ),
]
DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="How 03/04/2021 reads, where files do not say.",
        rich_help_panel=READING,
    ),
]
Matches = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        readable=False,
        help="Pairs you decided on (see --write-matches).",
        rich_help_panel=READING,
    ),
]
Ladder = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="ghent, leuven, laakdal, ugent, ku-leuven or FILE.toml.",
        rich_help_panel=CHOOSING,
    ),
]
Lifetime = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="A lifetime policy or FILE.toml; else the ladder's own.",
        rich_help_panel=CHOOSING,
    ),
]
SourceRule = Annotated[
    str,
    typer.Option(
        metavar="RULE",
        help="median, conservative or the id of one source.",
        rich_help_panel=CHOOSING,
    ),
]
Country = Annotated[
    str,
    typer.Option(metavar="CODE", help="The grid: BE, NL, DE, FR, LU.", rich_help_panel=CHOOSING),
]
Today = Annotated[
    str,
    typer.Option(
        metavar="YYYY-MM-DD",
        help="The day of the assessment; else the day it is.",
        rich_help_panel=CHOOSING,
    ),
]
Lang = Annotated[
    str,
    typer.Option(
        metavar="nl|en",
        callback=known_language,
        help="The language of the answer.",
        envvar="KRINGSPOOR_LANG",
    ),
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
    encoding: str
    sheet: str
    mapping: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, files: Iterable[Path], options: Mapping[str, Any]) -> Asked:
        """From the options of a command, as Typer has read them."""
        return cls(
            files=tuple(map(str, files)),
            matches=str(options["matches"] or ""),
            ladder=options["ladder"],
            lifetime=options["lifetime"],
            source=options["source"],
            country=options["country"],
            today=options["today"],
            is_day_first=options["day_first"],
            encoding=options["encoding"],
            sheet=options["sheet"],
            mapping=pairs_of(options["mapped"]),
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
        raise Misused(
            Text(nl=f"--today '{written}' is geen dag", en=f"--today '{written}' is no day"),
            hint=Text(nl="schrijf JJJJ-MM-DD", en="write YYYY-MM-DD"),
            code="usage",
        ) from error


def pairs_of(words: list[str] | None) -> tuple[tuple[str, str], ...]:
    """``--map HEADER=FIELD`` as pairs; a header may hold ``=`` itself, a field does not.

    >>> pairs_of(["Nr.=tag", "A=B = serial", "Opmerking="])
    (('Nr.', 'tag'), ('A=B', 'serial'), ('Opmerking', ''))
    """
    found = []
    for word in words or ():
        header, sign, field = word.rpartition("=")
        if not sign or not header.strip():
            raise Misused(
                Text(nl=f"--map '{word}' is niet te lezen", en=f"--map '{word}' cannot be read"),
                hint=Text(
                    nl="schrijf KOLOM=veld, bijvoorbeeld 'Nr.=tag'",
                    en="write HEADER=field, for example 'Nr.=tag'",
                ),
                code="usage",
            )
        found.append((header.strip(), field.strip()))
    return tuple(found)


def job_of(asked: Asked, what_if: list[str], catalogue: Catalogue) -> Job:
    """The job the options describe. Raises BadInput where a file of theirs is wrong."""
    from kringspoor.assess.choose import Choice
    from kringspoor.assess.matches_file import read_matches_file
    from kringspoor.assess.pipeline import Job, what_if_of

    return Job(
        files=tuple(Path(each) for each in asked.files),
        today=the_day(asked.today),
        choice=Choice(asked.ladder, asked.lifetime, asked.source, asked.country),
        options=_options(asked),
        fixes=tuple(read_matches_file(asked.matches)) if asked.matches else (),
        what_if=what_if_of(what_if, catalogue.categories),
    )


def _options(asked: Asked) -> Options:
    from kringspoor.formats.reading import Options

    if asked.encoding:
        try:
            codecs.lookup(asked.encoding)
        except LookupError as error:
            raise Misused(
                Text(
                    nl=f"codering '{asked.encoding}' is niet bekend",
                    en=f"encoding '{asked.encoding}' is not known",
                ),
                hint=Text(nl="bijvoorbeeld utf-8, cp1252", en="for example utf-8, cp1252"),
                code="usage",
            ) from error
    return Options(
        day_first=asked.is_day_first,
        encoding=asked.encoding or None,
        sheet=asked.sheet or None,
        mapping=dict(asked.mapping),
    )


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
        except RuntimeError as error:
            if str(error) == STOPPED_QUERY:  # what DuckDB makes of Ctrl-C
                raise KeyboardInterrupt from error
            raise
        finally:
            engine.close()
