"""Telling other programs what happened: each act once, signed, tried until it is heard.

What is told names the act and what it was about. It holds no payload: no persons and no prices
leave by this door. Whoever wants more asks the API, with a key that says how much they may see.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kringspoor.core.errors import KringspoorError, Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Membership, Organisation, User
from kringspoor.people.queries import memberships_of
from kringspoor.people.tenancy import across_organisations, within_organisation
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.chain import Plain
from kringspoor.record.facts import secret_of, signature_of
from kringspoor.record.models import Chain, Delivery, Event, Link, Webhook
from kringspoor.record.rules import may_hook

Send = Callable[[str, dict[str, str], bytes], None]  # address, headers, body; raises BadInput
AT_ONCE_COUNT = 20  # in one step, so that other work has its turn
MOST_NAMED_COUNT = 100  # events of one act; the API has the others
MOST_TRIES, MOST_FAILURES = 10, 20
LONGEST = timedelta(hours=12)
KEPT = timedelta(days=60)
PRIVATE = ("person:", "invitation:", "token:")  # who works here is nobody else's business
_LINKS_AT_ONCE, _SALT_BYTES = 200, 16


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a webhook. No kinds: every kind of event."""

    name: str
    address: str
    kinds: Sequence[str] = ()
    is_active: bool = True


@within_organisation
@transaction.atomic
def keep_webhook(
    webhook: Webhook | None, said: Said, *, organisation: Organisation, actor: User, at: datetime
) -> Webhook:
    """Add a webhook, or change one: it is told of what happens from now on."""
    kept = webhook or Webhook(organisation=organisation, salt=os.urandom(_SALT_BYTES), made_at=at)
    if webhook is None or (said.is_active and not webhook.is_active):
        kept.told_no = _last_no()  # what happened while it was off is not told afterwards
    kept.name, kept.address, kept.kinds = said.name, said.address, sorted({*said.kinds})
    kept.owner, kept.is_active, kept.failures_count = actor, said.is_active, 0
    kept.stopped_by = "" if said.is_active else "person"
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise Refused(_TAKEN.filled(name=said.name), hint=_OTHER, code="name-taken") from error
    kind = "webhook.added" if webhook is None else "webhook.changed"
    told: dict[str, Plain] = {
        "name": kept.name,
        "address": kept.address,
        "is_active": kept.is_active,
    }
    happening = Happening(kind, kept.subject, told)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return kept


@within_organisation
@transaction.atomic
def remove_webhook(
    webhook: Webhook, *, organisation: Organisation, actor: User, at: datetime
) -> None:
    """Tell it nothing more, and forget what it was told."""
    happening = Happening("webhook.removed", webhook.subject, {"name": webhook.name})
    webhook.delete()
    write_down((happening,), organisation=organisation, actor=actor, at=at)


@within_organisation
def try_webhook(webhook: Webhook, *, organisation: Organisation, at: datetime) -> Delivery:
    """Put a trial in the outbox: the same form as any other, about nothing."""
    body = _spelled(organisation, None, at, [], 0)
    return Delivery.objects.create(webhook=webhook, body=body, asked_at=at, next_at=at)


@within_organisation
def tell_again(delivery: Delivery, *, organisation: Organisation, at: datetime) -> None:
    """Send the same words once more, heard or not."""
    Delivery.objects.filter(pk=delivery.pk).update(
        heard_at=None, is_given_up=False, tries_count=0, next_at=at, trouble={}
    )


@across_organisations("a worker tells other programs what happened, whoever it is of")
def deliver_due(send: Send, at: datetime) -> bool:
    """Put what happened in the outbox, and send some of what is due. Whether there was any."""
    Delivery.objects.filter(heard_at__lt=at - KEPT).delete()
    active = Webhook.objects.filter(is_active=True).select_related("organisation", "owner")
    put = [_put_in_outbox(each, at) for each in active]
    due = Delivery.objects.filter(
        webhook__is_active=True, heard_at__isnull=True, is_given_up=False, next_at__lte=at
    ).select_related("webhook__organisation")
    some = list(due.order_by("next_at", "id")[:AT_ONCE_COUNT])
    for each in some:
        _send(send, each, at)
    return any(put) or bool(some)


