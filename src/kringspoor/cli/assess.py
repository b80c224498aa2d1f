"""``kringspoor assess FILE...``: the main job."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Annotated

import typer

from kringspoor.cli import asking
from kringspoor.core.words import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kringspoor.assess.pipeline import Done
    from kringspoor.catalogue.facts import Catalogue

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the answer is written besides the screen; ``-`` is stdout, "" is nowhere."""

    json: str
    csv: str
    parquet: str
    html: str
    xlsx: str
    matches: str

    @property
    def takes_stdout(self) -> bool:
        """Whether data goes to stdout, so that the screen must not."""
        return STDOUT in (self.json, self.csv)


def assess(
    files: asking.Files,
    matches: asking.Matches = None,
    ladder: asking.Ladder = "leuven",
    lifetime: asking.Lifetime = "",
    source: asking.SourceRule = "median",
    country: asking.Country = "BE",
    today: asking.Today = "",
    day_first: asking.DayFirst = None,
    what_if: Annotated[
        list[str] | None, typer.Option("--what-if", help="category=years, e.g. laptop=4,5,6")
    ] = None,
    json: Annotated[str, typer.Option("--json", help="The whole answer as JSON; - is stdout")] = "",
    csv: Annotated[str, typer.Option("--csv", help="One row per device; - is stdout")] = "",
    parquet: Annotated[str, typer.Option("--parquet", help="One row per device")] = "",
    html: Annotated[str, typer.Option("--html", help="The report, in one file")] = "",
    xlsx: Annotated[str, typer.Option("--xlsx", help="The plan, for finance")] = "",
    write_matches: Annotated[
        str, typer.Option("--write-matches", help="The doubtful pairs, for you to decide on")
    ] = "",
    engine: Annotated[str, typer.Option("--engine", help="duckdb, polars or spark")] = "duckdb",
    lang: asking.Lang = "nl",
) -> None:
    """Read inventories, reconcile them, and say what they weigh, what to do and what it saves."""
    asked = asking.Asked.of(
        files, matches, ladder, lifetime, source, country, today, is_day_first=day_first
    )
    outputs = Outputs(json, csv, parquet, html, xlsx, write_matches)
    _answer(asked, outputs, what_if or [], engine, asking.as_language(lang))
    asking.keep(asked)


def _answer(
    asked: asking.Asked, outputs: Outputs, what_if: list[str], engine: str, language: Language
) -> None:
    catalogue = asking.the_catalogue()
    job = asking.job_of(asked, what_if, catalogue)
    with asking.an_engine(engine) as (opened, folder):
        from kringspoor.assess.pipeline import assess as run

        with _progress(language) as tell:
            done = run(job, catalogue, opened, folder / "result.parquet", tell)
            _write(done, outputs, language, catalogue, tell)
        if not outputs.takes_stdout:
            _show(done, outputs, language)
        del done  # its frames hold on to the engine


@contextmanager
def _progress(language: Language) -> Iterator[Callable[[Text], None]]:
    """What is being done, on stderr, only where somebody watches."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda said: None
        return
    with console.status("") as status:
        yield lambda said: status.update(said.spoken(language))


def _show(done: Done, outputs: Outputs, language: Language) -> None:
    from rich.console import Console

    from kringspoor.cli.screen import show_answer

    written = [
        each
        for each in (
            outputs.html,
            outputs.xlsx,
            outputs.json,
            outputs.csv,
            outputs.parquet,
            outputs.matches,
        )
        if each
    ]
    show_answer(done.answer, Console(), language, process_time(), written)


def _write(
    done: Done,
    outputs: Outputs,
    language: Language,
    catalogue: Catalogue,
    tell: Callable[[Text], None],
) -> None:
    """Each output that was asked for. A file is whole or not there."""
    if outputs.json:
        from kringspoor.assess.as_json import json_text

        _put(outputs.json, json_text(done.answer))
    if outputs.html:
        from kringspoor.assess.report.page import html_report

        tell(Text(nl="verslag maken", en="making the report"))
        _put(outputs.html, html_report(done.answer, catalogue.sources, language))
    if outputs.matches and done.answer.fleet is not None:
        from kringspoor.assess.matches_file import write_matches

        _put(outputs.matches, write_matches(done.answer.fleet, language))
    if outputs.xlsx:
        from kringspoor.assess.workbook import plan_workbook

        _put(outputs.xlsx, plan_workbook(done.answer, language, sources=catalogue.sources))
    if outputs.csv or outputs.parquet:
        _write_devices(done, outputs)


def _write_devices(done: Done, outputs: Outputs) -> None:
    from kringspoor.assess.devices import csv_text, device_frame

    frame = device_frame(done.assessment, done.result)
    engine = done.assessment.engine
    if outputs.parquet:
        target = _ready(outputs.parquet)
        engine.save(frame, target)
    if outputs.csv:
        _put(outputs.csv, csv_text(engine.rows(frame)))


def _put(target: str, content: str | bytes) -> None:
    """Write to a file beside it first, so that an interrupted run leaves no half file."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if target == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = _ready(target)
    half = path.with_name(f".{path.name}.part")
    half.write_bytes(data)
    half.replace(path)


def _ready(target: str) -> Path:
    """The path of an output, with its folder made. Raises BadInput when it cannot be written."""
    from kringspoor.core.errors import BadInput, Where

    path = Path(target)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            Text(nl="de map kan niet gemaakt worden", en="the folder cannot be made"),
            hint=str(error.strerror or error),
            where=Where(str(path)),
            code="cannot-write",
        ) from error
    return path
