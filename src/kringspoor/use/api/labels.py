"""Labels over the API: sheets to print, and the labels that were seen and that nobody knows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from kringspoor.core.errors import Unknown
from kringspoor.core.states import Ownership
from kringspoor.core.words import Text
from kringspoor.people.api import (
    REFUSALS,
    Number,
    Part,
    Reference,
    allowed,
    as_file,
    by,
    checked,
    given,
    there,
)
from kringspoor.people.models import Membership
from kringspoor.use.actions import labelling as actions
from kringspoor.use.forms.labelling import MOST_LABELS_COUNT, LabelForm, MatchForm, RegisterForm
from kringspoor.use.labels import as_pdf, sheet
from kringspoor.use.models import Sighting
from kringspoor.use.queries import counting, labelling
from kringspoor.use.rules import demand_change, demand_inventory
from kringspoor.use.tables import labelling as tables

router = Router(tags=["labels"])
Plain = r"^[^\x00]*$"


class SheetsIn(Schema):
    """Which labels: of these devices, with these tags, or so many new numbers; and on which paper.

    ``start_no`` is the first free label of a sheet that was used in part.
    """

    devices: list[Reference] = Field(default_factory=list, max_length=MOST_LABELS_COUNT)
    tags: list[Annotated[str, Field(max_length=100, pattern=Plain)]] = Field(
        default_factory=list, max_length=MOST_LABELS_COUNT
    )
    count: int | None = Field(None, ge=1, le=MOST_LABELS_COUNT, description="of new numbers")
    begins: str = Field("", max_length=40, pattern=Plain, description="what new numbers begin with")
    first_no: int | None = Field(None, ge=0, le=10**12)
    layout: str = Field("avery-l4732", max_length=40)
    kind: str = Field("qr", max_length=20)
    start_no: int = Field(1, ge=1, le=1_000)
    leads: bool = Field(True, description="whether the code leads to the page of the device")
    page_no: int = Field(1, ge=1, le=MOST_LABELS_COUNT, description="the page of an SVG")


class DraftOut(Schema):
    """A label nobody knows: as it was last seen, when and where."""

    id: int
    tag: str
    seen_count: int
    at: datetime
    site: str
    place: str


class DraftsOut(Schema):
    """A part of the labels that nobody knows, the last seen first."""

    count: int
    items: list[DraftOut]


class RegisterIn(Schema):
    """What one can read on the device that bears the label."""

    category: str = Field(max_length=60)
    make: str = Field("", max_length=100)
    model: str = Field("", max_length=200)
    serial: str = Field("", max_length=100)
    site: Reference | None = None
    unit: Reference | None = None
    ownership: Ownership = Ownership.OWNED
    state: Literal["in_use", "in_stock"] = "in_use"


class MatchIn(Schema):
    """Which device bears the label, by its tag or serial number."""

    device: str = Field(min_length=1, max_length=200, pattern=Plain)
    is_its_label: bool = Field(True, description="whether it is the tag of the device from now on")


class AsideIn(Schema):
    """Whether the label is of nothing of yours."""

    is_aside: bool = True


class BearerOut(Schema):
    """The device that bears the label."""

    device_id: int


class Asked(Part):
    """Which of these labels are asked for."""

    q: str = Field("", max_length=200)


@router.post(
    "/sheets.{kind_of_file}", response={200: None, **REFUSALS}, summary="Labels to print",
    openapi_extra=as_file("application/pdf", "image/svg+xml"),
)  # fmt: skip
def sheets(request: HttpRequest, kind_of_file: Literal["pdf", "svg"], body: SheetsIn) -> Any:
    """All sheets as PDF, or one as SVG. New numbers are handed out by the PDF alone, and once."""
    member = allowed(request, demand_inventory)
    form = checked(LabelForm({**given(body, but=("devices",)), "tags": _asked_tags(body, member)}))
    organisation, wanted = member.organisation, form.wanted_tags
    tags = wanted or labelling.free_numbers(body.begins, form.new_tags, organisation=organisation)
    labels = tables.labels_of(
        tags, labelling.models_of(tags, organisation=organisation),
        organisation=organisation, leads=body.leads,
        site_address=f"{request.scheme}://{request.get_host()}",
    )  # fmt: skip
    pages = sheet(labels, form.paper, form.code, start_no=body.start_no)
    if kind_of_file == "svg":
        page = there(pages[body.page_no - 1] if body.page_no <= len(pages) else None)
        return HttpResponse(page, content_type="image/svg+xml")
    if not wanted:
        demand_change(member)
        actions.hand_out_numbers(body.begins, tags, **by(member))
    return HttpResponse(as_pdf(pages), content_type="application/pdf")


def _asked_tags(body: SheetsIn, member: Membership) -> str:
    """The tags of the devices, and those that were given, as the page has them."""
    known, _without = labelling.tags_of(body.devices, organisation=member.organisation)
    return "\n".join((*known, *body.tags))


@router.get("/drafts", response={200: DraftsOut, **REFUSALS}, summary="Labels nobody knows")
def drafts(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """Every label that was seen and that nobody knows."""
    organisation = allowed(request, demand_inventory).organisation
    groups = counting.drafts(organisation=organisation, words=asked.q.strip())
    some = list(groups[asked.offset : asked.offset + asked.limit])
    shown = counting.drafts_shown(some, organisation=organisation)
    names = ("tag", "seen_count", "at", "site", "place")
    items = [
        {"id": each.sighting_no, **{name: getattr(each, name) for name in names}} for each in shown
    ]
    return {"count": groups.count(), "items": items}


@router.post(
    "/drafts/{number}/register", response={201: BearerOut, **REFUSALS}, summary="Enter its device"
)
def register(request: HttpRequest, number: Number, body: RegisterIn) -> Status[dict[str, int]]:
    """Enter the device that bears a label nobody knew."""
    member, draft = _draft(request, number)
    organisation = member.organisation
    form = checked(RegisterForm(
        given(body), counting.sites(organisation=organisation),
        counting.units(organisation=organisation), tables.category_choices(), draft.site_id,
    ))  # fmt: skip
    device = actions.register_device(
        draft.tag, form.facts, today=timezone.localdate(), state=body.state, **by(member)
    )
    return Status(201, {"device_id": device.pk})


@router.post(
    "/drafts/{number}/match", response={200: BearerOut, **REFUSALS}, summary="Say which device"
)
def match(request: HttpRequest, number: Number, body: MatchIn) -> dict[str, int]:
    """Say which device bears the label."""
    member, draft = _draft(request, number)
    name = checked(MatchForm(body.model_dump())).cleaned_data["device"]
    device = counting.device_called(name, organisation=member.organisation)
    if device is None:
        raise Unknown(_NO_DEVICE, hint=_LOOK, code="unknown-device")
    found = actions.match_label(draft.tag, device, is_its_label=body.is_its_label, **by(member))
    return {"device_id": found.pk}


@router.post("/drafts/{number}/aside", response={204: None, **REFUSALS}, summary="Set it aside")
def aside(request: HttpRequest, number: Number, body: AsideIn) -> Status[None]:
    """Say that a label is of nothing of yours, or take that back."""
    member, draft = _draft(request, number)
    actions.set_aside(draft.tag, organisation=member.organisation, is_aside=body.is_aside)
    return Status(204, None)


def _draft(request: HttpRequest, number: int) -> tuple[Membership, Sighting]:
    member = allowed(request, demand_change)
    return member, there(counting.sighting_of(number, organisation=member.organisation))


_NO_DEVICE = Text(nl="geen toestel heet zo", en="no device is called so")
_LOOK = Text(
    nl="zoek het toestel eerst op, of registreer het", en="look the device up first, or register it"
)
