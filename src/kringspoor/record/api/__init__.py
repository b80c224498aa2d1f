"""The record for other programs, a file for each subject."""

from __future__ import annotations

from kringspoor.record.api import evidence, journal, webhooks
from kringspoor.record.api.told import BatchOut, EventOut, EvidenceOut, event_out

__all__ = ("ROUTERS", "BatchOut", "EventOut", "EvidenceOut", "event_out")
ROUTERS = (
    ("/record", journal.router),
    ("/evidence", evidence.router),
    ("/webhooks", webhooks.router),
)
