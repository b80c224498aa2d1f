"""Keeping what proves something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Evidence


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
    return found
