"""One device that leaves earlier or stays longer: one person asks, another decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.record.models import Evidence
from kringspoor.use.models import Device, LifetimeException
from kringspoor.use.models.lifetimes import REASONS_OF, Asked, Shift, ShiftReason
from kringspoor.use.rules.due import Life, life_on


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for a device: which way, why, with what proof, and until which day."""

    kind: Shift
    reason: ShiftReason
    new_target_on: date
    note: str = ""
    evidence: Evidence | None = None


@within_organisation
@transaction.atomic
def ask_exception(
    device: Device,
    wish: Wish,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    today: date,
) -> LifetimeException:
    """Ask that one device leaves earlier or stays longer than its rule says.

    The request keeps the version of the rule it deviates from. Raises BadInput for what lacks,
    Refused when one waits already.
    """
    hold_chain(organisation=organisation)
    device = Device.objects.get(pk=device.pk)
    life = life_on(device, organisation=organisation, on=today)
    _demand_wish(wish, life, today)
    if LifetimeException.objects.filter(device=device, state=Asked.WAITING).exists():
        raise Refused(_WAITS, hint=_WAITS_HINT, code="exception-waits")
    asked = LifetimeException.objects.create(
        organisation=organisation, device=device, kind=wish.kind, reason=wish.reason,
        note=wish.note.strip(), evidence=wish.evidence, new_target_on=wish.new_target_on,
        rule_version=f"{life.in_force.of} {life.in_force.scope} {life.in_force.version}",
        asked_by=actor, asked_at=at,
    )  # fmt: skip
    told: dict[str, Plain] = {
        "exception": asked.pk,
        "kind": wish.kind.value,
        "ground": wish.reason.value,
        "new_target_on": wish.new_target_on.isoformat(),
        "evidence": wish.evidence.sha256 if wish.evidence else "",
        "rule": life.in_force.payload,
    }
    _write("exception.asked", device, told, organisation=organisation, actor=actor, at=at)
    return asked


@within_organisation
@transaction.atomic
def decide_exception(
    asked: LifetimeException,
    *,
    is_approved: bool,
    answer: str,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> None:
    """Approve a request or refuse it. Raises Refused for who asked it, and for what is decided.

    A refusal says why.
    """
    held = _held(asked, organisation)
    if held.asked_by_id == actor.pk:
        raise Refused(_OWN, hint=_OWN_HINT, code="exception-own")
    if not is_approved and not answer.strip():
        raise BadInput(_WHY, hint=_WHY_HINT, code="exception-why")
    state = Asked.APPROVED if is_approved else Asked.REFUSED
    _close(held, state, answer, organisation=organisation, actor=actor, at=at)


@within_organisation
@transaction.atomic
def withdraw_exception(
    asked: LifetimeException, *, organisation: Organisation, actor: User, at: datetime
) -> None:
    """Take a request back, by who asked it. Raises Refused for others, and for what is decided."""
    held = _held(asked, organisation)
    if held.asked_by_id != actor.pk:
        raise Refused(_NOT_OWN, hint=_NOT_OWN_HINT, code="exception-not-own")
    _close(held, Asked.WITHDRAWN, "", organisation=organisation, actor=actor, at=at)


def _held(asked: LifetimeException, organisation: Organisation) -> LifetimeException:
    """The request as it stands, while nobody else can decide it."""
    hold_chain(organisation=organisation)
    held = LifetimeException.objects.select_related("device").get(pk=asked.pk)
    if held.state != Asked.WAITING:
        state = Asked(held.state).text
        raise Refused(
            Text(nl=f"deze vraag is al {state.nl}", en=f"this request is {state.en} already"),
            hint=Text(nl="vraag een nieuwe uitzondering", en="ask for a new exception"),
            code="exception-decided",
        )
    return held


def _close(
    held: LifetimeException,
    state: Asked,
    answer: str,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> None:
    held.state, held.answer = state.value, answer.strip()
    held.decided_by, held.decided_at = actor, at
    held.save(update_fields=("state", "answer", "decided_by", "decided_at"))
    told: dict[str, Plain] = {
        "exception": held.pk,
        "new_target_on": held.new_target_on.isoformat(),
        "answer": held.answer,
        "rule_version": held.rule_version,
    }
    kind = f"exception.{state.value}"
    _write(kind, held.device, told, organisation=organisation, actor=actor, at=at)


def _write(
    kind: str,
    device: Device,
    told: Mapping[str, Plain],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> None:
    happening = Happening(kind, device.subject, told)
    write_down([happening], organisation=organisation, actor=actor, at=at)


def _demand_wish(wish: Wish, life: Life, today: date) -> None:
    """Raise BadInput unless the reason, the proof and the day fit each other and the rule."""
    if wish.reason not in REASONS_OF[wish.kind]:
        raise BadInput(_OTHER_REASON, hint=_OTHER_REASON_HINT, code="exception-reason")
    if wish.kind is Shift.EARLIER and wish.evidence is None:
        raise BadInput(_NO_PROOF, hint=_NO_PROOF_HINT, code="exception-proof")
    if wish.new_target_on < today:
        raise BadInput(_PAST, hint=_PAST_HINT, code="exception-past")
    if life.dates is None:
        raise Refused(_NO_START, hint=_NO_START_HINT, code="exception-no-start")
    is_earlier = wish.new_target_on < life.dates.target_on
    if is_earlier != (wish.kind is Shift.EARLIER) or wish.new_target_on == life.dates.target_on:
        due = life.dates.target_on
        raise BadInput(
            Text(
                nl=f"deze dag past niet: het toestel is aan vervanging toe op {due:%d/%m/%Y}",
                en=f"this day does not fit: the device is due on {due:%d/%m/%Y}",
            ),
            hint=Text(
                nl="kies een dag ervoor om vroeger weg te doen, een dag erna om langer te houden",
                en="choose a day before it to part with it earlier, a day after it to keep it",
            ),
            code="exception-day",
        )


_WAITS = Text(
    nl="voor dit toestel wacht al een vraag", en="a request for this device waits already"
)
_WAITS_HINT = Text(
    nl="laat die eerst beantwoorden of trek ze in",
    en="have that one answered first, or withdraw it",
)
_OWN = Text(nl="u vroeg dit zelf", en="you asked this yourself")
_OWN_HINT = Text(nl="laat een collega beslissen", en="let a colleague decide")
_NOT_OWN = Text(nl="u vroeg dit niet", en="you did not ask this")
_NOT_OWN_HINT = Text(nl="wie het vroeg, kan het intrekken", en="who asked it, can withdraw it")
_WHY = Text(nl="het antwoord ontbreekt", en="the answer is missing")
_WHY_HINT = Text(nl="schrijf waarom u weigert", en="write why you refuse")
_OTHER_REASON = Text(
    nl="deze reden hoort bij de andere richting", en="this reason belongs to the other way"
)
_OTHER_REASON_HINT = Text(
    nl="kies een reden die erbij past", en="choose a reason that goes with it"
)
_NO_PROOF = Text(nl="het bewijs ontbreekt", en="the evidence is missing")
_NO_PROOF_HINT = Text(
    nl="voeg een bestand toe: een melding, een offerte, een foto",
    en="add a file: a notice, a quote, a photo",
)
_PAST = Text(nl="deze dag is voorbij", en="this day is over")
_PAST_HINT = Text(nl="kies vandaag of later", en="choose today or later")
_NO_START = Text(
    nl="niemand weet sinds wanneer dit toestel dient",
    en="nobody knows since when this device serves",
)
_NO_START_HINT = Text(nl="vul eerst de aankoopdatum in", en="first fill in when it was bought")
