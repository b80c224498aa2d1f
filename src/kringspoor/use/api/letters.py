"""Devices that are not seen, and the letters that ask for them: to a pseudonym or a department."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

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
    named,
    part_of,
    there,
)
from kringspoor.people.models import Membership
from kringspoor.use.actions import missing as actions
from kringspoor.use.forms.missing import DEFAULT_DAYS, LetterForm
from kringspoor.use.labels import as_pdf
from kringspoor.use.models import RecallLetter
from kringspoor.use.queries import missing as queries
from kringspoor.use.rules import demand_change, demand_inventory
from kringspoor.use.tables import missing_letters

router = Router(tags=["letters"])


class UnseenOut(Schema):
    """A device that nobody saw for a while; null for one that was never seen."""

    id: int
    tag: str
    serial: str
    last_seen_on: date | None


class UnseenDevicesOut(Schema):
    """A part of the devices that nobody saw, and how many there are."""

    count: int
    items: list[UnseenOut]


class LetterOut(Schema):
    """A letter: why, to which pseudonym or department, by when, for which devices."""

    id: int
    reason: str
    holder: str
    unit_id: int | None
    language: str
    hand_in_on: date
    written_at: datetime
    withdrawn_at: datetime | None
    devices: list[int]


class LettersOut(Schema):
    """A part of the letters, the newest first."""

    count: int
    items: list[LetterOut]


class LetterIn(Schema):
    """The devices to ask for: one letter for each who holds them."""

    devices: list[Reference] = Field(min_length=1, max_length=2_000)
    hand_in_on: date
    language: Literal["nl", "en"] = "nl"
    reason: Literal["dormant", "leaver"] = "dormant"


class DaysAsked(Part):
    """For how many days nobody saw them."""

    days: int = Field(DEFAULT_DAYS, ge=1, le=queries.MOST_DAYS)


class Asked(Part):
    """Which letters are asked for."""

    q: str = Field("", max_length=200)


@router.get("/unseen", response={200: UnseenDevicesOut, **REFUSALS}, summary="Devices not seen")
def unseen(request: HttpRequest, asked: Annotated[DaysAsked, Query()]) -> dict[str, Any]:
    """The devices that are ours to find and that nobody saw for so many days."""
    organisation, today = allowed(request, demand_inventory).organisation, timezone.localdate()
    found = queries.dormant(asked.days, organisation=organisation, today=today)
    return dict(part_of(found.order_by("last_seen_on", "tag", "pk"), asked))


@router.get("", response={200: LettersOut, **REFUSALS}, summary="List letters")
def letters(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """Every letter that was written, the newest first."""
    member = allowed(request, demand_change)
    found = queries.letters(organisation=member.organisation, words=asked.q)
    return dict(part_of(found.prefetch_related("devices"), asked, _out))


@router.post("", response={201: list[LetterOut], **REFUSALS}, summary="Write letters")
def write(request: HttpRequest, body: LetterIn) -> Status[list[dict[str, Any]]]:
    """Ask for devices by a day. One that was asked for by that day already is left out."""
    member = allowed(request, demand_change)
    form = LetterForm(given(body), today=timezone.localdate(), language=body.language)
    written = actions.write_letters(
        body.devices, reason=body.reason, **checked(form).cleaned_data, **by(member)
    )
    return Status(201, [_out(each) for each in written])


@router.get("/{number}", response={200: LetterOut, **REFUSALS}, summary="One letter")
def one(request: HttpRequest, number: Number) -> dict[str, Any]:
    """A letter by its number."""
    return _out(_found(allowed(request, demand_change), number))


@router.get(
    "/{number}/letter.pdf", response={200: None, **REFUSALS}, summary="A letter as a file",
    openapi_extra=as_file("application/pdf"),
)  # fmt: skip
def as_file_to_print(request: HttpRequest, number: Number) -> HttpResponse:
    """The letter on sheets of A4."""
    letter = _found(allowed(request, demand_change), number)
    pages = missing_letters.as_pages(missing_letters.letter_of(letter))
    return HttpResponse(as_pdf(pages), content_type="application/pdf")


@router.post("/{number}/withdraw", response={200: LetterOut, **REFUSALS}, summary="Take it back")
def withdraw(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Take a letter back, once; its devices can be asked for again."""
    member = allowed(request, demand_change)
    actions.withdraw_letter(_found(member, number), **by(member))
    return _out(_found(member, number))


def _found(member: Membership, number: int) -> RecallLetter:
    found = queries.letters_numbered([number], organisation=member.organisation)
    return there(found[0] if found else None)


def _out(letter: RecallLetter) -> dict[str, Any]:
    names = [name for name in LetterOut.model_fields if name != "devices"]
    return {**named(letter, names), "devices": sorted(each.pk for each in letter.devices.all())}
