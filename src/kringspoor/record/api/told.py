"""What the API tells of events, pieces of long work and files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema

from kringspoor.record.models import Event


class EventOut(Schema):
    """Something that happened to a thing; the payload is null once it is erased."""

    link_no: int
    position_no: int
    at: datetime
    kind: str
    subject: str
    payload: dict[str, Any] | None


class BatchOut(Schema):
    """A piece of long work: how far it is.

    waiting > looking > looked_at > accepted > running > done; or failed, cancelled.
    done > undone, when it is long by way of to_undo > undoing.
    """

    id: int
    kind: str
    state: str
    name: str
    rows_count: int
    done_count: int
    made_count: int
    changed_count: int
    started_at: datetime
    ended_at: datetime | None


class EvidenceOut(Schema):
    """A file that proves something. Its bytes are named by their digest."""

    id: int
    sha256: str
    name: str
    kind: str
    size_bytes: int
    issuer: str
    issued_on: date | None
    expires_on: date | None
    visibility: str
    added_at: datetime
    erased_at: datetime | None


def event_out(event: Event, *, sees_prices: bool) -> dict[str, Any]:
    """One event, without what things cost for who may not see that."""
    payload = event.payload
    if payload is not None and not sees_prices:
        payload = {name: told for name, told in payload.items() if not name.endswith("_cents")}
    return {
        "link_no": event.link.number_no,
        "position_no": event.position_no,
        "at": event.link.at,
        "kind": event.kind,
        "subject": event.subject,
        "payload": payload,
    }
