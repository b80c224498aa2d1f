"""Pools: made, changed, filled, lent from and looked at again in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.guards.facts import RiskContext
from kringspoor.core.pool import PoolKind
from kringspoor.core.states import State
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, Unit, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.actions.states import change_state
from kringspoor.use.facts import plain
from kringspoor.use.models import Assignment, Device, Pool, PoolStay
from kringspoor.use.models.lives import SOCIAL_LOAN
from kringspoor.use.rules.said import NextHolder, Said


@dataclass(frozen=True, slots=True)
class Loan:
    """Who borrows, where it is used, and until when. A social pool knows no borrower."""

    holder: str
    unit: Unit | None
    context: RiskContext
    due_on: date | None = None
    mitigation: str = ""


@within_organisation
@transaction.atomic
def keep_pool(
    pool: Pool | None,
    fields: Mapping[str, Any],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> Pool:
    """Make a pool, or change one. Raises Refused to close one that still holds devices."""
    hold_chain(organisation=organisation)
    is_new = pool is None
    kept = pool or Pool(organisation=organisation)
    changed: dict[str, Plain] = {
        name: [plain(getattr(kept, name)) if not is_new else None, _told(value)]
        for name, value in fields.items()
        if is_new or getattr(kept, name) != value
    }
    for name, value in fields.items():
        setattr(kept, name, value)
    if not is_new and not kept.is_open and kept.stays.filter(to_on__isnull=True).exists():
        raise Refused(_NOT_EMPTY, hint=_EMPTY_IT, code="pool-not-empty")
    if _taken(kept):
        raise BadInput(_NAMED.filled(name=kept.name), hint=_OTHER_NAME, code="pool-twice")
    kept.save()
    happening = Happening("pool.made" if is_new else "pool.changed", f"pool:{kept.pk}", changed)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return kept


def _taken(pool: Pool) -> bool:
    return Pool.objects.filter(name__iexact=pool.name).exclude(pk=pool.pk).exists()


def _told(value: Any) -> str | int | None:
    return str(value) if isinstance(value, Unit) else plain(value)


@within_organisation
@transaction.atomic
def put_in_pool(
    device: Device,
    pool: Pool,
    review_on: date,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    today: date,
    refused_steps: Mapping[str, str] | None = None,
) -> Device:
    """Put a screened device in a pool, until a day on which somebody looks at it again."""
    said = Said(
        pool=pool,
        review_on=review_on,
        refused_steps=refused_steps or {},
        next_holder=NextHolder(use_type=pool.kind, context=RiskContext.ISOLATED),
    )
    return change_state(
        device, State.IN_RESERVE, organisation=organisation, actor=actor, at=at, today=today,
        said=said,
    )  # fmt: skip


@within_organisation
@transaction.atomic
def lend(
    device: Device,
    pool: Pool,
    loan: Loan,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    today: date,
) -> Device:
    """Lend a device of a pool. Without a day it is due after the days of the pool.

    Raises StepRefused until it is erased for this borrower; BadInput for a name where a social
    pool keeps none.
    """
    kind = PoolKind(pool.kind)
    if kind is PoolKind.SOCIAL and loan.holder:
        raise BadInput(_NAMELESS, hint=_LEAVE_OPEN, code="no-name")
    due_on = loan.due_on or (today + timedelta(days=pool.loan_days) if pool.loan_days else None)
    if due_on is None or due_on <= today:
        raise BadInput(_NO_DUE, hint=_GIVE_DUE, code="no-due")
    stay = PoolStay.objects.filter(device=device, to_on__isnull=True).first()
    following = NextHolder(
        holder=loan.holder,
        use_type=SOCIAL_LOAN if kind is PoolKind.SOCIAL else pool.kind,
        unit=loan.unit,
        context=loan.context,
        mitigation=loan.mitigation,
        due_on=due_on,
    )
    review_on = max(stay.review_on, due_on) if stay else due_on
    return change_state(
        device, State.ON_LOAN, organisation=organisation, actor=actor, at=at, today=today,
        said=Said(next_holder=following, pool=pool, review_on=review_on),
    )  # fmt: skip


@within_organisation
@transaction.atomic
def extend_loan(
    device: Device, due_on: date, *, organisation: Organisation, actor: User, at: datetime,
    today: date,
) -> None:  # fmt: skip
    """Let a borrower keep a device longer. Raises BadInput for a day that is not later."""
    hold_chain(organisation=organisation)
    found = Assignment.objects.filter(device=device, to_on__isnull=True).first()
    if found is None or device.state != State.ON_LOAN:
        raise Refused(_NOT_LENT, hint=_LOOK, code="not-lent")
    if due_on <= max(found.due_on or today, today):
        raise BadInput(_NOT_LATER, hint=_GIVE_DUE, code="not-later")
    told: dict[str, Plain] = {"due_on": [plain(found.due_on), plain(due_on)]}
    Assignment.objects.filter(pk=found.pk).update(due_on=due_on)
    happening = Happening("loan.extended", device.subject, told)
    write_down((happening,), organisation=organisation, actor=actor, at=at)


@within_organisation
@transaction.atomic
def review_stay(
    device: Device, review_on: date, *, organisation: Organisation, actor: User, at: datetime,
    today: date,
) -> None:  # fmt: skip
    """Say that a device still belongs in its pool, until the next look.

    Raises Refused when it lay idle longer than the pool allows: then it goes back to triage.
    """
    hold_chain(organisation=organisation)
    stay = PoolStay.objects.select_related("pool").filter(device=device, to_on=None).first()
    if stay is None:
        raise Refused(_NOT_HELD, hint=_LOOK, code="not-held")
    if review_on <= today:
        raise BadInput(_NOT_LATER, hint=_GIVE_DUE, code="not-later")
    most = stay.pool.max_idle_days
    if most is not None and (review_on - stay.from_on).days > most:
        raise Refused(_TOO_LONG.filled(days=most), hint=_TRIAGE, code="idle-too-long")
    told: dict[str, Plain] = {"review_on": [plain(stay.review_on), plain(review_on)]}
    PoolStay.objects.filter(pk=stay.pk).update(review_on=review_on)
    happening = Happening("stay.reviewed", device.subject, told)
    write_down((happening,), organisation=organisation, actor=actor, at=at)


_NOT_EMPTY = Text(
    nl="er zitten nog toestellen in deze pool", en="there are still devices in this pool"
)
_EMPTY_IT = Text(nl="geef ze eerst een volgend gebruik", en="give them their next use first")
_NAMED = Text(nl="er is al een pool '{name}'", en="there is a pool '{name}' already")
_OTHER_NAME = Text(nl="kies een andere naam", en="choose another name")
_NAMELESS = Text(nl="een sociale uitleen bewaart geen naam", en="social lending keeps no name")
_LEAVE_OPEN = Text(nl="laat de ontlener leeg", en="leave the borrower open")
_NO_DUE = Text(nl="de dag van teruggave ontbreekt", en="the day of return is missing")
_GIVE_DUE = Text(nl="geef een latere dag", en="give a later day")
_NOT_LATER = Text(nl="deze dag is niet later", en="this day is not later")
_NOT_LENT = Text(nl="dit toestel is niet uitgeleend", en="this device is not lent")
_NOT_HELD = Text(nl="dit toestel zit in geen pool", en="this device is in no pool")
_LOOK = Text(nl="kijk opnieuw naar het toestel", en="look at the device again")
_TOO_LONG = Text(
    nl="in deze pool ligt een toestel ten hoogste {days} dagen",
    en="a device lies in this pool for {days} days at most",
)
_TRIAGE = Text(
    nl="neem het terug en zoek een volgend gebruik", en="take it back and find its next use"
)
