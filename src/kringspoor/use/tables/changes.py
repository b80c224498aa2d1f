"""Changes of devices as a person reads them: what was, what is, how many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from kringspoor.core.states import Ownership
from kringspoor.core.words import Text, euros, number
from kringspoor.people.language import language
from kringspoor.record.models import Batch
from kringspoor.use.models import Device
from kringspoor.use.rules.changes import EDITABLE, Outlook, as_written
from kringspoor.use.tables import category_name, moves, profile_name

_SHOWN_COUNT = 10


def value_of(name: str, value: Any) -> str:
    """A value as the record spells it, in words."""
    if value in (None, ""):
        return "–"
    if name == "category":
        return category_name(value)
    if name == "use_profile":
        return profile_name(value)
    if name == "ownership":
        return Ownership(value).text.spoken(language())
    if name.endswith("_on"):
        return "/".join(reversed(str(value).split("-")))
    if name == "price_cents":
        return euros(int(value) / 100, language(), 2)
    return str(value).removesuffix(".0")


def told(changes: Mapping[str, Sequence[Any]]) -> list[str]:
    """Changes as sentences: ``Dienst: ICT → Ruimte``."""
    said = language()
    return [
        f"{EDITABLE[name].spoken(said)}: {value_of(name, pair[0])} → {value_of(name, pair[1])}"
        for name, pair in changes.items()
        if name in EDITABLE and isinstance(pair, list | tuple) and len(pair) == 2
    ]


def given(fields: Mapping[str, Any]) -> str:
    """What devices get, in a sentence."""
    said = language()
    return ", ".join(
        f"{EDITABLE[name].spoken(said)}: {value_of(name, value)}" for name, value in fields.items()
    )


def look(found: Outlook, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What would happen: how many change, how many are so already, which are refused."""
    spelt = {name: as_written({name: ("", new)})[name][1] for name, new in fields.items()}
    return {
        "changed_count": len(found.changed),
        "changed_text": str(len(found.changed)),
        "changed": _so_many(len(found.changed)),
        "same_count": found.same_count,
        "given": given(spelt),
        "gone": _named(found.gone),
        "gone_more_count": max(len(found.gone) - _SHOWN_COUNT, 0),
        "examples": [
            {"number": device.pk, "name": str(device), "what": told(as_written(changes))}
            for device, changes in found.changed[:_SHOWN_COUNT]
        ],
    }


def _named(devices: Sequence[Device]) -> list[dict[str, Any]]:
    return [{"number": each.pk, "name": str(each)} for each in devices[:_SHOWN_COUNT]]


def _so_many(count: int) -> str:
    said = ngettext("{count} device", "{count} devices", count)
    return said.format(count=number(count, language()))


def listed(batch: Batch) -> dict[str, Any]:
    """One change or step of many devices, as a row of the list."""
    if batch.kind != "move":
        return row(batch)
    count = len(batch.looked.get("can", ())) or batch.rows_count
    told = {"what": moves.verb_of(batch), "devices": _so_many(count), **moves.state_of(batch)}
    return {**row(batch), **told, "url": reverse("move", args=(batch.pk,))}


_STATES: Mapping[str, Text] = {
    "done": Text(nl="gedaan", en="done"),
    "undone": Text(nl="ongedaan gemaakt", en="undone"),
    "to_undo": Text(nl="wordt teruggedraaid", en="is being taken back"),
    "undoing": Text(nl="wordt teruggedraaid", en="is being taken back"),
}


def row(batch: Batch) -> dict[str, Any]:
    """One change of many devices."""
    return {
        "number": batch.pk,
        "url": reverse("change", args=(batch.pk,)),
        "what": given({n: v for n, v in batch.answers.items() if n in EDITABLE}),
        "devices": _so_many(batch.changed_count),
        "gone_count": batch.looked.get("gone", 0),
        "same_count": batch.looked.get("same", 0),
        "at": f"{batch.started_at:%d/%m/%Y}",
        "actor": str(batch.actor or ""),
        "code": batch.state,
        "level": "good" if batch.state == "done" else "",
        "state": _STATES[batch.state].spoken(language()) if batch.state in _STATES else "",
        "trouble": moves.trouble_of(batch),
    }


def first_devices(devices: Iterable[Device]) -> list[dict[str, Any]]:
    """The devices a change was about, to go and look."""
    return [{"number": each.pk, "name": str(each), "unit": each.unit or ""} for each in devices]
