"""The stories of repair: who mends in month 35, 36 and 37, who comes in time, and parts that serve.

Source: fair-ict-flanders. Ghent asks three years of warranty and then mends itself; Leuven follows
a next-day clause, and counts what is swapped instead of repaired.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.site import AT, an_organisation, somebody
from tests.use.repairing import (
    TODAY,
    a_fault,
    a_member,
    a_partner,
    an_own_device,
    closed,
    moment,
    on_the_bench,
    reported,
)

from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.repair import (
    RepairOutcome,
    RepairRoute,
    Ticket,
    punctuality,
    warranty_ends_on,
)
from kringspoor.core.workdays import NEXT_BUSINESS_DAY
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.parts import buy_part, install_part
from kringspoor.use.actions.repairs import Closing, close_repair, report_fault
from kringspoor.use.actions.repairs_settings import set_bench_rate
from kringspoor.use.models import PartKind, RepairOrder
from kringspoor.use.queries.repairs_measured import Period, Repairer, repairers_in
from kringspoor.use.rules.repairs import routes_for, wall_clock

pytestmark = pytest.mark.django_db
RECEIVED = date(2023, 12, 24)
LAST_DAY = warranty_ends_on(RECEIVED, 36)
OWN = (RepairRoute.OWN_BENCH, RepairRoute.LOCAL_REPAIRER)


@pytest.fixture
def here() -> Iterator[Organisation]:
    """One organisation, in scope."""
    organisation = an_organisation()
    with scope(organisation):
        yield organisation


@pytest.mark.parametrize(
    ("fault_on", "routes"),
    [
        (date(2026, 11, 24), (RepairRoute.SUPPLIER,)),  # month 35
        (date(2026, 12, 24), (RepairRoute.SUPPLIER,)),  # the last day of month 36
        (date(2026, 12, 25), OWN),
        (date(2027, 1, 24), OWN),  # month 37
    ],
)
def test_in_month_35_and_36_the_supplier_mends_and_in_37_we_do(
    here: Organisation, fault_on: date, routes: tuple[RepairRoute, ...]
) -> None:
    device = an_own_device(here, warranty_end_on=LAST_DAY)
    assert routes_for(device, fault_on) == routes
    supplier = a_partner(here)
    at = datetime.combine(fault_on, AT.timetz())
    fault = a_fault(fault_on=fault_on, reported_at=at, route=routes[0], repairer=None)
    if routes == OWN:
        with pytest.raises(StepRefused) as refused:
            report_fault(
                device, a_fault(fault_on=fault_on, reported_at=at, repairer=supplier),
                organisation=here, actor=None, at=at, today=fault_on,
            )  # fmt: skip
        assert refused.value.code == "G4.route"
    else:
        fault = a_fault(fault_on=fault_on, reported_at=at, repairer=supplier)
    order = report_fault(device, fault, organisation=here, actor=None, at=at, today=fault_on)
    assert order.route == routes[0]


def test_a_leased_device_goes_to_its_lessor_whatever_the_month(here: Organisation) -> None:
    device = an_own_device(here, ownership="leased", warranty_end_on=None)
    assert routes_for(device, TODAY) == (RepairRoute.LESSOR,)


def test_an_unknown_warranty_names_nobody(here: Organisation) -> None:
    assert routes_for(an_own_device(here, warranty_end_on=None), TODAY) == ()


def test_friday_at_four_is_due_on_monday(here: Organisation) -> None:
    device, supplier = an_own_device(here), a_partner(here)
    order = reported(
        device, repairer=supplier, fault_on=date(2026, 11, 20),
        reported_at=moment(2026, 11, 20, 16),
    )  # fmt: skip
    assert order.due_on == date(2026, 11, 23)


def calls(here: Organisation, in_time_count: int, late_count: int) -> None:
    """Calls of a Friday at four: answered on Monday, or a day too late."""
    supplier = a_partner(here, "Acme")
    friday = {"fault_on": date(2026, 11, 20), "reported_at": moment(2026, 11, 20, 16)}
    for no in range(in_time_count + late_count):
        order = reported(an_own_device(here), repairer=supplier, **friday)
        served = moment(2026, 11, 23, 9) if no < in_time_count else moment(2026, 11, 24, 9)
        is_swapped = no % 4 == 0
        closed(order, "swapped" if is_swapped else "repaired", responded_at=served)


def supplier_in(here: Organisation, period: Period | None = None, today: date = TODAY) -> Repairer:
    """How the one supplier did."""
    (found,) = repairers_in(period or Period(), organisation=here, today=today)
    return found


def test_of_20_calls_17_come_in_time_that_is_85_percent(here: Organisation) -> None:
    calls(here, 17, 3)
    found = supplier_in(here)
    counted = found.punctuality
    assert (counted.in_time_count, counted.late_count, counted.open_count) == (17, 3, 0)
    assert counted.in_time_share == 0.85
    assert (found.outcomes.swapped_count, found.outcomes.swapped_share) == (5, 0.25)
    browser = Client()
    browser.force_login(somebody(here))
    page = browser.get(f"/{here.slug}/repairs/repairers/").content.decode()
    assert "85 %" in page
    assert "25 %" in page


def test_the_database_counts_calls_as_the_formula_does(here: Organisation) -> None:
    supplier = a_partner(here, "Acme")
    days = [date(2026, 11, 2) + timedelta(days=no) for no in range(20)]
    for no, day in enumerate(days):
        order = reported(
            an_own_device(here), repairer=supplier, fault_on=day,
            reported_at=moment(day.year, day.month, day.day, 8 + no % 12),
        )  # fmt: skip
        if no % 3:
            served = moment(day.year, day.month, day.day, 23) + timedelta(days=no % 5)
            RepairOrder.objects.filter(pk=order.pk).update(responded_at=served)
    tickets = [
        Ticket("Acme", wall_clock(e.reported_at), e.responded_at and wall_clock(e.responded_at))
        for e in RepairOrder.objects.all()
    ]
    for today in (TODAY, date(2026, 11, 12)):
        assert supplier_in(here, today=today).punctuality == punctuality(
            tickets, today, NEXT_BUSINESS_DAY
        )


def test_a_call_that_nobody_answers_is_late_once_its_day_is_over(here: Organisation) -> None:
    reported(an_own_device(here), repairer=a_partner(here))
    assert supplier_in(here, today=date(2026, 11, 25)).punctuality.open_count == 1
    assert supplier_in(here, today=date(2026, 11, 26)).punctuality.late_count == 1


def test_a_period_holds_its_first_and_last_day(here: Organisation) -> None:
    calls(here, 1, 0)
    friday, closed_on = date(2026, 11, 20), TODAY
    assert supplier_in(here, Period(friday, friday)).punctuality.in_time_count == 1
    assert supplier_in(here, Period(friday, friday)).finished_count == 0
    assert supplier_in(here, Period(closed_on, closed_on)).finished_count == 1
    assert repairers_in(Period(None, date(2026, 11, 19)), organisation=here, today=TODAY) == []


def test_the_own_bench_costs_its_hours_at_the_rate_of_the_day_and_its_parts(
    here: Organisation,
) -> None:
    member = a_member(here)
    for cents, from_on in ((4_000, date(2025, 1, 1)), (5_000, date(2026, 1, 1))):
        set_bench_rate(cents, from_on, organisation=here, actor=None, at=AT)
    for day, hours in ((date(2024, 6, 3), 1.0), (date(2025, 6, 3), 2.0), (date(2026, 6, 3), 3.0)):
        order = on_the_bench(an_own_device(here), fault_on=day)
        part = buy_part(
            PartKind.FAN, organisation=here, actor=None, at=AT, came_on=day, price_cents=1_250
        )
        install_part(part, order, organisation=here, actor=None, at=AT, today=TODAY)
        closing = Closing(RepairOutcome.REPAIRED, day, worked_hours=hours, cost_cents=100)
        close_repair(order, closing, organisation=here, member=member, at=AT, today=TODAY)
    spent = supplier_in(here).spent
    assert [each.year_no for each in spent] == [2024, 2025, 2026]
    assert [each.work_cents for each in spent] == [0, 8_000, 15_000]
    assert [each.unpriced_hours for each in spent] == [1.0, 0.0, 0.0]
    assert [each.total_cents for each in spent] == [1_350, 9_350, 16_350]


def test_a_withdrawn_report_counts_nowhere(here: Organisation) -> None:
    order = reported(an_own_device(here), repairer=a_partner(here))
    RepairOrder.objects.filter(pk=order.pk).update(is_cancelled=True, closed_on=TODAY)
    assert repairers_in(Period(), organisation=here, today=date(2027, 1, 1)) == []
