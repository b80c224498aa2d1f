"""Partners as a person reads them, with how long their permits hold; and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.guards.facts import PartnerRole
from kringspoor.core.words import number
from kringspoor.people.forms.partners import PartnerFilterForm
from kringspoor.people.language import language
from kringspoor.people.models import Authorisation, Partner
from kringspoor.people.tables.export import Cell

SOON_DAYS = 60


def role_words(slug: str) -> str:
    """What a partner does, in words; as it was written when nobody knows it."""
    return PartnerRole(slug).text.spoken(language()) if slug in set(PartnerRole) else slug


def columns(sort: str) -> list[dict[str, Any]]:
    """The heads of the list, each with what a press on it asks for."""
    now, is_down = sort.removeprefix("-"), sort.startswith("-")
    heads = ((_("Name"), "name", False), (_("What they do"), "", False),
             (_("Country"), "country", True), (_("Permits"), "", False))  # fmt: skip
    return [
        {
            "label": label,
            "is_minor": is_minor,
            "sort": key and (f"-{key}" if key == now and not is_down else key),
            "direction": ("descending" if is_down else "ascending") if key == now else "",
        }
        for label, key, is_minor in heads
    ]


def filters(form: PartnerFilterForm, chosen: Mapping[str, str], count: int) -> dict[str, Any]:
    """The filter bar, in words."""
    kept = {n: v for n, v in chosen.items() if v and n in form.fields}
    active = [
        {
            "label": form.fields[name].label,
            "value": role_words(value) if name == "role" else value,
            "url": f"?{urlencode({n: v for n, v in kept.items() if n != name})}",
        }
        for name, value in kept.items()
        if name != "sort"
    ]
    told = ngettext("{count} partner", "{count} partners", count)
    result = told.format(count=number(count, language()))
    return {"form": form, "active": active, "clear_url": "?", "result": result}


def row(partner: Partner, today: date) -> dict[str, Any]:
    """One partner as a row, with a mark for each permit that matters today."""
    permits = [permit(each, today) for each in partner.authorisations.all()]
    return {
        "number": partner.pk,
        "name": partner.name,
        "roles": ", ".join(role_words(each) for each in partner.roles),
        "country": partner.country,
        "permits": [each for each in permits if not each["is_replaced"]],
    }


def permit(each: Authorisation, today: date) -> dict[str, Any]:
    """One permit: for what, from when to when, and how that stands today."""
    level, words = standing(each, today)
    later = [
        other for other in each.partner.authorisations.all()
        if other.kind == each.kind and other.valid_from > each.valid_from
    ]  # fmt: skip
    return {
        "number": each.pk,
        "kind": role_words(each.kind),
        "from": f"{each.valid_from:%d/%m/%Y}",
        "to": f"{each.valid_to:%d/%m/%Y}" if each.valid_to else "",
        "level": level,
        "words": words,
        "is_replaced": level == "bad" and bool(later),
        "may_end": each.valid_to is None or each.valid_to >= today,
    }


def standing(each: Authorisation, today: date) -> tuple[str, str]:
    """Whether a permit holds today, begins, ends soon, or is over."""
    if each.valid_from > today:
        days = (each.valid_from - today).days
        told = ngettext("permit begins in {count} day", "permit begins in {count} days", days)
        return "", told.format(count=days)
    if each.valid_to is None:
        return "good", _("permit holds, without an end")
    days = (each.valid_to - today).days
    if days < 0:
        return "bad", _("permit is over")
    if days > SOON_DAYS:
        return "good", _("permit holds until {day}").format(day=f"{each.valid_to:%d/%m/%Y}")
    if days == 0:
        return "warn", _("permit ends today")
    told = ngettext("permit ends in {count} day", "permit ends in {count} days", days)
    return "warn", told.format(count=days)


def file_heads() -> list[str]:
    """The heads of the list as a file: a row for each permit, or one for a partner without."""
    return [_("Name"), _("What they do"), _("Country"), _("For what"), _("Holds from"),
            _("Holds until")]  # fmt: skip


def file_rows(partner: Partner) -> list[list[Cell]]:
    """One partner as rows of a file."""
    roles = ", ".join(role_words(each) for each in partner.roles)
    permits = list(partner.authorisations.all())
    if not permits:
        return [[partner.name, roles, partner.country, "", None, None]]
    return [
        [partner.name, roles, partner.country, role_words(each.kind), each.valid_from,
         each.valid_to]
        for each in permits
    ]  # fmt: skip
