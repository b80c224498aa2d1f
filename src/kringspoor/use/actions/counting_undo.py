"""Taking back what a count did last, while nothing later depends on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.models import Event
from kringspoor.use.models import Device, StockTake

UNDONE = {"count.closed": "count.reopened", "count.moved": "count.moved_back"}
_SUBJECTS_AT_ONCE = 500


@within_organisation
@transaction.atomic
def undo_last(
    count: StockTake, *, organisation: Organisation, actor: User, at: datetime
) -> StockTake:
    """Take back the last thing a count did: open it again, or move the devices back.

    Raises Refused when there is nothing to take back, or a device has changed since.
    """
    hold_chain(organisation=organisation)
    count = StockTake.objects.select_for_update(of=("self",)).get(pk=count.pk)
    about = Event.objects.filter(subject=count.subject).select_related("link")
    last = about.order_by("-link__number_no").first()
    if last is None or last.kind not in UNDONE:
        raise Refused(_NOTHING, code="nothing-to-undo")
    events = list(last.link.events.exclude(pk=last.pk))
    _demand_nothing_later(events, last.link.number_no)
    for event in events:
        _restore(event)
    if last.kind == "count.closed":
        count.closed_at, count.closed_by, count.outcome = None, None, {}
        count.save(update_fields=("closed_at", "closed_by", "outcome"))
    told = Happening(UNDONE[last.kind], count.subject, {"devices": len(events)})
    back = [Happening("device.restored", each.subject, {"after": each.kind}) for each in events]
    write_down((told, *back), organisation=organisation, actor=actor, at=at)
    return count


def _demand_nothing_later(events: Sequence[Event], link_no: int) -> None:
    subjects = [each.subject for each in events]
    for start in range(0, len(subjects), _SUBJECTS_AT_ONCE):
        some = subjects[start : start + _SUBJECTS_AT_ONCE]
        later = Event.objects.filter(link__number_no__gt=link_no, subject__in=some)
        depending = later.values("subject").distinct().count()
        if depending:
            raise Refused(
                _SINCE.filled(count=depending), hint=_THOSE_FIRST, code="changed-since"
            )  # fmt: skip


def _restore(event: Event) -> None:
    told: dict[str, Any] = event.payload or {}
    device = Device.objects.filter(pk=int(event.subject.partition(":")[2])).first()
    if device is None or event.kind not in ("device.seen", "device.moved"):
        return
    if event.kind == "device.seen":
        day = told["last_seen_on"][0]
        device.last_seen_on = date.fromisoformat(day) if day else None
    for name in ("site", "unit"):
        if f"{name}_no" in told:
            setattr(device, f"{name}_id", told[f"{name}_no"][0])
    device.version_no += 1
    device.save(update_fields=("last_seen_on", "site", "unit", "version_no"))


_NOTHING = Text(
    nl="deze telling deed niets om terug te draaien", en="this count did nothing to take back"
)
_SINCE = Text(
    nl="{count} toestellen zijn sindsdien veranderd", en="{count} devices have changed since"
)
_THOSE_FIRST = Text(
    nl="maak die latere wijzigingen eerst ongedaan", en="undo those later changes first"
)
