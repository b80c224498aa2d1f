"""Which devices are due, by quarter and exactly; where warranty ends before the minimum."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation, columns
from tests.use.test_lifetimes import a_unit, a_version

from kringspoor.core.calendar import days_of, month_after
from kringspoor.core.due import Standing
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import Device, LifetimeException
from kringspoor.use.queries.due import (
    DueAsked,
    due_buckets,
    due_devices,
    due_facets,
    due_rules,
    undated_count,
)
from kringspoor.use.queries.warranty import warranty_gaps
from kringspoor.use.rules.due import life_of
from kringspoor.use.rules.quarters import ALL, last_purchase, quarter, quarters

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def take_in(organisation: Organisation, *rows: Mapping[str, object]) -> None:
    """Import these rows."""
    told = columns(*(dict(each) for each in rows))
    import_devices(told, organisation=organisation, actor=None, at=AT, name="a", key="1")


def fleet(organisation: Organisation) -> None:
    """Devices of three categories in two departments, bought on any day of ten years."""
    dice = random.Random(7)
    take_in(organisation, *(
        {"tag": f"T{n}", "state": "in_use", "unit": dice.choice(("ICT", "Sport", None)),
         "category": dice.choice(("laptop", "monitor", "mfp")),
         "purchased_days": days_of(TODAY) - dice.randrange(3650)}
        for n in range(400)
    ))  # fmt: skip


def in_database(organisation: Organisation, when: str, today: date) -> set[int]:
    """The devices the database finds in a part of the list."""
    rules = due_rules(organisation=organisation, today=today)
    found = due_devices(DueAsked(when), rules, organisation=organisation)
    with scope(organisation):
        return {each.pk for each in found}


@pytest.mark.parametrize("today", [TODAY, date(2027, 2, 28), date(2026, 11, 30), date(2028, 2, 29)])
def test_the_database_agrees_with_the_formula_on_every_device_and_day(today: date) -> None:
    here = an_organisation(lifetime_policy="ku-leuven")
    fleet(here)
    with scope(here):
        unit = Device.objects.filter(unit__isnull=False)[0].unit
    a_version(here, 61, unit=unit, window_months=70)
    rules = due_rules(organisation=here, today=today)
    with scope(here):
        lives = {each.pk: life_of(each, rules.resolver) for each in Device.objects.all()}
    for when, standing in (("overdue", Standing.OVERDUE), ("in_window", Standing.IN_WINDOW)):
        expected = {pk for pk, life in lives.items() if life.standing(today) is standing}
        assert expected
        assert in_database(here, when, today) == expected
    for slug in quarters(today):
        first, after = quarter(slug)
        expected = {
            pk for pk, life in lives.items()
            if life.dates and max(first, today + timedelta(days=1)) <= life.dates.target_on < after
        }  # fmt: skip
        assert in_database(here, slug, today) == expected
    assert in_database(here, ALL, today) == set(lives)


def test_the_last_day_of_purchase_is_exact_on_every_day_of_two_years() -> None:
    for offset in range(731):
        on = date(2027, 1, 1) + timedelta(days=offset)
        for months in (1, 11, 36, 60):
            last = last_purchase(on, months)
            assert month_after(last, months) <= on < month_after(last + timedelta(days=1), months)


def test_the_buckets_count_what_the_list_shows_and_it_is_in_order() -> None:
    here = an_organisation(lifetime_policy="ku-leuven")
    fleet(here)
    rules = due_rules(organisation=here, today=TODAY)
    for bucket in due_buckets(rules, organisation=here):
        assert bucket.devices_count == len(in_database(here, bucket.slug, TODAY))
    with scope(here):
        lives = [
            life_of(each, rules.resolver)
            for each in due_devices(DueAsked(), rules, organisation=here)
        ]
    due = [life.dates.target_on for life in lives if life.dates]
    months = [(each.year, each.month) for each in due]
    assert months == sorted(months)
    assert len(months) > 50


def test_an_approved_exception_has_dates_of_its_own() -> None:
    here = an_organisation(lifetime_policy="leuven")
    take_in(here, {"tag": "A", "category": "laptop", "state": "in_use",
                   "purchased_days": days_of(date(2020, 1, 1))})  # fmt: skip
    assert len(in_database(here, "overdue", TODAY)) == 1
    with scope(here):
        LifetimeException.objects.create(
            organisation=here, device=Device.objects.get(), kind="later", reason="works_well",
            new_target_on=date(2027, 2, 1), rule_version="x", state="approved", asked_at=AT,
            decided_at=AT,
        )  # fmt: skip
    assert in_database(here, "", TODAY) == set()
    assert len(in_database(here, "2027-1", TODAY)) == 1


def test_the_list_is_searched_and_filtered_and_says_what_it_cannot_date() -> None:
    here = an_organisation(lifetime_policy="leuven")
    old = days_of(date(2018, 1, 1))
    take_in(
        here,
        {"tag": "A", "category": "laptop", "make": "Dell", "state": "in_use", "unit": "ICT",
         "purchased_days": old},
        {"tag": "B", "category": "monitor", "make": "HP", "state": "in_use",
         "purchased_days": old},
        {"tag": "C", "category": "laptop", "state": "in_use"},
        {"tag": "D", "category": "laptop", "state": "gone", "purchased_days": old},
    )  # fmt: skip
    rules = due_rules(organisation=here, today=TODAY)

    def tags(asked: DueAsked) -> list[str]:
        with scope(here):
            return [each.tag for each in due_devices(asked, rules, organisation=here)]

    assert tags(DueAsked()) == ["A", "B"]
    assert tags(DueAsked(words="dell")) == ["A"]
    assert tags(DueAsked(filters={"category": "monitor"})) == ["B"]
    assert tags(DueAsked(filters={"unit": "ICT"})) == ["A"]
    facets = due_facets(DueAsked(), rules, organisation=here)
    assert facets == {"category": [("laptop", 1), ("monitor", 1)], "unit": [("ICT", 1)]}
    assert undated_count(organisation=here) == 1


def test_due_takes_as_many_questions_for_one_device_as_for_many() -> None:
    asked = []
    for count in (1, 60):
        here = an_organisation(f"org{count}")
        take_in(here, *({"tag": f"T{n}", "category": "laptop", "state": "in_use",
                         "purchased_days": days_of(date(2018, 1, 1))}
                        for n in range(count)))  # fmt: skip
        a_version(here, 50, unit=a_unit(here, "X"))
        with CaptureQueriesContext(connection) as questions:
            due_buckets(due_rules(organisation=here, today=TODAY), organisation=here)
        asked.append(len(questions))
    assert asked == [8, 8]


def test_warranty_that_ends_before_the_minimum_leaves_a_gap() -> None:
    here = an_organisation(lifetime_policy="ghent")
    bought = date(2024, 3, 1)

    def row(tag: str, end: date | None, **rest: object) -> dict[str, object]:
        end_days = None if end is None else days_of(end)
        return {"tag": tag, "category": "laptop", "make": "Dell", "model": "5420",
                "state": "in_use", "purchased_days": days_of(bought),
                "warranty_end_days": end_days, **rest}  # fmt: skip

    take_in(
        here,
        row("A", date(2027, 2, 28)),
        row("B", date(2028, 2, 29)),
        row("C", date(2029, 2, 28)),
        row("D", None),
        row("E", date(2027, 2, 28), make="HP", model="840"),
    )
    gaps = warranty_gaps(organisation=here, today=TODAY)
    assert [each.gap_months for each in gaps.uncovered] == [24, 24, 12]
    assert (gaps.covered_count, gaps.unknown_count, gaps.gap_months) == (1, 1, 24)
    assert [(m.name, m.devices_count, m.gap_months) for m in gaps.models] == [
        ("Dell 5420", 2, 18), ("HP 840", 1, 24),
    ]  # fmt: skip
    assert gaps.by_category() == {"laptop": 3}
    only = warranty_gaps(organisation=here, today=TODAY, words="hp")
    assert len(only.uncovered) == 1
    assert warranty_gaps(organisation=an_organisation("leeg"), today=TODAY).gap_months is None
