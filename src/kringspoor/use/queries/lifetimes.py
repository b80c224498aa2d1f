"""Questions about how long devices serve: the policy, its versions, what a change would move."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, QuerySet

from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.facts import load
from kringspoor.core.lifetime import LifetimePolicy, LifetimeRule
from kringspoor.core.states import HELD
from kringspoor.people.models import Organisation, Unit
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import (
    Device,
    LifetimeException,
    LifetimeOptOut,
    LifetimePreset,
    LifetimeVersion,
)
from kringspoor.use.models.lifetimes import Asked
from kringspoor.use.rules.lifetimes import (
    About,
    Inherited,
    Origin,
    Resolver,
    Ruled,
    RuleInForce,
    inherited_rules,
    policy_named,
    rule_for,
    rules_in_force,
)

__all__ = ("Origin", "Resolver", "RuleInForce", "Ruled", "rule_for", "rules_in_force")


@dataclass(frozen=True, slots=True)
class Group:
    """Devices held that no rule can tell apart, and of how many the purchase date is known."""

    of: Ruled
    devices_count: int
    dated_count: int


@dataclass(frozen=True, slots=True)
class Policy:
    """How long everything serves on a day: the rules, the preset under them, what is planned."""

    resolver: Resolver
    counts: Mapping[tuple[Origin, str], int]  # devices under each rule
    planned: Sequence[LifetimeVersion]
    planned_presets: Sequence[LifetimePreset]
    inherited: Sequence[Inherited]
    units: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Moved:
    """Devices of one category whose rule would change, from what to what."""

    category: str
    old: LifetimeRule
    new: LifetimeRule
    devices_count: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of policy would do to the devices that are held now."""

    moved: tuple[Moved, ...]
    undated_count: int

    @property
    def devices_count(self) -> int:
        """Devices whose minimum, target or window would move."""
        return sum(each.devices_count for each in self.moved)

    @property
    def later_count(self) -> int:
        """Devices that would be due later."""
        return sum(m.devices_count for m in self.moved if m.new.target_months > m.old.target_months)

    @property
    def earlier_count(self) -> int:
        """Devices that would be due earlier."""
        return sum(m.devices_count for m in self.moved if m.new.target_months < m.old.target_months)


@within_organisation
def groups(*, organisation: Organisation) -> list[Group]:
    """The devices held, grouped by all that a rule looks at; exceptions have dates of their own."""
    moved = LifetimeException.objects.filter(state=Asked.APPROVED).values("device_id")
    held = Device.objects.filter(state__in=HELD).exclude(pk__in=moved)
    rows = held.order_by().values_list("category", "unit_id", "use_profile")
    counted = rows.annotate(devices=Count("id"), dated=Count("purchased_on"))
    return [Group(Ruled(*about), devices, dated) for *about, devices, dated in counted]


@within_organisation
def policy(*, organisation: Organisation, on: date) -> Policy:
    """Everything the page of the policy shows, in a fixed number of questions."""
    resolver = rules_in_force(organisation=organisation, on=on)
    counts: Counter[tuple[Origin, str]] = Counter()
    for each in groups(organisation=organisation):
        found = resolver.of(each.of)
        counts[found.origin, found.scope] += each.devices_count
    planned = LifetimeVersion.objects.filter(valid_from__gt=on).select_related("unit", "set_by")
    return Policy(
        resolver,
        counts,
        list(planned.order_by("valid_from", "version_no")),
        list(LifetimePreset.objects.filter(valid_from__gt=on).order_by("valid_from")),
        inherited_rules(organisation, on),
        unit_names(organisation=organisation),
    )


@within_organisation
def unit_names(*, organisation: Organisation) -> dict[int, str]:
    """Every department by its number."""
    return dict(Unit.objects.values_list("pk", "name"))


@within_organisation
def unit_numbered(number: int, *, organisation: Organisation) -> Unit | None:
    """The department of that number."""
    return Unit.objects.filter(pk=number).first()


@within_organisation
def versions_of(scope: str, *, organisation: Organisation) -> list[LifetimeVersion]:
    """Every version of one own rule, the latest first."""
    rows = LifetimeVersion.objects.filter(scope=scope).select_related("set_by", "unit")
    return list(rows.order_by("-valid_from", "-version_no"))


@within_organisation
def presets_chosen(*, organisation: Organisation) -> list[LifetimePreset]:
    """Every preset that was put in place of the first one, the latest first."""
    return list(LifetimePreset.objects.select_related("set_by"))


