"""The register of an organisation, kept in memory and brought up to date from its chain.

Every change of a device is an event of the chain: what changed since the register was made is read
from the events that came after it, and those devices alone are read anew.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from threading import Lock

from kringspoor.core.collecting import without_collecting
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Chain, Event, Link
from kringspoor.use.models import Device
from kringspoor.use.rules.filters import Asked, order_of
from kringspoor.use.rules.register import READ, Register

MOST_DEVICES_COUNT = 1_000_000  # kept in memory, some 250 bytes each
MOST_EVENTS_COUNT = 2_000  # since the register was made; after more it is made anew
MOST_ORDERS_COUNT = 12  # of each organisation, eight bytes for a device
_ROWS_AT_ONCE = 5_000
_WIDE = ("batch", "unit", "site")  # what may change devices that no event names


@dataclass(frozen=True, slots=True)
class _Kept:
    links_count: int
    last_hash: bytes
    register: Register


_kept: OrderedDict[int, _Kept] = OrderedDict()
_busy: defaultdict[int, Lock] = defaultdict(Lock)


@within_organisation
def register_of(*, organisation: Organisation) -> Register:
    """The devices of an organisation as they are now."""
    return _current(organisation).register


@within_organisation
def sorted_numbers(
    asked: Asked, register: Register, first: int, last: int, *, organisation: Organisation
) -> list[int]:
    """The numbers of some of the devices found, in the order asked for.

    The order of all devices is read once, and kept until something changes.
    """
    key, found = (asked.sort, asked.is_descending), register.fitting(asked)
    order = register.orders.get(key)
    if order is None:
        every = Device.objects.order_by(*order_of(asked)).values_list("pk", flat=True)
        places = {number: place for place, number in enumerate(register.numbers)}
        order = array("l", (places[each] for each in every if each in places))
        while len(register.orders) >= MOST_ORDERS_COUNT:
            register.orders.pop(next(iter(register.orders)), None)
        register.orders[key] = order
    return register.slice(order, found, first, last)


def _current(organisation: Organisation) -> _Kept:
    ends = Chain.objects.values_list("links_count", "last_hash").order_by()
    end = ends.filter(organisation=organisation).first()
    if end is None:
        return _Kept(0, b"", _read())
    links_count, last_hash = end[0], bytes(end[1])
    kept = _kept.get(organisation.pk)
    if kept is None or kept.last_hash != last_hash:
        with _busy[organisation.pk]:  # one reads, the others wait for it
            kept = _kept.get(organisation.pk)
            if kept is None or kept.last_hash != last_hash:
                kept = _up_to_date(kept, links_count, last_hash)
                _keep(organisation.pk, kept)
    return kept


def _up_to_date(kept: _Kept | None, links_count: int, last_hash: bytes) -> _Kept:
    register = _changed(kept) if kept and kept.links_count < links_count else None
    with without_collecting():
        made = register or _read()
    return _Kept(links_count, last_hash, made)


def _keep(number: int, kept: _Kept) -> None:
    _kept.pop(number, None)
    _kept[number] = kept
    while sum(len(each.register.numbers) for each in _kept.values()) > MOST_DEVICES_COUNT:
        if len(_kept) == 1:
            return
        _kept.popitem(last=False)


def _read() -> Register:
    rows = Device.objects.order_by("pk").values_list(*READ)
    return Register.of(rows.iterator(_ROWS_AT_ONCE))


def _changed(kept: _Kept) -> Register | None:
    """The register with what happened since; nothing when it has to be made anew."""
    if not Link.objects.filter(number_no=kept.links_count, hash=kept.last_hash).exists():
        return None  # another history, such as a backup that was put back
    later = Event.objects.filter(link__number_no__gt=kept.links_count).order_by()
    subjects = set(later.values_list("subject", flat=True)[: MOST_EVENTS_COUNT + 1])
    if len(subjects) > MOST_EVENTS_COUNT or any(_kind(each) in _WIDE for each in subjects):
        return None
    numbers = {int(each.partition(":")[2]) for each in subjects if _kind(each) == "device"}
    rows = list(Device.objects.filter(pk__among=numbers).order_by("pk").values_list(*READ))
    try:
        return kept.register.changed(numbers - {row[0] for row in rows}, rows)
    except LookupError:
        return None


def _kind(subject: str) -> str:
    return subject.partition(":")[0]
