"""Answers about devices, kept for as long as nothing changed.

To count a hundred thousand devices nine times for every page is slow, and needless: every change of
a device is a link of the chain, so what was answered under the chain's last hash stays true as long
as that hash stands. Answers are kept under it, and never have to be thrown away by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.core.cache.backends.locmem import LocMemCache

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Chain

T = TypeVar("T")
_KEPT = LocMemCache("lists", {"TIMEOUT": 3600, "OPTIONS": {"MAX_ENTRIES": 2_000}})


@within_organisation
def remembered(name: str, about: object, make: Callable[[], T], *, organisation: Organisation) -> T:
    """An answer about devices: the one kept since the last change, else made and kept now."""
    chain = Chain.objects.filter(organisation=organisation).only("last_hash").first()
    if chain is None:
        return make()
    known = f"{organisation.pk} {bytes(chain.last_hash).hex()} {name} {about!r}"
    key = sha256(known.encode()).hexdigest()
    kept: T | None = _KEPT.get(key)
    if kept is None:
        kept = make()
        _KEPT.set(key, kept)
    return kept
