"""From four years to five, and replaced in the course of the fifth: the stories on the site."""

from __future__ import annotations

from datetime import date

import pytest
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.calendar import days_of
from kringspoor.core.due import Standing
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.queries import events_about
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.lifetime_exceptions import Wish, ask_exception
from kringspoor.use.actions.lifetimes import change_rule
from kringspoor.use.models import Device
from kringspoor.use.models.lifetimes import Shift, ShiftReason
from kringspoor.use.queries.due import life_on
from kringspoor.use.queries.lifetimes import effect_of_rule
from kringspoor.use.rules.lifetimes import About, From

pytestmark = pytest.mark.django_db
LAPTOPS = About("laptop")


def laptop_of_march_2022(organisation: Organisation) -> Device:
    """A laptop bought on 1 March 2022."""
    row = {"tag": "L1", "category": "laptop", "state": "in_use",
           "purchased_days": days_of(date(2022, 3, 1))}  # fmt: skip
    import_devices(
        columns(row), organisation=organisation, actor=None, at=AT, name="a.csv", key="1"
    )
    with scope(organisation):
        return Device.objects.get()


def test_a_laptop_of_march_2022_is_replaced_in_the_course_of_its_fifth_year() -> None:
    university = an_organisation(lifetime_policy="ku-leuven")
    laptop = laptop_of_march_2022(university)
    life = life_on(laptop, organisation=university, on=date(2026, 11, 24))
    assert life.dates is not None
    window = f"{life.dates.target_on}..{life.dates.window_on}"
    assert window == "2026-03-01..2027-03-01"
    assert life.standing(date(2026, 2, 28)) is Standing.TOO_YOUNG
    assert life.standing(date(2026, 3, 1)) is Standing.IN_WINDOW
    assert life.standing(date(2027, 3, 1)) is Standing.IN_WINDOW
    assert life.standing(date(2027, 3, 2)) is Standing.OVERDUE


def test_from_48_to_60_months_moves_the_due_date_and_old_decisions_keep_their_version() -> None:
    city = an_organisation(lifetime_policy="leuven")
    boss, laptop = somebody(city), laptop_of_march_2022(city)

    def change(months: int, day: date) -> None:
        start = From(day, "beslist door de gemeenteraad")
        change_rule(
            LAPTOPS, LifetimeRule(months), start, organisation=city, actor=boss, at=AT, today=day
        )

    change(48, date(2025, 1, 1))
    wish = Wish(Shift.LATER, ShiftReason.WORKS_WELL, date(2027, 9, 1))
    ask_exception(laptop, wish, organisation=city, actor=boss, at=AT, today=date(2025, 6, 1))
    new_day = date(2026, 1, 1)
    effect = effect_of_rule(LAPTOPS, LifetimeRule(60), organisation=city, on=new_day)
    assert (effect.devices_count, effect.later_count) == (1, 1)
    change(60, new_day)

    before = life_on(laptop, organisation=city, on=date(2025, 12, 31))
    after = life_on(laptop, organisation=city, on=new_day)
    assert before.dates and after.dates
    assert (before.in_force.version, before.dates.target_on) == ("v1", date(2026, 3, 1))
    assert (after.in_force.version, after.dates.target_on) == ("v2", date(2027, 3, 1))
    decided = events_about(laptop.subject, organisation=city)[0].payload
    assert decided is not None
    assert decided["rule"]["version"] == "v1"
    assert decided["rule"]["target_months"] == 48
