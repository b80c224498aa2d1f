"""Faults and repairs: by which route, with what clause, how they end and are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation
from tests.use.repairing import (
    BRUSSELS,
    TODAY,
    a_house,
    a_partner,
    a_screened_device,
    an_own_device,
    closed,
    moment,
    on_the_bench,
    reported,
)

from kringspoor.core.errors import Refused
from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.repair import RepairRoute
from kringspoor.people.models import Organisation, Partner
from kringspoor.people.tenancy import scope
from kringspoor.record.queries import events_about, faults_of
from kringspoor.use.actions import repairs as actions
from kringspoor.use.actions.repairs_settings import record_warranty, repairer_named, set_bench_rate
from kringspoor.use.models import BenchRate, Contract, Device, RepairOrder

pytestmark = pytest.mark.django_db
House = tuple[Organisation, Device, Partner]


@pytest.fixture
def house() -> Iterator[House]:
    """An organisation, its device and its supplier, in scope."""
    found = a_house()
    with scope(found[0]):
        yield found


def kinds_about(subject: str, organisation: Organisation) -> list[str]:
    """What was written about a thing, the latest first."""
    return [each.kind for each in events_about(subject, organisation=organisation)]


def done(work: Any, order: RepairOrder, *args: Any, **rest: Any) -> RepairOrder:
    """An action on an order, in its own organisation, now."""
    found: RepairOrder = work(
        order, *args, organisation=order.device.organisation, actor=None, at=AT, **rest
    )
    return found


def test_a_fault_is_on_the_record_of_the_repair_and_of_the_device(house: House) -> None:
    organisation, device, supplier = house
    order = reported(device, repairer=supplier)
    assert kinds_about(order.subject, organisation) == ["repair.reported"]
    assert kinds_about(device.subject, organisation) == ["repair.reported"]
    assert not faults_of(organisation=organisation)


def test_a_device_goes_away_only_when_that_is_said(house: House) -> None:
    _, device, supplier = house
    reported(device, repairer=supplier)
    device.refresh_from_db()
    assert device.state == "in_use"
    other = an_own_device(house[0])
    reported(other, repairer=supplier, goes_away=True)
    other.refresh_from_db()
    assert other.state == "in_repair"


def test_a_second_fault_waits_until_the_first_is_closed(house: House) -> None:
    _, device, supplier = house
    reported(device, repairer=supplier)
    with pytest.raises(Refused) as refused:
        reported(device, repairer=supplier)
    assert refused.value.code == "repair-open"


@pytest.mark.parametrize(
    ("route", "warranty", "ownership", "code"),
    [
        (RepairRoute.OWN_BENCH, date(2026, 11, 24), "owned", "G4.route"),
        (RepairRoute.SUPPLIER, date(2026, 11, 23), "owned", "G4.route"),
        (RepairRoute.SUPPLIER, None, "owned", "G4.unknown"),
        (RepairRoute.SUPPLIER, date(2026, 11, 24), "leased", "G5.not_ours"),
        (RepairRoute.SUPPLIER, date(2026, 11, 24), "", "G4.unknown"),
    ],
)
def test_a_fault_goes_by_no_other_route_than_its_warranty_gives(
    house: House, route: RepairRoute, warranty: date | None, ownership: str, code: str
) -> None:
    organisation, _, supplier = house
    device = an_own_device(organisation, warranty_end_on=warranty, ownership=ownership)
    with pytest.raises(StepRefused) as refused:
        reported(device, route=route, repairer=supplier)
    assert refused.value.code == code
    assert not RepairOrder.objects.exists()


def test_a_leased_device_is_repaired_by_its_lessor(house: House) -> None:
    organisation, _, _ = house
    device = an_own_device(organisation, ownership="leased", warranty_end_on=None)
    lessor = a_partner(organisation, "Huurhuis", "lessor")
    order = reported(device, route=RepairRoute.LESSOR, repairer=lessor)
    assert order.due_on == date(2026, 11, 25)


def test_a_partner_repairs_only_in_its_role(house: House) -> None:
    organisation, device, _ = house
    with pytest.raises(Refused) as refused:
        reported(device, repairer=a_partner(organisation, "School", "school"))
    assert refused.value.code == "other-role"
    with pytest.raises(Refused) as refused:
        reported(device)
    assert refused.value.code == "no-repairer"


def test_what_breaks_tomorrow_or_is_gone_cannot_be_reported(house: House) -> None:
    organisation, device, supplier = house
    with pytest.raises(Refused) as refused:
        reported(device, repairer=supplier, fault_on=date(2026, 11, 25))
    assert refused.value.code == "fault-tomorrow"
    with pytest.raises(Refused) as refused:
        reported(an_own_device(organisation, state="lost_stolen"), repairer=supplier)
    assert refused.value.code == "device-gone"


def test_the_contract_of_the_device_says_when_service_is_due(house: House) -> None:
    organisation, _, supplier = house
    contract = Contract.objects.create(
        organisation=organisation, reference="C1", kind="purchase", supplier=supplier,
        response_days=3,
    )  # fmt: skip
    device = an_own_device(organisation, contract=contract)
    assert reported(device, repairer=supplier).due_on == date(2026, 11, 27)


def test_a_maintenance_contract_counts_only_while_it_is_in_force(house: House) -> None:
    organisation, device, _ = house
    local = a_partner(organisation, "Hersteller", "repairer")
    contract = Contract.objects.create(
        organisation=organisation, reference="M1", kind="maintenance", supplier=local,
        response_days=2, ends_on=date(2026, 11, 23),
    )  # fmt: skip
    Device.objects.update(warranty_end_on=date(2024, 1, 1))
    assert reported(device, route=RepairRoute.LOCAL_REPAIRER, repairer=local).due_on is None
    Contract.objects.filter(pk=contract.pk).update(ends_on=date(2026, 11, 24))
    other = an_own_device(organisation, warranty_end_on=date(2024, 1, 1))
    order = reported(other, route=RepairRoute.LOCAL_REPAIRER, repairer=local)
    assert order.due_on == date(2026, 11, 26)


def test_own_bench_owes_nobody_a_day(house: House) -> None:
    assert on_the_bench(house[1]).due_on is None


def test_a_closed_repair_brings_the_device_back_screened(house: House) -> None:
    organisation, device, supplier = house
    order = reported(device, repairer=supplier, goes_away=True)
    order = done(actions.record_service, order, moment(2026, 11, 24, 14))
    closed(order, cost_cents=0, worked_hours=1.5)
    device.refresh_from_db()
    assert (device.state, device.grade) == ("screened", "B")
    screening = device.screenings.get()
    assert (screening.role, screening.is_worth_repairing) == ("service_desk", True)
    assert kinds_about(order.subject, organisation)[0] == "repair.closed"


def test_a_device_that_was_swapped_stays_with_the_repairer(house: House) -> None:
    _, device, supplier = house
    order = reported(device, repairer=supplier, goes_away=True)
    closed(order, "swapped", responded_at=moment(2026, 11, 24, 14))
    device.refresh_from_db()
    assert device.state == "in_repair"


def test_a_repair_that_does_not_pay_says_so_to_whoever_dismantles(house: House) -> None:
    order = on_the_bench(house[1], goes_away=True)
    closed(order, "uneconomic")
    assert house[1].screenings.get().is_worth_repairing is False


def test_a_repair_of_a_supplier_closes_only_when_it_is_known_when_service_came(
    house: House,
) -> None:
    order = reported(house[1], repairer=house[2])
    with pytest.raises(Refused) as refused:
        closed(order)
    assert refused.value.code == "not-served"
    with pytest.raises(Refused) as refused:
        closed(order, responded_at=moment(2026, 11, 24, 8))
    assert refused.value.code == "served-early"
    assert RepairOrder.objects.get().closed_on is None


def test_a_repair_ends_between_its_fault_and_today(house: House) -> None:
    order = on_the_bench(house[1], fault_on=date(2026, 11, 20))
    for day in (date(2026, 11, 19), date(2026, 11, 25)):
        with pytest.raises(Refused) as refused:
            closed(order, closed_on=day)
        assert refused.value.code == "closed-when"
    closed(order, closed_on=date(2026, 11, 20))


def test_a_closed_repair_is_closed_to_everybody(house: House) -> None:
    order = closed(on_the_bench(house[1]))
    tries: tuple[tuple[Any, tuple[Any, ...], dict[str, Any]], ...] = (
        (actions.send_to_repair, (), {"today": TODAY}),
        (actions.record_service, (AT,), {}),
        (actions.withdraw_repair, (), {"today": TODAY}),
    )
    for work, args, rest in tries:
        with pytest.raises(Refused) as refused:
            done(work, order, *args, **rest)
        assert refused.value.code == "repair-closed"
    with pytest.raises(Refused):
        closed(order)


def test_a_mistaken_closing_is_taken_back_with_the_device(house: House) -> None:
    organisation, device, _ = house
    order = closed(on_the_bench(device, goes_away=True))
    order = done(actions.reopen_repair, order, today=TODAY)
    device.refresh_from_db()
    assert (order.closed_on, order.outcome, device.state) == (None, "", "in_repair")
    closed(order)
    assert not faults_of(organisation=organisation)


def test_nothing_is_reopened_once_something_later_happened(house: House) -> None:
    organisation, device, _ = house
    order = closed(on_the_bench(device))
    record_warranty(device, TODAY, organisation=organisation, actor=None, at=AT)
    with pytest.raises(Refused) as refused:
        done(actions.reopen_repair, order, today=TODAY)
    assert refused.value.code == "changed-since"


def test_a_reopened_repair_leaves_a_device_that_never_went_away(house: House) -> None:
    device = a_screened_device(house[0], is_worth_repairing=True)
    done(actions.reopen_repair, closed(on_the_bench(device)), today=TODAY)
    device.refresh_from_db()
    assert device.state == "screened"


def test_a_report_is_withdrawn_and_that_too_is_taken_back(house: House) -> None:
    organisation, device, supplier = house
    order = done(actions.withdraw_repair, reported(device, repairer=supplier), today=TODAY)
    assert order.is_cancelled
    order = done(actions.reopen_repair, order, today=TODAY)
    assert (order.is_cancelled, order.closed_on) == (False, None)
    assert kinds_about(order.subject, organisation) == [
        "repair.reopened", "repair.withdrawn", "repair.reported",
    ]  # fmt: skip


def test_a_report_is_not_withdrawn_while_the_device_is_away(house: House) -> None:
    order = on_the_bench(house[1], goes_away=True)
    with pytest.raises(Refused) as refused:
        done(actions.withdraw_repair, order, today=TODAY)
    assert refused.value.code == "device-away"


def test_a_device_goes_to_repair_later_than_it_was_reported(house: House) -> None:
    order = on_the_bench(house[1])
    done(actions.send_to_repair, order, today=TODAY)
    house[1].refresh_from_db()
    assert house[1].state == "in_repair"


def test_a_repairer_is_found_by_name_and_gets_the_role(house: House) -> None:
    organisation, _, supplier = house
    known = {"organisation": organisation, "actor": None, "at": AT}
    same = repairer_named("acme", RepairRoute.SUPPLIER, **known)  # type: ignore[arg-type]
    assert same == supplier
    more = repairer_named("Acme", RepairRoute.LESSOR, **known)  # type: ignore[arg-type]
    assert more.roles == ["supplier", "lessor"]
    new = repairer_named("Kring", RepairRoute.LOCAL_REPAIRER, **known)  # type: ignore[arg-type]
    assert (new.name, new.roles) == ("Kring", ["repairer"])


def test_a_rate_of_the_bench_is_put_right_on_its_own_day(house: House) -> None:
    for cents in (4_000, 4_200):
        set_bench_rate(cents, TODAY, organisation=house[0], actor=None, at=AT)
    assert BenchRate.objects.get().hour_cents == 4_200


def test_another_organisation_has_no_part_in_a_repair(house: House) -> None:
    order = reported(house[1], repairer=house[2])
    other = an_organisation("anders")
    with pytest.raises(RepairOrder.DoesNotExist):
        actions.record_service(
            order, moment(2026, 11, 24, 14), organisation=other, actor=None, at=AT
        )


def test_the_clock_of_a_clause_hangs_in_brussels(house: House) -> None:
    late = moment(2026, 11, 24, 17, 1)
    assert late.tzinfo is BRUSSELS
    assert reported(house[1], repairer=house[2], reported_at=late).due_on == date(2026, 11, 26)


def test_reporting_asks_the_database_as_often_for_a_device_with_a_past(house: House) -> None:
    _, device, supplier = house
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            order = reported(device, repairer=supplier)
        counts.append(len(asked))
        closed(order, responded_at=AT)
    assert len(set(counts[1:])) == 1
    assert RepairOrder.objects.count() == 3
