"""What the worker tells others by itself: other programs at once, people once a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from kringspoor.people.actions.mail import post
from kringspoor.people.models import Membership, Organisation
from kringspoor.people.queries import members
from kringspoor.people.queries.mail import organisations_on, told_since, unwanted_by
from kringspoor.record.actions.webhooks import deliver_due
from kringspoor.use.connections.telling import tell
from kringspoor.use.queries.reminders import Due, reminders_on
from kringspoor.use.rules.reminders import open_to
from kringspoor.use.tables.reminders import letter

FIRST_HOUR = 6  # of the day: a mail at midnight is read by nobody
REMEMBERED = timedelta(days=60)
_reminded_on: set[date] = set()


def deliveries_due(at: datetime) -> bool:
    """Tell other programs what happened. Whether there was any."""
    return deliver_due(tell, at)


def remind_due(at: datetime) -> bool:
    """Once a day, put a mail in the outbox for everybody who must be reminded of something."""
    local = timezone.localtime(at)
    if local.hour >= FIRST_HOUR and local.date() not in _reminded_on:
        _reminded_on.add(local.date())
        for organisation in organisations_on(local.date()):
            remind(organisation, local.date(), at)
    return False


def remind(organisation: Organisation, today: date, at: datetime) -> int:
    """One mail for each person of an organisation who was not told of it all yet; how many."""
    found = reminders_on(today, organisation=organisation)
    if not any(found.values()):
        return 0
    people = members(today, organisation=organisation)
    return sum(_remind(each, found, organisation, today, at) for each in people)


def _remind(
    member: Membership,
    found: Mapping[str, Sequence[Due]],
    organisation: Organisation,
    today: date,
    at: datetime,
) -> bool:
    """Write to one person, when something is new to them. Whether a mail was written."""
    user = member.user
    unwanted = unwanted_by(user, organisation=organisation)
    own = {
        slug: [each for each in found[slug] if each.person_no != user.pk]
        for slug in open_to(member)
        if slug not in unwanted
    }
    keys = [each.key for some in own.values() for each in some]
    known = told_since(user, at - REMEMBERED, organisation=organisation)
    if not user.is_active or not set(keys) - known:
        return False
    return post(
        letter(own, known, user, organisation, today), user, organisation=organisation, at=at
    )
