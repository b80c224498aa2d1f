"""The command line: ``kringspoor assess``, ``explain``, ``catalogue``, ``serve``, ``record``.

stdout is data, stderr is talk; :data:`EXITS` says what each exit code means. Only this door
catches errors.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Annotated

import typer
from typer.exceptions import TyperException

from kringspoor import __version__
from kringspoor.cli import assess, backup, catalogue, explain, record, site
from kringspoor.cli.usage import Misused, is_help, misused
from kringspoor.core.errors import KringspoorError, Refused
from kringspoor.core.words import Language, Text

DONE, FOUND, MISUSED, UNUSABLE, REFUSED, INTERRUPTED, CLOSED = 0, 1, 2, 3, 4, 130, 141
EXITS: Mapping[int, Text] = {
    DONE: Text(nl="gedaan", en="done"),
    FOUND: Text(
        nl="`catalogue check` of `record verify` vond iets",
        en="`catalogue check` or `record verify` found something",
    ),
    MISUSED: Text(
        nl="de opdracht zelf is niet goed geschreven", en="the command itself was written wrong"
    ),
    UNUSABLE: Text(
        nl="een bestand, een naam of een waarde is niet te gebruiken",
        en="a file, a name or a value cannot be used",
    ),
    REFUSED: Text(nl="een regel laat het niet toe", en="a rule refuses it"),
    INTERRUPTED: Text(
        nl="onderbroken (Ctrl-C); er is niets half geschreven",
        en="interrupted (Ctrl-C); nothing was left half written",
    ),
    CLOSED: Text(
        nl="wie de uitvoer las, is gestopt (zoals `head`)",
        en="whoever read the output stopped (such as `head`)",
    ),
}
FIRST_STEPS = "Begin with: kringspoor assess FILE... --html report.html"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="From messy inventories to footprint, next best step and savings; every number explained.",
    epilog=FIRST_STEPS,
)
app.command("assess", epilog=assess.EXAMPLES)(assess.assess)
app.command("explain", epilog=explain.EXAMPLES)(explain.explain)
app.add_typer(catalogue.app, name="catalogue")
app.command("serve")(site.serve)
app.command("work")(site.work)
app.command("demo")(site.demo)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(record.app, name="record")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kringspoor {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options that stand before a command."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """The exit code of one command; errors are told on stderr in the reader's language."""
    try:
        code = app(arguments or ["--help"], prog_name="kringspoor", standalone_mode=False)
    except TyperException as error:
        if is_help(error):
            return MISUSED
        return _told(misused(error), arguments)
    except KringspoorError as error:
        return _told(error, arguments)
    except SystemExit:  # how Rich and Typer answer a pipe that was closed
        return CLOSED
    if code == INTERRUPTED:
        typer.echo(EXITS[INTERRUPTED].spoken(_language(arguments)), err=True)
    return code if isinstance(code, int) else DONE


def _told(error: KringspoorError, arguments: list[str]) -> int:
    typer.echo(error.spoken(_language(arguments)), err=True)
    if isinstance(error, Misused):
        return MISUSED
    return REFUSED if isinstance(error, Refused) else UNUSABLE


def _language(arguments: list[str]) -> Language:
    """The language an error is told in, before any option was parsed."""
    for at, word in enumerate(arguments):
        if word.startswith("--lang="):
            return "en" if word.endswith("=en") else "nl"
        if word == "--lang" and at + 1 < len(arguments):
            return "en" if arguments[at + 1] == "en" else "nl"
    return "en" if os.environ.get("KRINGSPOOR_LANG") == "en" else "nl"
