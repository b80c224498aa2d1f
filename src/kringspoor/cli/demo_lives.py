"""The lives of the devices of the demo: every step by the same door as everybody's, proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from kringspoor.catalogue.facts import load
from kringspoor.core.guards.facts import BatteryWay, Deed, MethodClass, RiskContext, Sale
from kringspoor.core.states import EXIT, Route, State
from kringspoor.people.models import Membership, Organisation, Partner
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.files import keep_file
from kringspoor.record.models import Evidence
from kringspoor.use.actions.certificates import Erased, add_certificates
from kringspoor.use.actions.media import Found, list_batteries, send_battery
from kringspoor.use.actions.screening import (
    Judged,
    ask_correction,
    confirm_correction,
    screen_alike,
)
from kringspoor.use.actions.states import change_states
from kringspoor.use.models import Device, Pool, StorageMedium
from kringspoor.use.rules.said import Lost, NextHolder, Said

_ERASED_AFTER = timedelta(hours=2)
_WITH_BATTERY = ("laptop", "tablet", "smartphone")
_UNDECIDED = ("ask", "inspect")  # what a ladder says where it knows too little
_NOBODY_ASKS = "intern vraagt niemand ernaar"


@dataclass(frozen=True)
class Lives:
    """Who moves the devices of one organisation, and a second person where that is asked."""

    organisation: Organisation
    manager: Membership
    second: Membership

    def by(self, at: datetime) -> dict[str, Any]:
        """Who acts, where and when."""
        return {"organisation": self.organisation, "actor": self.manager.user, "at": at}

    def found(self, tags: Sequence[str]) -> list[Device]:
        """The devices with these labels, as they are stored now."""
        with scope(self.organisation):
            devices = Device.objects.select_related("organisation", "unit")
            return list(devices.filter(tag__in=tags).order_by("tag"))

    def step(self, tags: Sequence[str], target: State, at: datetime, said: Said) -> None:
        """Bring devices into a state as one act."""
        change_states(self.found(tags), target, today=at.date(), said=said, **self.by(at))

    def come_back(self, tags: Sequence[str], at: datetime) -> None:
        """Devices are handed in."""
        self.step(tags, State.RETURNED, at, Said(reason="vervangen"))

    def erase(
        self, tags: Sequence[str], at: datetime, method: MethodClass = MethodClass.PURGE
    ) -> None:
        """Each disk is erased, with one report that says so."""
        report = self._file(f"wisrapport {at:%Y-%m-%d}", ".log", "erasure", tags, at)
        with scope(self.organisation):
            media = list(StorageMedium.objects.filter(device__tag__in=tags).order_by("device__tag"))
        erased = (
            Erased(
                each.serial, method, "nwipe", True, at - _ERASED_AFTER, "servicedesk-1",
                verifier="servicedesk-2",
            )
            for each in media
        )  # fmt: skip
        add_certificates([*zip(media, erased, strict=True)], evidence=report, **self.by(at))

    def screen(self, tags: Sequence[str], at: datetime, grade: str = "B") -> None:
        """Devices are judged, and all found alike."""
        judged = Judged(grade, {"start": grade < "D", "scherm": True})
        screen_alike(
            self.found(tags), judged, organisation=self.organisation, member=self.manager, at=at,
            today=at.date(),
        )  # fmt: skip

    def take_batteries_out(self, tags: Sequence[str], at: datetime) -> None:
        """What is recycled gives its battery apart."""
        for device in self.found(tags):
            if device.category not in _WITH_BATTERY:
                continue
            list_batteries(device, [Found(f"{device.serial}-B")], **self.by(at))
            with scope(self.organisation):
                battery = device.batteries.select_related("device").get()
            send_battery(battery, BatteryWay.BATTERY_STREAM, **self.by(at))

    def prepare(
        self, tags: Sequence[str], route: Route, partner: Partner | None, at: datetime
    ) -> None:
        """Devices are made ready to leave by a way out."""
        said = Said(
            route=route, partner=partner, sale=_SALE, refused_steps=self.refused,
            inside_demand_count=0,
            next_holder=NextHolder(use_type="education", context=RiskContext.EDUCATION),
        )  # fmt: skip
        self.step(tags, State.TO_LEAVE, at, said)

    def go(self, tags: Sequence[str], route: Route, at: datetime) -> None:
        """Devices are received elsewhere, and a deed says so."""
        reference = f"{self.organisation.slug[:2].upper()}-{at:%Y%m%d}"
        deed = Deed(reference, at.date(), len(tags), len(tags))
        paper = self._file(f"ontvangstbewijs {reference}", ".txt", "deed", tags, at)
        self.step(tags, EXIT[route], at, Said(sale=_SALE, deed=deed, deed_file=paper))

    def serve_again(self, tag: str, holder: str, at: datetime) -> None:
        """A screened device begins its next life with somebody else."""
        following = NextHolder(holder, "office", context=RiskContext.INTERNAL)
        self.step((tag,), State.ALLOCATED, at, Said(refused_steps=self.refused))
        self.step((tag,), State.IN_USE, at, Said(next_holder=following))

    def keep(self, tags: Sequence[str], pool: Pool, review_on: date, at: datetime) -> None:
        """Screened devices wait in a pool."""
        said = Said(
            pool=pool, review_on=review_on, refused_steps=self.refused,
            next_holder=NextHolder(use_type=pool.kind, context=RiskContext.ISOLATED),
        )  # fmt: skip
        self.step(tags, State.IN_RESERVE, at, said)

    def lose(self, tag: str, at: datetime) -> None:
        """A device is stolen, and that is reported."""
        lost = Lost(at.date(), "schijf is versleuteld")
        self.step((tag,), State.LOST_STOLEN, at, Said(lost=lost))

    def strike_off(self, tag: str, at: datetime) -> None:
        """A device that stood twice on the register is struck off by two persons."""
        (device,) = self.found((tag,))
        ask_correction(device, "staat tweemaal in het register", **self.by(at))
        confirm_correction(
            device, organisation=self.organisation, actor=self.second.user, at=at, today=at.date()
        )

    @cached_property
    def refused(self) -> dict[str, str]:
        """Why each step of the ladder above falls away."""
        rungs = load().ladder(self.organisation.ladder).rungs
        return dict.fromkeys((*(each.step for each in rungs), *_UNDECIDED), _NOBODY_ASKS)

    def _file(
        self, name: str, ending: str, kind: str, tags: Sequence[str], at: datetime
    ) -> Evidence:
        words = "\n".join((f"{self.organisation.name}: {name}", *tags)).encode()
        return keep_file(
            (words,), organisation=self.organisation, name=name + ending, kind=kind, at=at
        )


_SALE = Sale(0, 5_000, 5_000, "medewerker-9", "beheerder-1", ())  # worn off, at the rule's price
