"""Questions to orders: what was bought, what of it is in the inventory, and what is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Max, Min, QuerySet, Sum, Value
from django.db.models.functions import Upper

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Batch
from kringspoor.use.models import Device, Lot, OrderLine

ORDERS = "orders"
_NAMES_AT_ONCE = 200


@dataclass(slots=True)
class LineFound:
    """One line against the inventory: which devices are there, and which serial numbers are not."""

    line: OrderLine
    devices: list[Device] = field(default_factory=list)
    lots_count: int = 0
    missing_serials: list[str] = field(default_factory=list)

    @property
    def found_count(self) -> int:
        """How many of what was bought are in the inventory; never more than were bought."""
        return min(len(self.devices) + self.lots_count, self.line.quantity_count)

    @property
    def missing_count(self) -> int:
        """How many are not."""
        return self.line.quantity_count - self.found_count


@dataclass(slots=True)
class OrderFound:
    """One order against the inventory."""

    lines: list[LineFound] = field(default_factory=list)
    surplus: list[Device] = field(default_factory=list)

    @property
    def bought_count(self) -> int:
        """How many things were bought."""
        return sum(each.line.quantity_count for each in self.lines)

    @property
    def found_count(self) -> int:
        """How many of them are in the inventory."""
        return sum(each.found_count for each in self.lines)

    @property
    def missing_count(self) -> int:
        """How many are not."""
        return self.bought_count - self.found_count


@within_organisation
def orders(*, organisation: Organisation, words: str = "") -> QuerySet[OrderLine, Any]:
    """Every order once, the newest first."""
    found = OrderLine.objects.order_by()
    for word in words.split():
        found = found.filter(order_no__icontains=word) | found.filter(supplier__icontains=word)
    grouped = found.values(name=Upper("order_no")).annotate(
        number=Max("order_no"), seller=Max("supplier"), day=Min("ordered_on"),
        things=Sum("quantity_count"),
    )  # fmt: skip
    return grouped.order_by("-day", "-name")


@within_organisation
def compared(names: Collection[str], *, organisation: Organisation) -> dict[str, OrderFound]:
    """Each of these orders, by its number in capitals, against the inventory."""
    found: dict[str, OrderFound] = {}
    ordered = list(names)
    for start in range(0, len(ordered), _NAMES_AT_ONCE):
        some = ordered[start : start + _NAMES_AT_ONCE]
        found |= _compared(some)
    return found


def _compared(names: Collection[str]) -> dict[str, OrderFound]:
    capitals = [Upper(Value(each, output_field=CharField())) for each in names]
    lines = OrderLine.objects.alias(name=Upper("order_no")).filter(name__in=capitals)
    found = {each.upper(): OrderFound() for each in names}
    for line in lines.prefetch_related("serials"):
        found.setdefault(line.order_no.upper(), OrderFound()).lines.append(LineFound(line))
    own: dict[str, list[Device]] = {}
    devices = Device.objects.alias(name=Upper("order_no")).filter(name__in=capitals)
    for device in devices.order_by("tag", "pk"):
        own.setdefault(device.order_no.upper(), []).append(device)
    lots: dict[str, list[Lot]] = {}
    for lot in Lot.objects.alias(name=Upper("order_no")).filter(name__in=capitals):
        lots.setdefault(lot.order_no.upper(), []).append(lot)
    by_serial = _by_serial(found.values())
    for name, order in found.items():
        _place(order, own.get(name, []), lots.get(name, []), by_serial)
    return found


def _by_serial(found: Iterable[OrderFound]) -> dict[str, Device]:
    """The devices that delivery notes list, wherever the inventory has them."""
    wanted = sorted(
        {serial.serial.upper() for order in found for each in order.lines
         for serial in each.line.serials.all()}
    )  # fmt: skip
    known: dict[str, Device] = {}
    for start in range(0, len(wanted), _NAMES_AT_ONCE):
        some = wanted[start : start + _NAMES_AT_ONCE]
        capitals = [Upper(Value(each, output_field=CharField())) for each in some]
        devices = Device.objects.alias(name=Upper("serial")).filter(name__in=capitals)
        known |= {each.serial.upper(): each for each in devices}
    return known


def _place(
    order: OrderFound, own: list[Device], lots: list[Lot], by_serial: dict[str, Device]
) -> None:
    """Give each line its devices: by the delivery note first, then by model, then by category."""
    taken: set[int] = set()
    for each in order.lines:
        for serial in each.line.serials.all():
            device = by_serial.get(serial.serial.upper())
            if device is None:
                each.missing_serials.append(serial.serial)
            elif device.pk not in taken:
                taken.add(device.pk)
                each.devices.append(device)
    listed = {each.line.pk: len(each.devices) + len(each.missing_serials) for each in order.lines}
    for has_model in (True, False):
        for each in order.lines:
            room = each.line.quantity_count - max(listed[each.line.pk], len(each.devices))
            for device in own:
                if room > 0 and device.pk not in taken and _fits(each.line, device, has_model):
                    taken.add(device.pk)
                    each.devices.append(device)
                    room -= 1
    order.surplus = [each for each in own if each.pk not in taken]
    _place_lots(order, lots)


def _place_lots(order: OrderFound, lots: list[Lot]) -> None:
    for lot in lots:
        left = lot.quantity_count
        for each in order.lines:
            if left > 0 and _fits(each.line, lot, has_model=False):
                part = min(left, each.missing_count)
                each.lots_count += part
                left -= part


def _fits(line: OrderLine, thing: Device | Lot, has_model: bool) -> bool:
    """Whether a thing can be of this line: of its model, or else of its category."""
    if has_model:
        ours, theirs = line.model.casefold(), thing.model.casefold()
        return bool(ours and theirs) and (ours in theirs or theirs in ours)
    return not line.category or not thing.category or line.category == thing.category


@within_organisation
def files(*, organisation: Organisation) -> list[Batch]:
    """The files of orders that were given last."""
    return list(Batch.objects.filter(kind=ORDERS).select_related("actor")[:10])


@within_organisation
def file_of(number: int, *, organisation: Organisation) -> Batch | None:
    """One file of orders; nothing when it is not of this organisation."""
    return Batch.objects.select_related("actor").filter(pk=number, kind=ORDERS).first()


@within_organisation
def line_of(number: int, *, organisation: Organisation) -> OrderLine | None:
    """One line; nothing when it is not of this organisation."""
    return OrderLine.objects.filter(pk=number).first()
