"""Webhooks and what they were told, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kringspoor.core.words import number
from kringspoor.people.language import language
from kringspoor.record.models import Delivery, Webhook
from kringspoor.record.tables import moment, what


def kinds(found: Iterable[str]) -> list[tuple[str, str]]:
    """Kinds of event as choices, in words; those about people, which are never told, left out."""
    told = ((each, what(each)) for each in found if "." in each)
    return sorted(told, key=lambda each: each[1])


def row(webhook: Webhook) -> dict[str, Any]:
    """One webhook as a row of the list. It was counted by the question that found it."""
    waiting: int = webhook.waiting_count  # type: ignore[attr-defined]
    given_up: int = webhook.given_up_count  # type: ignore[attr-defined]
    level, words = standing(webhook)
    return {
        "number": webhook.pk,
        "name": webhook.name,
        "address": webhook.address,
        "kinds": ", ".join(what(each) for each in webhook.kinds) or _("everything"),
        "waiting": number(waiting, language()),
        "given_up": number(given_up, language()),
        "level": level,
        "words": words,
        "owner": str(webhook.owner or _("erased")),
        "is_stopped": webhook.stopped_by in ("failures", "owner"),
        "why": _why(webhook.stopped_by),
    }


def standing(webhook: Webhook) -> tuple[str, str]:
    """Whether it is told, in one word and its level."""
    if webhook.is_active:
        return ("warn", _("does not answer")) if webhook.failures_count else ("good", _("is told"))
    return ("bad", _("stopped by itself")) if webhook.stopped_by != "person" else ("", _("off"))


def delivery(each: Delivery) -> dict[str, Any]:
    """One delivery: of which act, whether it was heard, and what went wrong the last time."""
    said, trouble = language(), each.trouble
    hint = trouble.get(f"hint_{said}", "")
    if each.heard_at is not None:
        level, words = "good", _("heard")
    else:
        level, words = ("bad", _("given up")) if each.is_given_up else ("warn", _("waits"))
    return {
        "number": each.pk,
        "link": number(each.link_no, said) if each.link_no else _("trial"),
        "url": reverse("act", args=(each.link_no,)) if each.link_no else "",
        "asked": moment(each.asked_at),
        "heard": moment(each.heard_at) if each.heard_at else "",
        "next": "" if each.heard_at or each.is_given_up else moment(each.next_at),
        "tries": number(each.tries_count, said),
        "level": level,
        "words": words,
        "trouble": f"{trouble[said]} ({hint})" if trouble else "",
        "body": each.body,
    }


def _why(stopped_by: str) -> str:
    """Why it stopped by itself, and what to do."""
    if stopped_by == "failures":
        return _(
            "It did not answer many times in a row. Mend the address, then switch it on again."
        )
    if stopped_by == "owner":
        return _("Who made it may no longer see the record. Whoever may, saves it anew to go on.")
    return ""
