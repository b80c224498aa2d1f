"""How long devices serve: the rules, exceptions to them, and what is due."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from kringspoor.people import rules as people
from kringspoor.people.api import (
    REFUSALS,
    Number,
    Part,
    Reference,
    allowed,
    by,
    checked,
    given,
    named,
    part_of,
    there,
)
from kringspoor.people.models import Membership
from kringspoor.record.actions.files import keep_file
from kringspoor.use.actions import lifetime_exceptions as exceptions
from kringspoor.use.actions import lifetimes as actions
from kringspoor.use.forms.lifetimes import AboutForm, ExceptionForm, PresetForm, RuleForm, StartForm
from kringspoor.use.models import Device, LifetimeException, LifetimeVersion
from kringspoor.use.models.lifetimes import Shift, ShiftReason
from kringspoor.use.queries import devices
from kringspoor.use.queries import due as due_queries
from kringspoor.use.queries import lifetimes as queries
from kringspoor.use.rules import demand_approval, demand_inventory, demand_state
from kringspoor.use.rules.due import life_of
from kringspoor.use.rules.lifetimes import MAX_MONTHS, About
from kringspoor.use.rules.quarters import known_part
from kringspoor.use.tables import lifetimes as tables

router = Router(tags=["lifetimes"])
Months = Annotated[int, Field(ge=1, le=MAX_MONTHS)]


class AboutIn(Schema):
    """What a rule is about; what is left out means all of them."""

    category: str = Field("", max_length=60)
    unit: Reference | None = Field(None, description="the number of a department")
    use_profile: str = Field("", max_length=60)


class StartIn(AboutIn):
    """From which day a change holds, and why."""

    valid_from: date
    reason: str = Field(min_length=1, max_length=500)


class RuleIn(StartIn):
    """Another version of a rule. Units: months."""

    target_months: Months
    min_months: Months | None = None
    window_months: Months | None = None
    is_hard: bool = False


class PresetIn(Schema):
    """Another preset under the rules."""

    preset: str = Field(min_length=1, max_length=60)
    valid_from: date
    reason: str = Field(min_length=1, max_length=500)


class RuleOut(Schema):
    """A version of a rule. Without a target it is withdrawn from that day."""

    scope: str
    category: str
    unit_id: int | None
    use_profile: str
    version_no: int
    min_months: int | None
    target_months: int | None
    window_months: int | None
    is_hard: bool
    valid_from: date
    reason: str


class PolicyOut(Schema):
    """The policy of a day: the preset under it, the organisation's own rules, what is planned."""

    preset: str
    rules: list[RuleOut]
    planned: list[RuleOut]
    inherited: list[RuleOut]


class ExceptionIn(Schema):
    """One device that leaves earlier, with a file that shows why, or stays longer."""

    kind: Shift
    reason: ShiftReason
    new_target_on: date
    note: str = Field("", max_length=1000, description="name no persons here")


class ExceptionOut(Schema):
    """A request for an exception, and its answer."""

    id: int
    device_id: int
    kind: str
    reason: str
    note: str
    new_target_on: date
    state: str
    asked_at: datetime


class ExceptionsOut(Schema):
    """A part of the requests, and how many there are."""

    count: int
    items: list[ExceptionOut]


class StateAsked(Part):
    """Which requests are asked for."""

    state: str = Field("waiting", max_length=20, description="waiting, approved, refused or ''")


class DecisionIn(Schema):
    """Whether a request is approved; a refusal says why."""

    is_approved: bool
    answer: str = Field("", max_length=500)


class DueOut(Schema):
    """A device and the dates its rule gives."""

    id: int
    tag: str
    serial: str
    category: str
    state: str
    purchased_on: date | None
    minimum_on: date | None
    target_on: date | None
    window_on: date | None
    standing: str
    rule_months: int
    rule_version: str


class DuesOut(Schema):
    """A part of the due devices, and how many there are."""

    count: int
    items: list[DueOut]


class DueAsked(Part):
    """Which due devices are asked for."""

    when: str = Field("", description="overdue, in_window, a quarter such as 2027-1, or due now")
    q: str = Field("", max_length=200)
    category: str = Field("", max_length=60)
    unit: str = Field("", max_length=200)
    sort: str = Field("", max_length=20)


@router.get("/policy", response={200: PolicyOut, **REFUSALS}, summary="The policy of today")
def policy(request: HttpRequest) -> dict[str, Any]:
    """How long everything serves: the organisation's own rules, over what is under them."""
    member = allowed(request, demand_inventory)
    found = queries.policy(organisation=member.organisation, on=timezone.localdate())
    resolver, here = found.resolver, member.organisation.pk
    own = [each for each in resolver.versions.values() if each.organisation_id == here]
    return {
        "preset": resolver.preset.slug,
        "rules": [_rule(each) for each in own],
        "planned": [_rule(each) for each in found.planned],
        "inherited": [_rule(each.version) for each in found.inherited if not each.is_out],
    }


@router.post("/rules", response={200: RuleOut, **REFUSALS}, summary="Change a rule")
def change_rule(request: HttpRequest, body: RuleIn) -> dict[str, Any]:
    """Give a rule another version from a day on; earlier decisions keep theirs."""
    member, today = _policy_maker(request), timezone.localdate()
    form = checked(RuleForm(given(body), today=today))
    about = _about(body, member)
    made = actions.change_rule(about, form.rule, form.starting, today=today, **by(member))
    return _rule(made)


