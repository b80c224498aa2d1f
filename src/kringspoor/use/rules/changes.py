"""What a person may change of a device by hand, and what a change of many would do to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kringspoor.core.errors import Refused
from kringspoor.core.states import HELD, State
from kringspoor.core.words import Text
from kringspoor.use.facts import plain
from kringspoor.use.models import Device

EDITABLE: Mapping[str, Text] = {
    "tag": Text(nl="Label", en="Tag"),
    "serial": Text(nl="Serienummer", en="Serial number"),
    "category": Text(nl="Soort", en="Category"),
    "make": Text(nl="Merk", en="Make"),
    "model": Text(nl="Model", en="Model"),
    "part_no": Text(nl="Modelnummer van de fabrikant", en="Maker's part number"),
    "description": Text(nl="Omschrijving", en="Description"),
    "unit": Text(nl="Dienst", en="Department"),
    "site": Text(nl="Plaats", en="Place"),
    "use_profile": Text(nl="Gebruiksprofiel", en="Use profile"),
    "ownership": Text(nl="Eigendom", en="Ownership"),
    "order_no": Text(nl="Bestelbon", en="Order"),
    "supplier": Text(nl="Leverancier", en="Supplier"),
    "purchased_on": Text(nl="Gekocht op", en="Bought on"),
    "price_cents": Text(nl="Prijs", en="Price"),
    "warranty_end_on": Text(nl="Garantie tot", en="Warranty until"),
    "support_end_on": Text(nl="Updates tot", en="Updates until"),
    "cpu": Text(nl="Processor", en="Processor"),
    "ram_gb": Text(nl="Geheugen (GB)", en="Memory (GB)"),
    "storage_gb": Text(nl="Opslag (GB)", en="Storage (GB)"),
    "screen_inches": Text(nl="Scherm (inch)", en="Screen (inches)"),
    "os": Text(nl="Besturingssysteem", en="Operating system"),
    "battery_share": Text(nl="Batterij (deel van nieuw)", en="Battery (share of new)"),
    "kwh_per_year": Text(nl="Verbruik (kWh per jaar)", en="Use (kWh a year)"),
}
IN_BULK = (
    "unit", "site", "use_profile", "ownership", "category", "supplier", "order_no",
    "purchased_on", "warranty_end_on",
)  # fmt: skip
MOST_AT_ONCE = 10_000
_AT_ONCE = 500
_HERE = frozenset({*HELD, State.ORDERED, State.LOST_STOLEN})


@dataclass(slots=True)
class Outlook:
    """What a change of many devices does: changes, already so, and refused as they have left."""

    changed: list[tuple[Device, dict[str, tuple[Any, Any]]]] = field(default_factory=list)
    same_count: int = 0
    gone: list[Device] = field(default_factory=list)


def chosen_devices(numbers: Sequence[int]) -> list[Device]:
    """The devices of those numbers in the organisation in scope, with their place.

    Raises Refused for more than can be changed at once.
    """
    if len(numbers) > MOST_AT_ONCE:
        raise Refused(_TOO_MANY, hint=_FILTER_FIRST, code="too-many")
    found: list[Device] = []
    for start in range(0, len(numbers), _AT_ONCE):
        some = Device.objects.filter(pk__in=numbers[start : start + _AT_ONCE])
        found += some.select_related("unit", "site").order_by("tag", "serial", "pk")
    return found


def outlook(devices: Iterable[Device], fields: Mapping[str, Any]) -> Outlook:
    """What these values would change in each device; what has left stays as it left."""
    found = Outlook()
    for device in devices:
        if State(device.state) not in _HERE:
            found.gone.append(device)
        elif changes := differences(device, fields):
            found.changed.append((device, changes))
        else:
            found.same_count += 1
    return found


def differences(device: Device, fields: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields in which a device is otherwise: field -> (old, new)."""
    told = {name: (getattr(device, name), new) for name, new in fields.items()}
    return {name: (old, new) for name, (old, new) in told.items() if old != new}


def as_written(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Changes as the record spells them: a department or place by its name."""
    return {name: [_spelt(old), _spelt(new)] for name, (old, new) in changes.items()}


def _spelt(value: Any) -> Any:
    return str(value) if hasattr(value, "pk") else plain(value)


_TOO_MANY = Text(
    nl="u kiest meer dan 10.000 toestellen tegelijk", en="you choose more than 10,000 devices"
)
_FILTER_FIRST = Text(nl="filter de lijst eerst", en="filter the list first")
