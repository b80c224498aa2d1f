"""Putting a backup back: every row as it was, every file by its digest, or nothing."""

from __future__ import annotations

import base64
import json
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from kringspoor.cli.backup_writing import FORMAT_NO, KEYS, ROWS_AT_ONCE, every_model, migrations
from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text

if TYPE_CHECKING:
    from django.db import models

_MOST_LINE_BYTES = 64 * 1024 * 1024


def read(archive: tarfile.TarFile) -> None:
    """All rows in one transaction, then the files. Raises BadInput for what is not as it says."""
    from django.conf import settings
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from kringspoor.use.rules.database import lay_guards, lift_guards

    about = _manifest(archive)
    with transaction.atomic():
        lift_guards(connection)
        for model in reversed(every_model()):
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
        for model in every_model():
            _read_table(archive, model, about["tables"][model._meta.label])
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), every_model()):
                cursor.execute(statement)
        lay_guards(connection)
        for entry in archive.getmembers():
            kind, _, name = entry.name.partition("/")
            if kind == "evidence":
                _read_file(archive, entry, Path(settings.MEDIA_ROOT) / _inside(name))
            elif kind == "keys" and name in KEYS:
                _read_key(archive, entry, settings.HOME / name)


def _manifest(archive: tarfile.TarFile) -> Any:
    if "manifest.json" not in archive.getnames():
        raise BadInput(NO_BACKUP.filled(file=str(archive.name)), hint=GIVE, code="no-backup")
    content = archive.extractfile("manifest.json")
    assert content is not None
    about = json.load(content)
    if about.get("format_no") != FORMAT_NO or about.get("migrations") != migrations():
        raise BadInput(_OTHER_VERSION, hint=_SAME_VERSION, code="other-version")
    return about


def _read_table(archive: tarfile.TarFile, model: type[models.Model], about: Any) -> None:
    from django.db import models as fields

    from kringspoor.record.rows import write_rows

    label = model._meta.label
    known = {each.attname: each for each in model._meta.concrete_fields}
    content = archive.extractfile(f"tables/{label}.jsonl")
    assert content is not None
    digest, rows_count = sha256(), 0

    def value(name: str, given: Any) -> Any:
        field = known[name]
        if isinstance(field, fields.JSONField):
            return None if given is None else json.dumps(given)
        if isinstance(field, fields.BinaryField):
            return None if given is None else base64.b64decode(given)
        return field.to_python(given) if isinstance(given, str) else given

    while lines := list(islice(_lines(content), ROWS_AT_ONCE)):
        for line in lines:
            digest.update(line)
        rows = [json.loads(line) for line in lines]
        rows_count += len(rows)
        columns = {
            name: [value(name, row[at]) for row in rows] for at, name in enumerate(about["columns"])
        }
        write_rows(model, columns)
    if (rows_count, digest.hexdigest()) != (about["rows_count"], about["sha256"]):
        raise BadInput(_DAMAGED.filled(name=label), hint=OTHER_BACKUP, code="damaged")


def _lines(content: IO[bytes]) -> Iterator[bytes]:
    while line := content.readline(_MOST_LINE_BYTES):
        yield line


def _inside(name: str) -> PurePosixPath:
    """A path that stays within its folder. Raises BadInput for one that climbs out."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BadInput(_DAMAGED.filled(name=name), hint=OTHER_BACKUP, code="damaged")
    return path


def _read_file(archive: tarfile.TarFile, entry: tarfile.TarInfo, path: Path) -> None:
    """A file of evidence, which is named after the digest of its bytes."""
    content = archive.extractfile(entry)
    if content is None:
        raise BadInput(_DAMAGED.filled(name=entry.name), hint=OTHER_BACKUP, code="damaged")
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = sha256()
    coming = path.with_name(f"coming-{path.name}")
    with coming.open("wb") as out:
        while part := content.read(1 << 20):
            digest.update(part)
            out.write(part)
    if digest.hexdigest() != path.name:
        coming.unlink()
        raise BadInput(_DAMAGED.filled(name=entry.name), hint=OTHER_BACKUP, code="damaged")
    coming.replace(path)


def _read_key(archive: tarfile.TarFile, entry: tarfile.TarInfo, path: Path) -> None:
    content = archive.extractfile(entry)
    assert content is not None
    path.touch(0o600)
    path.chmod(0o600)
    path.write_bytes(content.read(4096))


_OTHER_VERSION = Text(
    nl="deze backup is van een andere versie van Kringspoor",
    en="this backup is of another version of Kringspoor",
)
_SAME_VERSION = Text(
    nl="zet ze terug met die versie en werk daarna bij",
    en="put it back with that version, then update",
)
_DAMAGED = Text(nl="{name} is beschadigd in deze backup", en="{name} is damaged in this backup")
OTHER_BACKUP = Text(
    nl="gebruik een andere backup; er is niets veranderd",
    en="use another backup; nothing was changed",
)
OTHER_BACKUP = Text(
    nl="gebruik een andere backup; er is niets veranderd",
    en="use another backup; nothing was changed",
)
NO_BACKUP = Text(nl="{file} is geen bruikbare backup", en="{file} is no backup that can be used")
GIVE = Text(
    nl="geef een bestand dat `kringspoor backup` schreef",
    en="give a file that `kringspoor backup` wrote",
)
GIVE = Text(
    nl="geef een bestand dat `kringspoor backup` schreef",
    en="give a file that `kringspoor backup` wrote",
)
