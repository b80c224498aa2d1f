"""Reminders over the API: which the owner of the key wants, and whether mails arrive."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.actions.mail import choose_reminders, send_again
from kringspoor.people.api import REFUSALS, Number, Part, allowed, named, part_of, there
from kringspoor.people.models import Mail, Membership
from kringspoor.people.queries import mail as queries
from kringspoor.people.rules import demand
from kringspoor.use.rules.reminders import open_to

EVERYBODY = "invite_people"  # who answers for the accounts sees whether mails arrive
router = Router(tags=["reminders"])


class ReminderOut(Schema):
    """Something one may be reminded of by mail, in both languages."""

    slug: str
    nl: str
    en: str
    is_wanted: bool


class RemindersIn(Schema):
    """Of what one wants to be reminded; nothing else is mailed."""

    wanted: list[Annotated[str, Field(max_length=40)]] = Field(max_length=50)


class MailOut(Schema):
    """One mail: to whom, and whether it was sent; not what it says."""

    id: int
    to: str
    subject: str
    due_at: datetime
    sent_at: datetime | None
    tries_count: int
    is_given_up: bool
    trouble: str


class MailsOut(Schema):
    """A part of the mails, the latest first."""

    count: int
    items: list[MailOut]


@router.get("", response={200: list[ReminderOut], **REFUSALS}, summary="Reminders")
def reminders(request: HttpRequest) -> list[dict[str, Any]]:
    """What one may be reminded of, and which of it one wants."""
    return _chosen(allowed(request))


@router.put("", response={200: list[ReminderOut], **REFUSALS}, summary="Choose reminders")
def choose(request: HttpRequest, body: RemindersIn) -> list[dict[str, Any]]:
    """Say of what one wants to be reminded."""
    member = allowed(request)
    known, wanted = open_to(member), set(body.wanted)
    if strange := sorted(wanted - known.keys()):
        names = ", ".join(strange)
        raise BadInput(_STRANGE.filled(names=names), hint=_CHOOSE, code="unknown-reminder")
    choose_reminders(member.user, known.keys() - wanted, organisation=member.organisation)
    return _chosen(member)


@router.get("/outbox", response={200: MailsOut, **REFUSALS}, summary="The outbox")
def outbox(request: HttpRequest, part: Annotated[Part, Query()]) -> dict[str, Any]:
    """Every mail of the organisation, the latest first."""
    member = allowed(request, _demand_everybody)
    return dict(part_of(queries.mails(organisation=member.organisation), part, _mail))


@router.post("/outbox/{number}/again", response={200: MailOut, **REFUSALS}, summary="Mail it again")
def again(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Try a mail once more that was not sent. One that was sent stays as it is."""
    organisation = allowed(request, _demand_everybody).organisation
    found = there(queries.mail_numbered(number, organisation=organisation))
    send_again(found, organisation=organisation, at=timezone.now())
    return _mail(there(queries.mail_numbered(number, organisation=organisation)))


def _demand_everybody(member: Membership) -> None:
    demand(member, EVERYBODY)


def _chosen(member: Membership) -> list[dict[str, Any]]:
    unwanted = queries.unwanted_by(member.user, organisation=member.organisation)
    return [
        {"slug": slug, **named(each.name, ("nl", "en")), "is_wanted": slug not in unwanted}
        for slug, each in open_to(member).items()
    ]


def _mail(mail: Mail) -> dict[str, Any]:
    names = [name for name in MailOut.model_fields if name != "to"]
    return {**named(mail, names), "to": str(mail.user)}


_STRANGE = Text(nl="deze herinneringen kent u niet: {names}", en="not among yours: {names}")
_CHOOSE = Text(nl="vraag eerst welke er zijn", en="ask first which there are")
