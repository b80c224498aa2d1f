"""Which rule says how long a device serves, on which day, and which version a decision keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation

from kringspoor.people.models import Organisation, Unit
from kringspoor.people.tenancy import scope
from kringspoor.use.models import LifetimeOptOut, LifetimePreset, LifetimeVersion
from kringspoor.use.models.lifetimes import scope_of
from kringspoor.use.queries.lifetimes import Origin, Ruled, RuleInForce, rule_for, rules_in_force

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def a_version(organisation: Organisation, months: int | None, **about: Any) -> LifetimeVersion:
    """A version of a rule as it is stored."""
    unit: Unit | None = about.pop("unit", None)
    category, profile = about.pop("category", ""), about.pop("use_profile", "")
    told = {"version_no": 1, "valid_from": date(2020, 1, 1), "reason": "beleid", "set_at": AT}
    with scope(organisation):
        return LifetimeVersion.objects.create(
            organisation=organisation,
            scope=scope_of(category, unit.pk if unit else None, profile),
            unit=unit,
            category=category,
            use_profile=profile,
            target_months=months,
            **told | about,
        )


def a_unit(organisation: Organisation, name: str, parent: Unit | None = None) -> Unit:
    """A department."""
    with scope(organisation):
        return Unit.objects.create(organisation=organisation, name=name, parent=parent)


def rule(organisation: Organisation, *about: Any, on: date = TODAY) -> RuleInForce:
    """The rule of something of this category, unit and profile."""
    return rule_for(Ruled(*about), organisation=organisation, on=on)


def test_an_organisation_begins_with_its_preset() -> None:
    here = an_organisation(lifetime_policy="ku-leuven")
    laptop = rule(here, "laptop")
    assert (laptop.rule.target_months, laptop.rule.window, laptop.rule.is_hard) == (48, 60, True)
    assert (laptop.origin, laptop.version, laptop.scope) == (
        Origin.PRESET, "ku-leuven", "category:laptop",
    )  # fmt: skip
    assert rule(here, "unheard-of").scope == "all"


def test_what_names_more_goes_before_what_names_less() -> None:
    here = an_organisation()
    unit = a_unit(here, "ICT")
    about = {"unit": unit, "use_profile": "field", "category": "laptop"}
    order = (
        ("unit", "use_profile", "category"),
        ("unit", "use_profile"),
        ("unit", "category"),
        ("use_profile", "category"),
        ("unit",),
        ("use_profile",),
        ("category",),
        (),
    )
    for months, names in enumerate(reversed(order), start=1):
        a_version(here, months, **{name: about[name] for name in names})
        assert rule(here, "laptop", unit.pk, "field").rule.target_months == months
    assert rule(here, "laptop").rule.target_months == 2
    assert rule(here, "monitor").rule.target_months == 1


def test_a_rule_of_a_unit_holds_for_the_units_under_it_and_the_nearest_wins() -> None:
    here = an_organisation()
    faculty = a_unit(here, "Faculteit")
    group = a_unit(here, "Vakgroep", faculty)
    a_version(here, 72, unit=faculty)
    assert rule(here, "laptop", group.pk).rule.target_months == 72
    a_version(here, 84, unit=group)
    assert rule(here, "laptop", group.pk).rule.target_months == 84
    assert rule(here, "laptop", faculty.pk).rule.target_months == 72


def test_a_change_holds_from_its_day_and_the_day_before_knows_the_old_version() -> None:
    here = an_organisation()
    a_version(here, 48, category="laptop")
    a_version(here, 60, category="laptop", version_no=2, valid_from=date(2027, 1, 1))
    before, after = (
        rule(here, "laptop", on=date(2026, 12, 31)),
        rule(here, "laptop", on=date(2027, 1, 1)),
    )
    assert (before.version, before.rule.target_months) == ("v1", 48)
    assert (after.version, after.rule.target_months) == ("v2", 60)
    assert before.payload["version"] == "v1"


def test_a_rule_that_is_withdrawn_leaves_the_word_to_the_preset() -> None:
    here = an_organisation(lifetime_policy="leuven")
    a_version(here, 84, category="laptop")
    a_version(here, None, category="laptop", version_no=2, valid_from=TODAY)
    assert rule(here, "laptop").origin is Origin.PRESET


def test_another_preset_holds_from_its_day() -> None:
    here = an_organisation(lifetime_policy="leuven")
    with scope(here):
        LifetimePreset.objects.create(
            organisation=here, slug="ku-leuven", version_no=1, valid_from=TODAY, reason="r",
            set_at=AT,
        )  # fmt: skip
    assert rule(here, "laptop", on=date(2026, 11, 23)).version == "leuven"
    assert rule(here, "laptop").version == "ku-leuven"


def test_the_rules_of_an_association_hold_until_somebody_opts_out() -> None:
    above = an_organisation("associatie")
    here = an_organisation("hogeschool", parent=above)
    below = an_organisation("campus", parent=here)
    a_version(above, 66, category="laptop")
    assert rule(here, "laptop").origin is Origin.INHERITED
    assert rule(below, "laptop").of == "associatie"
    with scope(here):
        LifetimeOptOut.objects.create(
            organisation=here, owner=above, scope="category:laptop", valid_from=TODAY,
            reason="eigen afspraak", set_at=AT,
        )  # fmt: skip
    assert rule(here, "laptop", on=date(2026, 11, 23)).origin is Origin.INHERITED
    assert rule(here, "laptop").origin is Origin.PRESET
    assert rule(below, "laptop").origin is Origin.PRESET  # it inherits what its parent follows
    assert rule(above, "laptop").origin is Origin.OWN


def test_of_the_same_rule_that_of_the_nearest_organisation_holds() -> None:
    above = an_organisation("associatie")
    here = an_organisation("hogeschool", parent=above)
    a_version(above, 66, category="laptop")
    a_version(here, 77, category="laptop")
    assert rule(here, "laptop").rule.target_months == 77


def test_a_neighbour_has_no_word_in_it() -> None:
    here, there = an_organisation("hier"), an_organisation("daar")
    a_version(there, 12)
    assert rule(here, "laptop").origin is Origin.PRESET


def test_the_rules_of_many_devices_take_as_many_questions_as_those_of_one() -> None:
    above = an_organisation("associatie")
    here = an_organisation("hogeschool", parent=above)
    unit = a_unit(here, "ICT")
    a_version(here, 72, unit=unit)
    here = Organisation.objects.get(pk=here.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        resolver = rules_in_force(organisation=here, on=TODAY)
        for each in range(300):
            resolver.of(Ruled("laptop", unit.pk if each % 2 else None))
    assert len(asked) == 5
