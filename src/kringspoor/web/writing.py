"""Writing down what changed among people: they are under the record, so the door does it."""

from __future__ import annotations

from datetime import datetime

from kringspoor.people.actions import Change
from kringspoor.people.models import Organisation, User
from kringspoor.record.actions.writing import Happening, write_down


def write_change(
    change: Change, *, organisation: Organisation, actor: User | None, at: datetime
) -> None:
    """Append one link with this change. Called within the transaction that made it."""
    happening = Happening(change.kind, change.subject, change.payload)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
