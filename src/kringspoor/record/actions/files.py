"""Keeping what proves something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import across_organisations, within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import CLEARED
from kringspoor.record.models import CLOSED, Batch, Evidence
from kringspoor.record.rows import referring_to


@within_organisation
def keep_file(
    chunks: Iterable[bytes], *, organisation: Organisation, name: str, kind: str, at: datetime
) -> Evidence:
    """Keep a file under the digest of its bytes; the same bytes twice are kept once."""
    folder = Path(settings.MEDIA_ROOT) / str(organisation.pk)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size_bytes = sha256(), 0
    with NamedTemporaryFile(dir=folder, prefix="coming-", delete=False) as coming:
        for chunk in chunks:
            digest.update(chunk)
            size_bytes += len(chunk)
            coming.write(chunk)
    about = {"name": name[:255], "size_bytes": size_bytes, "kind": kind, "added_at": at}
    kept = Evidence(organisation=organisation, sha256=digest.hexdigest())
    kept.path.parent.mkdir(exist_ok=True)
    Path(coming.name).replace(kept.path)  # whole or not at all
    found, _ = Evidence.objects.get_or_create(
        sha256=kept.sha256, defaults={"organisation": organisation, **about}
    )
    if found.erased_at is not None:  # it was taken away, and somebody gives it again
        found.erased_at, found.name, found.added_at = None, name[:255], at
        found.save(update_fields=("erased_at", "name", "added_at"))
    return found


@across_organisations("a worker clears up after stopped work, whoever it is of")
def clear_files(kind: str, *, at: datetime, after: timedelta) -> int:
    """Take away the files of work that was stopped, failed or undone so long ago; how many.

    The row of the file stays, marked, and an event says why. A file that anything else refers to
    stays as it is.
    """
    open_or_recent = Batch.objects.exclude(state__in=CLOSED, ended_at__lt=at - after)
    files = Evidence.objects.filter(kind=kind, erased_at__isnull=True, batches__isnull=False)
    files = files.exclude(pk__in=open_or_recent.exclude(evidence=None).values("evidence"))
    for others in referring_to(Evidence, beside=(Batch,)):
        files = files.exclude(pk__in=others)
    found = list(files.select_related("organisation").distinct().order_by("pk"))
    return sum(_clear(each, files, at, after) for each in found)


@transaction.atomic
def _clear(evidence: Evidence, files: QuerySet[Evidence], at: datetime, after: timedelta) -> bool:
    """Take one away, unless it was given again meanwhile."""
    hold_chain(organisation=evidence.organisation)
    if evidence.path.exists() and evidence.path.stat().st_mtime > (at - _JUST_GIVEN).timestamp():
        return False
    if not Evidence.objects.filter(pk__in=files.filter(pk=evidence.pk)).update(erased_at=at):
        return False
    happening = Happening(CLEARED, evidence.subject, {"after_days": after.days})
    write_down((happening,), organisation=evidence.organisation, actor=None, at=at)
    transaction.on_commit(partial(evidence.path.unlink, missing_ok=True))
    return True


_JUST_GIVEN = timedelta(hours=1)  # its batch may not be opened yet
