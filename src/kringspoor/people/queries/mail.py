"""Questions about mails and who wants which reminders."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from kringspoor.people.models import Mail, Organisation, ReminderChoice, User
from kringspoor.people.tenancy import across_organisations, within_organisation


@within_organisation
def mails(*, organisation: Organisation, to: User | None = None) -> QuerySet[Mail]:
    """The mails of the outbox, the latest first: everybody's, or those to one person."""
    found = Mail.objects.select_related("user")
    return found if to is None else found.filter(user=to)


@within_organisation
def mail_numbered(number: int, *, organisation: Organisation) -> Mail | None:
    """The mail of that number."""
    return Mail.objects.filter(pk=number).first()


@within_organisation
def unwanted_by(user: User, *, organisation: Organisation) -> frozenset[str]:
    """Which reminders a person does not want."""
    found = ReminderChoice.objects.filter(user=user).values_list("unwanted", flat=True).first()
    return frozenset(found or ())


@within_organisation
def told_since(user: User, since: datetime, *, organisation: Organisation) -> frozenset[str]:
    """What a person was told of by mail since a moment."""
    found = Mail.objects.filter(user=user, due_at__gte=since).values_list("about", flat=True)
    return frozenset(each for about in found for each in about)


@across_organisations("the worker reminds the people of every organisation")
def organisations_on(today: date) -> list[Organisation]:
    """Every organisation in which somebody has a role today."""
    found = Organisation.objects.filter(memberships__isnull=False, successor__isnull=True)
    return list(found.distinct())
