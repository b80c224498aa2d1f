"""The command line: ``kringspoor assess``, ``kringspoor explain``, ``kringspoor catalogue``.

stdout is data, stderr is talk. Exit codes: 0 done; 2 the command was written wrong; 3 a file or a
name cannot be used; 4 a rule refuses; 130 interrupted. Only this door catches errors.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from kringspoor import __version__
from kringspoor.cli import assess, catalogue, explain
from kringspoor.core.errors import KringspoorError, Refused
from kringspoor.core.words import Language

USAGE, UNUSABLE, REFUSED, INTERRUPTED = 2, 3, 4, 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="From messy inventories to footprint, next best step and savings; every number explained.",
)
app.command("assess")(assess.assess)
app.command("explain")(explain.explain)
app.add_typer(catalogue.app, name="catalogue")


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
        app(arguments, standalone_mode=True)
    except KringspoorError as error:
        typer.echo(error.spoken(_language(arguments)), err=True)
        return REFUSED if isinstance(error, Refused) else UNUSABLE
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except KeyboardInterrupt:
        typer.echo("", err=True)
        return INTERRUPTED
    return 0


def _language(arguments: list[str]) -> Language:
    """The language an error is told in, before any option was parsed."""
    for at, word in enumerate(arguments):
        if word.startswith("--lang="):
            return "en" if word.endswith("=en") else "nl"
        if word == "--lang" and at + 1 < len(arguments):
            return "en" if arguments[at + 1] == "en" else "nl"
    return "en" if os.environ.get("KRINGSPOOR_LANG") == "en" else "nl"
