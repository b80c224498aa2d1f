"""Which rule says how long a device serves on a day: the one place that knows.

It stands under actions and queries, because both ask it.

Own rules and those of the organisations above go before the preset. Of two that fit, the one that
names more wins; of two that name as much, the one that names the unit (the nearest in its tree),
then the one that names the use profile; of the same rule twice, that of the nearest organisation.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.facts import load
from kringspoor.core.lifetime import LifetimePolicy, LifetimeRule
from kringspoor.core.states import Named
from kringspoor.core.words import NOTHING, Text
from kringspoor.people.models import Organisation, Unit
from kringspoor.people.tenancy import across_organisations, within_organisation
from kringspoor.use.models import Device, LifetimeOptOut, LifetimePreset, LifetimeVersion
from kringspoor.use.models.lifetimes import scope_of

MAX_MONTHS = 240  # no device is planned for longer than twenty years


class Origin(Named):
    """Where a rule comes from."""

    OWN = "own", "eigen regel", "own rule"
    INHERITED = "inherited", "geërfd", "inherited"
    PRESET = "preset", "voorinstelling", "preset"


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """The rule a device is under on a day, which version of it, and where it comes from.

    ``version`` is what a decision keeps. ``of`` is the slug of the preset, or of the organisation
    that made the rule.
    """

    rule: LifetimeRule
    version: str
    origin: Origin
    scope: str
    of: str = ""
    of_name: Text = NOTHING
    valid_from: date | None = None  # None: since the organisation began

    @property
    def payload(self) -> dict[str, str | int]:
        """What an event keeps of the rule it was decided under."""
        return {
            "version": self.version,
            "origin": self.origin.value,
            "scope": self.scope,
            "of": self.of,
            "min_months": self.rule.minimum,
            "target_months": self.rule.target_months,
            "window_months": self.rule.window,
        }


class Ruled(NamedTuple):
    """What the choice of a rule looks at. A device will do instead."""

    category: str = ""
    unit_id: int | None = None
    use_profile: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a rule is about; what is left out means all of them."""

    category: str = ""
    unit: Unit | None = None
    use_profile: str = ""

    @property
    def scope(self) -> str:
        """What it is about, in one word."""
        return scope_of(self.category, self.unit.pk if self.unit else None, self.use_profile)


@dataclass(frozen=True, slots=True)
class From:
    """From which day a change holds, and why."""

    valid_from: date
    reason: str


@dataclass(frozen=True, slots=True)
class Resolver:
    """The rules of an organisation on a day. It asks the database nothing more."""

    versions: Mapping[str, LifetimeVersion]  # by scope: in force, own and inherited
    preset: LifetimePolicy
    preset_from: date | None
    organisation: Organisation
    above: Mapping[int, int | None]  # the unit over each unit

    def of(self, device: Device | Ruled) -> RuleInForce:
        """The rule of one device."""
        for scope in self._scopes(device.category, device.unit_id, device.use_profile):
            if (found := self.versions.get(scope)) is not None:
                return self.stated(found)
        return self.of_preset(device.category)

    def stated(self, version: LifetimeVersion) -> RuleInForce:
        """A version of an own or inherited rule as a rule in force."""
        is_own = version.organisation_id == self.organisation.pk
        assert version.rule is not None
        return RuleInForce(
            version.rule,
            version.version,
            Origin.OWN if is_own else Origin.INHERITED,
            version.scope,
            version.organisation.slug,
            Text(nl=version.organisation.name, en=version.organisation.name),
            version.valid_from,
        )

    def of_preset(self, category: str) -> RuleInForce:
        """What the preset says of a category."""
        return RuleInForce(
            self.preset.rule(category),
            self.preset.slug,
            Origin.PRESET,
            scope_of(category if category in self.preset.category else ""),
            self.preset.slug,
            Text(nl=self.preset.name_nl, en=self.preset.name_en),
            self.preset_from,
        )

    def _scopes(self, category: str, unit: int | None, profile: str) -> Iterator[str]:
        """Everything a rule for this device could be about, the most specific first."""
        units = [*self._line_of(unit)]
        if category and profile:
            yield from (scope_of(category, each, profile) for each in units)
        if profile:
            yield from (scope_of("", each, profile) for each in units)
        if category:
            yield from (scope_of(category, each) for each in units)
        if category and profile:
            yield scope_of(category, None, profile)
        yield from (scope_of("", each) for each in units)
        if profile:
            yield scope_of("", None, profile)
        if category:
            yield scope_of(category)
        yield scope_of()

    def _line_of(self, unit: int | None) -> Iterator[int]:
        seen: set[int] = set()
        while unit is not None and unit not in seen:
            seen.add(unit)
            yield unit
            unit = self.above.get(unit)