@router.post("/rules/withdraw", response={200: RuleOut, **REFUSALS}, summary="Withdraw a rule")
def withdraw_rule(request: HttpRequest, body: StartIn) -> dict[str, Any]:
    """Withdraw an own rule from a day on, so that what is under it holds."""
    member, today = _policy_maker(request), timezone.localdate()
    start = checked(StartForm(given(body), today=today)).starting
    return _rule(actions.change_rule(_about(body, member), None, start, today=today, **by(member)))


@router.post("/preset", response={204: None, **REFUSALS}, summary="Choose another preset")
def preset(request: HttpRequest, body: PresetIn) -> Status[None]:
    """Put another preset under the rules from a day on."""
    member, today = _policy_maker(request), timezone.localdate()
    form = checked(PresetForm(given(body), today=today))
    actions.choose_preset(body.preset, form.starting, today=today, **by(member))
    return Status(204, None)


@router.get("/exceptions", response={200: ExceptionsOut, **REFUSALS}, summary="Exceptions")
def list_exceptions(request: HttpRequest, asked: Annotated[StateAsked, Query()]) -> dict[str, Any]:
    """The requests for an exception, those that wait longest first."""
    member = allowed(request, demand_inventory)
    found = queries.exceptions(asked.state, organisation=member.organisation)
    return dict(part_of(found, asked))


@router.post(
    "/exceptions/of/{number}", response={201: ExceptionOut, **REFUSALS}, summary="Ask an exception"
)
def ask(
    request: HttpRequest,
    number: Number,
    body: Annotated[ExceptionIn, Form()],
    file: Annotated[UploadedFile | None, File()] = None,
) -> Status[LifetimeException]:
    """Ask that one device leaves earlier or stays longer; a colleague decides."""
    member, today = allowed(request, demand_state), timezone.localdate()
    device = there(devices.device(number, organisation=member.organisation))
    told = checked(ExceptionForm(given(body), {"file": file} if file else {}, today=today))
    wish = _wish(told.cleaned_data, member)
    return Status(201, exceptions.ask_exception(device, wish, today=today, **by(member)))


@router.post(
    "/exceptions/{number}/decide", response={200: ExceptionOut, **REFUSALS}, summary="Decide on it"
)
def decide(request: HttpRequest, number: Number, body: DecisionIn) -> LifetimeException:
    """Approve a request or refuse it; never one's own."""
    member = allowed(request, demand_approval)
    asked = there(queries.exception_numbered(number, organisation=member.organisation))
    exceptions.decide_exception(
        asked, is_approved=body.is_approved, answer=body.answer, **by(member)
    )
    return there(queries.exception_numbered(number, organisation=member.organisation))


@router.delete("/exceptions/{number}", response={204: None, **REFUSALS}, summary="Take it back")
def take_back(request: HttpRequest, number: Number) -> Status[None]:
    """Take a request back, by who asked it."""
    member = allowed(request, demand_state)
    asked = there(queries.exception_numbered(number, organisation=member.organisation))
    exceptions.withdraw_exception(asked, **by(member))
    return Status(204, None)


@router.get("/due", response={200: DuesOut, **REFUSALS}, summary="What is due")
def due(request: HttpRequest, asked: Annotated[DueAsked, Query()]) -> dict[str, Any]:
    """The devices that are due, those that are due longest first."""
    member, today = allowed(request, demand_inventory), timezone.localdate()
    filters = {"category": asked.category, "unit": asked.unit}
    wanted = due_queries.DueAsked(
        known_part(asked.when, today), asked.q, {n: v for n, v in filters.items() if v},
        asked.sort.removeprefix("-"), asked.sort.startswith("-"),
    )  # fmt: skip
    rules = due_queries.due_rules(organisation=member.organisation, today=today)
    found = due_queries.due_devices(wanted, rules, organisation=member.organisation)
    return dict(part_of(found, asked, lambda each: _due(each, rules)))


def _due(device: Device, rules: due_queries.DueRules) -> dict[str, Any]:
    life = life_of(device, rules.resolver, rules.exceptions.get(device.pk))
    dates, standing = life.dates, life.standing(rules.today)
    told = named(device, ("id", "tag", "serial", "category", "state", "purchased_on"))
    return {
        **told,
        "minimum_on": dates.minimum_on if dates else None,
        "target_on": dates.target_on if dates else None,
        "window_on": dates.window_on if dates else None,
        "standing": standing.value if standing else "",
        "rule_months": life.in_force.rule.target_months,
        "rule_version": life.in_force.version,
    }


def _policy_maker(request: HttpRequest) -> Membership:
    member = allowed(request)
    people.demand(member, "change_policy")
    return member


def _about(body: AboutIn, member: Membership) -> About:
    """What a rule is about, as the form of the page takes it."""
    units = queries.unit_names(organisation=member.organisation)
    told = checked(AboutForm(tables.about_options(units), given(body))).cleaned_data
    unit = queries.unit_numbered(int(told["unit"] or 0), organisation=member.organisation)
    return About(told["category"], unit, told["use_profile"])


def _wish(told: dict[str, Any], member: Membership) -> exceptions.Wish:
    file = told["file"]
    kept = file and keep_file(
        file.chunks(), organisation=member.organisation, name=file.name or "",
        kind="lifetime_exception", at=timezone.now(),
    )  # fmt: skip
    return exceptions.Wish(
        Shift(told["kind"]), ShiftReason(told["reason"]), told["new_target_on"], told["note"],
        kept or None,
    )  # fmt: skip


def _rule(version: LifetimeVersion) -> dict[str, Any]:
    return named(version, RuleOut.model_fields)
