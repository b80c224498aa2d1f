"""A connection as a person reads it: how it goes, what was fetched, what is told back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.states import State
from kringspoor.core.words import Text, number
from kringspoor.formats import read_source
from kringspoor.formats.source import Source
from kringspoor.people.language import language
from kringspoor.use.connections.fetching import TOOLS, Found, tool_of
from kringspoor.use.forms.connections import field_name
from kringspoor.use.models import Connection, Pull, Writeback
from kringspoor.use.queries.connections import Told
from kringspoor.use.tables.imports import moment

SHOWN_COUNT = 50
_SAMPLE_ROWS = 5
_RUNNING = ("waiting", "fetching")
_PULLS: Mapping[str, tuple[str, Text]] = {
    "waiting": ("info", Text(nl="begint zo", en="begins soon")),
    "fetching": ("info", Text(nl="wordt opgehaald", en="is being fetched")),
    "fetched": ("info", Text(nl="wordt gelezen", en="is being read")),
    "settled": ("good", Text(nl="opgenomen", en="taken in")),
    "same": ("good", Text(nl="niets nieuws", en="nothing new")),
    "failed": ("bad", Text(nl="niet gelukt", en="did not work")),
    "stopped": ("", Text(nl="gestopt", en="stopped")),
}
_BATCHES: Mapping[str, tuple[str, Text]] = {
    "looked_at": ("warn", Text(nl="wacht op u", en="waits for you")),
    "cancelled": ("", Text(nl="niet opgenomen", en="not taken in")),
    "undone": ("", Text(nl="ongedaan gemaakt", en="undone")),
    "accepted": ("info", Text(nl="wordt opgenomen", en="is being taken in")),
    "running": ("info", Text(nl="wordt opgenomen", en="is being taken in")),
    "done": ("good", Text(nl="opgenomen", en="taken in")),
}


def tools() -> list[dict[str, str]]:
    """The tools one may connect."""
    said = language()
    return [
        {"slug": each.slug, "name": each.name, "about": each.about.spoken(said)}
        for each in TOOLS.values()
    ]


def row(connection: Connection, last: Pull | None) -> dict[str, Any]:
    """A connection as a row of the list."""
    level, state = ("", _("not fetched yet"))
    if not connection.is_on:
        state = _("off")
    elif last is not None:
        level, state = _state(last)
    return {
        "number": connection.pk,
        "name": connection.name,
        "tool": tool_of(connection.tool).name,
        "host": connection.address.partition("://")[2],
        "level": level,
        "state": state,
        "last": moment(last.asked_at) if last else "",
        "next": moment(connection.next_at) if connection.next_at else "",
    }


def _state(pull: Pull) -> tuple[str, str]:
    is_told_by_batch = pull.state in ("fetched", "settled") and pull.batch is not None
    state = pull.batch.state if is_told_by_batch and pull.batch else ""
    level, text = _BATCHES.get(state) or _PULLS[pull.state]
    return level, text.spoken(language())


def run(pull: Pull) -> dict[str, Any]:
    """One fetch as a row: what it found, and where its list stands."""
    level, state = _state(pull)
    said = language()
    done = pull.batch if pull.batch and pull.batch.state == "done" else None
    return {
        "at": moment(pull.asked_at),
        "by": pull.asked_by or _("by itself"),
        "level": level,
        "state": state,
        "found": number(pull.rows_count, said) if pull.rows_count else "",
        "made": number(done.made_count, said) if done else "",
        "changed": number(done.changed_count, said) if done else "",
        "import_number": pull.batch.pk if pull.batch else None,
        "why": pull.trouble.get(said, ""),
    }


def page(connection: Connection, last: Pull | None) -> dict[str, Any]:
    """A connection: what its page shows of it."""
    tool, said = tool_of(connection.tool), language()
    waits = last is not None and last.batch is not None and last.batch.state == "looked_at"
    return {
        **row(connection, last),
        "is_on": connection.is_on,
        "can_be_written": tool.can_be_written,
        "is_writing": connection.is_writing,
        "is_offered": bool(connection.offered.get("statuses")),
        "rhythm": _rhythm(connection),
        "is_automatic": connection.is_automatic,
        "fields": [field_name(each) for each in connection.fields],
        "job": _job(last) if last and last.state in _RUNNING else None,
        "waiting_number": last.batch.pk if waits and last and last.batch else None,
        "refusal": refusal(last.trouble) if last and last.state == "failed" else None,
        "said": said,
    }


def _rhythm(connection: Connection) -> str:
    if connection.every_hours:
        hours = connection.every_hours
        return ngettext("every hour", "every {hours} hours", hours).format(hours=hours)
    if connection.daily_at:
        return _("every day at {hour}").format(hour=f"{connection.daily_at:%H:%M}")
    return _("only when somebody asks")


def _job(pull: Pull) -> dict[str, Any]:
    """What the progress component asks for."""
    number_no = pull.connection_id
    return {
        "name": _("Fetching"),
        "done": pull.done_count,
        "total": pull.rows_count,
        "unit": _("devices fetched"),
        "is_done": False,
        "url": reverse("connection", args=(number_no,)),
        "cancel_url": reverse("connection_stop", args=(number_no,)),
    }


def refusal(trouble: Mapping[str, str]) -> dict[str, str]:
    """Why a fetch did not work, and what to do now."""
    said = language()
    hint = trouble.get(f"hint_{said}", "")
    return {
        "what": _capital(trouble.get(said, "")),
        "why": _("Nothing was taken in."),
        "remedy": _capital(hint),
        "code": trouble.get("code", ""),
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def tried(found: Found) -> dict[str, Any]:
    """What a first look found: how many, and the first devices as we would read them."""
    data = json.dumps(found.document).encode()
    reading = read_source(Source.of_bytes("first-look.json", data))[0]
    names = ("tag", "serial", "make", "model", "kind", "state_text")
    rows = [
        [str(each.get(name) or "") for name in names]
        for _at, each in zip(range(_SAMPLE_ROWS), reading.rows(), strict=False)
    ]
    said = language()
    count = found.total_count
    what = ngettext("There is {count} device.", "There are {count} devices.", count)
    return {
        "what": what.format(count=number(count, said)) if count else _("It holds no devices yet."),
        "heads": [field_name(name) for name in names],
        "rows": rows,
    }


def told(some: Sequence[Told]) -> dict[str, Any]:
    """What writing back would change: how many devices, and the first of them."""
    said = language()
    others = sum(1 for each in some if each.is_other)
    return {
        "others_count": number(others, said),
        "links_count": number(sum(1 for each in some if each.is_linked), said),
        "is_any": bool(some),
        "is_cut": len(some) > SHOWN_COUNT,
        "rows": [
            {
                "number": each.counterpart.device_id,
                "name": str(each.counterpart.device),
                "state": State(each.counterpart.device.state).text.spoken(said),
                "now": each.status_now or _("unknown"),
                "then": each.status_then if each.is_other else _("stays"),
            }
            for each in some[:SHOWN_COUNT]
        ],
    }


def writes(some: Iterable[Writeback]) -> list[dict[str, Any]]:
    """What was told, and what waits or was given up."""
    return [_write(each) for each in some]


def _write(write: Writeback) -> dict[str, Any]:
    said = language()
    if write.done_at is not None:
        level, state = "good", _("told") if write.written else _("was so already")
    elif write.is_given_up:
        level, state = "bad", _("given up")
    else:
        level, state = "info", _("waits")
    device = write.counterpart.device
    return {
        "number": device.pk,
        "name": str(device),
        "state": State(write.state).text.spoken(said),
        "level": level,
        "said": state,
        "at": _when(write.done_at or write.next_at),
        "why": write.trouble.get(said, ""),
    }


def _when(at: datetime | None) -> str:
    return moment(at) if at else ""
