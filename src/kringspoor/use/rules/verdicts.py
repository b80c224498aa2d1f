"""What should happen to a device next, under its own lifetime rule."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from functools import lru_cache

from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.explain import Verdict, verdict
from kringspoor.assess.setting import Setting
from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue, load
from kringspoor.core.lifetime import LifetimePolicy
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.facts import facts_of
from kringspoor.use.models import Device
from kringspoor.use.rules.due import Life, life_on, moved_rule
from kringspoor.use.rules.lifetimes import Resolver


@within_organisation
def verdict_on(
    device: Device, *, organisation: Organisation, today: date, rules: Resolver | None = None
) -> Verdict:
    """The best next step of a device under its organisation's policy, with every number.

    ``rules`` are those of today, when they are known: of many devices they are asked once.
    """
    life = life_on(device, organisation=organisation, on=today, rules=rules)
    catalogue, factors, setting = _rules(organisation.ladder, organisation.country, today)
    setting = replace(setting, lifetime=policy_of(life, device))
    return verdict(facts_of(device), catalogue, factors, setting)


def policy_of(life: Life, device: Device) -> LifetimePolicy:
    """The rule of one device as a policy, so that the ladder asks what the policy page says."""
    found = life.in_force
    rule = moved_rule(life, device.purchased_on)
    source = rule.source or f"{found.of} {found.scope} {found.version}"
    name = found.of_name
    return LifetimePolicy(
        found.of, name.nl, name.en, source, replace(rule, source=source), category={}
    )


@lru_cache(maxsize=16)  # of a day, for each ladder in use
def _rules(ladder: str, country: str, today: date) -> tuple[Catalogue, FactorLadder, Setting]:
    catalogue = load(user_folder(os.environ))
    setting = setting_of(catalogue, Choice(ladder=ladder, country=country), today)
    return catalogue, FactorLadder(catalogue), setting
