"""The steps of a device: what it may do next, what stands in the way, and taking one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from kringspoor.core.guards.facts import RiskContext
from kringspoor.core.states import Route, State, transition
from kringspoor.core.states import allowed as may_follow
from kringspoor.people.api import (
    REFUSALS,
    Cents,
    Number,
    Problem,
    Reference,
    allowed,
    by,
    checked,
    euros,
    given,
    there,
)
from kringspoor.people.models import Membership
from kringspoor.record.models import Evidence
from kringspoor.record.queries.evidence import evidence_numbered
from kringspoor.use.actions import screening
from kringspoor.use.actions.states import change_state
from kringspoor.use.api.devices import DeviceOut, device_out
from kringspoor.use.forms.media import ReasonForm, ScreenForm
from kringspoor.use.forms.steps import StepForm
from kringspoor.use.models import Device
from kringspoor.use.queries import devices as queries
from kringspoor.use.queries.steps import refusals_on
from kringspoor.use.queries.verdicts import verdict_on
from kringspoor.use.rules import demand_approval, demand_state, may_see_prices
from kringspoor.use.rules.said import Early, Said

router = Router(tags=["steps"])


class StepProblem(Problem):
    """Why a step was not taken; each guard that refused it apart."""

    refusals: list[Problem] = Field(default_factory=list)


_REFUSALS = {**REFUSALS, 403: StepProblem}


class StepOut(Schema):
    """A state that may follow, and its name."""

    target: State
    nl: str
    en: str


class SaidIn(Schema):
    """What is said with a step. What a step does not ask is not looked at."""

    target: State
    reason: str | None = Field(None, max_length=500)
    holder: str | None = Field(None, max_length=500, description="a pseudonym, never a name")
    use_type: str | None = Field(None, max_length=500)
    unit: Reference | None = Field(None, description="the number of a department")
    context: RiskContext | None = None
    mitigation: str | None = Field(None, max_length=500)
    due_on: date | None = None
    pool: Reference | None = None
    review_on: date | None = None
    order_line: str | None = Field(None, max_length=500)
    why_not: str | None = Field(None, max_length=500, description="why not what is advised")
    inside_demand_count: int | None = Field(None, ge=0, le=1_000_000)
    route: Route | None = None
    partner: Reference | None = None
    has_function_test: bool = False
    has_contract: bool = False
    has_declaration: bool = False
    has_packing: bool = False
    book_value_cents: Cents | None = None
    rule_price_cents: Cents | None = None
    price_cents: Cents | None = None
    buyer: str | None = Field(None, max_length=500)
    decided_by: str | None = Field(None, max_length=500)
    are_locks_off: bool = False
    reference: str | None = Field(None, max_length=500, description="of the deed or receipt")
    received_on: date | None = None
    sent_count: int | None = Field(None, ge=0, le=1_000_000)
    received_count: int | None = Field(None, ge=0, le=1_000_000)
    deed_evidence: Reference | None = Field(None, description="the signed file, as evidence")
    parts_listed_count: int | None = Field(None, ge=0, le=1_000_000)
    reported_on: date | None = None
    data_risk: str | None = Field(None, max_length=500)


class StepIn(SaidIn):
    """What is said with the step of one device.

    ``refused_steps`` gives each rung of the ladder above the one chosen with why it fell away.
    """

    version_no: int | None = Field(None, ge=1, lt=2**31, description="refuse if it changed since")
    refused_steps: dict[str, str] = Field(default_factory=dict)
    early_reason: str | None = Field(None, max_length=500, description="before the minimum")
    early_evidence: Reference | None = None


class ScreenIn(Schema):
    """How a device was found."""

    grade: str = Field(pattern="^[ABCD]$")
    battery_percent: int | None = Field(None, ge=0, le=100)
    is_worth_repairing: bool | None = None
    hold_until: date | None = None
    note: str = Field("", max_length=1000)
    test_starts: bool = False
    test_screen: bool = False
    test_keyboard: bool = False
    test_ports: bool = False
    test_network: bool = False
    test_sound: bool = False
    test_case: bool = False


class ReasonIn(Schema):
    """Why something is done."""

    reason: str = Field(min_length=1, max_length=500)


@router.get("/{number}/steps", response={200: list[StepOut], **REFUSALS}, summary="Next steps")
def steps(request: HttpRequest, number: Number) -> list[dict[str, Any]]:
    """The states that may follow."""
    found = may_follow(_movable(request, number).state)
    return [{"target": e.target, "nl": e.target.text.nl, "en": e.target.text.en} for e in found]


@router.post("/{number}/step", response={200: DeviceOut, **_REFUSALS}, summary="Take a step")
def step(request: HttpRequest, number: Number, body: StepIn) -> dict[str, Any]:
    """Bring a device into a state. Answers 403 with everything that stands in the way."""
    device, member = _movable(request, number), allowed(request)
    said = _said(device, body, member)
    today = timezone.localdate()
    if body.version_no is not None:
        device.version_no = body.version_no
    moved = change_state(device, body.target, today=today, said=said, **by(member))
    return device_out(moved, may_see_prices(member))


@router.post("/{number}/step/look", response={200: list[Problem], **REFUSALS}, summary="Look first")
def look(request: HttpRequest, number: Number, body: StepIn) -> list[dict[str, str]]:
    """Everything that stands between a device and a step, without taking it."""
    device, member = _movable(request, number), allowed(request)
    found = refusals_on(
        device, body.target, _said(device, body, member), organisation=member.organisation,
        today=timezone.localdate(),
    )  # fmt: skip
    return [
        {
            "code": each.code, "nl": each.what.nl, "en": each.what.en,
            "remedy_nl": each.remedy.nl, "remedy_en": each.remedy.en,
        }
        for each in found
    ]  # fmt: skip


@router.post("/{number}/screen", response={200: DeviceOut, **_REFUSALS}, summary="Screen a device")
def screen(request: HttpRequest, number: Number, body: ScreenIn) -> dict[str, Any]:
    """Record how a device was found; it is screened from then on."""
    device, member = _movable(request, number), allowed(request)
    judged = checked(ScreenForm(given(body))).judged
    found = screening.screen(
        device, judged, organisation=member.organisation, member=member, at=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    return device_out(found, may_see_prices(member))


@router.post("/{number}/correction", response={204: None, **REFUSALS}, summary="Ask to strike off")
def correct(request: HttpRequest, number: Number, body: ReasonIn) -> Status[None]:
    """Ask to strike a device off that should not be on the register; a second person decides."""
    device, member = _movable(request, number), allowed(request)
    told = checked(ReasonForm(given(body))).cleaned_data["reason"]
    screening.ask_correction(device, told, **by(member))
    return Status(204, None)


@router.post(
    "/{number}/correction/confirm", response={200: DeviceOut, **_REFUSALS}, summary="Agree to that"
)
def confirm(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Strike a device off, as another person asked."""
    device, member = _movable(request, number), allowed(request, demand_approval)
    found = screening.confirm_correction(device, today=timezone.localdate(), **by(member))
    return device_out(found, may_see_prices(member))


