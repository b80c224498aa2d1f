"""Changing the policy: versions, presets, what is inherited; exceptions of two persons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.core.calendar import days_of
from kringspoor.core.errors import BadInput, Refused, Unknown
from kringspoor.core.guards import refusals
from kringspoor.core.guards.facts import Facts
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.states import transition
from kringspoor.people.models import Organisation, Unit, User
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.files import keep_file
from kringspoor.record.models import Event, Evidence
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.lifetime_exceptions import (
    Wish,
    ask_exception,
    decide_exception,
    withdraw_exception,
)
from kringspoor.use.actions.lifetimes import change_rule, choose_preset, follow_inherited
from kringspoor.use.models import Device, LifetimeException, LifetimeVersion
from kringspoor.use.models.lifetimes import Shift, ShiftReason
from kringspoor.use.queries.due import early_exit_of, life_on
from kringspoor.use.queries.lifetimes import (
    effect_of_preset,
    effect_of_rule,
    policy,
    rule_for,
    versions_of,
)
from kringspoor.use.queries.verdicts import verdict_on
from kringspoor.use.rules.lifetimes import About, From

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NOW = From(TODAY, "besluit van het college")
LAPTOPS = About("laptop")


def device(organisation: Organisation, tag: str = "VB-1", **rest: Any) -> Device:
    """A laptop bought on 1 March 2022."""
    row = {"tag": tag, "category": "laptop", "state": "in_use",
           "purchased_days": days_of(date(2022, 3, 1))} | rest  # fmt: skip
    import_devices(
        columns(row), organisation=organisation, actor=None, at=AT, name="a.csv", key=tag
    )
    with scope(organisation):
        return Device.objects.get(tag=tag)


def change(
    organisation: Organisation, actor: User, rule: LifetimeRule | None, **rest: Any
) -> LifetimeVersion:
    """Another version of the rule for laptops."""
    about, starting = rest.pop("about", LAPTOPS), rest.pop("starting", NOW)
    return change_rule(
        about, rule, starting, organisation=organisation, actor=actor, at=AT, today=TODAY
    )


def proof(organisation: Organisation) -> Evidence:
    """A file that proves something."""
    return keep_file([b"melding"], organisation=organisation, name="m.pdf", kind="x", at=AT)


def ask(organisation: Organisation, actor: User, of: Device, **rest: Any) -> LifetimeException:
    """A request to part with a device today, because of its security."""
    wish: dict[str, Any] = {
        "kind": Shift.EARLIER,
        "reason": ShiftReason.SECURITY,
        "new_target_on": TODAY,
    } | rest
    return ask_exception(
        of, Wish(**wish), organisation=organisation, actor=actor, at=AT, today=TODAY
    )  # fmt: skip


def decide(
    organisation: Organisation,
    actor: User,
    asked: LifetimeException,
    is_approved: bool,
    answer: str = "",
) -> None:
    """Say yes or no to a request."""
    decide_exception(
        asked, is_approved=is_approved, answer=answer, organisation=organisation, actor=actor,
        at=AT,
    )  # fmt: skip


def test_a_change_is_a_new_version_and_the_old_one_stays_with_its_reason() -> None:
    here = an_organisation()
    boss = somebody(here)
    change(here, boss, LifetimeRule(48))
    change(here, boss, LifetimeRule(60), starting=From(date(2027, 1, 1), "langer is beter"))
    newest, oldest = versions_of("category:laptop", organisation=here)
    assert (newest.version, newest.target_months, newest.reason) == ("v2", 60, "langer is beter")
    assert (oldest.version, oldest.target_months) == ("v1", 48)
    with scope(here):
        payloads = [e.payload for e in Event.objects.filter(kind="lifetime.changed").order_by("id")]
    assert [each["version"] for each in payloads if each] == ["v1", "v2"]
    assert payloads[1] and payloads[1]["replaces"] == "v1"
    (planned,) = policy(organisation=here, on=TODAY).planned
    assert planned.valid_from == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("rule", "starting", "code"),
    [
        (LifetimeRule(60), From(TODAY, " "), "lifetime-reason"),
        (LifetimeRule(60), From(TODAY - timedelta(days=1), "r"), "lifetime-past"),
        (LifetimeRule(60, 61), NOW, "lifetime-terms"),
        (LifetimeRule(60, window_months=59), NOW, "lifetime-terms"),
        (LifetimeRule(0), NOW, "lifetime-terms"),
        (LifetimeRule(241), NOW, "lifetime-terms"),
        (None, NOW, "lifetime-same"),
    ],
)
def test_what_cannot_be_a_rule_is_said_and_nothing_is_kept(
    rule: LifetimeRule | None, starting: From, code: str
) -> None:
    here = an_organisation()
    with pytest.raises(BadInput) as said:
        change(here, somebody(here), rule, starting=starting)
    assert said.value.code == code
    assert versions_of("category:laptop", organisation=here) == []


def test_the_same_rule_again_is_no_change() -> None:
    here = an_organisation()
    boss = somebody(here)
    change(here, boss, LifetimeRule(48))
    with pytest.raises(BadInput):
        change(here, boss, LifetimeRule(48))


def test_a_change_says_before_it_is_saved_what_it_moves() -> None:
    here = an_organisation(lifetime_policy="leuven")
    for tag, category in (("1", "laptop"), ("2", "laptop"), ("3", "monitor")):
        device(here, tag, category=category)
    device(here, "4", purchased_days=None)
    device(here, "5", state="gone")
    effect = effect_of_rule(LAPTOPS, LifetimeRule(72), organisation=here, on=TODAY)
    assert (effect.devices_count, effect.later_count, effect.earlier_count) == (2, 2, 0)
    assert effect.undated_count == 1
    assert effect_of_rule(LAPTOPS, None, organisation=here, on=TODAY).devices_count == 0
    with scope(here):
        assert not LifetimeVersion.objects.exists()


def test_another_preset_shows_its_difference_and_is_chosen_with_a_reason() -> None:
    here = an_organisation(lifetime_policy="leuven")
    device(here)
    effect = effect_of_preset("ku-leuven", organisation=here, on=TODAY)
    assert (effect.devices_count, effect.earlier_count) == (1, 1)
    choose_preset("ku-leuven", NOW, organisation=here, actor=somebody(here), at=AT, today=TODAY)
    assert policy(organisation=here, on=TODAY).resolver.preset.slug == "ku-leuven"
    with pytest.raises(Unknown):
        choose_preset("mars", NOW, organisation=here, actor=somebody(here, "admin"), at=AT,
                      today=TODAY)  # fmt: skip


def test_who_leaves_an_inherited_rule_says_so_before_making_another() -> None:
    above = an_organisation("associatie")
    here = an_organisation("hogeschool", parent=above)
    boss = somebody(here)
    change(above, somebody(above), LifetimeRule(66))
    with pytest.raises(Refused) as said:
        change(here, boss, LifetimeRule(48))
    assert said.value.code == "lifetime-inherited"
    follow_inherited(
        "associatie", "category:laptop", NOW, is_out=True, organisation=here, actor=boss, at=AT,
        today=TODAY,
    )  # fmt: skip
    change(here, boss, LifetimeRule(48))
    with scope(here):
        event = Event.objects.get(kind="lifetime.opted_out")
    assert event.payload and event.payload["owner"] == "associatie"
    assert event.payload["reason"] == "besluit van het college"


def test_nobody_opts_out_of_what_is_not_inherited() -> None:
    here = an_organisation()
    with pytest.raises(Unknown):
        follow_inherited(
            "x", "all", NOW, is_out=True, organisation=here, actor=somebody(here), at=AT,
            today=TODAY,
        )  # fmt: skip


def test_an_exception_moves_the_dates_only_once_another_person_approves() -> None:
    here = an_organisation(lifetime_policy="ghent")
    desk, boss = somebody(here, "service_desk"), somebody(here)
    laptop = device(here)
    asked = ask(here, desk, laptop, evidence=proof(here))
    due = date(2027, 3, 1)
    dates = life_on(laptop, organisation=here, on=TODAY).dates
    assert dates and dates.target_on == due
    with pytest.raises(Refused) as said:
        decide(here, desk, asked, is_approved=True)
    assert said.value.code == "exception-own"
    decide(here, boss, asked, is_approved=True)
    dates = life_on(laptop, organisation=here, on=TODAY).dates
    assert dates and (dates.minimum_on, dates.target_on, dates.window_on) == (TODAY,) * 3
    with pytest.raises(Refused):
        decide(here, boss, asked, is_approved=False, answer="toch niet")
    with scope(here):
        kinds = list(Event.objects.filter(subject=laptop.subject).values_list("kind", flat=True))
    assert kinds[-2:] == ["exception.asked", "exception.approved"]


def test_the_guard_lets_a_young_device_go_only_with_an_approved_exception() -> None:
    here = an_organisation(lifetime_policy="ghent")
    desk, boss = somebody(here, "service_desk"), somebody(here)
    laptop = device(here)
    step = transition("screened", "to_leave")

    def codes() -> list[str]:
        found = rule_for(laptop, organisation=here, on=TODAY)
        facts = Facts(
            today=TODAY, lifetime=found.rule, serves_since=laptop.purchased_on,
            early_exit=early_exit_of(laptop, organisation=here, on=TODAY),
        )  # fmt: skip
        return [each.code for each in refusals(step, facts) if each.code.startswith("G6")]

    assert codes() == ["G6.too_young"]
    asked = ask(here, desk, laptop, evidence=proof(here))
    assert codes() == ["G6.not_approved"]
    decide(here, boss, asked, is_approved=True)
    assert codes() == []


def test_an_exception_lacks_nothing() -> None:
    here = an_organisation(lifetime_policy="leuven")
    desk = somebody(here, "service_desk")
    laptop = device(here)
    for rest, code in (
        ({}, "exception-proof"),
        ({"reason": ShiftReason.WORKS_WELL}, "exception-reason"),
        ({"new_target_on": date(2026, 1, 1), "evidence": proof(here)}, "exception-past"),
        ({"new_target_on": date(2028, 1, 1), "evidence": proof(here)}, "exception-day"),
        ({"kind": Shift.LATER, "reason": ShiftReason.WAITS}, "exception-day"),
    ):
        with pytest.raises(BadInput) as said:
            ask(here, desk, laptop, **rest)
        assert said.value.code == code
    with pytest.raises(Refused):
        ask(here, desk, device(here, "VB-2", purchased_days=None), evidence=proof(here))
    ask(here, desk, laptop, evidence=proof(here))
    with pytest.raises(Refused) as waits:
        ask(here, desk, laptop, evidence=proof(here))
    assert waits.value.code == "exception-waits"


def test_a_refusal_says_why_and_moves_nothing() -> None:
    here = an_organisation(lifetime_policy="leuven")
    desk, boss = somebody(here, "service_desk"), somebody(here)
    laptop = device(here)
    later = {"kind": Shift.LATER, "reason": ShiftReason.WORKS_WELL,
             "new_target_on": date(2028, 3, 1)}  # fmt: skip
    asked = ask(here, desk, laptop, **later)
    with pytest.raises(BadInput):
        decide(here, boss, asked, is_approved=False)
    decide(here, boss, asked, is_approved=False, answer="de steun loopt af")
    assert life_on(laptop, organisation=here, on=TODAY).exception is None
    again = ask(here, desk, laptop, **later)
    with pytest.raises(Refused):
        withdraw_exception(again, organisation=here, actor=boss, at=AT)
    withdraw_exception(again, organisation=here, actor=desk, at=AT)
    third = ask(here, desk, laptop, **later)
    decide(here, boss, third, is_approved=True)
    dates = life_on(laptop, organisation=here, on=TODAY).dates
    assert dates and (dates.minimum_on, dates.target_on) == (date(2026, 3, 1), date(2028, 3, 1))


def test_the_next_step_asks_the_rule_that_the_policy_page_shows() -> None:
    here = an_organisation(lifetime_policy="leuven", ladder="leuven")
    boss, laptop = somebody(here), device(here)

    def months_left() -> float | str | None:
        told = verdict_on(laptop, organisation=here, today=TODAY)
        return next(f.value for f in told.figures if f.name.en == "to the target of its lifetime")

    assert months_left() == 60 - 56
    change(here, boss, LifetimeRule(84))
    assert months_left() == 84 - 56


def test_a_request_of_a_neighbour_cannot_be_decided_here() -> None:
    here, there = an_organisation("hier"), an_organisation("daar")
    asked = ask(there, somebody(there, "service_desk"), device(there), evidence=proof(there))
    with pytest.raises(LifetimeException.DoesNotExist):
        decide(here, somebody(here), asked, is_approved=True)


def test_who_decides_to_keep_a_device_after_all_takes_its_early_exit_away() -> None:
    here = an_organisation(lifetime_policy="ghent")
    desk, boss, laptop = somebody(here, "service_desk"), somebody(here), device(here)
    decide(here, boss, ask(here, desk, laptop, evidence=proof(here)), is_approved=True)
    assert early_exit_of(laptop, organisation=here, on=TODAY) is not None
    assert early_exit_of(laptop, organisation=here, on=TODAY - timedelta(days=1)) is None
    later = ask(here, desk, laptop, kind=Shift.LATER, reason=ShiftReason.WORKS_WELL,
                new_target_on=date(2027, 6, 1))  # fmt: skip
    decide(here, boss, later, is_approved=True)
    assert early_exit_of(laptop, organisation=here, on=TODAY) is None


def test_a_rule_is_never_about_a_department_of_a_neighbour() -> None:
    here, there = an_organisation("hier"), an_organisation("daar")
    with scope(there):
        unit = Unit.objects.create(organisation=there, name="ICT")
    with pytest.raises(Unit.DoesNotExist):
        change(here, somebody(here), LifetimeRule(48), about=About(unit=unit))
    with pytest.raises(Device.DoesNotExist):
        ask(here, somebody(here, "service_desk"), device(there), evidence=proof(here))
