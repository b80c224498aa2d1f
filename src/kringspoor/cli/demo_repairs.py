"""Repairs and parts of the demo: a year of calls, two suppliers, an own bench, one donor."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import Ownership, State
from kringspoor.core.workdays import first_working_day, working_day_after
from kringspoor.people.models import Membership, Organisation, Partner, User
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.parts import Taken, buy_part, install_part, take_parts
from kringspoor.use.actions.repairs import Closing, Fault, close_repair, report_fault
from kringspoor.use.actions.repairs_settings import repairer_named, set_bench_rate
from kringspoor.use.actions.screening import Judged, screen
from kringspoor.use.models import Device, PartKind, RepairOrder

FAULTS = ("scherm blijft zwart", "toetsen haperen", "batterij loopt leeg", "start niet op",
          "wifi valt weg", "ventilator maakt lawaai", "scharnier gebroken")  # fmt: skip
SUPPLIERS = ("Kantoorpunt", "Digibron")
CALLS_COUNT, BENCH_COUNT = 22, 6  # two of the calls wait for service
LATE = (5, 11, 16)  # the calls that were served too late
HOUR_CENTS = 4_500  # invented, like everything here
BRUSSELS = ZoneInfo("Europe/Brussels")


def fill(organisation: Organisation, actor: User, at: datetime) -> None:
    """Give an organisation of the demo its repairs and parts, once."""
    with scope(organisation):
        if RepairOrder.objects.exists():
            return
        _Filling(organisation, actor, at).fill()


class _Filling:
    """One organisation that is being filled."""

    def __init__(self, organisation: Organisation, actor: User, at: datetime) -> None:
        self.organisation, self.actor, self.at = organisation, actor, at
        self.today = at.astimezone(BRUSSELS).date()
        self.member = Membership.objects.get(user=actor)
        self.dice = random.Random(organisation.slug)

    def fill(self) -> None:
        """Suppliers and their calls, then the bench with parts of a donor."""
        year = timedelta(days=365)
        set_bench_rate(
            HOUR_CENTS, self.today - 2 * year, organisation=self.organisation, actor=self.actor,
            at=self.at,
        )  # fmt: skip
        partners = [self._partner(name, RepairRoute.SUPPLIER) for name in SUPPLIERS]
        self._partner("Herstelkring", RepairRoute.LOCAL_REPAIRER)
        for no, device in enumerate(self._in_warranty()):
            self._call(device, partners[no % len(partners)], no)
        self._donate()
        for no, device in enumerate(self._past_warranty()):
            self._mend(device, no)

    def _partner(self, name: str, route: RepairRoute) -> Partner:
        return repairer_named(
            name, route, organisation=self.organisation, actor=self.actor, at=self.at
        )

    def _in_warranty(self) -> Iterator[Device]:
        ours = Device.objects.filter(state=State.IN_USE, ownership=Ownership.OWNED)
        found = ours.filter(warranty_end_on__gte=self.today)
        yield from found.order_by("tag")[:CALLS_COUNT]

    def _past_warranty(self) -> Iterator[Device]:
        long_ago = self.today - timedelta(days=365)
        ours = Device.objects.filter(state=State.IN_USE, ownership=Ownership.OWNED)
        found = ours.filter(warranty_end_on__lt=long_ago)
        yield from found.order_by("tag")[:BENCH_COUNT]

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(self.dice.randrange(8, 17)), BRUSSELS)

    def _call(self, device: Device, supplier: Partner, no: int) -> None:
        """A call to a supplier: mostly in time, now and then late or swapped; the last are open.

        The first waits no longer than was agreed, the second does.
        """
        back_days = 1 if no == 0 else 8 + (no - 1) * 16
        day = first_working_day(self.today - timedelta(days=back_days))
        day = min(day, self.today - timedelta(days=1))
        reported_at = self._moment(day)
        order = self._reported(device, RepairRoute.SUPPLIER, supplier, reported_at, day)
        if no < 2:
            return
        served = self._moment(working_day_after(day, 3 if no in LATE else 1))
        if served > self.at:
            return
        is_swapped = self.dice.random() < (0.3 if no % 2 else 0.1)
        outcome = RepairOutcome.SWAPPED if is_swapped else RepairOutcome.REPAIRED
        closing = Closing(outcome, served.date(), cost_cents=0, responded_at=served)
        self._closed(order, closing)

    def _mend(self, device: Device, no: int) -> None:
        """A repair on the own bench, with hours and now and then a part; the first is open."""
        day = self.today - timedelta(days=3 + no * 60)
        order = self._reported(device, RepairRoute.OWN_BENCH, None, self._moment(day), day)
        if no == 1:
            part = buy_part(
                PartKind.BATTERY, organisation=self.organisation, actor=self.actor, at=self.at,
                came_on=day, description="vervangbatterij", price_cents=5_900,
            )  # fmt: skip
            install_part(
                part, order, organisation=self.organisation, actor=self.actor, at=self.at,
                today=self.today,
            )  # fmt: skip
        if no:
            is_worth = self.dice.random() < 0.8
            outcome = RepairOutcome.REPAIRED if is_worth else RepairOutcome.UNECONOMIC
            hours = self.dice.randrange(2, 9) / 2
            self._closed(order, Closing(outcome, day + timedelta(days=2), worked_hours=hours))

    def _donate(self) -> None:
        """A device that came back and gives its parts."""
        donor = Device.objects.filter(state=State.RETURNED, category="laptop").first()
        if donor is None:
            return
        judged = Judged("D", is_worth_repairing=False)
        donor = screen(
            donor, judged, organisation=self.organisation, member=self.member, at=self.at,
            today=self.today,
        )  # fmt: skip
        taken = [
            Taken(PartKind.SCREEN, f"{donor.serial}-S", "14 inch"),
            Taken(PartKind.MEMORY, f"{donor.serial}-M", "8 GB"),
            Taken(PartKind.KEYBOARD, description="azerty"),
            Taken(PartKind.CASE, description="gebarsten", is_scrapped=True),
        ]
        take_parts(
            donor, taken, organisation=self.organisation, actor=self.actor, at=self.at,
            today=self.today,
        )  # fmt: skip

    def _reported(
        self,
        device: Device,
        route: RepairRoute,
        repairer: Partner | None,
        reported_at: datetime,
        day: date,
    ) -> RepairOrder:
        fault = Fault(self.dice.choice(FAULTS), day, reported_at, route, repairer)
        return report_fault(
            device, fault, organisation=self.organisation, actor=self.actor, at=self.at,
            today=self.today,
        )  # fmt: skip

    def _closed(self, order: RepairOrder, closing: Closing) -> None:
        close_repair(
            order, closing, organisation=self.organisation, member=self.member, at=self.at,
            today=self.today,
        )  # fmt: skip
