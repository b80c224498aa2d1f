"""Writing down what was bought, line by line, and which serial numbers came with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CharField, Max, Value
from django.db.models.functions import Upper

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.models import Batch, Event
from kringspoor.use.facts import plain
from kringspoor.use.models import DeliveredSerial, OrderLine

ORDERS = "orders"
_SAME = ("supplier", "description", "category", "make", "model", "ordered_on", "price_cents")


@dataclass(slots=True)
class Bought:
    """A line as a file or a person gives it, with the serial numbers that came along."""

    order_no: str
    quantity_count: int
    fields: Mapping[str, Any]
    serials: list[str] = field(default_factory=list)


@within_organisation
@transaction.atomic
def add_line(
    bought: Bought, *, organisation: Organisation, actor: User, at: datetime
) -> OrderLine:  # fmt: skip
    """Write down one line of an order by hand."""
    hold_chain(organisation=organisation)
    line, happening = _made(bought, organisation, None)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    return line


@within_organisation
@transaction.atomic
def take_in_lines(
    found: Sequence[Bought], batch: Batch, *, organisation: Organisation, at: datetime
) -> Batch:
    """Take the lines of a file in, all or nothing, once; a line that is there already stays.

    Serial numbers of an order that is known go to its line: a delivery note makes no new one.
    """
    hold_chain(organisation=organisation)
    batch = Batch.objects.select_related("actor").get(pk=batch.pk)
    if batch.state == "done":
        return batch
    happenings = []
    for bought in found:
        known = _lines_of(bought.order_no)
        place = _line_for_serials(bought, known) if bought.serials else None
        if place is not None:
            happenings += _serials_added(place, bought.serials)
            batch.changed_count += 1
        elif not any(_is_same(bought, each) for each in known):
            line, happening = _made(bought, organisation, batch)
            happenings += [happening, *_serials_added(line, bought.serials)]
            batch.made_count += 1
    if happenings:
        write_down(happenings, organisation=organisation, actor=batch.actor, at=at, batch=batch)
    batch.state, batch.ended_at, batch.rows_count = "done", at, len(found)
    batch.save()
    return batch


def _lines_of(order_no: str) -> list[OrderLine]:
    name = Upper(Value(order_no, output_field=CharField()))
    found = OrderLine.objects.alias(name=Upper("order_no")).filter(name=name)
    return list(found.prefetch_related("serials"))


def _line_for_serials(bought: Bought, known: Iterable[OrderLine]) -> OrderLine | None:
    """The one line of the order that these serial numbers can be of."""
    category = bought.fields.get("category")
    fits = [each for each in known if not (category and each.category) or each.category == category]
    model = str(bought.fields.get("model") or "").casefold()
    exact = [each for each in fits if model and each.model.casefold() == model]
    chosen = exact or fits
    return chosen[0] if len(chosen) == 1 else None


def _is_same(bought: Bought, line: OrderLine) -> bool:
    told = all(getattr(line, name) == (bought.fields.get(name) or _nothing(name)) for name in _SAME)
    return told and line.quantity_count == bought.quantity_count


def _nothing(name: str) -> str | None:
    return None if name in ("ordered_on", "price_cents") else ""


def _made(
    bought: Bought, organisation: Organisation, batch: Batch | None
) -> tuple[OrderLine, Happening]:
    last = OrderLine.objects.filter(order_no__iexact=bought.order_no).aggregate(no=Max("line_no"))
    line = OrderLine.objects.create(
        organisation=organisation, order_no=bought.order_no, line_no=(last["no"] or 0) + 1,
        quantity_count=bought.quantity_count, batch=batch, **bought.fields,
    )  # fmt: skip
    told = {name: plain(value) for name, value in bought.fields.items() if value not in ("", None)}
    told |= {"order_no": line.order_no, "quantity": line.quantity_count}
    return line, Happening("order.line_added", line.subject, told)


def _serials_added(line: OrderLine, serials: Iterable[str]) -> list[Happening]:
    known = {each.serial.upper() for each in line.serials.all()}
    new = list({each.upper(): each for each in serials if each.upper() not in known}.values())
    DeliveredSerial.objects.bulk_create([DeliveredSerial(line=line, serial=each) for each in new])
    told: dict[str, Any] = {"serials": new}
    return [Happening("order.serials_added", line.subject, told)] if new else []


@within_organisation
@transaction.atomic
def add_serials(
    line: OrderLine,
    serials: Sequence[str],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> int:
    """Write down the serial numbers of a delivery note; how many were new.

    Raises Refused when the note lists more than was ordered.
    """
    hold_chain(organisation=organisation)
    known = set(line.serials.values_list("serial", flat=True))
    wanted = {each.upper() for each in (*known, *serials)}
    if len(wanted) > line.quantity_count:
        told = _TOO_MANY.filled(given=len(wanted), ordered=line.quantity_count)
        raise Refused(told, hint=_CHECK_NOTE, code="more-than-ordered")
    happenings = _serials_added(line, serials)
    if happenings:
        write_down(happenings, organisation=organisation, actor=actor, at=at)
    return len(wanted) - len(known)


@within_organisation
@transaction.atomic
def remove_line(
    line: OrderLine, *, organisation: Organisation, actor: User, at: datetime
) -> None:  # fmt: skip
    """Take a line away that was written down by mistake."""
    hold_chain(organisation=organisation)
    told: dict[str, Any] = {"order_no": line.order_no, "quantity": line.quantity_count}
    happening = Happening("order.line_removed", line.subject, told)
    write_down((happening,), organisation=organisation, actor=actor, at=at)
    line.delete()


@within_organisation
@transaction.atomic
def undo_orders(
    batch: Batch, *, organisation: Organisation, actor: User, at: datetime
) -> Batch:  # fmt: skip
    """Take a file of orders back. Raises Refused when one of its lines has changed since."""
    hold_chain(organisation=organisation)
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != "done":
        return batch
    link = batch.links.order_by("number_no").last()
    events = list(link.events.all()) if link else []
    subjects = {each.subject for each in events}
    later = Event.objects.filter(
        subject__in=subjects, link__number_no__gt=link.number_no if link else 0
    )
    if later.exists():
        raise Refused(_CHANGED, hint=_THOSE_FIRST, code="changed-since")
    for event in events:
        number = int(event.subject.partition(":")[2])
        serials = (event.payload or {}).get("serials", ())
        DeliveredSerial.objects.filter(line=number, serial__in=serials).delete()
    OrderLine.objects.filter(batch=batch).delete()
    undone = Happening("orders.undone", f"batch:{batch.pk}", {"events": len(events)})
    write_down((undone,), organisation=organisation, actor=actor, at=at, batch=batch)
    batch.state, batch.ended_at = "undone", at
    batch.save(update_fields=("state", "ended_at"))
    return batch


_TOO_MANY = Text(
    nl="dat zijn {given} serienummers, en er werden er {ordered} besteld",
    en="that makes {given} serial numbers, and {ordered} were ordered",
)
_CHECK_NOTE = Text(
    nl="kijk de leveringsnota na, of zet het aantal van de regel juist",
    en="check the delivery note, or mend the quantity of the line",
)
_CHANGED = Text(
    nl="een regel van dit bestand is sindsdien veranderd", en="a line of this file changed since"
)
_THOSE_FIRST = Text(nl="neem die regels één voor één weg", en="take those lines away one by one")
