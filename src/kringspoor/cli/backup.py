"""``kringspoor backup`` and ``restore``: everything the site holds, in one file, and back.

The file says nothing of the database it came from: what was kept by SQLite goes back into
PostgreSQL, and the other way round.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Annotated

import typer

from kringspoor.cli import asking
from kringspoor.cli.backup_reading import GIVE, NO_BACKUP, OTHER_BACKUP, read
from kringspoor.cli.backup_writing import write
from kringspoor.cli.site import open_site
from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.words import Text


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Also the keys of the site; keep the file safe.")
    ] = False,
    lang: asking.Lang = "nl",
) -> None:
    """Keep everything the site holds in one file: all organisations, the record, the evidence."""
    open_site()
    if file.exists():
        raise Refused(_EXISTS.filled(file=str(file)), hint=_OTHER_NAME, code="file-exists")
    coming = file.with_name(f".{file.name}.coming")
    try:
        rows_count, files_count = write(coming, with_keys)
        coming.replace(file)  # whole or not at all
    finally:
        coming.unlink(missing_ok=True)
    said = asking.as_language(lang)
    done = _KEPT.filled(rows=f"{rows_count}", files=f"{files_count}", file=str(file))
    typer.echo(done.spoken(said))
    if not with_keys:
        typer.echo(_KEYS_APART.spoken(said))


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    lang: asking.Lang = "nl",
) -> None:
    """Put a backup back into an empty site, and verify the record of every organisation."""
    open_site()
    _demand_empty()
    try:
        with tarfile.open(file, "r:gz") as archive:
            read(archive)
    except (tarfile.TarError, OSError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as bad:
        raise BadInput(NO_BACKUP.filled(file=str(file)), hint=GIVE, code="no-backup") from bad
    _verify()
    typer.echo(_BACK.spoken(asking.as_language(lang)))


def _demand_empty() -> None:
    from kringspoor.people.models import Organisation, User

    if Organisation.objects.exists() or User.objects.exists():
        raise Refused(_NOT_EMPTY, hint=_EMPTY_PLACE, code="not-empty")


def _verify() -> None:
    """Follow the record of every organisation. Raises BadInput where it does not hold."""
    from kringspoor.people.models import Organisation
    from kringspoor.record.queries import faults_of

    for each in Organisation.objects.all():
        if next(iter(faults_of(organisation=each)), None) is not None:
            raise BadInput(
                _NOT_VERIFIED.filled(name=each.slug), hint=OTHER_BACKUP, code="not-verified"
            )


_EXISTS = Text(nl="{file} bestaat al", en="{file} is there already")
_OTHER_NAME = Text(nl="geef een andere naam", en="give another name")
_KEPT = Text(
    nl="{rows} rijen en {files} bestanden bewaard in {file}",
    en="{rows} rows and {files} files kept in {file}",
)
_OTHER_NAME = Text(nl="geef een andere naam", en="give another name")
_KEPT = Text(
    nl="{rows} rijen en {files} bestanden bewaard in {file}",
    en="{rows} rows and {files} files kept in {file}",
)
_KEPT = Text(
    nl="{rows} rijen en {files} bestanden bewaard in {file}",
    en="{rows} rows and {files} files kept in {file}",
)
_KEYS_APART = Text(
    nl="De sleutels van de site zitten er niet in: bewaar secret-key en signing-key apart.",
    en="The keys of the site are not in it: keep secret-key and signing-key apart.",
)
_NOT_EMPTY = Text(nl="deze site is niet leeg", en="this site is not empty")
_EMPTY_PLACE = Text(
    nl="geef met KRINGSPOOR_HOME of DATABASE_URL een lege plaats",
    en="name an empty place with KRINGSPOOR_HOME or DATABASE_URL",
)
_EMPTY_PLACE = Text(
    nl="geef met KRINGSPOOR_HOME of DATABASE_URL een lege plaats",
    en="name an empty place with KRINGSPOOR_HOME or DATABASE_URL",
)
_NOT_VERIFIED = Text(
    nl="het dossier van {name} klopt niet", en="the record of {name} does not hold"
)
_BACK = Text(
    nl="Alles staat terug; het dossier van elke organisatie klopt.",
    en="Everything is back; the record of every organisation holds.",
)
