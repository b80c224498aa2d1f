"""The outbox: a mail is written once under its key, and tried until it is sent or given up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction

from kringspoor.people.models import Mail, Organisation, ReminderChoice, User
from kringspoor.people.tenancy import across_organisations, within_organisation

AT_ONCE_COUNT = 20  # in one step, so that other work has its turn
MOST_TRIES = 8
KEPT = timedelta(days=400)
_LONGEST = timedelta(hours=12)
_TROUBLE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, in the language of who gets it, and which things it tells of."""

    key: str
    subject: str
    body: str
    about: Sequence[str] = ()


@within_organisation
@transaction.atomic
def post(letter: Letter, user: User, *, organisation: Organisation, at: datetime) -> bool:
    """Put a mail in the outbox; whether it is new. The same key twice is one mail."""
    told = {
        "subject": letter.subject, "body": letter.body, "about": [*letter.about], "due_at": at,
    }  # fmt: skip
    _mail, is_new = Mail.objects.get_or_create(
        organisation=organisation, user=user, key=letter.key, defaults=told
    )
    return is_new


@within_organisation
def choose_reminders(
    user: User, unwanted: Collection[str], *, organisation: Organisation
) -> ReminderChoice:
    """Remember which reminders a person does not want."""
    kept, _is_new = ReminderChoice.objects.update_or_create(
        organisation=organisation, user=user, defaults={"unwanted": sorted(unwanted)}
    )
    return kept


@within_organisation
def send_again(mail: Mail, *, organisation: Organisation, at: datetime) -> None:
    """Try a mail once more that was given up. One that was sent is not sent again."""
    waiting = Mail.objects.filter(pk=mail.pk, sent_at__isnull=True)
    waiting.update(is_given_up=False, tries_count=0, due_at=at)


@across_organisations("a worker sends the mails that wait, whoever they are to")
def send_due_mails(at: datetime) -> bool:
    """Send some of the mails that are due. Whether there were any."""
    Mail.objects.filter(sent_at__lt=at - KEPT).delete()
    due = Mail.objects.filter(
        sent_at__isnull=True, is_given_up=False, due_at__lte=at, user__is_active=True
    )
    some = list(due.select_related("user").order_by("due_at", "id")[:AT_ONCE_COUNT])
    for each in some:
        _send(each, at)
    return bool(some)


def _send(mail: Mail, at: datetime) -> None:
    """Send one; it is another worker's when that took it meanwhile."""
    pause = min(timedelta(minutes=5 * 2**mail.tries_count), _LONGEST)
    as_seen = Mail.objects.filter(pk=mail.pk, sent_at__isnull=True, tries_count=mail.tries_count)
    if not as_seen.update(tries_count=mail.tries_count + 1, due_at=at + pause):
        return
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.user.email]).send()
    except (SMTPException, OSError) as error:
        is_last = mail.tries_count + 1 >= MOST_TRIES
        trouble = " ".join(str(error).split())[:_TROUBLE_CHARACTERS]
        Mail.objects.filter(pk=mail.pk).update(trouble=trouble, is_given_up=is_last)
        return
    Mail.objects.filter(pk=mail.pk).update(sent_at=at, trouble="")