@within_organisation
def rules_in_force(*, organisation: Organisation, on: date) -> Resolver:
    """Every rule on a day, to ask for as many devices as there are; the questions stay as many."""
    preset = LifetimePreset.objects.filter(valid_from__lte=on).first()  # the latest: its ordering
    versions = {each.scope: each for each in inherited_first(organisation, on)}
    has_units = any(each.unit_id for each in versions.values())
    return Resolver(
        versions,
        policy_named(preset.slug if preset else organisation.lifetime_policy),
        preset.valid_from if preset else None,
        organisation,
        dict(Unit.objects.values_list("pk", "parent_id")) if has_units else {},
    )


@within_organisation
def rule_for(device: Device | Ruled, *, organisation: Organisation, on: date) -> RuleInForce:
    """The rule one device is under on a day."""
    return rules_in_force(organisation=organisation, on=on).of(device)


def lifetime_subject(organisation: Organisation) -> str:
    """What the record calls the lifetime policy of an organisation."""
    return f"lifetimes:{organisation.pk}"


def policy_named(slug: str) -> LifetimePolicy:
    """The preset of that name, also when the installation added it. Raises Unknown."""
    return load(user_folder(os.environ)).lifetime(slug)


def lineage(organisation: Organisation) -> list[Organisation]:
    """An organisation and those above it, the nearest first."""
    line, above = [organisation], organisation.parent
    while above is not None and above not in line:
        line.append(above)
        above = above.parent
    return line


@across_organisations("the rules of an association hold for its members")
def inherited_first(organisation: Organisation, on: date) -> list[LifetimeVersion]:
    """The version of each rule that holds on a day, of the furthest organisation first.

    A rule somebody in between opted out of does not come through; one that is withdrawn does not
    hide what an organisation further away says.
    """
    line = lineage(organisation)
    latest = _latest_versions(line, on)
    said = _opt_outs(line[:-1], on)
    found: list[LifetimeVersion] = []
    for far in range(len(line) - 1, -1, -1):
        owner = line[far].pk
        between = [each.pk for each in line[:far]]
        for (of, scope), version in latest.items():
            is_left = any(said.get((each, owner, scope), False) for each in between)
            if of == owner and not is_left and (far == 0 or version.unit_id is None):
                found.append(version)
    return [each for each in found if each.target_months is not None]


@dataclass(frozen=True, slots=True)
class Inherited:
    """A rule of an organisation above, and whether this one follows it."""

    version: LifetimeVersion
    is_out: bool


@across_organisations("an organisation reads the rules of those above it")
def inherited_rules(organisation: Organisation, on: date) -> list[Inherited]:
    """The rules that come down to an organisation on a day, also those it opted out of."""
    line = lineage(organisation)
    if len(line) == 1:
        return []
    come_down = {each.scope: each for each in inherited_first(line[1], on)}
    said = _opt_outs(line[:1], on)
    return [
        Inherited(each, said.get((organisation.pk, each.organisation_id, each.scope), False))
        for each in come_down.values()
        if each.unit_id is None
    ]


def _latest_versions(line: list[Organisation], on: date) -> dict[tuple[int, str], LifetimeVersion]:
    rows = LifetimeVersion.objects.filter(organisation__in=line, valid_from__lte=on)
    rows = rows.select_related("organisation").order_by("valid_from", "version_no")
    return {(each.organisation_id, each.scope): each for each in rows}


def _opt_outs(line: list[Organisation], on: date) -> dict[tuple[int, int, str], bool]:
    if not line:
        return {}
    rows: Any = LifetimeOptOut.objects.filter(organisation__in=line, valid_from__lte=on)
    return {
        (each.organisation_id, each.owner_id, each.scope): each.is_out
        for each in rows.order_by("valid_from", "id")
    }
