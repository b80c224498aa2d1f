"""From what parts may be taken, and when one that holds data may go on."""

from __future__ import annotations

from kringspoor.core.errors import Refused
from kringspoor.core.guards.erasure import GAPS, medium_gap
from kringspoor.core.guards.facts import Certificate, Medium, MethodClass
from kringspoor.core.states import Ownership, State
from kringspoor.core.words import Text
from kringspoor.use.models import Device, Part, PartState, RepairOrder, StorageMedium

# A device in stock could go to somebody tomorrow: it is taken out of stock and screened first.
DONATING = (State.TO_DISMANTLE, State.SCREENED)


def demand_donor(device: Device) -> None:
    """Raise Refused for a device that is not ours, or from which no parts are taken now."""
    if not device.ownership or not Ownership(device.ownership).is_ours:
        raise Refused(_NOT_OURS, hint=_RETURN, code="G5.not_ours")
    if device.state not in DONATING:
        raise Refused(
            Text(
                nl=f"uit een toestel dat '{State(device.state).text.nl}' is, komen geen onderdelen",
                en=f"no parts come from a device that is '{State(device.state).text.en}'",
            ),
            hint=_FIRST,
            code="not-a-donor",
        )


def demand_new(device: Device, kind: str, serial: str) -> None:
    """Raise Refused when a part of this serial is on record already, other than in this device."""
    if not serial:
        return
    twins = Part.objects.filter(kind=kind, serial__iexact=serial).exclude(
        receiver=device, state=PartState.INSTALLED
    )
    if (twin := twins.first()) is not None:
        raise Refused(
            Text(
                nl=f"onderdeel {serial} staat al op de lijst: {PartState(twin.state).text.nl}",
                en=f"part {serial} is on the list already: {PartState(twin.state).text.en}",
            ),
            hint=Text(nl="kijk het serienummer na", en="check the serial number"),
            code="part-twice",
        )


def demand_medium_proven(medium: StorageMedium, least: MethodClass) -> None:
    """Raise Refused unless a certificate proves that this medium was erased after its last use.

    Source: nist-800-88.
    """
    certificates = [
        Certificate(
            each.medium_serial,
            MethodClass(each.method_class),
            each.has_passed,
            each.finished_at,
        )
        for each in medium.certificates.all()
    ]
    gap = medium_gap(Medium(medium.serial or None, medium.last_used_at), certificates, least)
    if gap is not None:
        name = medium.serial or "?"
        raise Refused(
            Text(
                nl=f"opslagmedium {name} is niet aantoonbaar gewist: {GAPS[gap].nl}",
                en=f"storage medium {name} is not proven erased: {GAPS[gap].en}",
            ),
            hint=Text(
                nl=f"wis het (minstens {least}) en voeg het certificaat toe",
                en=f"erase it ({least} at least) and add the certificate",
            ),
            code=f"medium.{gap}",
        )


def demand_repairing(order: RepairOrder, part: Part) -> None:
    """Raise Refused when the repair is closed, or the part came out of this very device."""
    if order.closed_on is not None:
        raise Refused(_CLOSED, hint=_OPEN, code="repair-closed")
    if part.donor_id == order.device_id:
        raise Refused(_OWN, hint=_BACK, code="own-part")


def not_in_stock(part: Part) -> Refused:
    """The refusal for a part that is no longer on the shelf: says where it went."""
    state, where = PartState(part.state).text, part.receiver
    return Refused(
        Text(
            nl=f"dit onderdeel is niet meer in voorraad: {state.nl}"
            + (f" in {where}" if where else ""),
            en=f"this part is no longer in stock: {state.en}" + (f" in {where}" if where else ""),
        ),
        hint=Text(nl="kies een ander onderdeel", en="choose another part"),
        code="part-used",
    )


_NOT_OURS = Text(nl="dit toestel is niet van ons", en="this device is not ours")
_RETURN = Text(nl="geef het aan de eigenaar terug", en="return it to its owner")
_FIRST = Text(
    nl="haal het uit gebruik of uit voorraad en screen het eerst",
    en="take it out of use or stock, and screen it first",
)
_CLOSED = Text(nl="deze herstelling is gesloten", en="this repair is closed")
_OPEN = Text(nl="open ze opnieuw, of meld een nieuw defect", en="reopen it, or report a new fault")
_OWN = Text(nl="dit onderdeel komt uit dit toestel zelf", en="this part came from this very device")
_BACK = Text(nl="zet het terug in het toestel", en="put it back into the device")