@router.delete("/{number}/correction", response={204: None, **REFUSALS}, summary="Leave it")
def leave(request: HttpRequest, number: Number) -> Status[None]:
    """Withdraw what was asked."""
    device, member = _movable(request, number), allowed(request)
    screening.withdraw_correction(device, **by(member))
    return Status(204, None)


def _movable(request: HttpRequest, number: int) -> Device:
    member = allowed(request, demand_state)
    return there(queries.device(number, organisation=member.organisation))


def _said(device: Device, body: StepIn, member: Membership) -> Said:
    """What a body says, read by the form of the page. Raises StepRefused for no such step."""
    organisation, today = member.organisation, timezone.localdate()
    state = transition(device.state, body.target).target
    advised = verdict_on(device, organisation=organisation, today=today).step.slug
    form = checked(StepForm(device, state, advised, _filled(device, body)))
    said = form.said(evidence_of(body.deed_evidence, member))
    early = evidence_of(body.early_evidence, member)
    return replace(
        said,
        refused_steps={**said.refused_steps, **body.refused_steps},
        early=Early(body.early_reason, early) if body.early_reason and early else None,
    )


def _filled(device: Device, body: StepIn) -> dict[str, Any]:
    return {**as_filled(body), "version_no": body.version_no or device.version_no}


def as_filled(body: SaidIn) -> dict[str, Any]:
    """What is said, as the form of the page is filled in."""
    told = given(body, but=("book_value_cents", "rule_price_cents", "price_cents"))
    sums = {
        "book_value": euros(body.book_value_cents),
        "rule_price": euros(body.rule_price_cents),
        "price": euros(body.price_cents),
    }
    return {**told, **{name: value for name, value in sums.items() if value is not None}}


def evidence_of(number: int | None, member: Membership) -> Evidence | None:
    """The file of that number. Raises Http404 for one that is not here."""
    if number is None:
        return None
    return there(evidence_numbered(number, organisation=member.organisation))