@transaction.atomic
def _put_in_outbox(webhook: Webhook, at: datetime) -> bool:
    """One delivery for each act since the last one, of which it wants to hear."""
    if not _may_still(webhook, at):
        stop = {"is_active": False, "stopped_by": "owner"}
        Webhook.objects.filter(pk=webhook.pk).update(**stop)
        return True
    here = Link.objects.filter(organisation=webhook.organisation_id, number_no__gt=webhook.told_no)
    links = list(here.order_by("number_no")[:_LINKS_AT_ONCE])
    if not links:
        return False
    last = {"told_no": links[-1].number_no}
    as_seen = Webhook.objects.filter(pk=webhook.pk, told_no=webhook.told_no)
    if not as_seen.update(**last):  # another worker was first
        return True
    for link in links:
        _add_delivery(webhook, link, at)
    return True


def _add_delivery(webhook: Webhook, link: Link, at: datetime) -> None:
    events = Event.objects.filter(link=link)
    for each in PRIVATE:
        events = events.exclude(subject__startswith=each)
    if webhook.kinds:
        events = events.filter(kind__in=webhook.kinds)
    count = events.count()
    if count:
        named = list(events.order_by("position_no")[:MOST_NAMED_COUNT])
        body = _spelled(webhook.organisation, link, link.at, named, count)
        Delivery.objects.get_or_create(
            webhook=webhook, link_no=link.number_no,
            defaults={"body": body, "asked_at": at, "next_at": at},
        )  # fmt: skip


def _may_still(webhook: Webhook, at: datetime) -> bool:
    """Whether who made it may still see what it is told."""
    if webhook.owner is None or not webhook.owner.is_active:
        return False
    return any(may_hook(each) for each in _roles(webhook, at))


def _roles(webhook: Webhook, at: datetime) -> list[Membership]:
    assert webhook.owner is not None
    held = memberships_of(webhook.owner, at.date())
    return [each for each in held if each.organisation_id == webhook.organisation_id]


def _spelled(
    organisation: Organisation, link: Link | None, at: datetime, events: Sequence[Event], count: int
) -> str:
    told = {
        "organisation": organisation.slug,
        "link_no": link.number_no if link else None,
        "at": at.isoformat(),
        "is_trial": link is None,
        "events_count": count,
        "events": [{"kind": each.kind, "subject": each.subject} for each in events],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _send(send: Send, delivery: Delivery, at: datetime) -> None:
    """Send one; it is another worker's when that took it meanwhile."""
    pause = min(timedelta(minutes=2**delivery.tries_count), LONGEST)
    as_seen = Delivery.objects.filter(pk=delivery.pk, tries_count=delivery.tries_count)
    if not as_seen.update(tries_count=delivery.tries_count + 1, next_at=at + pause):
        return
    webhook, body, stamp = delivery.webhook, delivery.body.encode(), int(at.timestamp())
    signature = signature_of(secret_of(bytes(webhook.salt)), stamp, body)
    headers = {
        "Content-Type": "application/json",
        "Kringspoor-Delivery": str(delivery.pk),
        "Kringspoor-Timestamp": str(stamp),
        "Kringspoor-Signature": f"sha256={signature}",
    }
    try:
        send(webhook.address, headers, body)
    except KringspoorError as error:
        _failed(delivery, error)
        return
    Delivery.objects.filter(pk=delivery.pk).update(heard_at=at, trouble={})
    Webhook.objects.filter(pk=webhook.pk).update(failures_count=0)


def _failed(delivery: Delivery, error: KringspoorError) -> None:
    """Keep why; after many failures in a row the webhook stops, where a person sees it."""
    trouble = {
        "code": error.code, "nl": error.what.nl, "en": error.what.en,
        "hint_nl": error.hint.nl, "hint_en": error.hint.en,
    }  # fmt: skip
    is_last = delivery.tries_count + 1 >= MOST_TRIES
    Delivery.objects.filter(pk=delivery.pk).update(trouble=trouble, is_given_up=is_last)
    webhook = Webhook.objects.get(pk=delivery.webhook_id)
    webhook.failures_count += 1
    if webhook.failures_count >= MOST_FAILURES:
        webhook.is_active, webhook.stopped_by = False, "failures"
    webhook.save(update_fields=("failures_count", "is_active", "stopped_by"))


def _last_no() -> int:
    return Chain.objects.values_list("links_count", flat=True).first() or 0


_TAKEN = Text(nl="er is al een webhook '{name}'", en="there is a webhook '{name}' already")
_OTHER = Text(nl="kies een andere naam", en="choose another name")
