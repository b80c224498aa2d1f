"""Devices about which everything is on record, one for each step of the table and each way out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any

from kringspoor.core.guards.facts import (
    Authorisation,
    Battery,
    BatteryWay,
    Certificate,
    Correction,
    Deed,
    Delivery,
    EarlyExit,
    ExportPack,
    Facts,
    HigherRung,
    Loss,
    Medium,
    MethodClass,
    NextUse,
    Partner,
    PartnerRole,
    Parts,
    Repair,
    RiskContext,
    Rungs,
    Sale,
    Screening,
)
from kringspoor.core.guards.leaving import ROLES
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.pool import Pool
from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import (
    EXIT,
    TRANSITIONS,
    LegalClass,
    Ownership,
    Route,
    SecurityState,
    State,
    Transition,
    transition,
)

TODAY = date(2026, 11, 24)
USED_AT = datetime(2026, 11, 2, 17)
WIPED_AT = datetime(2026, 11, 3, 9)


def certificate(serial: str, method: MethodClass = MethodClass.PURGE) -> Certificate:
    """A passed erasure on the morning after the last use."""
    return Certificate(serial, method, has_passed=True, finished_at=WIPED_AT)


def partner(*roles: PartnerRole, country: str = "BE") -> Partner:
    """A partner with a permit for these roles, good today."""
    permits = [Authorisation(role, date(2025, 1, 1), date(2027, 12, 31)) for role in roles]
    return Partner("Kringpartner", country, tuple(permits))


NEXT_USE = NextUse("p-17", is_same_holder=False, context=RiskContext.INTERNAL)
COMPLETE = Facts(
    today=TODAY,
    ownership=Ownership.OWNED,
    legal_class=LegalClass.PRODUCT,
    security=SecurityState.OK,
    grade="B",
    support_months=24,
    was_used=True,
    serves_since=date(2020, 1, 15),
    lifetime=LifetimeRule(60, is_hard=True),
    media=(Medium("S1", USED_AT), Medium("S2", USED_AT)),
    certificates=(certificate("S1"), certificate("S2")),
    batteries=(Battery("B1", BatteryWay.BATTERY_STREAM),),
    next_use=NEXT_USE,
    reason="leaver",
    screening=Screening(date(2026, 11, 20), "service desk"),
    repair=Repair(
        date(2026, 11, 1),
        date(2023, 1, 15),
        RepairRoute.OWN_BENCH,
        RepairOutcome.REPAIRED,
        date(2026, 11, 10),
    ),
    is_worth_repairing=False,
    rungs=Rungs(
        (HigherRung("internal", "no demand"), HigherRung("school", held_until=date(2026, 11, 1))),
        inside_demand_count=0,
    ),
    hold_until=date(2026, 11, 1),
    pool=Pool(cap_count=10, held_count=9),
    review_on=date(2027, 3, 1),
    sale=Sale(0, 5000, 5000, "p-17", "p-2", open_locks=()),
    parts=Parts(listed_count=5, stocked_count=2, scrapped_count=3),
    deed=Deed("deed 2026-31", date(2026, 11, 23), sent_count=30, received_count=30),
    delivery=Delivery("PO 12, line 3", is_serial_unique=True),
    loss=Loss(date(2026, 11, 20), "disk encrypted"),
    correction=Correction("entered twice", ("p-2", "p-3")),
)
PACK = ExportPack(has_function_test=True, has_contract=True, has_declaration=True, has_packing=True)
ROUTE_OF = {state: route for route, state in EXIT.items()}


def leaving_by(route: Route, facts: Facts = COMPLETE) -> Facts:
    """The complete device, sent on its way out; what goes to a lessor is leased."""
    owner = Ownership.LEASED if route is Route.LESSOR else facts.ownership
    receiver = None if route is Route.STAFF else partner(ROLES[route][0])
    return replace(facts, route=route, ownership=owner, partner=receiver)


def _cases() -> Iterator[tuple[str, Transition, Facts]]:
    for step in TRANSITIONS:
        name = f"{step.source}-{step.target}"
        if step.target is State.TO_LEAVE:
            for route in Route:
                yield f"{name}-{route}", step, leaving_by(route)
        elif step.target in ROUTE_OF:
            yield name, step, leaving_by(ROUTE_OF[step.target])
        else:
            yield name, step, COMPLETE
    yield from _special_cases()


def _special_cases() -> Iterator[tuple[str, Transition, Facts]]:
    start = transition("received", "in_use")
    use = NEXT_USE
    new = replace(COMPLETE, was_used=False, media=None, certificates=())
    yield "new", start, new
    same = replace(use, is_same_holder=True)
    yield "same holder", start, replace(COMPLETE, next_use=same, media=None, certificates=())
    safer = replace(
        use,
        context=RiskContext.ISOLATED,
        previous_context=RiskContext.INTERNAL,
        mitigation="no network card",
    )
    unsafe = replace(COMPLETE, security=SecurityState.UNSUPPORTED, next_use=safer)
    yield "unsupported, isolated", start, unsafe
    asking = replace(use, min_grade="B", min_support_months=24)
    yield "a use that asks", start, replace(COMPLETE, next_use=asking)
    leased = replace(
        COMPLETE,
        ownership=Ownership.LEASED,
        repair=Repair(date(2026, 11, 1), None, RepairRoute.LESSOR),
    )
    yield "leased, in repair", transition("in_use", "in_repair"), leased
    abroad = partner(PartnerRole.REUSE, country="CU")
    export = replace(leaving_by(Route.DONATED), partner=abroad, export_pack=PACK)
    yield "export", transition("screened", "to_leave"), export
    young = replace(
        leaving_by(Route.DONATED),
        serves_since=date(2024, 1, 15),
        early_exit=EarlyExit("role ended", "ticket 12", "p-9"),
    )
    yield "young, approved", transition("screened", "to_leave"), young


CASES = list(_cases())
NAMES = [name for name, _, _ in CASES]

_GIVEN = {"today", "home_country", "max_screening_days", "name", "step", "role", "is_removed"}
_GIVEN |= {"min_grade", "min_support_months"}  # what is asked, not what is known
_WHOLE = (Pool, LifetimeRule)


def without_one(known: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each record with one fact taken away, under the path of that fact."""
    for each in fields(known):
        value = getattr(known, each.name)
        here = f"{path}{each.name}"
        nothing: Any = "" if each.default == "" else () if each.name == "certificates" else None
        is_given = each.name in _GIVEN and here != "screening.role"
        if is_given or value in (None, nothing):
            continue
        yield here, replace(known, **{each.name: nothing})
        if is_dataclass(value) and not isinstance(value, _WHOLE):
            for below, poorer in without_one(value, f"{here}."):
                yield below, replace(known, **{each.name: poorer})
        if isinstance(value, tuple):
            for no, element in enumerate(value):
                if is_dataclass(element):
                    for below, poorer in without_one(element, f"{here}."):
                        changed = (*value[:no], poorer, *value[no + 1 :])
                        yield below, replace(known, **{each.name: changed})
