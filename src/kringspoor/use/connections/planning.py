"""When a connection is asked next."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from kringspoor.use.models import Connection


def next_at(connection: Connection, at: datetime) -> datetime | None:
    """When a connection is fetched next: so many hours on, or at that hour of a day."""
    if connection.every_hours:
        return at + timedelta(hours=connection.every_hours)
    if connection.daily_at is None:
        return None
    here = timezone.localtime(at)
    today = here.replace(
        hour=connection.daily_at.hour, minute=connection.daily_at.minute, second=0, microsecond=0
    )
    return today if today > here else today + timedelta(days=1)
