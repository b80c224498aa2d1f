"""Questions to the journal: which acts, by whom, about what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.chain import ERASED, START
from kringspoor.record.models import Batch, Event, Link
from kringspoor.record.queries.remembering import remembered

NOBODY, FORGOTTEN = "nobody", "forgotten"  # work that ran by itself; who was erased
_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the journal is asked for; every part of it stands in its address."""

    subject: str = ""
    kind: str = ""
    person: str = ""
    first: date | None = None
    last: date | None = None
    batch_no: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How many events of one kind an act holds, and one thing they are about."""

    kind: str
    subject: str
    events_count: int


@within_organisation
def acts(asked: Asked, *, organisation: Organisation) -> QuerySet[Link]:
    """The acts asked for, the latest first."""
    found = Link.objects.filter(_of_link(asked, "")).select_related("actor", "batch")
    if asked.kind or asked.subject:
        events = Event.objects.filter(_of_event(asked), link=OuterRef("pk"))
        found = found.filter(Exists(events))
    return found.order_by("-number_no")


@within_organisation
def events(asked: Asked, *, organisation: Organisation) -> Iterator[Event]:
    """The events asked for in the order in which they happened, each with its act."""
    found = Event.objects.filter(_of_link(asked, "link__") & _of_event(asked))
    ordered = found.order_by("link__number_no", "position_no")
    return ordered.select_related("link__actor", "link__batch").iterator(_ROWS_AT_ONCE)


def _of_event(asked: Asked) -> Q:
    chosen = {"kind": asked.kind, "subject": asked.subject}
    return Q(**{name: value for name, value in chosen.items() if value})


def _of_link(asked: Asked, path: str) -> Q:
    """The condition on an act, which the path leads to."""
    wanted: dict[str, object] = {}
    if asked.first:
        wanted["at__gte"] = _midnight(asked.first)
    if asked.last and asked.last < date.max:
        wanted["at__lt"] = _midnight(asked.last + timedelta(days=1))
    if asked.batch_no is not None:
        wanted["batch"] = asked.batch_no
    if asked.person in (NOBODY, FORGOTTEN):
        wanted |= {"actor__isnull": True, "actor_salt__isnull": asked.person == FORGOTTEN}
    elif asked.person:
        wanted["actor"] = int(asked.person)
    return Q(**{f"{path}{name}": value for name, value in wanted.items()})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@within_organisation
def summaries(links: Sequence[Link], *, organisation: Organisation) -> dict[int, list[Summary]]:
    """What each of these acts holds, most events first."""
    rows = (
        Event.objects.filter(link__in=links)
        .values_list("link_id", "kind")
        .annotate(count=Count("id"), subject=Min("subject"))
        .order_by("-count", "kind")
    )
    found: dict[int, list[Summary]] = {}
    for link_id, kind, count, subject in rows:
        found.setdefault(link_id, []).append(Summary(kind, subject, count))
    return found


@within_organisation
def kinds(*, organisation: Organisation) -> list[str]:
    """Every kind of event that is on record."""
    found = Event.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return remembered("kinds", None, lambda: list(found), organisation=organisation)


@within_organisation
def actors(*, organisation: Organisation) -> list[User]:
    """Everybody who did something that is on record."""
    numbers = Link.objects.filter(actor__isnull=False).values_list("actor", flat=True).distinct()
    return list(User.objects.filter(pk__in=list(numbers.order_by())).order_by("name", "email"))


@within_organisation
def batch_name(number: int, *, organisation: Organisation) -> str:
    """What a piece of long work is called; '' when it is not of this organisation."""
    found = Batch.objects.filter(pk=number).first()
    return found.name if found else ""


@within_organisation
def act(number: int, *, organisation: Organisation) -> Link | None:
    """One act by its number in the chain."""
    found = Link.objects.filter(number_no=number).select_related("actor", "batch")
    return found.first()


@within_organisation
def events_of(link: Link, *, organisation: Organisation) -> QuerySet[Event]:
    """What happened in one act, in order."""
    return Event.objects.filter(link=link).order_by("position_no")


@within_organisation
def hash_before(link: Link, *, organisation: Organisation) -> bytes:
    """The hash of the link before this one, as it is stored."""
    before = Link.objects.filter(number_no=link.number_no - 1).first()
    return bytes(before.hash) if before else START


@within_organisation
def erasable_count(subject: str, *, organisation: Organisation) -> tuple[int, int]:
    """How many events about a thing still say something, and how many acts are a person's."""
    told = Event.objects.filter(subject=subject, payload__isnull=False).exclude(kind=ERASED)
    kind, _, number = subject.partition(":")
    is_person = kind == "person" and number.isdecimal()
    acts_count = Link.objects.filter(actor=int(number)).count() if is_person else 0
    return told.count(), acts_count
