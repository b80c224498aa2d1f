"""When a fault can be reported, and a repair served, closed or taken back: the plain conditions."""

from __future__ import annotations

from datetime import date, datetime

from kringspoor.core.errors import Refused
from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import HELD, State
from kringspoor.core.words import Text
from kringspoor.people.models import Partner
from kringspoor.use.models import Device, RepairOrder
from kringspoor.use.rules.repairs import ROLES_OF


def demand_reportable(device: Device, fault_on: date, today: date) -> None:
    """Raise Refused for a device that left, is in repair already, or breaks tomorrow."""
    if device.state not in HELD:
        raise Refused(_GONE, hint=_OTHER_DEVICE, code="device-gone")
    if device.repairs.filter(closed_on__isnull=True).exists():
        raise Refused(_IS_OPEN, hint=_FOLLOW, code="repair-open")
    if fault_on > today:
        raise Refused(_TOMORROW, hint=_DAY, code="fault-tomorrow")


def demand_repairer(route: RepairRoute, repairer: Partner | None) -> None:
    """Raise Refused when nobody was chosen, or a partner that does not repair by this route."""
    roles = ROLES_OF[route]
    held = set(repairer.roles) if repairer else set()
    if repairer is None and roles:
        raise Refused(_WHO, hint=_CHOOSE, code="no-repairer")
    if repairer is not None and not held.intersection(roles):
        raise Refused(_NOT_FOR, hint=_CHOOSE, code="other-role")


def demand_open(order: RepairOrder) -> None:
    """Raise Refused for a repair that is closed."""
    if order.closed_on is not None:
        raise Refused(_IS_CLOSED, hint=_REOPEN, code="repair-closed")


def demand_withdrawable(order: RepairOrder) -> None:
    """Raise Refused when the device is away for it, or parts went into it."""
    if order.device.state == State.IN_REPAIR:
        raise Refused(_AWAY, hint=_CLOSE, code="device-away")
    if order.parts.exists():
        raise Refused(_HAS_PARTS, hint=_TAKE_OUT, code="parts-used")


def demand_served_after(order: RepairOrder, responded_at: datetime) -> None:
    """Raise Refused when service came before the fault was reported."""
    if responded_at < order.reported_at:
        raise Refused(_EARLY, hint=_MOMENT, code="served-early")


def demand_complete(
    order: RepairOrder, outcome: RepairOutcome, closed_on: date, grade: str, today: date
) -> None:
    """Raise Refused while what must be known of a repair that ended is not all said."""
    if order.due_on is not None and order.responded_at is None:
        raise Refused(_UNSERVED, hint=_SAY_SERVED, code="not-served")
    if order.responded_at is not None:
        demand_served_after(order, order.responded_at)
    if not order.fault_on <= closed_on <= today:
        raise Refused(_ENDED, hint=_DAY, code="closed-when")
    is_back = outcome is not RepairOutcome.SWAPPED
    if order.device.state == State.IN_REPAIR and is_back and not grade:
        raise Refused(_NO_GRADE, hint=_GRADE, code="no-grade")


_GONE = Text(nl="dit toestel is er niet meer", en="this device is no longer here")
_OTHER_DEVICE = Text(nl="kies een toestel dat er nog is", en="choose a device that is still here")
_IS_OPEN = Text(
    nl="voor dit toestel loopt al een herstelling", en="a repair of this device is already open"
)
_FOLLOW = Text(nl="volg die op, of sluit ze eerst", en="follow that one up, or close it first")
_IS_CLOSED = Text(nl="deze herstelling is al gesloten", en="this repair is already closed")
_REOPEN = Text(
    nl="open ze opnieuw als dat een vergissing was", en="reopen it if that was a mistake"
)
_WHO = Text(nl="wie herstelt, is niet gekozen", en="nobody was chosen to repair it")
_NOT_FOR = Text(
    nl="deze partner herstelt niet langs deze weg", en="this partner does not repair by this route"
)
_CHOOSE = Text(
    nl="kies een partner met de juiste rol", en="choose a partner with the role that fits"
)
_EARLY = Text(
    nl="de hersteller kwam voor het defect gemeld werd",
    en="service came before the fault was reported",
)
_MOMENT = Text(nl="kijk het tijdstip na", en="check the moment")
_UNSERVED = Text(
    nl="niet geregistreerd: wanneer de hersteller kwam", en="not recorded: when service came"
)
_SAY_SERVED = Text(nl="vul dat tijdstip in", en="fill in that moment")
_ENDED = Text(
    nl="een herstelling eindigt tussen het defect en vandaag",
    en="a repair ends between the fault and today",
)
_TOMORROW = Text(nl="het defect ligt na vandaag", en="the fault is after today")
_DAY = Text(nl="kijk de dag na", en="check the day")
_NO_GRADE = Text(
    nl="niet geregistreerd: hoe het toestel terugkwam", en="not recorded: how the device came back"
)
_GRADE = Text(nl="kies een graad", en="choose a grade")
_AWAY = Text(nl="het toestel is weg voor herstelling", en="the device is away for repair")
_CLOSE = Text(
    nl="sluit de herstelling, met als nota dat er niets stuk was",
    en="close the repair, with a note that nothing was broken",
)
_HAS_PARTS = Text(nl="er zijn onderdelen voor gebruikt", en="parts were used for it")
_TAKE_OUT = Text(nl="haal ze er eerst weer uit", en="take them out again first")
