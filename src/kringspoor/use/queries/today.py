"""What waits for a person today, in as many questions however many devices there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Upper

from kringspoor.core.states import HELD, State
from kringspoor.people.models import Authorisation, Membership, Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Batch, Chain, Checkpoint
from kringspoor.record.queries.remembering import remembered
from kringspoor.use.models import (
    Assignment,
    Connection,
    Contract,
    Correction,
    DeliveredSerial,
    Device,
    ErasureCertificate,
    LifetimeException,
    PoolStay,
    RepairOrder,
    Sighting,
    StorageMedium,
)
from kringspoor.use.models.lifetimes import Asked
from kringspoor.use.queries.connections import troubled
from kringspoor.use.queries.due import due_rules
from kringspoor.use.rules.contracts import notice_on
from kringspoor.use.rules.quarters import IN_WINDOW, OVERDUE

SOON_DAYS, SIGNED_DAYS = 30, 31
BACK = (State.RETURNED, State.SCREENED)
_TOGETHER, _DISTINCT = "together", Count("pk", distinct=True)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of each kind of work wait, and the first of those that have no list of their own."""

    counts: Mapping[str, int] = field(default_factory=dict)
    first_correction_no: int | None = None  # the device
    first_permit: str = ""  # the partner
    first_contract: str = ""
    notice_on: date | None = None  # until when notice can be given of that contract


@within_organisation
def waiting(
    kinds: Iterable[str],
    *,
    organisation: Organisation,
    member: Membership,
    today: date,
    at: datetime,
) -> Waiting:
    """How much of these kinds of work waits for a member."""
    wanted, asked = set(kinds), _at_once(member)
    parts = {kind: _number_of(*asked[kind], _DISTINCT) for kind in asked if kind in wanted}
    parts |= {"first_correction": _number_of(*asked["correction"], Min("device")), **_signed()}
    row = _row_of(organisation, parts)
    kept = remembered(
        "waiting",
        today,
        lambda: _row_of(organisation, _on_record(today)),
        organisation=organisation,
    )
    counts = {kind: row[kind] or 0 for kind in asked if kind in wanted}
    counts |= {kind: kept[kind] or 0 for kind in kept if kind in wanted}
    contracts = _notices(today) if "contract" in wanted else []
    counts |= {"contract": len(contracts)} if "contract" in wanted else {}
    counts |= _due(organisation, today) if wanted & {OVERDUE, IN_WINDOW} else {}
    if counts.get("connection"):
        counts["connection"] = troubled(organisation=organisation)
    if "checkpoint" in wanted:
        is_old = row["signed_at"] is None or row["signed_at"] < at - timedelta(days=SIGNED_DAYS)
        counts["checkpoint"] = (row["links"] or 0) - (row["signed_no"] or 0) if is_old else 0
    notice_on, contract = contracts[0] if contracts else (None, "")
    return Waiting(counts, row["first_correction"], kept["first_permit"] or "", contract, notice_on)


def _row_of(organisation: Organisation, parts: Mapping[str, Subquery]) -> dict[str, Any]:
    """The answers to several questions, asked as one."""
    found = Organisation.objects.filter(pk=organisation.pk).values_list(*parts.values())
    return dict(zip(parts, found.get(), strict=True))


Rows = tuple[QuerySet[Model], str]  # and the path to their organisation


def _on_record(today: date) -> dict[str, Subquery]:
    """The work that changes only when something is written down, for anybody."""
    devices, by_device = Device.objects.all(), "device__organisation"
    soon = today + timedelta(days=SOON_DAYS)
    is_open = Q(to_on__isnull=True)
    late = Q(closed_on__isnull=True, responded_at__isnull=True, due_on__lt=today)
    lent = Q(device__state=State.ON_LOAN, due_on__lt=today)
    ends = Q(state__in=HELD, warranty_end_on__gte=today, warranty_end_on__lte=soon)
    stays = PoolStay.objects.filter(is_open, review_on__lte=today, device__state=State.IN_RESERVE)
    rows: dict[str, Rows] = {
        "returned": (devices.filter(state=State.RETURNED), "organisation"),
        "medium": (_unproven(), by_device),
        "repair": (RepairOrder.objects.filter(late), by_device),
        "loan": (Assignment.objects.filter(is_open, lent), by_device),
        "review": (stays, "pool__organisation"),
        "warranty": (devices.filter(ends), "organisation"),
        "permit": _permits(today),
        "order": _undelivered(),
    }
    counted = {kind: _number_of(*each, _DISTINCT) for kind, each in rows.items()}
    return {**counted, "first_permit": _number_of(*rows["permit"], Min("partner__name"))}


