"""Bringing a device to any state by the front door, for tests that begin there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from tests.site import AT, somebody

from kringspoor.catalogue.facts import load
from kringspoor.core.guards.facts import BatteryWay, Deed, MethodClass, RiskContext, Sale
from kringspoor.core.repair import RepairOutcome
from kringspoor.core.states import EXIT, Route, State
from kringspoor.people.models import Authorisation, Organisation, Partner, User
from kringspoor.record.actions.files import keep_file
from kringspoor.record.models import Evidence
from kringspoor.use.actions.certificates import Erased, add_certificate
from kringspoor.use.actions.media import (
    Found,
    list_batteries,
    list_media,
    say_last_use,
    send_battery,
)
from kringspoor.use.actions.screening import Judged, ask_correction, confirm_correction, screen
from kringspoor.use.actions.states import change_state
from kringspoor.use.models import Device, Pool, RepairOrder
from kringspoor.use.rules.said import Lost, NextHolder, Said

TODAY = date(2026, 11, 24)
WHY_NOT = dict.fromkeys(load().steps, "niemand vraagt ernaar")
KIND = {
    Route.SCHOOL: "school",
    Route.DONATED: "reuse",
    Route.TRADED_IN: "supplier",
    Route.LESSOR: "lessor",
    Route.RECYCLED: "processor",
}


class Life:
    """One device and everything around it that a step may ask."""

    def __init__(self, organisation: Organisation, serial: str = "SN1", **fields: Any) -> None:
        self.organisation = organisation
        known_here = User.objects.filter(memberships__organisation=organisation)
        self.actor: User = known_here.first() or somebody(organisation)
        self.second = User.objects.exclude(pk=self.actor.pk).filter(
            memberships__organisation=organisation
        ).first() or somebody(organisation, "admin")
        known: dict[str, Any] = {
            "category": "laptop",
            "make": "Dell",
            "model": "Latitude 5420",
            "purchased_on": date(2019, 3, 1),
            "warranty_end_on": date(2022, 3, 1),
            "support_end_on": date(2029, 10, 14),
            "ownership": "owned",
        }
        self.device = Device.objects.create(
            organisation=organisation, serial=serial, tag=serial, state="ordered",
            **{**known, **fields},
        )  # fmt: skip

    def step(self, target: State | str, said: Said | None = None) -> Device:
        """Take one step."""
        self.device = change_state(self.fresh(), target, said=said, today=TODAY, **self.by)
        return self.device

    @property
    def by(self) -> dict[str, Any]:
        """Who acts, where and when."""
        return {"organisation": self.organisation, "actor": self.actor, "at": AT}

    def fresh(self) -> Device:
        """The device as it is stored."""
        return Device.objects.select_related("organisation").get(pk=self.device.pk)

    def evidence(self, words: bytes = b"nwipe") -> Evidence:
        """A file that proves something."""
        return keep_file(
            (words,), organisation=self.organisation, name="wipe.log", kind="erasure", at=AT
        )

    def medium(self, serial: str = "DISK1", *, used_at: datetime | None = None) -> Any:
        """A disk in the device, listed, with its last use."""
        list_media(self.fresh(), [Found(serial, "ssd")], **self.by)
        found = self.fresh().media.get(serial=serial)
        if found.last_used_at is None:
            used_at = used_at or AT - timedelta(hours=2)
            say_last_use(self.fresh(), used_at, **self.by)
        return self.fresh().media.get(serial=serial)

    def erase(self, medium: Any, method: MethodClass = MethodClass.PURGE, **other: Any) -> None:
        """Prove that a disk was erased."""
        last = medium.device.media.aggregate(at=Max("last_used_at"))["at"] or AT
        said: dict[str, Any] = {
            "medium_serial": medium.serial,
            "method_class": method,
            "tool": "nwipe",
            "has_passed": True,
            "finished_at": min(last + timedelta(minutes=30), self.later),
            "operator": "servicedesk-1",
        }
        add_certificate(
            medium, Erased(**{**said, **other}), evidence=self.evidence(),
            **{**self.by, "at": self.later},
        )  # fmt: skip

    later = AT + timedelta(hours=1)

    def partner(self, route: Route, valid_to: date | None = None) -> Partner:
        """Who may receive by this route."""
        partner, _ = Partner.objects.get_or_create(
            organisation=self.organisation, name=f"{route} nv", defaults={"roles": [KIND[route]]}
        )
        Authorisation.objects.get_or_create(
            partner=partner, kind=KIND[route], valid_from=date(2026, 1, 1),
            defaults={"valid_to": valid_to},
        )  # fmt: skip
        return partner

    def pool(self, cap_count: int = 5) -> Pool:
        """Somewhere to wait."""
        pool, _ = Pool.objects.get_or_create(
            organisation=self.organisation, name="reserve",
            defaults={"kind": "reserve", "cap_count": cap_count},
        )  # fmt: skip
        return pool

    def erase_all(self) -> None:
        """A disk, listed, and proof that it is erased."""
        self.erase(self.medium())

    def screened(self) -> None:
        """Judge the device."""
        self.device = screen(
            self.fresh(), Judged(self.grade, is_worth_repairing=False),
            organisation=self.organisation, today=TODAY, at=AT,
            member=self.actor.memberships.get(organisation=self.organisation),
        )  # fmt: skip

    def said_for(
        self, target: State, route: Route = Route.SCHOOL, holder: str = "medewerker-7"
    ) -> Said:
        """Everything a step to this state asks of a person."""
        following = NextHolder(holder, "office", context=RiskContext.INTERNAL)
        partner = None if route is Route.STAFF else self.partner(route)
        sale = Sale(0, 5000, 5000, "medewerker-9", "beheerder-1", ())
        if target in EXIT.values():
            return Said(route=route, sale=sale, deed=Deed("AKTE-1", TODAY, 1, 1))
        return Said(
            reason="vervangen",
            next_holder=following,
            pool=self.pool() if target in (State.IN_RESERVE, State.ON_LOAN) else None,
            review_on=date(2027, 3, 1),
            order_line="B-2026-17/1",
            refused_steps=WHY_NOT,
            inside_demand_count=0,
            route=route,
            partner=partner,
            sale=sale,
            parts_listed_count=0,
            lost=Lost(TODAY, "schijf is versleuteld"),
        )

    def reach(self, target: State, route: Route = Route.SCHOOL) -> Device:
        """Bring the device from the order to a state, each step proven."""
        for state in PATHS[target]:
            self._prepare(state)
            if state is State.SCREENED:
                self.screened()
            elif state is State.WRITTEN_OFF:
                ask_correction(self.fresh(), "dubbel geteld", **self.by)
                confirm_correction(self.fresh(), today=TODAY, **{**self.by, "actor": self.second})
            else:
                self.step(state, self.said_for(state, route))
        return self.fresh()

    grade = "B"

    def _prepare(self, state: State) -> None:
        """What must be on record before a step."""
        if state is State.IN_REPAIR:
            RepairOrder.objects.create(
                device=self.fresh(), fault="toets", fault_on=TODAY, reported_at=AT,
                route="own_bench",
            )  # fmt: skip
        if state in (State.TO_DISMANTLE, State.SCREENED):
            self.fresh().repairs.update(outcome=RepairOutcome.REPAIRED.value, closed_on=TODAY)
        if state in (State.TO_LEAVE, State.DISMANTLED):
            if not self.fresh().are_media_listed:
                self.erase(self.medium())
            list_batteries(self.fresh(), [Found("BAT1")], **self.by)
            battery = self.fresh().batteries.get()
            send_battery(battery, BatteryWay.BATTERY_STREAM, **self.by)


S = State
_BACK = (S.RECEIVED, S.IN_STOCK, S.RETURNED, S.SCREENED)
PATHS: dict[State, tuple[State, ...]] = {
    S.ORDERED: (),
    S.RECEIVED: (S.RECEIVED,),
    S.IN_STOCK: (S.RECEIVED, S.IN_STOCK),
    S.RETURNED: _BACK[:3],
    S.SCREENED: _BACK,
    S.IN_REPAIR: (*_BACK, S.IN_REPAIR),
    S.IN_RESERVE: (*_BACK, S.IN_RESERVE),
    S.ALLOCATED: (*_BACK, S.ALLOCATED),
    S.TO_DISMANTLE: (*_BACK, S.TO_DISMANTLE),
    S.DISMANTLED: (*_BACK, S.TO_DISMANTLE, S.DISMANTLED),
    S.TO_LEAVE: (*_BACK, S.TO_LEAVE),
    **{state: (*_BACK, S.TO_LEAVE, state) for state in EXIT.values()},
    S.LOST_STOLEN: (S.RECEIVED, S.IN_STOCK, S.LOST_STOLEN),
    S.WRITTEN_OFF: (S.WRITTEN_OFF,),
}
