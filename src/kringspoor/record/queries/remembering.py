"""Answers kept for as long as nothing changed.

To read a hundred thousand devices for every page is slow, and needless: every change of an
organisation is a link of its chain, so what was answered under the chain's last hash stays true as
long as that hash stands. Rules come down from the organisations above, so theirs stand in the key
too. Answers never have to be thrown away by hand; nobody may change one.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar, cast

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import across_organisations, within_organisation
from kringspoor.record.models import Chain

T = TypeVar("T")
MOST_ANSWERS_COUNT = 300
_kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
_lock = Lock()
_busy: defaultdict[tuple[object, ...], Lock] = defaultdict(Lock)


@within_organisation
def remembered(name: str, about: object, make: Callable[[], T], *, organisation: Organisation) -> T:
    """An answer: the one kept since the last change, else made and kept now.

    ``about`` is all that the answer depends on beside the organisation and those above it.
    """
    state = _state_of(organisation)
    if state is None:
        return make()
    key = (organisation.pk, name, repr(about))
    with _lock:
        found = _kept.get(key)
        making = _busy[key]
    if found is None or found[0] != state:
        with making:  # whoever asks the same meanwhile waits for this answer
            found = _kept.get(key)
            if found is None or found[0] != state:
                found = (state, make())
                _keep(key, found)
    return cast("T", found[1])


def _keep(key: tuple[object, ...], found: tuple[object, Any]) -> None:
    with _lock:
        _kept.pop(key, None)
        _kept[key] = found
        while len(_kept) > MOST_ANSWERS_COUNT:
            gone, _ = _kept.popitem(last=False)
            _busy.pop(gone, None)


@across_organisations("a rule of an organisation above holds below: its chain says when it changed")
def _state_of(organisation: Organisation) -> tuple[object, ...] | None:
    """What stands until something changes; nothing where there is no history yet."""
    line, above = [organisation], organisation.parent
    while above is not None and above not in line:
        line.append(above)
        above = above.parent
    rows = Chain.objects.filter(organisation__in=[each.pk for each in line])
    hashes = {number: bytes(last) for number, last in rows.values_list("organisation", "last_hash")}
    if organisation.pk not in hashes:
        return None
    own = tuple(str(getattr(each, field.attname)) for each in line for field in _FIELDS)
    return (*own, *sorted(hashes.items()))


_FIELDS = Organisation._meta.concrete_fields
