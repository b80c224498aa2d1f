"""The journal as a person reads it, and as a file to take along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.words import number
from kringspoor.people.language import language
from kringspoor.people.models import User
from kringspoor.people.tables.export import Cell
from kringspoor.record.chain import canonical
from kringspoor.record.forms.journal import JournalForm
from kringspoor.record.models import Event, Link
from kringspoor.record.queries.journal import FORGOTTEN, NOBODY, Summary
from kringspoor.record.tables import about, filter_bar, moment, what, who
from kringspoor.record.tables.payloads import named, said

SHOWN_KINDS_COUNT = 3  # of one act; its page has all of them


def choices(kinds: Iterable[str], actors: Iterable[User]) -> dict[str, list[tuple[str, str]]]:
    """The options of each filter."""
    people = [(str(each.pk), str(each)) for each in actors]
    return {
        "kind": sorted(((each, what(each)) for each in kinds), key=lambda each: each[1]),
        "person": [*people, (NOBODY, "Kringspoor"), (FORGOTTEN, _("erased"))],
    }


def filters(
    form: JournalForm, chosen: Mapping[str, str], batch_name: str, found_count: int
) -> dict[str, Any]:
    """The filter bar of the journal, in words."""
    asked, fields = form.asked, form.fields
    people: Mapping[str, str] = dict(fields["person"].choices)  # type: ignore[attr-defined]
    named = {
        "kind": what(asked.kind),
        "person": people.get(asked.person, asked.person),
        "first": f"{asked.first:%d/%m/%Y}" if asked.first else chosen.get("first", ""),
        "last": f"{asked.last:%d/%m/%Y}" if asked.last else chosen.get("last", ""),
        "batch": batch_name or chosen.get("batch", ""),
    }
    result = ngettext("{count} act", "{count} acts", found_count)
    count = number(found_count, language())
    return filter_bar(form, chosen, named, result.format(count=count))


def row(link: Link, held: Sequence[Summary]) -> dict[str, Any]:
    """One act as a row."""
    said = language()
    told = [
        what(each.kind)
        if each.events_count == 1
        else f"{number(each.events_count, said)} × {what(each.kind)}"
        for each in held
    ]
    return {
        "number": link.number_no,
        "what": told[:SHOWN_KINDS_COUNT],
        "more_count": max(0, len(told) - SHOWN_KINDS_COUNT),
        "about": about(held[0].subject) if link.events_count == 1 and held else None,
        "at": moment(link.at),
        "who": who(link),
        "batch": _work(link),
        "batch_url": f"?{urlencode({'batch': link.batch_id})}" if link.batch_id else "",
    }


def act(link: Link, before: bytes) -> dict[str, Any]:
    """One act: who, when, and what binds it to the acts before it."""
    return {
        "number": link.number_no,
        "at": moment(link.at),
        "who": who(link),
        "batch": _work(link),
        "events": number(link.events_count, language()),
        "proof": [
            (_("Hash of this link"), bytes(link.hash).hex()),
            (_("Hash of the link before it"), before.hex()),
            (_("Digest of its events"), bytes(link.root).hex()),
        ],
    }


def _work(link: Link) -> str:
    """The piece of work an act belongs to: its name, else its kind in words."""
    return (link.batch.name or what(link.batch.kind)) if link.batch else ""


def event(each: Event) -> dict[str, Any]:
    """One event with what it says; nothing when that was erased."""
    return {
        "no": each.position_no + 1,
        "what": what(each.kind),
        "about": about(each.subject),
        "is_erased": each.payload is None,
        "told": [(named(name), said(name, value)) for name, value in (each.payload or {}).items()],
    }


def heads() -> list[str]:
    """The heads of the journal as a file."""
    return [
        _("Chain link"), _("Time"), _("By"), _("What happened"), _("About"), _("What it says"),
        _("Piece of work"), _("Hash of this link"),
    ]  # fmt: skip


def cells(event: Event) -> list[Cell]:
    """One event as a row of that file."""
    link = event.link
    told = _("erased") if event.payload is None else canonical(event.payload).decode()
    return [
        link.number_no, moment(link.at), who(link), what(event.kind), event.subject, told,
        link.batch.name if link.batch else "", bytes(link.hash).hex(),
    ]  # fmt: skip
