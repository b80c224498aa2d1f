"""Reminders as a person reads them: one mail a day, and the page on which they choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kringspoor.core.words import Language, Text, number
from kringspoor.people.actions.mail import Letter
from kringspoor.people.language import language
from kringspoor.people.models import Mail, Organisation, User
from kringspoor.use.queries.reminders import Due
from kringspoor.use.rules.reminders import REMINDERS

SHOWN_COUNT = 15  # of one kind; the page has the others


def letter(
    found: Mapping[str, Sequence[Due]],
    known: Set[str],
    user: User,
    organisation: Organisation,
    today: date,
) -> Letter:
    """The mail of a day: what is new comes first, each with the address of its page."""
    said: Language = "en" if user.language == "en" else "nl"
    site = f"{settings.ADDRESS.rstrip('/')}/{organisation.slug}"
    parts = [
        "\n".join(_part(slug, some, known, site, said)) for slug, some in found.items() if some
    ]
    count = sum(len(some) for some in found.values())
    subject = (_ONE if count == 1 else _MANY).filled(
        count=number(count, said), name=organisation.name
    )
    end = _END.filled(address=f"{site}/reminders/").spoken(said)
    about = [each.key for some in found.values() for each in some]
    body = "\n\n".join((*parts, end))
    return Letter(f"digest:{today}", subject.spoken(said)[:200], f"{body}\n", about)


def _part(
    slug: str, found: Sequence[Due], known: Set[str], site: str, said: Language
) -> Iterator[str]:
    """One kind: its heading, then a line and an address for each."""
    yield f"{REMINDERS[slug].heading.spoken(said)} ({number(len(found), said)})"
    for each in sorted(found, key=lambda each: each.key in known)[:SHOWN_COUNT]:
        new = "" if each.key in known else f" [{_NEW.spoken(said)}]"
        yield f"- {each.words.spoken(said)}{new}\n  {site}{each.path}"
    if len(found) > SHOWN_COUNT:
        more = number(len(found) - SHOWN_COUNT, said)
        yield f"{_MORE.filled(count=more).spoken(said)}\n  {site}{REMINDERS[slug].page}"


def mail(each: Mail, *, is_own: bool) -> dict[str, Any]:
    """One mail as a row of the outbox; what it says is only for who gets it."""
    if each.sent_at:
        level, words = "good", _("sent")
    else:
        level, words = ("bad", _("given up")) if each.is_given_up else ("warn", _("waits"))
    return {
        "number": each.pk,
        "subject": each.subject,
        "language": "en" if each.user.language == "en" else "nl",
        "to": str(each.user),
        "body": each.body if is_own else "",
        "at": _moment(each.sent_at or each.due_at),
        "level": level,
        "words": words,
        "trouble": each.trouble,
        "is_waiting": each.sent_at is None,
    }


def choices(slugs: Sequence[str]) -> list[tuple[str, str]]:
    """The reminders a person may choose among."""
    return [(slug, REMINDERS[slug].name.spoken(language())) for slug in slugs]


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


_ONE = Text(nl="{name}: 1 ding wacht op u", en="{name}: 1 thing waits for you")
_MANY = Text(nl="{name}: {count} dingen wachten op u", en="{name}: {count} things wait for you")
_NEW = Text(nl="nieuw", en="new")
_MORE = Text(nl="en nog {count}", en="and {count} more")
_END = Text(
    nl="Kies welke herinneringen u wilt: {address}",
    en="Choose which reminders you want: {address}",
)
