"""``kringspoor assess FILE...``: the main job."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Annotated

import typer

from kringspoor.cli import asking
from kringspoor.cli.outputs import Outbox, Outputs, named_once
from kringspoor.cli.remembering import keep
from kringspoor.core.words import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kringspoor.assess.pipeline import Done
    from kringspoor.catalogue.facts import Catalogue

WRITING = "What is written besides the screen (- is stdout)"
EXAMPLES = (
    "Examples: kringspoor assess register.csv mdm.csv count.xlsx --html report.html | "
    "kringspoor assess list.csv --json - > answer.json"
)


def _output(help: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        metavar="FILE", help=help, rich_help_panel=WRITING
    )
    return option


def assess(
    context: typer.Context,
    files: asking.Files,
    html: Annotated[str, _output("The report, in one file.")] = "",
    xlsx: Annotated[str, _output("The plan, for finance.")] = "",
    json: Annotated[str, _output("The whole answer as data.")] = "",
    csv: Annotated[str, _output("One row per device.")] = "",
    parquet: Annotated[str, _output("One row per device.")] = "",
    write_matches: Annotated[str, _output("The doubtful pairs, for you to decide on.")] = "",
    encoding: asking.Encoding = "",
    sheet: asking.Sheet = "",
    mapped: asking.Mapped = None,
    day_first: asking.DayFirst = None,
    matches: asking.Matches = None,
    ladder: asking.Ladder = "leuven",
    lifetime: asking.Lifetime = "",
    source: asking.SourceRule = "median",
    country: asking.Country = "BE",
    today: asking.Today = "",
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND=YEARS",
            help="The plan under other lifetimes, e.g. laptop=4,5,6. Repeat it.",
            rich_help_panel=asking.CHOOSING,
        ),
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="duckdb, polars or spark: the same answer.")
    ] = "duckdb",
    lang: asking.Lang = "nl",
) -> None:
    """Read inventories, reconcile them, and say what they weigh, what to do and what it saves."""
    language = asking.as_language(lang)
    kept, again = named_once(files)
    asked = asking.Asked.of(kept, context.params)
    outputs = Outputs(html, xlsx, json, csv, parquet, write_matches)
    outputs.check([*kept, *([matches] if matches else [])])
    _tell_again(again, language)
    _answer(asked, outputs, what_if or [], engine, language)
    keep(asked, language)


def _tell_again(again: tuple[Path, ...], language: Language) -> None:
    for each in again:
        said = Text(
            nl=f"{each} staat er twee keer, en wordt één keer gelezen.",
            en=f"{each} is given twice, and is read once.",
        )
        typer.echo(said.spoken(language), err=True)


def _answer(
    asked: asking.Asked, outputs: Outputs, what_if: list[str], engine: str, language: Language
) -> None:
    catalogue = asking.the_catalogue()
    job = asking.job_of(asked, what_if, catalogue)
    with asking.an_engine(engine) as (opened, folder):
        from kringspoor.assess.pipeline import assess as run

        with _progress(language) as tell, Outbox(folder) as outbox:
            done = run(job, catalogue, opened, folder / "result.parquet", tell)
            _write(done, outputs, language, catalogue, outbox, tell)
            outbox.send()
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

    show_answer(done.answer, Console(), language, process_time(), outputs.files)


def _write(
    done: Done,
    outputs: Outputs,
    language: Language,
    catalogue: Catalogue,
    outbox: Outbox,
    tell: Callable[[Text], None],
) -> None:
    """Make each output that was asked for."""
    if outputs.json:
        from kringspoor.assess.as_json import json_text

        outbox.put(outputs.json, json_text(done.answer))
    if outputs.html:
        from kringspoor.assess.report.page import html_report

        tell(Text(nl="verslag maken", en="making the report"))
        outbox.put(outputs.html, html_report(done.answer, catalogue.sources, language))
    if outputs.matches:
        from kringspoor.assess.matches_file import write_matches

        outbox.put(outputs.matches, write_matches(done.named_fleet(), language))
    if outputs.xlsx:
        from kringspoor.assess.workbook import plan_workbook

        outbox.put(outputs.xlsx, plan_workbook(done.answer, language, sources=catalogue.sources))
    if outputs.csv or outputs.parquet:
        _write_devices(done, outputs, outbox)


def _write_devices(done: Done, outputs: Outputs, outbox: Outbox) -> None:
    from kringspoor.assess.devices import csv_text, device_frame

    frame = device_frame(done.assessment, done.result)
    engine = done.assessment.engine
    if outputs.parquet:
        engine.save(frame, outbox.part(outputs.parquet))
    if outputs.csv:
        outbox.put(outputs.csv, csv_text(engine.rows(frame)))
