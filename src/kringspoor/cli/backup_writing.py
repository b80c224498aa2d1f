"""Writing everything a site holds into one file: tables as lines, evidence, and what it is."""

from __future__ import annotations

import base64
import gzip
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db import models

FORMAT_NO = 1
ROWS_AT_ONCE = 2_000
KEYS = ("secret-key", "signing-key")
SKIPPED = ("sessions.Session", "usersessions.UserSession")  # who is signed in now


def every_model() -> list[type[models.Model]]:
    """Every table that is kept, in a fixed order."""
    from django.apps import apps

    every = apps.get_models(include_auto_created=True)
    kept = (each for each in every if each._meta.managed and each._meta.label not in SKIPPED)
    return sorted(kept, key=lambda each: each._meta.label)


def migrations() -> list[str]:
    """What the database was migrated to."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def write(file: Path, with_keys: bool) -> tuple[int, int]:
    """The number of rows and of files that are kept. The same site gives the same bytes."""
    from django.conf import settings
    from django.db import connection, transaction

    tables: dict[str, dict[str, Any]] = {}
    with (
        file.open("wb") as raw,
        gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
        transaction.atomic(),
    ):
        if connection.vendor == "postgresql":  # every table as it is at one moment
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for model in every_model():
            tables[model._meta.label] = _add_table(archive, model)
        files = sorted(_evidence(Path(settings.MEDIA_ROOT)))
        for each in files:
            name = each.relative_to(settings.MEDIA_ROOT).as_posix()
            _add(archive, f"evidence/{name}", each.open("rb"), each.stat().st_size)
        keys = [settings.HOME / name for name in KEYS if with_keys]
        for each in filter(Path.is_file, keys):
            _add(archive, f"keys/{each.name}", each.open("rb"), each.stat().st_size)
        about = {"format_no": FORMAT_NO, "migrations": migrations(), "tables": tables}
        told = json.dumps(about, indent=1, sort_keys=True).encode()
        _add(archive, "manifest.json", io.BytesIO(told), len(told))
    return sum(each["rows_count"] for each in tables.values()), len(files)


def _evidence(root: Path) -> Iterator[Path]:
    """Every kept file; what is only half there is none."""
    return (each for each in root.glob("*/??/*") if each.is_file())


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size_bytes: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size_bytes, 0o600
    with content:
        archive.addfile(entry, content)


def _add_table(archive: tarfile.TarFile, model: type[models.Model]) -> dict[str, Any]:
    """Write a table as one line a row; how many rows, and the digest of the lines."""
    names = [each.attname for each in model._meta.concrete_fields]
    digest, rows_count = sha256(), 0
    with tempfile.TemporaryFile() as lines:
        rows = model._base_manager.order_by("pk").values_list(*names)
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
            line = (
                json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"
            )
            digest.update(line)
            lines.write(line)
            rows_count += 1
        size_bytes = lines.tell()
        lines.seek(0)
        _add(archive, f"tables/{model._meta.label}.jsonl", lines, size_bytes)
    return {"columns": names, "rows_count": rows_count, "sha256": digest.hexdigest()}


def _plain(value: Any) -> str:
    """What JSON has no word for, as text that its field reads back."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
