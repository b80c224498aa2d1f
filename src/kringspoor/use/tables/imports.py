"""An import as a person reads it: where it stands, what it would do, what it could not read."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kringspoor.assess.live_formulas import neutral
from kringspoor.core.device import short_name
from kringspoor.core.words import Text, euros, number
from kringspoor.people.language import language
from kringspoor.record.models import Batch
from kringspoor.use.facts import DAYS
from kringspoor.use.tables import category_name

SHOWN_COUNT = 100  # problems on the page; the error file has all of them
_STATES: Mapping[str, tuple[str, Text]] = {
    "waiting": ("info", Text(nl="wacht", en="waits")),
    "looking": ("info", Text(nl="wordt gelezen", en="is being read")),
    "looked_at": ("warn", Text(nl="wacht op u", en="waits for you")),
    "accepted": ("info", Text(nl="wordt opgenomen", en="is being taken in")),
    "running": ("info", Text(nl="wordt opgenomen", en="is being taken in")),
    "done": ("good", Text(nl="opgenomen", en="taken in")),
    "failed": ("bad", Text(nl="niet gelezen", en="not read")),
    "cancelled": ("", Text(nl="gestopt", en="stopped")),
    "to_undo": ("info", Text(nl="wordt teruggedraaid", en="is being taken back")),
    "undoing": ("info", Text(nl="wordt teruggedraaid", en="is being taken back")),
    "undone": ("", Text(nl="ongedaan gemaakt", en="undone")),
}
_GOING_BACK = ("to_undo", "undoing")
_BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes é for two signs
_STORED_AS = {stored: days for days, stored in DAYS.items()}


def row(batch: Batch) -> dict[str, Any]:
    """One import as a row of the list."""
    level, state = _STATES[batch.state]
    return {
        "number": batch.pk,
        "name": batch.name,
        "level": level,
        "state": state.spoken(language()),
        "at": moment(batch.started_at),
        "actor": batch.actor or "",
        "made": number(batch.made_count, language()),
        "changed": number(batch.changed_count, language()),
    }


def moment(at: datetime) -> str:
    """A day and an hour as Belgium writes them."""
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def page(batch: Batch) -> dict[str, Any]:
    """One import: what its page shows, whatever state it is in."""
    look, said = batch.looked, language()
    is_shown = batch.state in ("looked_at", "done", "cancelled", "undone")
    return {
        **row(batch),
        "code": batch.state,
        "job": _job(batch),
        "counts": _counts(batch) if is_shown else [],
        "lists": [{**each, "format": each[said]} for each in look.get("lists", ())],
        "others": look.get("others", ()),
        "changes": [_change(each) for each in look.get("changes", ())],
        "questions": [each[said] for each in look.get("questions", ())],
        "problems": [_problem(each) for each in batch.problems[:SHOWN_COUNT]],
        "problems_count": number(len(batch.problems), said),
        "is_cut": len(batch.problems) > SHOWN_COUNT,
        "is_again": batch.answers.get("is_again", False),
    }


def _job(batch: Batch) -> dict[str, Any]:
    """What the progress component asks for."""
    here = reverse("import", args=(batch.pk,))
    is_reading = batch.state in ("waiting", "looking")
    return {
        "name": batch.name,
        "done": batch.done_count,
        "total": batch.rows_count,
        "unit": _("rows taken back") if batch.state in _GOING_BACK else _("rows taken in"),
        "is_done": batch.state == "done",
        "url": here,
        "undo_url": reverse("import_undo", args=(batch.pk,)),
        "cancel_url": reverse("import_cancel", args=(batch.pk,)) if is_reading else "",
    }


def _counts(batch: Batch) -> list[tuple[str, str]]:
    """What would happen, or what happened, in numbers; a zero only where it says something."""
    look = batch.looked
    counts: Mapping[str, int] = look.get("counts") or {
        "made": batch.made_count, "changed": batch.changed_count,
    }  # fmt: skip
    known = [
        (_("New devices"), counts["made"]),
        (_("Changed devices"), counts["changed"]),
        (_("Quantities without serial number"), counts.get("lots", 0)),
        (_("Devices that stay as they are"), counts.get("same", 0)),
        (_("Rows that are not taken in"), counts.get("not_taken", 0)),
        (_("Rows about a device that is in the list already"), look.get("again_count", 0)),
        (_("Rows that are no device"), look.get("apart_count", 0)),
    ]
    return [(name, number(count, language())) for at, (name, count) in enumerate(known)
            if count or at < 2]  # fmt: skip


def _change(change: Mapping[str, Any]) -> dict[str, Any]:
    fields = [
        {
            "name": short_name(_STORED_AS.get(each["name"], each["name"])).spoken(language()),
            "old": _value(each["name"], each["old"]),
            "new": _value(each["name"], each["new"]),
        }
        for each in change["fields"]
    ]
    return {**change, "fields": fields}


def _value(name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if name == "category":
        return category_name(value)
    if name in DAYS.values():
        year, month, day = str(value).split("-")
        return f"{day}/{month}/{year}"
    if name == "price_cents":
        return euros(value / 100, language(), 2)
    return str(value).removesuffix(".0")


def _problem(problem: Mapping[str, Any]) -> dict[str, Any]:
    said = language()
    return {
        **problem, "what": problem[said], "hint": problem.get(f"hint_{said}", ""),
        "original": problem.get("original", ""),
    }  # fmt: skip


def refusal(batch: Batch) -> dict[str, Any]:
    """Why a file was not read, or a list not taken back: where, what, and what to do now."""
    if batch.state == "done":
        return _stayed(batch.answers["undo_refused"])
    told = _problem(batch.problems[0])
    place = [told["file"]]
    if told["row_no"]:
        place.append(_("row {row}").format(row=told["row_no"]))
    if told["column"]:
        place.append(_("column {column}").format(column=told["column"]))
    return {
        "what": f"{', '.join(place)}: {told['what']}",
        "why": _("Nothing was taken in."),
        "remedy": capfirst(told["hint"]),
        "code": told["code"],
    }


def _stayed(told: Mapping[str, Any]) -> dict[str, Any]:
    said = language()
    return {
        "what": told[said],
        "why": _("The list stays in your inventory, whole."),
        "remedy": capfirst(told[f"hint_{said}"]),
        "code": told["code"],
    }


def error_file(problems: Sequence[Mapping[str, Any]]) -> str:
    """The problems as a table to mend the list by; no cell of it can become a formula."""
    out = StringIO()
    out.write(_BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        (_("File"), _("Row"), _("Column"), _("What stands there"), _("What is wrong"),
         _("What to do"))
    )  # fmt: skip
    for each in map(_problem, problems):
        cells = (
            each.get("file"), each["row_no"], each.get("column"), each["original"], each["what"],
            each["hint"],
        )  # fmt: skip
        writer.writerow(neutral(str(cell or "")) for cell in cells)
    return out.getvalue()
