"""The plan of a stored fleet: which devices count, under which rule, at which price."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.calendar import days_of
from kringspoor.core.errors import Refused
from kringspoor.core.planning import Held, Horizon
from kringspoor.people.models import Organisation, Unit
from kringspoor.people.tenancy import scope
from kringspoor.record.models import Event
from kringspoor.record.queries import faults_of
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.plan import drop_scenario, keep_scenario
from kringspoor.use.forms.plan import PlanForm
from kringspoor.use.models import Device, LifetimeException, LifetimeVersion, PlanScenario
from kringspoor.use.queries import plan as queries
from kringspoor.use.rules.plan import Fleet, Scenario, horizon_from, plan_of
from kringspoor.use.tables.plan import compared
from kringspoor.use.tables.plan_workbook import workbook, year_rows

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
IN_2021 = 2021 * 12 + 2


@pytest.fixture
def here() -> Organisation:
    """An organisation on the preset of Leuven: five years for everything."""
    return an_organisation("hier", lifetime_policy="leuven")


def laptop(tag: str, bought: date | None = date(2021, 3, 1), **rest: Any) -> dict[str, Any]:
    """A laptop in use, as a list knows it."""
    days = None if bought is None else days_of(bought)
    about = {"tag": tag, "category": "laptop", "state": "in_use", "purchased_days": days}
    return {**about, "price_cents": 90_000, "currency": "EUR", **rest}


def stored(organisation: Organisation, *rows: dict[str, Any]) -> None:
    """These rows as devices of the organisation."""
    import_devices(
        columns(*rows), organisation=organisation, actor=None, at=AT, name="a.csv", key="1"
    )


def fleet(organisation: Organisation) -> Fleet:
    return queries.fleet_to_plan(organisation=organisation, today=TODAY)


def test_devices_of_one_kind_and_month_are_one_group(here: Organisation) -> None:
    stored(here, *(laptop(f"A{n}", date(2021, 3, n + 1)) for n in range(9)), laptop("B", None))
    held = fleet(here).held
    assert set(held) == {Held("laptop", IN_2021, 9, 60, 60), Held("laptop", None, 1, 60, 60)}


def test_what_nobody_works_with_is_not_replaced(here: Organisation) -> None:
    states = ("in_use", "on_loan", "in_repair", "in_stock", "returned", "lost", "gone")
    stored(here, *(laptop(each, state=each) for each in states))
    stored_own = {**laptop("own"), "ownership": "personal"}
    import_devices(columns(stored_own), organisation=here, actor=None, at=AT, name="b.csv", key="2")
    assert sum(each.device_count for each in fleet(here).held) == 3


def test_the_rule_of_a_unit_holds_for_its_devices(here: Organisation) -> None:
    stored(here, laptop("A", unit="Labo"), laptop("B"))
    with scope(here):
        unit = Unit.objects.get(name="Labo")
        LifetimeVersion.objects.create(
            organisation=here, scope=f"category:laptop/unit:{unit.pk}", unit=unit,
            category="laptop", version_no=1, target_months=36, window_months=48,
            valid_from=date(2026, 1, 1), reason="zwaar werk", set_at=AT,
        )  # fmt: skip
    assert fleet(here).targets == {"laptop": (36, 60)}
    assert set(fleet(here).held) == {
        Held("laptop", IN_2021, 1, 36, 48), Held("laptop", IN_2021, 1, 60, 60),
    }  # fmt: skip


def test_a_device_with_an_exception_keeps_its_own_date_in_every_what_if(
    here: Organisation,
) -> None:
    stored(here, laptop("A"), laptop("B"))
    with scope(here):
        LifetimeException.objects.create(
            organisation=here, device=Device.objects.get(tag="A"), kind="later",
            reason="works_well", new_target_on=date(2029, 3, 1), rule_version="leuven",
            state="approved", asked_at=AT, decided_at=AT,
        )  # fmt: skip
    found = fleet(here)
    assert found.fixed == (Held("laptop", IN_2021, 1, 96, 96),)
    assert [each.device_count for each in found.held] == [1]
    four = plan_of(found, Scenario(target_months={"laptop": 96}), Horizon(2027 * 12))
    three = plan_of(found, Scenario(target_months={"laptop": 36}), Horizon(2027 * 12))
    assert four.schedule.devices["laptop"][2] == 2
    assert three.schedule.devices["laptop"][2] == 1  # only the one whose date is agreed on


def test_the_price_is_the_median_of_the_last_purchases(here: Organisation) -> None:
    prices = (80_000, 90_000, 95_000, 100_000, 9_000_000)
    recent = [laptop(f"A{n}", date(2025, 1, 2), price_cents=p) for n, p in enumerate(prices)]
    stored(here, *recent, laptop("old", date(2019, 1, 1), price_cents=1))
    paid = fleet(here).paid["laptop"]
    assert (paid.price_eur, paid.device_count) == (950.0, 5)


def test_four_prices_are_too_few_and_the_catalogue_speaks(here: Organisation) -> None:
    stored(here, *(laptop(f"A{n}", date(2025, 1, 2), price_cents=1) for n in range(4)))
    found = fleet(here)
    assert found.paid == {}
    assert plan_of(found, Scenario(), horizon_from(TODAY, 1)).terms["laptop"].price_eur == 1000.0


def test_dollars_are_no_euros(here: Organisation) -> None:
    stored(here, *(laptop(f"A{n}", date(2025, 1, 2), currency="USD") for n in range(9)))
    assert fleet(here).paid == {}


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_asks_as_many_questions_whatever_its_size(here: Organisation, count: int) -> None:
    stored(here, *(laptop(f"A{n}", date(2020 + n, 1, 1), unit=f"U{n}") for n in range(count)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        fleet(here)
    assert len(asked) == 6  # the chain, the preset, rules, exceptions, groups, prices


def test_another_organisation_is_not_in_the_plan(here: Organisation) -> None:
    there = an_organisation("ginder")
    stored(there, laptop("A"))
    keep_scenario("geheim", {"growth": "2"}, organisation=there, actor=somebody(there), at=AT)
    assert fleet(here).held == ()
    assert queries.scenarios(organisation=here) == []
    with scope(there):
        kept = PlanScenario.objects.get()
    assert queries.scenario(kept.pk, organisation=here) is None


def test_a_kept_plan_is_written_down_once_and_its_name_is_its_own(here: Organisation) -> None:
    user = somebody(here)
    about = {"organisation": here, "actor": user, "at": AT}
    kept = keep_scenario("Zes jaar", {"years_laptop": "6"}, **about)  # type: ignore[arg-type]
    again = keep_scenario("Zes jaar", {"years_laptop": "6"}, **about)  # type: ignore[arg-type]
    assert kept.pk == again.pk
    with pytest.raises(Refused, match="another plan named"):
        keep_scenario("Zes jaar", {"years_laptop": "7"}, **about)  # type: ignore[arg-type]
    drop_scenario(kept, **about)  # type: ignore[arg-type]
    drop_scenario(again, **about)  # type: ignore[arg-type]
    with scope(here):
        told = list(
            Event.objects.filter(subject__startswith="plan:").values_list("kind", flat=True)
        )
    assert sorted(told) == ["plan.dropped", "plan.kept"]
    assert faults_of(organisation=here) == []


def test_a_field_filled_in_wrongly_changes_nothing_and_says_so(here: Organisation) -> None:
    stored(here, laptop("A"))
    form = PlanForm({"years_laptop": "99", "growth": "veel", "spread": "nergens"}, fleet(here))
    assert form.scenario == Scenario()
    assert set(form.errors) == {"years_laptop", "growth", "spread"}


def test_only_what_differs_from_the_policy_stands_in_the_address(here: Organisation) -> None:
    stored(here, laptop("A"))
    asked = {"years_laptop": "5", "growth": "0", "second_hand": "12.5", "price_laptop": ""}
    assert PlanForm(asked, fleet(here)).changed == {"second_hand": "12.5"}


def book(organisation: Organisation, asked: dict[str, str], *, sees_prices: bool = True) -> bytes:
    """The workbook of a what-if."""
    found = fleet(organisation)
    plans = compared(PlanForm(asked, found), found, [], TODAY)
    devices = queries.due_devices(
        plans[-1].scenario.target_months, date(2032, 1, 1), organisation=organisation, today=TODAY
    )
    return workbook(plans, found, devices, today=TODAY, sees_prices=sees_prices)


def test_the_same_plan_gives_the_same_bytes(here: Organisation) -> None:
    stored(here, laptop("A"), laptop("B", None))
    assert book(here, {"years_laptop": "6"}) == book(here, {"years_laptop": "6"})


def test_the_workbook_tells_every_device_and_no_text_becomes_a_formula(here: Organisation) -> None:
    stored(here, laptop("=1+1"), laptop("B", None), laptop("late", date(2026, 6, 1)))
    sheets = openpyxl.load_workbook(BytesIO(book(here, {"years_laptop": "4"})))
    assert len(sheets.worksheets) == 4
    devices = [[each.value for each in row] for row in sheets.worksheets[2].iter_rows(min_row=2)]
    by_tag = {str(row[0]): row for row in devices}
    assert set(by_tag) == {"'=1+1", "B", "late"}
    assert by_tag["'=1+1"][6] == datetime(2025, 3, 1)
    assert by_tag["B"][6] == "onbekend"
    for sheet in sheets.worksheets:
        assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_without_the_right_to_prices_no_sheet_has_one(here: Organisation) -> None:
    stored(here, laptop("A", price_cents=123_400))
    sheets = openpyxl.load_workbook(BytesIO(book(here, {}, sees_prices=False)))
    told = [str(c.value) for s in sheets.worksheets for row in s.iter_rows() for c in row]
    assert not [each for each in told if "EUR" in each or "1234" in each]


def test_the_rows_of_the_file_add_up_to_the_plan(here: Organisation) -> None:
    stored(here, *(laptop(f"A{n}", date(2020 + n % 5, 1, 1)) for n in range(20)))
    found = fleet(here)
    (policy,) = compared(PlanForm({}, found), found, [], TODAY)
    counts, euros = [0], [0.0]
    for row in year_rows([policy], sees_prices=True):
        assert isinstance(row[3], int)
        assert isinstance(row[4], float)
        counts.append(row[3])
        euros.append(row[4])
    assert sum(counts) == policy.plan.total().device_count == 20
    assert sum(euros) == pytest.approx(policy.plan.total().cost_eur)
