"""Who may connect other asset tools, and which fields of a device those tools keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kringspoor.core.errors import Refused
from kringspoor.core.words import Language, Text
from kringspoor.people.models import Membership
from kringspoor.people.rules import demand, may
from kringspoor.use.models import Connection, Counterpart, Device
from kringspoor.use.rules.changes import EDITABLE

_VERB = "import_inventory"  # what is fetched is taken in like any list
_AT_ONCE = 500
_SPOKEN: tuple[Language, ...] = ("nl", "en")


def may_connect(member: Membership) -> bool:
    """Whether a member may connect other tools, and fetch from them."""
    return may(member, _VERB)


def demand_connect(member: Membership) -> None:
    """Raise Refused for a member who may not connect other tools."""
    demand(member, _VERB)


def kept_elsewhere(numbers: Sequence[int]) -> dict[int, dict[str, Connection]]:
    """Of each of these devices, the fields that another tool owns, and which tool.

    Of two tools that say they own a field of it, the one that was connected first does.
    """
    owned: dict[int, dict[str, Connection]] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        found = Counterpart.objects.filter(device__in=some, connection__is_on=True)
        for each in found.select_related("connection").order_by("connection_id"):
            own = owned.setdefault(each.device_id, {})
            for name in each.connection.fields:
                own.setdefault(name, each.connection)
    return owned


def demand_kept_here(changed: Sequence[tuple[Device, Mapping[str, object]]]) -> None:
    """Raise Refused when a change touches a field that another tool keeps: nobody keeps two truths.

    ``changed`` is each device with the fields that would change.
    """
    names = {name for _device, fields in changed for name in fields}
    owned = kept_elsewhere([device.pk for device, _fields in changed])
    theirs = [
        (device, {name: own[name] for name in fields if name in own})
        for device, fields in changed
        if (own := owned.get(device.pk)) and not names.isdisjoint(own)
    ]
    some = [(device, kept) for device, kept in theirs if kept]
    if some:
        raise _refusal(some)


def _refusal(some: Collection[tuple[Device, Mapping[str, Connection]]]) -> Refused:
    fields = dict.fromkeys(name for _device, kept in some for name in kept)
    tools = ", ".join(dict.fromkeys(c.name for _device, kept in some for c in kept.values()))
    names = [EDITABLE.get(name, Text(nl=name, en=name)) for name in fields]
    told = {said: ", ".join(each.spoken(said) for each in names) for said in _SPOKEN}
    what = Text(
        nl=f"{told['nl']}: bij {len(some)} van deze toestellen wordt dit bijgehouden in {tools}",
        en=f"{told['en']}: of {len(some)} of these devices this is kept in {tools}",
    )
    return Refused(what, hint=_THERE, code="kept-elsewhere")


_THERE = Text(
    nl="verander het daar, laat die toestellen weg, of vink het veld af bij de koppeling",
    en="change it there, leave those devices out, or untick the field of that connection",
)
