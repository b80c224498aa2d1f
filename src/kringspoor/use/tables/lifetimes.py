"""How long devices serve, as a person reads it: the policy, its versions, what a change moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.catalogue.facts import load
from kringspoor.core.lifetime import LifetimePolicy, LifetimeRule
from kringspoor.core.words import Text, number
from kringspoor.people.language import language
from kringspoor.use import tables
from kringspoor.use.models import LifetimeOptOut, LifetimePreset, LifetimeVersion
from kringspoor.use.queries.lifetimes import Effect, Origin, Policy, Resolver, Ruled
from kringspoor.use.rules.lifetimes import About, Inherited, policy_named


def policy_page(policy: Policy) -> dict[str, Any]:
    """The rules in force with their number of devices, what is planned, what is inherited."""
    resolver = policy.resolver
    versions = sorted(resolver.versions.values(), key=lambda v: (v.scope != "all", v.scope))
    return {
        "rules": [_rule(each, policy) for each in versions],
        "planned": [_planned(each, policy.units) for each in policy.planned],
        "preset": preset(resolver.preset, policy.counts, resolver.preset_from),
        "planned_presets": [_planned_preset(each) for each in policy.planned_presets],
        "inherited": [inherited(each) for each in policy.inherited],
        "has_parent": resolver.organisation.parent_id is not None,
        "categories": category_options(),
    }


def _rule(version: LifetimeVersion, policy: Policy) -> dict[str, Any]:
    found = policy.resolver.stated(version)
    is_own = found.origin is Origin.OWN
    return {
        **months(found.rule),
        "about": about_words(version, policy.units),
        "since": tables.day(version.valid_from),
        "version": found.version,
        "origin": _("you") if is_own else version.organisation.name,
        "count": number(policy.counts.get((found.origin, found.scope), 0), language()),
        "url": rule_url(version) if is_own else _inherited_url(version),
    }


def months(rule: LifetimeRule | None) -> dict[str, Any]:
    """Minimum, target and window of a rule, and whether it is hard."""
    if rule is None:
        return {"is_withdrawn": True}
    return {
        "min": rule.minimum,
        "target": rule.target_months,
        "window": rule.window,
        "is_hard": rule.is_hard,
        "hard": _("hard") if rule.is_hard else _("soft"),
    }


def about_words(version: LifetimeVersion, units: Mapping[int, str]) -> str:
    """What a rule is about, in words."""
    unit = units.get(version.unit_id or 0, "")
    return _about(version.category, unit, version.use_profile)


def about_of(about: About) -> str:
    """What a rule is about, in words."""
    return _about(about.category, str(about.unit or ""), about.use_profile)


def scope_words(scope: str, units: Mapping[int, str]) -> str:
    """What a rule is about, in words, from the one word that the record keeps."""
    told = dict(each.split(":", 1) for each in scope.split("/") if ":" in each)
    unit = units.get(int(told.get("unit", 0)), "")
    return _about(told.get("category", ""), unit, told.get("profile", ""))


def _about(category: str, unit: str, profile: str) -> str:
    parts = [
        tables.category_name(category) if category else "",
        unit,
        tables.profile_name(profile) if profile else "",
    ]
    return " · ".join(filter(None, parts)) or _("all devices")


def rule_url(version: LifetimeVersion) -> str:
    """The page of a rule."""
    asked = {
        "category": version.category, "unit": version.unit_id, "use_profile": version.use_profile,
    }  # fmt: skip
    kept = {name: value for name, value in asked.items() if value}
    return f"{reverse('lifetime_rule')}?{urlencode(kept)}"


def _inherited_url(version: LifetimeVersion) -> str:
    page = reverse("lifetime_inherited", args=(version.organisation.slug,))
    return f"{page}?{urlencode({'scope': version.scope})}"


def _planned(version: LifetimeVersion, units: Mapping[int, str]) -> dict[str, Any]:
    return {
        **months(version.rule),
        "about": about_words(version, units),
        "since": tables.day(version.valid_from),
        "reason": version.reason,
        "url": rule_url(version),
    }


def _planned_preset(chosen: LifetimePreset) -> dict[str, Any]:
    return {"name": preset_name(chosen.slug), "since": tables.day(chosen.valid_from)}


def inherited(word: Inherited) -> dict[str, Any]:
    """A rule of an organisation above, and whether it is followed."""
    version = word.version
    return {
        **months(version.rule),
        "about": about_words(version, {}),
        "of": version.organisation.name,
        "since": tables.day(version.valid_from),
        "is_out": word.is_out,
        "url": _inherited_url(version),
    }


def preset(
    policy: LifetimePolicy, counts: Mapping[tuple[Origin, str], int], since: date | None
) -> dict[str, Any]:
    """A preset: what it says of every category, those with most devices first."""
    said = language()
    lines = [("", policy.every_category, "all")]
    lines += [(slug, rule, f"category:{slug}") for slug, rule in policy.category.items()]
    rows = [
        {
            **months(rule),
            "about": tables.category_name(slug) if slug else _("every other category"),
            "count": number(counts.get((Origin.PRESET, scope), 0), said),
            "devices": counts.get((Origin.PRESET, scope), 0),
            "url": f"{reverse('lifetime_rule')}?{urlencode({'category': slug} if slug else {})}",
        }
        for slug, rule, scope in lines
    ]
    rows.sort(key=lambda row: (-int(str(row["devices"])), str(row["about"])))
    return {
        "slug": policy.slug,
        "name": _named(policy),
        "note": policy.note_nl if said == "nl" else policy.note_en,
        "since": tables.day(since),
        "used": [row for row in rows if row["devices"]],
        "unused": [row for row in rows if not row["devices"]],
    }


def _named(policy: LifetimePolicy) -> str:
    return Text(nl=policy.name_nl, en=policy.name_en).spoken(language())


def preset_name(slug: str) -> str:
    """What a preset is called."""
    return _named(policy_named(slug))


def presets(policies: Iterable[LifetimePolicy], now: str, chosen: str) -> list[dict[str, Any]]:
    """The presets there are to choose from."""
    said = language()
    return [
        {
            "slug": each.slug,
            "name": _named(each),
            "note": each.note_nl if said == "nl" else each.note_en,
            "is_now": each.slug == now,
            "is_chosen": each.slug == chosen,
        }
        for each in policies
    ]


def history(versions: Sequence[LifetimeVersion], today: date) -> list[dict[str, Any]]:
    """The versions of a rule, the latest first; one of them holds today."""
    now = next((each for each in versions if each.valid_from <= today), None)
    return [
        {
            **months(each.rule),
            "version": each.version,
            "since": tables.day(each.valid_from),
            "reason": each.reason,
            "by": str(each.set_by or ""),
            "is_now": each is now,
            "is_planned": each.valid_from > today,
            "again_url": f"{rule_url(each)}&again={each.version_no}",
        }
        for each in versions
    ]


def effect(found: Effect) -> dict[str, Any]:
    """What a change would move, in a sentence and a table."""
    said = language()
    total = found.devices_count
    sentence = ngettext(
        "{count} device: its dates move.", "{count} devices: their dates move.", total
    ).format(count=number(total, said))
    parts = [
        (found.later_count, ngettext("{count} becomes due later", "{count} become due later",
                                     found.later_count)),
        (found.earlier_count, ngettext("{count} becomes due earlier",
                                       "{count} become due earlier", found.earlier_count)),
    ]  # fmt: skip
    told = [words.format(count=number(count, said)) for count, words in parts if count]
    return {
        "count": total,
        "sentence": sentence if total else _("No device gets another date."),
        "parts": ", ".join(told),
        "undated": number(found.undated_count, said) if found.undated_count else "",
        "rows": [
            {
                "category": tables.category_name(each.category) or _("unknown"),
                "old": _short(each.old),
                "new": _short(each.new),
                "count": number(each.devices_count, said),
            }
            for each in found.moved
        ],
    }


def _short(rule: LifetimeRule) -> str:
    """Minimum, target and window in one word; what is the same is said once."""
    return " – ".join(map(str, dict.fromkeys((rule.minimum, rule.target_months, rule.window))))


def category_options() -> list[tuple[str, str]]:
    """Every category to choose from."""
    said = language()
    named = [(slug, text.spoken(said)) for slug, text in tables.category_names().items()]
    return sorted(named, key=lambda each: each[1].casefold())


def about_options(units: Mapping[int, str]) -> dict[str, list[tuple[str, str]]]:
    """What a rule can be about."""
    profiles = [(slug, tables.profile_name(slug)) for slug in load().profiles]
    return {
        "category": category_options(),
        "unit": [(str(number), name) for number, name in units.items()],
        "use_profile": sorted(profiles, key=lambda each: each[1].casefold()),
    }


def start_of(versions: Sequence[LifetimeVersion], resolver: Resolver, about: About) -> LifetimeRule:
    """What the form begins with: the last version, else what holds now for what it is about."""
    for each in versions:
        if each.rule is not None:
            return each.rule
    unit = about.unit.pk if about.unit else None
    found = resolver.of(Ruled(about.category, unit, about.use_profile)).rule
    return replace(found, source="", cover_months=None)


def words_said(words: Sequence[LifetimeOptOut]) -> list[dict[str, Any]]:
    """What an organisation said about following a rule, for its timeline."""
    return [
        {
            "date": tables.day(each.valid_from),
            "machine_date": f"{each.valid_from:%Y-%m-%d}",
            "icon": "close" if each.is_out else "good",
            "what": _("Opted out") if each.is_out else _("Follows the rule again"),
            "about": " · ".join(filter(None, (str(each.set_by or ""), each.reason))),
        }
        for each in words
    ]
