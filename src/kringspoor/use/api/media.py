"""What is inside a device and goes its own way: storage media, their erasure, and batteries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from kringspoor.core.guards.facts import BatteryWay, MethodClass
from kringspoor.people.api import REFUSALS, Number, allowed, by, checked, given, there
from kringspoor.record.actions.files import keep_file
from kringspoor.use.actions import media as actions
from kringspoor.use.actions.certificates import add_certificate
from kringspoor.use.actions.media import Found
from kringspoor.use.api.steps import ReasonIn
from kringspoor.use.forms.media import CertificateForm, LastUseForm, ReasonForm
from kringspoor.use.models import Device, StorageMedium
from kringspoor.use.queries import devices as queries
from kringspoor.use.queries.parts import batteries_inside
from kringspoor.use.queries.steps import media_in, medium_of
from kringspoor.use.rules import demand_inventory, demand_state

devices = Router(tags=["media"])
router = Router(tags=["media"])
Serial = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]


class CertificateOut(Schema):
    """What proves that a medium was erased."""

    id: int
    medium_serial: str
    method_class: str
    tool: str
    tool_version: str
    has_passed: bool
    operator: str
    verifier: str
    finished_at: datetime
    evidence_id: int


class MediumOut(Schema):
    """A storage medium, and what proves its erasure."""

    id: int
    device_id: int
    serial: str
    kind: str
    size_gb: float | None
    is_removed: bool
    last_used_at: datetime | None
    certificates: list[CertificateOut] = Field(default_factory=list)

    @staticmethod
    def resolve_certificates(medium: StorageMedium) -> list[Any]:
        """The proofs, the oldest first."""
        return list(medium.certificates.all())


class BatteryOut(Schema):
    """A battery, and where it goes when its device does not stay whole."""

    id: int
    serial: str
    capacity_share: float | None
    goes_to: str


class MediumIn(Schema):
    """A storage medium somebody saw."""

    serial: Serial
    kind: str = Field("", max_length=20, pattern=r"^[^\x00]*$")
    size_gb: float | None = Field(None, ge=0, le=10_000_000)


class MediaIn(Schema):
    """Every storage medium that is in a device; none is an answer too."""

    media: list[MediumIn] = Field(max_length=50)


class BatteryIn(Schema):
    """A battery somebody saw."""

    serial: Serial
    capacity_share: float | None = Field(None, ge=0, le=1)


class BatteriesIn(Schema):
    """Every battery that is in a device; none is an answer too."""

    batteries: list[BatteryIn] = Field(max_length=50)


class WayIn(Schema):
    """Where a battery goes."""

    goes_to: BatteryWay


class LastUseIn(Schema):
    """Until when a device was used."""

    used_at: datetime


class CertificateIn(Schema):
    """What a certificate says of one medium; the serial letter by letter."""

    medium_serial: str = Field(min_length=1, max_length=100)
    method: MethodClass
    tool: str = Field(min_length=1, max_length=100)
    tool_version: str = Field("", max_length=60)
    has_passed: bool
    finished_at: datetime
    operator: str = Field(min_length=1, max_length=100, description="a pseudonym or a firm")
    verifier: str = Field("", max_length=100)


@devices.get("/{number}/media", response={200: list[MediumOut], **REFUSALS}, summary="Its media")
def media(request: HttpRequest, number: Number) -> list[StorageMedium]:
    """The storage media of a device, each with what proves its erasure."""
    member = allowed(request, demand_inventory)
    device = there(queries.device(number, organisation=member.organisation))
    return list(media_in(device, organisation=member.organisation))


@devices.put("/{number}/media", response={200: list[MediumOut], **REFUSALS}, summary="List media")
def list_media(request: HttpRequest, number: Number, body: MediaIn) -> list[StorageMedium]:
    """Record every storage medium somebody saw in a device."""
    device, member = _movable(request, number), allowed(request)
    found = [Found(each.serial.strip(), each.kind, each.size_gb) for each in body.media]
    actions.list_media(device, found, **by(member))
    return list(media_in(device, organisation=member.organisation))


@devices.post("/{number}/last-use", response={204: None, **REFUSALS}, summary="Record last use")
def last_use(request: HttpRequest, number: Number, body: LastUseIn) -> Status[None]:
    """Record until when a device was used, where the record began later."""
    device, member = _movable(request, number), allowed(request)
    used_at = checked(LastUseForm(given(body))).cleaned_data["used_at"]
    actions.say_last_use(device, used_at, **by(member))
    return Status(204, None)


@devices.get(
    "/{number}/batteries", response={200: list[BatteryOut], **REFUSALS}, summary="Its batteries"
)
def batteries(request: HttpRequest, number: Number) -> list[Any]:
    """The batteries in a device."""
    member = allowed(request, demand_inventory)
    device = there(queries.device(number, organisation=member.organisation))
    return list(batteries_inside(device, organisation=member.organisation))


@devices.put(
    "/{number}/batteries", response={200: list[BatteryOut], **REFUSALS}, summary="List batteries"
)
def list_batteries(request: HttpRequest, number: Number, body: BatteriesIn) -> list[Any]:
    """Record every battery in a device, in place of what was on record."""
    device, member = _movable(request, number), allowed(request)
    found = [Found(e.serial.strip(), capacity_share=e.capacity_share) for e in body.batteries]
    actions.list_batteries(device, found, **by(member))
    return list(batteries_inside(device, organisation=member.organisation))


@devices.post(
    "/{number}/batteries/{battery}", response={204: None, **REFUSALS}, summary="Where it goes"
)
def battery_way(request: HttpRequest, number: Number, battery: Number, body: WayIn) -> Status[None]:
    """Record where a battery goes when its device does not stay whole."""
    device, member = _movable(request, number), allowed(request)
    inside = batteries_inside(device, organisation=member.organisation)
    found = there(next((each for each in inside if each.pk == battery), None))
    actions.send_battery(found, body.goes_to, **by(member))
    return Status(204, None)


@router.post(
    "/{number}/certificates", response={200: CertificateOut, **REFUSALS}, summary="Prove erasure"
)
def certify(
    request: HttpRequest,
    number: Number,
    body: Annotated[CertificateIn, Form()],
    file: Annotated[UploadedFile, File()],
) -> Any:
    """Keep the proof that a medium was erased. It is never changed; a better one is added."""
    medium, member = _medium(request, number), allowed(request)
    erased = checked(CertificateForm(given(body), {"file": file})).erased
    kept = keep_file(
        file.chunks(), organisation=member.organisation, name=file.name or "erasure",
        kind="erasure", at=timezone.now(),
    )  # fmt: skip
    return add_certificate(medium, erased, evidence=kept, **by(member))


@router.post("/{number}/out", response={204: None, **REFUSALS}, summary="Take a medium out")
def take_out(request: HttpRequest, number: Number, body: ReasonIn) -> Status[None]:
    """Record that a medium was taken out: from now on it is followed on its own."""
    medium, member = _medium(request, number), allowed(request)
    reason = checked(ReasonForm(given(body))).cleaned_data["reason"]
    actions.take_out(medium, reason=reason, **by(member))
    return Status(204, None)


def _movable(request: HttpRequest, number: int) -> Device:
    member = allowed(request, demand_state)
    return there(queries.device(number, organisation=member.organisation))


def _medium(request: HttpRequest, number: int) -> StorageMedium:
    member = allowed(request, demand_state)
    return there(medium_of(number, organisation=member.organisation))
