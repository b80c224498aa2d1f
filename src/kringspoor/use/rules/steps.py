"""The facts a step asks of one device: what is on record, and what a person says with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.entries import Category
from kringspoor.catalogue.facts import load
from kringspoor.core.calendar import month_no_of
from kringspoor.core.guards import facts as core
from kringspoor.core.guards.erasure import data_state
from kringspoor.core.pool import Pool
from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import (
    DataState,
    Guard,
    LegalClass,
    Ownership,
    Route,
    SecurityState,
    State,
    Transition,
)
from kringspoor.people.models import Partner
from kringspoor.use.models import (
    Assignment,
    Correction,
    Departure,
    Device,
    Part,
    PoolStay,
    RepairOrder,
    Screening,
)
from kringspoor.use.rules.due import early_exit_of
from kringspoor.use.rules.lifetimes import Resolver
from kringspoor.use.rules.rungs import higher_rungs
from kringspoor.use.rules.said import NextHolder, Said
from kringspoor.use.rules.verdicts import verdict_on

# what facts_for reads of a device: for many devices, asked once for all of them
READ = (
    "assignments",
    "repairs",
    "screenings",
    "departures__partner__authorisations",
    "media__certificates",
    "batteries",
    "corrections",
    "lifetime_exceptions__evidence",
)
Ended = TypeVar("Ended", Departure, Correction)


def category_of(device: Device) -> Category | None:
    """What the catalogue knows of its kind; nothing for a kind nobody named."""
    return load(user_folder(os.environ)).categories.get(device.category)


def facts_for(
    device: Device,
    step: Transition,
    said: Said,
    *,
    today: date,
    rules: Resolver,
    joining_count: int = 0,
) -> core.Facts:
    """Everything the guards may ask of a device before a step. What nobody recorded is None.

    ``joining_count`` devices enter the same pool by the same act, before this one.
    """
    departure = _open(device.departures.all())
    is_chosen_now = step.target is State.TO_LEAVE
    partner = said.partner if is_chosen_now else departure and departure.partner
    return replace(
        _on_record(device, rules, today),
        next_use=_next_use(said.next_holder, _last_use(device)),
        reason=said.reason or None,
        early_exit=_early_exit(device, said, today) if Guard.G6 in step.guards else None,
        rungs=_rungs(device, step, said, today, rules),
        pool=_pool(device, said, joining_count),
        review_on=said.review_on,
        route=route_of(device, step, said),
        partner=_partner(partner) if partner else None,
        export_pack=said.export_pack,
        sale=said.sale,
        parts=_parts(device, said),
        deed=said.deed,
        delivery=_delivery(device, said),
        loss=core.Loss(said.lost.reported_on, said.lost.data_risk) if said.lost else None,
    )


def _on_record(device: Device, rules: Resolver, today: date) -> core.Facts:
    """What is known of a device without anybody saying anything."""
    category = category_of(device)
    screening = next(iter(device.screenings.all()), None)  # the latest: its ordering
    return core.Facts(
        today=today,
        home_country=device.organisation.country,
        ownership=Ownership(device.ownership) if device.ownership else None,
        legal_class=LegalClass(device.legal_class),
        security=_security(device, today),
        grade=device.grade or None,
        support_months=_support_months(device, today),
        was_used=device.state not in ("ordered", "received") or _last_use(device) is not None,
        serves_since=device.purchased_on,
        lifetime=rules.of(device).rule,
        media=media_of(device, category),
        certificates=certificates_of(device),
        batteries=_batteries(device, category),
        screening=_screening(screening),
        repair=_repair(device, _latest_repair(device)),
        is_worth_repairing=screening.is_worth_repairing if screening else None,
        hold_until=screening.hold_until if screening else None,
        correction=_correction(device),
    )


def _open(rows: Iterable[Ended]) -> Ended | None:
    """The one that has not ended."""
    return next((each for each in rows if each.ended_at is None), None)


def _last_use(device: Device) -> Assignment | None:
    return max(device.assignments.all(), key=lambda each: (each.from_on, each.pk), default=None)


def media_of(device: Device, category: Category | None) -> tuple[core.Medium, ...] | None:
    """The storage media of a device; None until somebody listed them, unless it can have none."""
    found = tuple(
        core.Medium(each.serial or None, each.last_used_at, each.is_removed)
        for each in device.media.all()
    )
    has_none = category is not None and not category.has_storage and not found
    return found if device.are_media_listed or has_none else None


def certificates_of(device: Device) -> tuple[core.Certificate, ...]:
    """What proves that its media were erased."""
    rows = (each for medium in device.media.all() for each in medium.certificates.all())
    return tuple(
        core.Certificate(
            each.medium_serial,
            core.MethodClass(each.method_class),
            each.has_passed,
            each.finished_at,
        )
        for each in rows
    )


def data_state_of(device: Device, category: Category | None) -> DataState:
    """What is known of the data on a device. Media nobody listed hold data."""
    media = media_of(device, category)
    return DataState.HOLDS if media is None else data_state(media, certificates_of(device))


def _rungs(
    device: Device, step: Transition, said: Said, today: date, rules: Resolver
) -> core.Rungs | None:
    if Guard.G3 not in step.guards:
        return None
    organisation = device.organisation
    verdict = verdict_on(device, organisation=organisation, today=today, rules=rules)
    ladder = load(user_folder(os.environ)).ladder(organisation.ladder)
    steps = [each.step for each in ladder.rungs]
    higher = higher_rungs(step.target, said.route, verdict, steps, said.refused_steps)
    return core.Rungs(higher, said.inside_demand_count)


def route_of(device: Device, step: Transition, said: Said) -> Route | None:
    """The way out: said when a device is made ready to leave, on record from then on."""
    if step.target is State.TO_LEAVE:
        return said.route
    departure = _open(device.departures.all())
    return Route(departure.route) if departure else None


def _security(device: Device, today: date) -> SecurityState | None:
    """What a person said of it; else whether its support has ended, when that is known."""
    if device.security_state:
        return SecurityState(device.security_state)
    if device.support_end_on is None:
        return None
    is_over = device.support_end_on < today
    return SecurityState.UNSUPPORTED if is_over else SecurityState.OK


def _support_months(device: Device, today: date) -> int | None:
    end = device.support_end_on
    return None if end is None else max(month_no_of(end) - month_no_of(today), 0)


def _batteries(device: Device, category: Category | None) -> tuple[core.Battery, ...] | None:
    found = tuple(
        core.Battery(str(each), core.BatteryWay(each.goes_to) if each.goes_to else None)
        for each in device.batteries.all()
    )
    has_none = category is not None and not category.has_battery and not found
    return found if device.are_batteries_listed or has_none else None


def _next_use(next_holder: NextHolder | None, last: Assignment | None) -> core.NextUse | None:
    if next_holder is None:
        return None
    previous = core.RiskContext(last.context) if last and last.context else None
    return core.NextUse(
        holder=next_holder.holder or next_holder.use_type or None,
        is_same_holder=bool(last and last.holder and last.holder == next_holder.holder),
        context=next_holder.context,
        previous_context=previous,
        mitigation=next_holder.mitigation,
        min_grade=next_holder.min_grade,
        min_support_months=next_holder.min_support_months,
    )


def _early_exit(device: Device, said: Said, today: date) -> core.EarlyExit | None:
    """What is on record; else what is said now, which nobody approved."""
    asked = early_exit_of(device, organisation=device.organisation, on=today)
    if asked is None and said.early is not None:
        return core.EarlyExit(said.early.reason, said.early.evidence.sha256)
    return asked


def _screening(found: Screening | None) -> core.Screening | None:
    return core.Screening(found.screened_on, found.role or None) if found else None


def _latest_repair(device: Device) -> RepairOrder | None:
    """The repair that is open, else the one that was closed last; a withdrawn one tells nothing."""
    kept = (each for each in device.repairs.all() if not each.is_cancelled)
    return max(kept, key=lambda each: (each.closed_on or date.max, each.pk), default=None)


def _repair(device: Device, found: RepairOrder | None) -> core.Repair | None:
    if found is None:
        return None
    return core.Repair(
        found.fault_on,
        device.warranty_end_on,
        RepairRoute(found.route) if found.route else None,
        RepairOutcome(found.outcome) if found.outcome else None,
        found.closed_on,
    )


def _pool(device: Device, said: Said, joining_count: int) -> Pool | None:
    if said.pool is None or not said.pool.is_open:
        return None
    held = PoolStay.objects.filter(pool=said.pool, to_on__isnull=True).exclude(device=device)
    return Pool(said.pool.cap_count, held.count() + joining_count, said.pool.max_idle_days)


def _partner(partner: Partner) -> core.Partner:
    rows = partner.authorisations.all()
    return core.Partner(
        partner.name,
        partner.country or None,
        tuple(
            core.Authorisation(
                core.PartnerRole(each.kind), each.valid_from, each.valid_to or date.max
            )
            for each in rows
            if each.kind in set(core.PartnerRole)
        ),
    )


def _parts(device: Device, said: Said) -> core.Parts | None:
    if said.parts_listed_count is None:
        return None
    given = Part.objects.filter(donor=device)
    scrapped_count = given.filter(state="scrapped").count()
    return core.Parts(said.parts_listed_count, given.count() - scrapped_count, scrapped_count)


def _delivery(device: Device, said: Said) -> core.Delivery | None:
    if not said.order_line:
        return None
    twins = Device.objects.filter(serial__iexact=device.serial).exclude(pk=device.pk)
    return core.Delivery(said.order_line, bool(device.serial) and not twins.exists())


def _correction(device: Device) -> core.Correction | None:
    asked = _open(device.corrections.all())
    if asked is None:
        return None
    agreed: Sequence[int | None] = (asked.asked_by_id, asked.confirmed_by_id)
    return core.Correction(asked.reason, tuple(str(each) for each in agreed if each))
