"""What people must be reminded of on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kringspoor.core.states import HELD
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Checkpoint
from kringspoor.use.models import Assignment, Device, LifetimeException, PoolStay, RepairOrder
from kringspoor.use.models.contracts import Contract
from kringspoor.use.models.lifetimes import Asked
from kringspoor.use.rules.contracts import notice_on
from kringspoor.use.rules.reminders import AHEAD_DAYS
from kringspoor.use.rules.repairs import served_late

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to be reminded of. The same key is not told again; ``person_no`` caused it."""

    key: str
    words: Text
    path: str
    person_no: int | None = None


@within_organisation
def reminders_on(today: date, *, organisation: Organisation) -> Mapping[str, Sequence[Due]]:
    """Everything anybody here must be reminded of, by kind. What is late comes back every week."""
    year, week, _day = today.isocalendar()
    return {slug: list(ask(today, f"{year}-{week}")) for slug, ask in _ASK.items()}


def _warranties(today: date, week: str) -> Iterator[Due]:
    until = today + timedelta(days=AHEAD_DAYS)
    found = Device.objects.filter(state__in=HELD, warranty_end_on__range=(today, until))
    for each in found.order_by("warranty_end_on", "tag", "id")[:MOST_ROWS]:
        end = each.warranty_end_on
        words = Text(nl=f"{each}: tot {end:%d/%m/%Y}", en=f"{each}: until {end:%d/%m/%Y}")
        yield Due(f"warranty:{each.pk}:{end}", words, f"/devices/{each.pk}/")


def _contracts(today: date, week: str) -> Iterator[Due]:
    until = today + timedelta(days=AHEAD_DAYS)
    for each in Contract.objects.filter(ends_on__gte=today).order_by("ends_on", "id")[:MOST_ROWS]:
        day = notice_on(each)
        if day and today <= day <= until:
            words = Text(
                nl=f"{each}: opzeggen uiterlijk op {day:%d/%m/%Y}",
                en=f"{each}: give notice by {day:%d/%m/%Y}",
            )
            yield Due(f"contract:{each.pk}:{day}", words, f"/contracts/{each.pk}/")


def _reviews(today: date, week: str) -> Iterator[Due]:
    found = PoolStay.objects.filter(to_on__isnull=True, review_on__lte=today)
    for each in found.select_related("device", "pool").order_by("review_on", "id")[:MOST_ROWS]:
        day = f"{each.review_on:%d/%m/%Y}"
        words = Text(
            nl=f"{each.device} in {each.pool}: bekijken op {day}",
            en=f"{each.device} in {each.pool}: to look at on {day}",
        )
        yield Due(f"review:{each.pk}:{week}", words, f"/pools/{each.pool_id}/")


def _loans(today: date, week: str) -> Iterator[Due]:
    found = Assignment.objects.filter(to_on__isnull=True, due_on__lt=today)
    for each in found.select_related("device").order_by("due_on", "id")[:MOST_ROWS]:
        day = f"{each.due_on:%d/%m/%Y}"
        words = Text(nl=f"{each.device}: terug op {day}", en=f"{each.device}: back on {day}")
        yield Due(f"loan:{each.pk}:{week}", words, f"/devices/{each.device_id}/")


def _repairs(today: date, week: str) -> Iterator[Due]:
    found = RepairOrder.objects.filter(served_late(today), closed_on__isnull=True)
    found = found.filter(responded_at__isnull=True).select_related("device")
    for each in found.order_by("due_on", "id")[:MOST_ROWS]:
        day = f"{each.due_on:%d/%m/%Y}"
        words = Text(nl=f"{each.device}: dienst op {day}", en=f"{each.device}: service by {day}")
        yield Due(f"repair:{each.pk}:{week}", words, f"/repairs/{each.pk}/")


def _exceptions(today: date, week: str) -> Iterator[Due]:
    found = LifetimeException.objects.filter(state=Asked.WAITING).select_related("device")
    for each in found.order_by("asked_at", "id")[:MOST_ROWS]:
        day = f"{each.asked_at:%d/%m/%Y}"
        words = Text(nl=f"{each.device}: gevraagd op {day}", en=f"{each.device}: asked on {day}")
        path = "/lifetimes/exceptions/"
        yield Due(f"exception:{each.pk}:{week}", words, path, each.asked_by_id)


def _checkpoints(today: date, week: str) -> Iterator[Due]:
    last = Checkpoint.objects.filter(made_at__date__lte=today).first()
    if last is not None:
        words = Text(
            nl=f"schakel {last.link_no}: druk het af en geef het aan een partner",
            en=f"link {last.link_no}: print it and give it to a partner",
        )
        yield Due(f"checkpoint:{today:%Y-%m}", words, f"/record/checkpoints/{last.pk}/")


_ASK: Mapping[str, Callable[[date, str], Iterator[Due]]] = {
    "exception": _exceptions,
    "repair": _repairs,
    "loan": _loans,
    "review": _reviews,
    "warranty": _warranties,
    "contract": _contracts,
    "checkpoint": _checkpoints,
}
