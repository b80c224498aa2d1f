"""``kringspoor record verify|checkpoint``: the proof of what happened, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kringspoor.cli import asking
from kringspoor.cli.site import open_site
from kringspoor.core.errors import BadInput, Unknown, Where
from kringspoor.core.words import Language, Text, number

if TYPE_CHECKING:
    from kringspoor.people.models import Organisation
    from kringspoor.record.checkpoints import Statement
    from kringspoor.record.queries import Fault

FOUND = 1
_MOST_BYTES = 100_000  # of a text that holds a checkpoint
app = typer.Typer(no_args_is_help=True, help="The record of what happened, and its proof.")
Slug = Annotated[str, typer.Argument(help="The short name in its addresses.")]


@app.command("verify")
def verify(
    organisation: Slug,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A file with a checkpoint that somebody kept; may be repeated."),
    ] = None,
    files: Annotated[
        bool, typer.Option("--files", help="Read every file kept as evidence too.")
    ] = False,
    lang: asking.Lang = "nl",
) -> None:
    """Check that nothing on record was changed afterwards; exit code 1 when something was."""
    open_site()
    from kringspoor.record.queries import checkpoints, faults_of, links_count
    from kringspoor.record.queries.files import faults_of_files, files_count

    language = asking.as_language(lang)
    here, papers = _organisation(organisation), [_paper(each) for each in checkpoint or ()]
    faults = faults_of(organisation=here)
    faults += checkpoints.faults_of_checkpoints(organisation=here)
    for each in papers:
        faults += checkpoints.faults_against(each, organisation=here)
    if files:
        faults += faults_of_files(organisation=here)
    _tell(faults, language)
    counts = [(_LINKS, links_count(organisation=here)), (_PAPERS, len(papers))]
    if files:
        counts.append((_FILES, files_count(organisation=here)))
    said = [f"{name.spoken(language)}: {number(n, language)}" for name, n in counts if n]
    typer.echo(", ".join((*said, _HOLDS.spoken(language))))


@app.command("checkpoint")
def make_checkpoint(organisation: Slug, lang: asking.Lang = "nl") -> None:
    """Sign where the record stands, and print it: for somebody else to keep."""
    open_site()
    from django.utils import timezone

    from kringspoor.record.actions import checkpoints as actions
    from kringspoor.record.checkpoints import written
    from kringspoor.record.queries import checkpoints

    here = _organisation(organisation)
    made = actions.make_checkpoint(organisation=here, actor=None, at=timezone.now())
    statement = checkpoints.statement_of(made.pk, organisation=here)
    assert statement is not None
    typer.echo(written(statement), nl=False)
    typer.echo(_KEEP.spoken(asking.as_language(lang)), err=True)


def _tell(faults: list[Fault], language: Language) -> None:
    """Print each place once and end with the exit code for it; nothing when there is none."""
    for line in dict.fromkeys(
        f"{each.place.spoken(language)}: {each.what.spoken(language)}" for each in faults
    ):
        typer.echo(line)
    if faults:
        raise typer.Exit(FOUND)


def _organisation(slug: str) -> Organisation:
    from kringspoor.people.models import Organisation

    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("slug", flat=True))
        raise Unknown(
            Text(
                nl=f"organisatie '{slug}' is niet bekend", en=f"organisation '{slug}' is not known"
            ),
            hint=Text(nl=f"bekend zijn {known}", en=f"known are {known}"),
            code="unknown-organisation",
        )
    return found


def _paper(path: Path) -> Statement:
    """The checkpoint in a file. Raises BadInput, naming the file."""
    from kringspoor.record.checkpoints import read

    where = Where(path.name)
    try:
        with path.open("rb") as file:
            told = file.read(_MOST_BYTES).decode("utf-8", "replace")
        return read(told)
    except OSError as error:
        raise BadInput(_UNREADABLE, hint=_LOOK, where=where, code="unreadable") from error
    except BadInput as error:
        raise BadInput(error.what, hint=error.hint, where=where, code=error.code) from error


_LINKS = Text(nl="schakels", en="links")
_PAPERS = Text(nl="controlepunten", en="checkpoints")
_FILES = Text(nl="bestanden", en="files")
_HOLDS = Text(nl="alles klopt", en="all of it holds")
_KEEP = Text(
    nl="Laat iemand buiten uw organisatie dit bewaren; "
    "`kringspoor record verify --checkpoint BESTAND` vergelijkt ermee.",
    en="Have somebody outside your organisation keep this; "
    "`kringspoor record verify --checkpoint FILE` compares with it.",
)
_UNREADABLE = Text(nl="is niet te lezen", en="cannot be read")
_LOOK = Text(nl="kijk na of het bestand er is", en="check that the file is there")