def _at_once(member: Membership) -> dict[str, Rows]:
    """The work that comes and goes without a line in the record, or that not everybody may do."""
    unknown = Sighting.objects.filter(device__isnull=True, is_set_aside=False)
    questions = Batch.objects.filter(kind="import", state="looked_at")
    return {
        "import": (questions, "organisation"),
        "draft": (unknown, "organisation"),
        "connection": _connected(),
        **_of_others(member),
    }


def _of_others(member: Membership) -> dict[str, Rows]:
    """What a second person must agree with; what one asked oneself waits for somebody else."""
    exceptions = LifetimeException.objects.filter(state=Asked.WAITING)
    corrections = Correction.objects.filter(ended_at__isnull=True)
    return {
        "exception": (exceptions.exclude(asked_by=member.user_id), "organisation"),
        "correction": (corrections.exclude(asked_by=member.user_id), "device__organisation"),
    }


def _unproven() -> QuerySet[StorageMedium]:
    """The media in devices that came back, of which no certificate proves the erasure."""
    proof = ErasureCertificate.objects.filter(
        medium=OuterRef("pk"), has_passed=True, finished_at__gt=OuterRef("last_used_at")
    )
    inside = StorageMedium.objects.filter(device__state__in=BACK, is_removed=False)
    return inside.filter(~Exists(proof))


def _undelivered() -> Rows:
    """What stands on a delivery note, and is not in the inventory."""
    here = Device.objects.alias(name=Upper("serial")).filter(name=Upper(OuterRef("serial")))
    return DeliveredSerial.objects.filter(~Exists(here)), "line__organisation"


def _connected() -> Rows:
    """The connections that are on: whether one is in trouble is asked only where there are any."""
    return Connection.objects.filter(is_on=True), "organisation"


def _permits(today: date) -> Rows:
    """The permits that end soon, and that no later one follows."""
    later = Authorisation.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to")),
        partner=OuterRef("partner"), kind=OuterRef("kind"),
    )  # fmt: skip
    ends = Authorisation.objects.filter(
        valid_to__gte=today, valid_to__lte=today + timedelta(days=SOON_DAYS)
    )
    return ends.filter(~Exists(later)), "partner__organisation"


def _number_of(rows: QuerySet[Model], path: str, what: Count | Min) -> Subquery:
    """One number of some rows, as a part of one question."""
    together = rows.order_by().values(**{_TOGETHER: F(path)})
    return Subquery(together.annotate(answer=what).values("answer"))


def _notices(today: date) -> list[tuple[date, str]]:
    """Until when notice can be given of contracts, where that is soon; the first to end first."""
    rows = Contract.objects.filter(ends_on__gte=today, notice_days__isnull=False)
    found = ((notice_on(each), each.reference) for each in rows)
    soon = today + timedelta(days=SOON_DAYS)
    return sorted((day, name) for day, name in found if day and today <= day <= soon)


def _due(organisation: Organisation, today: date) -> dict[str, int]:
    """How many devices are past their window, and how many in it."""
    return remembered(
        "due today", today, lambda: _due_now(organisation, today), organisation=organisation
    )


def _due_now(organisation: Organisation, today: date) -> dict[str, int]:
    rules = due_rules(organisation=organisation, today=today)
    held = Device.objects.filter(rules.where(""), state__in=HELD).order_by()
    found: dict[str, int] = held.aggregate(
        **{name: Count("pk", filter=rules.where(name)) for name in (OVERDUE, IN_WINDOW)}
    )
    return found


def _signed() -> dict[str, Subquery]:
    """How many acts are on record, and up to which one the last checkpoint signs them."""
    last = Checkpoint.objects.order_by("-link_no")
    return {
        "links": Subquery(Chain.objects.values("links_count")[:1]),
        "signed_no": Subquery(last.values("link_no")[:1]),
        "signed_at": Subquery(last.values("made_at")[:1]),
    }
