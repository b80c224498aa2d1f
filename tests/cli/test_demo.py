"""The demo: organisations that have lived for years, by the doors that everybody uses."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from kringspoor.cli.demo import fill
from kringspoor.cli.demo_fleet import ORDER_MONTHS, fleet, order_no
from kringspoor.cli.demo_shapes import CHILD, SHAPES, Shape
from kringspoor.core.states import EXIT, Route, State
from kringspoor.people.models import Membership, Organisation
from kringspoor.people.roles import ROLES
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Checkpoint, Event, Link
from kringspoor.record.queries import faults_of
from kringspoor.use import models
from kringspoor.use.queries.achieved import AskedLives, lives_by_category
from kringspoor.use.queries.missing import dormant
from kringspoor.use.queries.orders import compared
from kringspoor.use.queries.pools import held_and_fleet, pools
from kringspoor.use.queries.repairs_measured import Period, repairers_in
from kringspoor.use.rules.lifetimes import About, inherited_rules, rules_in_force
from kringspoor.web.work import waiting

pytestmark = pytest.mark.django_db  # of which the fixture needs the database too
TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
GONE = tuple(EXIT.values())
EVERY = [each.slug for each in SHAPES]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any) -> Any:
    """The demo, filled once for all tests of this file, and taken away after them."""
    from django.db import transaction

    kept, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill(TODAY)
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = kept


def of(slug: str) -> Organisation:
    """An organisation of the demo."""
    return Organisation.objects.get(slug=slug)


def shape(slug: str) -> Shape:
    """What it should look like."""
    return next(each for each in (*SHAPES, CHILD) if each.slug == slug)


def counts() -> dict[str, dict[str, int]]:
    """How many rows of each kind every organisation has."""
    found = {}
    for organisation in Organisation.objects.order_by("slug"):
        with scope(organisation):
            kinds = (Link, Event, Checkpoint, models.Device, models.Departure, models.RepairOrder,
                     models.PoolStay, models.Sighting, models.Lot)  # fmt: skip
            found[organisation.slug] = {each.__name__: each.objects.count() for each in kinds}
    return found


def test_the_same_day_gives_the_same_devices_and_another_day_others() -> None:
    assert fleet(SHAPES[0], TODAY) == fleet(SHAPES[0], TODAY)
    later = fleet(SHAPES[0], TODAY + timedelta(days=31))
    assert later[0].bought_on > fleet(SHAPES[0], TODAY)[0].bought_on


def test_filling_twice_changes_nothing(demo: list[Any]) -> None:
    before = counts()
    assert len(before) == len(SHAPES) + 1
    assert fill(TODAY) == demo
    assert counts() == before


def test_every_organisation_holds_what_it_should_and_its_record_verifies(demo: list[Any]) -> None:
    for each in (*SHAPES, CHILD):
        organisation = of(each.slug)
        assert held_and_fleet(organisation=organisation)[1] == each.devices_count
        assert not list(faults_of(organisation=organisation))
        with scope(organisation):
            at = list(Link.objects.order_by("number_no").values_list("at", flat=True))
            assert organisation.org_code
            assert Membership.objects.count() == len(ROLES)
        assert at[0].date() < TODAY - timedelta(days=900)
        assert sum(before > after for before, after in pairwise(at)) <= 5


@pytest.mark.parametrize("slug", EVERY)
def test_devices_left_with_deeds_and_their_lives_are_known(demo: list[Any], slug: str) -> None:
    organisation, looks = of(slug), shape(slug)
    with scope(organisation):
        ways = Counter(models.Departure.objects.values_list("route", flat=True))
        assert sum(ways.values()) == looks.trips_count * looks.trip_count
        assert set(looks.routes) <= set(map(Route, ways))
        assert not models.Departure.objects.filter(reference="").exists()
        left = models.Device.objects.filter(state__in=GONE)
        assert left.count() == sum(ways.values())
        assert models.Device.objects.filter(state=State.LOST_STOLEN).count() == 2
        assert models.Device.objects.filter(state=State.WRITTEN_OFF).count() == 1
    lives = lives_by_category(AskedLives(), organisation=organisation, today=TODAY)
    assert {"laptop", "desktop"} <= set(lives)


def test_the_city_let_about_a_hundred_devices_go(demo: list[Any]) -> None:
    with scope(of("grootstad")):
        assert models.Departure.objects.count() == 98


@pytest.mark.parametrize("slug", EVERY)
def test_each_kind_of_work_waits(demo: list[Any], slug: str) -> None:
    member = Membership._base_manager.select_related("organisation", "user").get(
        organisation=of(slug), role="admin"
    )
    with scope(of(slug)), translation.override("en"):
        found = {each["what"]: each["count"] for each in waiting(member, TODAY, AT)}
        assert models.StorageMedium.objects.filter(device__state=State.RETURNED).count() >= 11
    numbers = list(found.values())
    assert numbers[:2] == [3, 1]  # exceptions, a correction
    assert found["proofs of erasure are missing."] == 5
    assert found["loans are overdue."] == 3
    assert found["devices in a pool are due for a new look."] == 2
    assert found["devices were delivered and are not in the inventory."] == 4
    assert found["permit of a partner ends within 30 days."] == 1
    assert found["contract can still be ended within 30 days."] == 1
    assert found["warranties end within 30 days."] >= 3
    assert found["repair is past the day that was agreed."] == 1


@pytest.mark.parametrize("slug", EVERY)
def test_pools_counts_lists_and_plans_have_something_to_show(demo: list[Any], slug: str) -> None:
    organisation = of(slug)
    names = ("kind", "held_count", "cap_count", "lent_count")
    rows = pools(organisation=organisation).values_list(*names)
    held = {kind: tuple(numbers) for kind, *numbers in rows}
    assert held["reserve"][0] == held["reserve"][1] - 1
    assert held["loan"][2] == 4
    assert held["social"][2] > 0
    with scope(organisation):
        social = models.Assignment.objects.filter(use_type="social_loan")
        assert set(social.values_list("holder", flat=True)) == {""}
        closed = models.StockTake.objects.filter(closed_at__isnull=False)
        assert (models.StockTake.objects.count(), closed.count()) == (2, 1)
        assert models.Lot.objects.count() == 3
        assert models.SavedView.objects.count() == 2
        assert models.PlanScenario.objects.count() == 2
        assert Checkpoint.objects.count() >= 12
        assert models.Device.objects.filter(life_no=2).count() >= 3
        assert models.Part.objects.filter(donor__isnull=False).exists()
    assert 0 < dormant(180, organisation=organisation, today=TODAY).count() < 80


def test_the_order_of_a_hundred_is_short_of_these_four(demo: list[Any]) -> None:
    number = order_no(shape("dijlestad"), TODAY)
    found = compared([number], organisation=of("dijlestad"))[number]
    assert (found.bought_count, found.found_count) == (100, 96)
    assert found.lines[0].missing_serials == ["5CG0001NV", "5CG0002NV", "5CG0003NV", "5CG0004NV"]
    assert ORDER_MONTHS > 12  # the year it was bought is over


def test_of_twenty_calls_with_a_clause_seventeen_were_served_in_time(demo: list[Any]) -> None:
    organisation = of("dijlestad")
    period = Period(TODAY - timedelta(days=400), TODAY - timedelta(days=9))
    found = repairers_in(period, organisation=organisation, today=TODAY)
    served = [each.punctuality for each in found if each.name]
    assert sum(each.in_time_count for each in served) == 17
    assert sum(each.late_count for each in served) == 3
    assert sum(each.outcomes.swapped_count for each in found) > 0


def test_a_tenth_of_the_campus_serves_a_second_life(demo: list[Any]) -> None:
    held, every = held_and_fleet(organisation=of("heuvelcampus"))
    assert held / every == 0.1


def test_four_years_became_five_and_the_old_version_stays(demo: list[Any]) -> None:
    organisation = of("dijlestad")
    with scope(organisation):
        found = models.LifetimeVersion.objects.filter(category="laptop").order_by("version_no")
        assert [each.target_months for each in found] == [48, 60]
        assert found[1].valid_from.year == 2025
    now = rules_in_force(organisation=organisation, on=TODAY).versions[About("laptop").scope]
    assert now.target_months == 60


def test_the_child_inherits_the_rules_of_the_city_but_one(demo: list[Any]) -> None:
    child = of(CHILD.slug)
    assert child.parent == of("grootstad")
    with scope(child):
        found = {each.version.category: each.is_out for each in inherited_rules(child, TODAY)}
    assert found == {"smartphone": False, "tablet": True}
