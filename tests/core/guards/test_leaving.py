"""Ours to give, to whom, and with which papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.core.guards.complete import COMPLETE, PACK, TODAY, leaving_by, partner

from kringspoor.core.guards import refusals
from kringspoor.core.guards.facts import (
    Authorisation,
    Battery,
    BatteryWay,
    Deed,
    Facts,
    Partner,
    PartnerRole,
)
from kringspoor.core.states import EXIT, LegalClass, Ownership, Route, State, transition

TO_LEAVE = transition("screened", "to_leave")
RECYCLED = transition("to_leave", "gone_recycled")


def _codes(facts: Facts, target: State = State.TO_LEAVE) -> list[str]:
    step = TO_LEAVE if target is State.TO_LEAVE else transition("to_leave", target)
    return [no.code for no in refusals(step, facts)]


@pytest.mark.parametrize("route", [route for route in Route if route is not Route.LESSOR])
@pytest.mark.parametrize("owner", [Ownership.LEASED, Ownership.RENTED])
def test_a_leased_or_rented_device_only_goes_back_to_its_lessor(
    route: Route, owner: Ownership
) -> None:
    for target in (State.TO_LEAVE, EXIT[route]):
        assert _codes(replace(leaving_by(route), ownership=owner), target) == ["G5.not_ours"]
    assert _codes(replace(leaving_by(Route.LESSOR), ownership=owner)) == []


def test_the_donation_of_a_leased_device_says_what_to_do_instead() -> None:
    (no,) = refusals(TO_LEAVE, replace(leaving_by(Route.DONATED), ownership=Ownership.LEASED))
    assert no.what.nl == "dit kan niet: het toestel is geleaset"
    assert "verhuurder" in no.remedy.nl


def test_a_leased_device_is_not_dismantled() -> None:
    facts = replace(COMPLETE, ownership=Ownership.LEASED)
    refused = refusals(transition("screened", "to_dismantle"), facts)
    assert [no.code for no in refused] == ["G5.not_ours"]


def test_what_is_our_own_has_no_lessor_and_what_is_personal_is_not_ours() -> None:
    lessor = leaving_by(Route.LESSOR)
    assert _codes(replace(lessor, ownership=Ownership.OWNED)) == ["G5.no_lessor"]
    assert _codes(replace(lessor, ownership=Ownership.PERSONAL)) == ["G5.not_ours"]
    pooled = replace(leaving_by(Route.SCHOOL), ownership=Ownership.SOCIAL_LOAN_POOL)
    assert _codes(pooled) == []


def _permit(valid_to: date) -> Partner:
    permit = Authorisation(PartnerRole.PROCESSOR, date(2024, 1, 1), valid_to)
    return Partner("Verwerker", "BE", (permit,))


def test_an_expired_permit_is_refused_and_its_last_day_still_counts() -> None:
    recycled = leaving_by(Route.RECYCLED)
    expired = replace(recycled, partner=_permit(TODAY - timedelta(1)))
    assert _codes(expired) == ["G7.not_valid"]
    assert _codes(replace(recycled, partner=_permit(TODAY))) == []


def test_a_permit_counts_from_its_first_day() -> None:
    def since(day: date) -> Facts:
        permit = Authorisation(PartnerRole.PRO, day, date.max)
        return replace(leaving_by(Route.RECYCLED), partner=Partner("PRO", "BE", (permit,)))

    assert _codes(since(TODAY)) == []
    assert _codes(since(TODAY + timedelta(1))) == ["G7.not_valid"]


def test_what_counts_is_the_permit_on_the_day_of_the_transfer() -> None:
    received_on = date(2026, 11, 23)
    facts = replace(leaving_by(Route.RECYCLED), partner=_permit(received_on))
    assert refusals(RECYCLED, facts) == ()
    late = replace(facts, partner=_permit(received_on - timedelta(1)))
    assert [no.code for no in refusals(RECYCLED, late)] == ["G7.not_valid"]


@pytest.mark.parametrize("role", [PartnerRole.COLLECTOR, PartnerRole.REUSE, PartnerRole.SCHOOL])
def test_recycling_only_goes_to_a_processor_or_a_responsibility_organisation(
    role: PartnerRole,
) -> None:
    assert _codes(replace(leaving_by(Route.RECYCLED), partner=partner(role))) == ["G7.no_role"]
    recupel = replace(leaving_by(Route.RECYCLED), partner=partner(PartnerRole.PRO))
    assert _codes(recupel) == []


def test_a_battery_does_not_go_along_to_recycling() -> None:
    inside = (Battery("B1", BatteryWay.WITH_DEVICE), Battery("B2", BatteryWay.BATTERY_STREAM))
    assert _codes(replace(leaving_by(Route.RECYCLED), batteries=inside)) == ["G2.with_device"]
    assert _codes(replace(leaving_by(Route.SCHOOL), batteries=inside)) == []
    dismantled = replace(COMPLETE, batteries=inside)
    refused = refusals(transition("to_dismantle", "dismantled"), dismantled)
    assert [(no.code, no.facts) for no in refused] == [("G2.with_device", {"batteries": "B1"})]


def test_parts_and_lots_must_balance() -> None:
    assert COMPLETE.parts is not None
    parts = replace(COMPLETE.parts, stocked_count=1)
    refused = refusals(transition("to_dismantle", "dismantled"), replace(COMPLETE, parts=parts))
    assert [no.what.nl for no in refused] == ["5 erin, 4 eruit"]
    deed = Deed("d", TODAY, sent_count=30, received_count=29)
    lot = replace(leaving_by(Route.SCHOOL), deed=deed)
    assert _codes(lot, State.GONE_SCHOOL) == ["G10.unequal"]


def test_abroad_each_paper_that_lacks_is_named() -> None:
    abroad = replace(
        leaving_by(Route.DONATED), partner=partner(PartnerRole.REUSE, country="ET"), grade="B"
    )
    assert _codes(replace(abroad, export_pack=PACK)) == []
    (no,) = refusals(TO_LEAVE, replace(abroad, export_pack=replace(PACK, has_contract=False)))
    assert no.what.nl == "uitvoer naar ET: er ontbreekt: overdrachtscontract"
    (no,) = refusals(TO_LEAVE, abroad)
    assert no.what.en.count(",") == 3


@pytest.mark.parametrize(
    ("grade", "codes"), [("A", []), ("C", ["G11.grade"]), ("D", ["G11.grade"])]
)
def test_abroad_a_device_is_at_least_grade_b(grade: str, codes: list[str]) -> None:
    receiver = partner(PartnerRole.REUSE, country="CU")
    facts = replace(leaving_by(Route.DONATED), partner=receiver, export_pack=PACK, grade=grade)
    assert _codes(facts) == codes


def test_waste_is_not_exported() -> None:
    receiver = partner(PartnerRole.PROCESSOR, country="NL")
    facts = replace(leaving_by(Route.RECYCLED), partner=receiver, export_pack=PACK, grade="A")
    assert _codes(facts) == ["G11.waste"]


@pytest.mark.parametrize("route", Route)
def test_a_device_takes_the_way_out_it_was_prepared_for(route: Route) -> None:
    others = [target for way, target in EXIT.items() if way is not route]
    assert all("route.other" in _codes(leaving_by(route), target) for target in others)


def test_waste_goes_to_recycling_and_never_back() -> None:
    waste = replace(leaving_by(Route.DONATED), legal_class=LegalClass.WASTE)
    assert _codes(waste) == ["route.waste"]
    assert _codes(replace(leaving_by(Route.RECYCLED), legal_class=LegalClass.WASTE)) == []
    for source in ("to_leave", "lost_stolen"):
        refused = refusals(transition(source, "returned"), waste)
        assert [no.code for no in refused] == ["product.waste"]


def test_a_receipt_of_tomorrow_proves_nothing_today() -> None:
    deed = Deed("d", TODAY + timedelta(1), sent_count=1, received_count=1)
    assert _codes(replace(leaving_by(Route.SCHOOL), deed=deed), State.GONE_SCHOOL) == [
        "deed.future"
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"book_value_cents": 1}, "G12.not_depreciated"),
        ({"price_cents": 4999}, "G12.price"),
        ({"price_cents": 5001}, "G12.price"),
        ({"decided_by": "p-17"}, "G12.self_dealing"),
        ({"open_locks": ("BIOS", "MDM")}, "G12.locked"),
    ],
)
def test_a_sale_to_staff_is_fair(changed: dict[str, object], code: str) -> None:
    facts = leaving_by(Route.STAFF)
    assert facts.sale is not None
    unfair = replace(facts, sale=replace(facts.sale, **changed))  # type: ignore[arg-type]
    assert _codes(unfair) == [code]
    assert _codes(unfair, State.GONE_STAFF) == [code]