@within_organisation
def effect_of_rule(
    about: About, rule: LifetimeRule | None, *, organisation: Organisation, on: date
) -> Effect:
    """What another version of a rule would move; without a rule, what withdrawing it would."""
    before = rules_in_force(organisation=organisation, on=on)
    versions = {scope: each for scope, each in before.versions.items() if scope != about.scope}
    if rule is not None:
        versions[about.scope] = _unsaved(about, rule, organisation)
    else:
        versions |= {
            each.version.scope: each.version
            for each in inherited_rules(organisation, on)
            if each.version.scope == about.scope and not each.is_out
        }
    above = before.above or dict(Unit.objects.values_list("pk", "parent_id"))
    return _compared(before, replace(before, versions=versions, above=above), organisation)


@within_organisation
def effect_of_preset(slug: str, *, organisation: Organisation, on: date) -> Effect:
    """What another preset would move. Raises Unknown for one nobody knows."""
    before = rules_in_force(organisation=organisation, on=on)
    return _compared(before, replace(before, preset=policy_named(slug)), organisation)


@within_organisation
def effect_of_word(word: Inherited, *, organisation: Organisation, on: date) -> Effect:
    """What opting out of an inherited rule would move, or following it again."""
    before = rules_in_force(organisation=organisation, on=on)
    versions = dict(before.versions)
    now = versions.get(word.version.scope)
    if word.is_out and now is None:
        versions[word.version.scope] = word.version
    elif not word.is_out and now is not None and now.pk == word.version.pk:
        del versions[word.version.scope]
    return _compared(before, replace(before, versions=versions), organisation)


def _unsaved(about: About, rule: LifetimeRule, organisation: Organisation) -> LifetimeVersion:
    return LifetimeVersion(
        organisation=organisation, scope=about.scope, unit=about.unit, category=about.category,
        use_profile=about.use_profile, min_months=rule.min_months, is_hard=rule.is_hard,
        target_months=rule.target_months, window_months=rule.window_months,
    )  # fmt: skip


def _compared(before: Resolver, after: Resolver, organisation: Organisation) -> Effect:
    moved: Counter[tuple[str, LifetimeRule, LifetimeRule]] = Counter()
    undated_count = 0
    for each in groups(organisation=organisation):
        old, new = (_months(of.of(each.of).rule) for of in (before, after))
        if old != new:
            moved[each.of.category, old, new] += each.dated_count
            undated_count += each.devices_count - each.dated_count
    lines = [Moved(*key, count) for key, count in moved.items() if count]
    return Effect(tuple(sorted(lines, key=lambda m: -m.devices_count)), undated_count)


def _months(rule: LifetimeRule) -> LifetimeRule:
    """A rule by its months alone, whoever wrote it down."""
    return LifetimeRule(rule.target_months, rule.minimum, rule.window)


@within_organisation
def every_preset(*, organisation: Organisation) -> list[LifetimePolicy]:
    """The presets to choose from, those of this installation included."""
    return list(load(user_folder(os.environ)).lifetimes.values())


@within_organisation
def inherited_rule(
    owner_slug: str, scope: str, *, organisation: Organisation, on: date
) -> Inherited | None:
    """One rule that comes from an organisation above."""
    for each in inherited_rules(organisation, on):
        if (each.version.organisation.slug, each.version.scope) == (owner_slug, scope):
            return each
    return None


@within_organisation
def opt_outs(scope: str, *, organisation: Organisation) -> list[LifetimeOptOut]:
    """Everything this organisation said about following an inherited rule, the latest first."""
    rows = LifetimeOptOut.objects.filter(scope=scope).select_related("set_by", "owner")
    return list(rows.order_by("-valid_from", "-id"))


@within_organisation
def exceptions(state: str, *, organisation: Organisation) -> QuerySet[LifetimeException]:
    """The requests for an exception, those that wait longest first when only those are asked."""
    rows = LifetimeException.objects.select_related("device", "asked_by", "decided_by", "evidence")
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("asked_at" if state == Asked.WAITING else "-asked_at", "id")


@within_organisation
def exception_numbered(number: int, *, organisation: Organisation) -> LifetimeException | None:
    """The request of that number."""
    return LifetimeException.objects.select_related("device").filter(pk=number).first()


@within_organisation
def exception_of(device: Device, *, organisation: Organisation) -> LifetimeException | None:
    """The last request about a device."""
    rows = LifetimeException.objects.select_related(
        "device", "asked_by", "decided_by", "evidence"
    ).filter(device=device)
    return rows.order_by("-asked_at", "-id").first()
