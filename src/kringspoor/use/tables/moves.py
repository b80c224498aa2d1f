"""A step of many devices as a person reads it: who can, who not and why, and the way back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kringspoor.core.states import Guard, State
from kringspoor.core.words import Text, number
from kringspoor.people.language import language
from kringspoor.record.models import Batch
from kringspoor.use.models import Device
from kringspoor.use.rules.moves import no_step_back, no_way_back
from kringspoor.use.tables.filters import devices_in_words
from kringspoor.use.tables.steps import remedy_url, step_name

SHOWN_COUNT = 20  # devices of one reason on the page; the table has all of them
STEPPED_ON_COUNT = 1_000  # so many numbers a form carries along
_STATES: Mapping[str, tuple[str, Text]] = {
    "waiting": ("info", Text(nl="wordt bekeken", en="is being looked at")),
    "looking": ("info", Text(nl="wordt bekeken", en="is being looked at")),
    "looked_at": ("warn", Text(nl="wacht op u", en="waits for you")),
    "accepted": ("info", Text(nl="bezig", en="under way")),
    "running": ("info", Text(nl="bezig", en="under way")),
    "done": ("good", Text(nl="gedaan", en="done")),
    "failed": ("bad", Text(nl="niet gelukt", en="failed")),
    "cancelled": ("", Text(nl="gestopt", en="stopped")),
    "to_undo": ("info", Text(nl="wordt teruggedraaid", en="is being taken back")),
    "undoing": ("info", Text(nl="wordt teruggedraaid", en="is being taken back")),
    "undone": ("", Text(nl="ongedaan gemaakt", en="undone")),
}


def targets(found: Mapping[State, int], count: int) -> list[dict[str, Any]]:
    """The states to choose from, each as a verb, with how many of the devices can be asked."""
    return [
        {
            "slug": state.value,
            "verb": step_name(state),
            "about": "" if some == count else _("for {some} of {count}").format(
                some=number(some, language()), count=number(count, language())
            ),
        }
        for state, some in found.items()
    ]  # fmt: skip


def state_of(batch: Batch) -> dict[str, str]:
    """Where it stands, as a badge."""
    level, words = _STATES[batch.state]
    return {"level": level, "state": words.spoken(language())}


def verb_of(batch: Batch) -> str:
    """What is done, as a verb."""
    return step_name(State(batch.name))


def page(batch: Batch, some: Sequence[Device]) -> dict[str, Any]:
    """One step of many devices: what its page shows, whatever state it is in."""
    looked = batch.looked
    can, no = looked.get("can", []), looked.get("no", [])
    return {
        **state_of(batch),
        "number": batch.pk,
        "code": batch.state,
        "is_busy": batch.state in ("accepted", "running", "to_undo", "undoing"),
        "verb": verb_of(batch),
        "can_count": len(can),
        "can": devices_in_words(len(can)),
        "no_count": len(no),
        "no": devices_in_words(len(no)),
        "is_again": batch.answers.get("is_again", False),
        "groups": groups(looked),
        "some": [{"number": each.pk, "name": str(each)} for each in some],
        "more_count": len(can) - len(some),
        "job": _job(batch, len(can)),
        "stuck": _stuck(batch),
        "target": batch.name,
        "again": _carried(batch.answers["numbers"]),
        "step_on": _carried([each for each, _version in can]),
        "trouble": trouble_of(batch),
    }


def _job(batch: Batch, can_count: int) -> dict[str, Any]:
    is_undone = batch.state in ("to_undo", "undoing")
    return {
        "name": verb_of(batch),
        "done": batch.done_count,
        "total": can_count,
        "unit": _("devices taken back") if is_undone else _("devices moved"),
        "is_done": False,
        "url": reverse("move", args=(batch.pk,)),
    }


def _stuck(batch: Batch) -> str:
    """Why it cannot be taken back; nothing when it can."""
    target = State(batch.name)
    stuck = no_way_back(target, [State(each) for each in batch.looked.get("from", ())])
    return no_step_back(target, stuck).spoken(language()) if stuck else ""


def _carried(numbers: Sequence[int]) -> dict[str, Any] | None:
    """These devices, as a form carries them along; nothing for too many."""
    if len(numbers) > STEPPED_ON_COUNT:
        return None
    return {"is_all": False, "query": "", "numbers": numbers}


def trouble_of(batch: Batch) -> dict[str, str] | None:
    """Why a batch was not done, or not taken back; nothing when all is well."""
    failed = batch.problems[0] if batch.state == "failed" else None
    told, said = batch.answers.get("undo_refused") or failed, language()
    if not told:
        return None
    return {"what": told[said], "remedy": told[f"hint_{said}"], "code": told["code"]}


def groups(looked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Which guard refuses which devices, those that refuse most first; a device may be in two."""
    by_code: dict[str, list[tuple[int, str, Mapping[str, str]]]] = defaultdict(list)
    for device_no, name, places in looked.get("no", ()):
        for reason in (looked["reasons"][place] for place in places):
            by_code[reason["code"]].append((device_no, name, reason))
    found = sorted(by_code.items(), key=lambda each: -len(each[1]))
    return [_group(code, rows) for code, rows in found]


def _group(code: str, rows: Sequence[tuple[int, str, Mapping[str, str]]]) -> dict[str, Any]:
    said, first = language(), rows[0][2]
    is_one = all(reason == first for _no, _name, reason in rows)
    return {
        "code": code,
        "count": devices_in_words(len(rows)),
        "why": first[said] if is_one else _guard_name(code) or first[said],
        "remedy": first[f"remedy_{said}"],
        "devices": [
            {
                "number": device_no,
                "name": name,
                "why": "" if is_one else reason[said],
                "url": remedy_url(device_no, code),
            }
            for device_no, name, reason in rows[:SHOWN_COUNT]
        ],
        "more_count": max(len(rows) - SHOWN_COUNT, 0),
    }


def _guard_name(code: str) -> str:
    known = {each.value: each for each in Guard}
    guard = known.get(code.partition(".")[0])
    return guard.text.spoken(language()) if guard else ""


def file_heads() -> list[str]:
    """The heads of the table of what was refused."""
    return [_("Device"), _("What is in the way"), _("What to do"), _("Code")]


def file_rows(looked: Mapping[str, Any]) -> Iterator[list[str]]:
    """Every refusal of every device."""
    said = language()
    for _no, name, places in looked.get("no", ()):
        for reason in (looked["reasons"][place] for place in places):
            yield [name, reason[said], reason[f"remedy_{said}"], reason["code"]]
