"""What a person says with a step: only the fields that its guards ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kringspoor.core.guards.facts import Deed, ExportPack, RiskContext, Sale
from kringspoor.core.states import EXIT, Guard, Named, Route, State, transition
from kringspoor.people.language import language
from kringspoor.people.models import Partner, Unit
from kringspoor.record.models import Evidence
from kringspoor.use.forms.changing import Day
from kringspoor.use.models import Device, Pool
from kringspoor.use.rules.said import Lost, NextHolder, Said

G = Guard


def _named(kinds: type[Named]) -> list[tuple[str, Any]]:
    return [("", _("choose")), *((each.value, each.text.spoken(language())) for each in kinds)]


def _text(label: Any, hint: Any = "", example: str = "") -> Callable[[], forms.Field]:
    def field() -> forms.Field:
        widget = forms.TextInput(attrs={"placeholder": example} if example else {})
        return forms.CharField(
            label=label, help_text=hint, required=False, max_length=500, widget=widget
        )

    return field


def _day(label: Any, hint: Any = "") -> Callable[[], forms.Field]:
    return lambda: forms.DateField(label=label, help_text=hint, required=False, widget=Day())


def _count(label: Any, hint: Any = "") -> Callable[[], forms.Field]:
    return lambda: forms.IntegerField(
        label=label, help_text=hint, required=False, min_value=0, max_value=1_000_000
    )


def _check(label: Any) -> Callable[[], forms.Field]:
    return lambda: forms.BooleanField(label=label, required=False)


def _euro(label: Any) -> Callable[[], forms.Field]:
    return lambda: forms.DecimalField(
        label=label, required=False, min_value=0, decimal_places=2, max_digits=11, localize=True
    )


def _choice(label: Any, kinds: type[Named]) -> Callable[[], forms.Field]:
    return lambda: forms.ChoiceField(label=label, required=False, choices=_named(kinds))


def _model(label: Any, model: Any, hint: Any = "") -> Callable[[], forms.Field]:
    return lambda: forms.ModelChoiceField(
        model.objects.all(), label=label, help_text=hint, required=False, empty_label=_("choose")
    )


FIELDS: Mapping[str, Callable[[], forms.Field]] = {
    "reason": _text(_("Why"), _("One sentence."), "e.g. leaves the service"),
    "holder": _text(_("Who gets it"), _("A pseudonym, never a name."), "mw-0417"),
    "use_type": _text(_("Or what it serves for"), "", "kiosk"),
    "unit": _model(_("Department"), Unit),
    "context": _choice(_("Where it is used"), RiskContext),
    "mitigation": _text(_("Measure against the risk"), _("Only when it gets no full updates.")),
    "due_on": _day(_("Back on")),
    "pool": _model(_("Pool"), Pool),
    "review_on": _day(_("Look at it again on")),
    "order_line": _text(_("Order and line"), "", "B-2026-17/1"),
    "why_not": _text(
        _("Why not what is advised"), _("Only when you choose something lower on the ladder.")
    ),
    "inside_demand_count": _count(
        _("How many inside still ask for such a device"), _("0 when nobody does.")
    ),
    "route": _choice(_("Way out"), Route),
    "partner": _model(_("Who receives it"), Partner, _("Not for a sale to staff.")),
    "has_function_test": _check(_("Function test of this device")),
    "has_contract": _check(_("Contract of transfer")),
    "has_declaration": _check(_("Declaration that it is no waste")),
    "has_packing": _check(_("Packed for transport")),
    "book_value": _euro(_("Book value (€)")),
    "rule_price": _euro(_("Price by the rule (€)")),
    "price": _euro(_("Price paid (€)")),
    "buyer": _text(_("Buyer"), _("A pseudonym.")),
    "decided_by": _text(_("Who decided the sale"), _("Not the buyer.")),
    "are_locks_off": _check(_("Management, BIOS password and activation lock are removed")),
    "reference": _text(_("Number of the deed or receipt")),
    "received_on": _day(_("Received on")),
    "sent_count": _count(_("Devices sent in this lot")),
    "received_count": _count(_("Devices received in this lot")),
    "file": lambda: forms.FileField(label=_("The signed file"), required=False),
    "parts_listed_count": _count(_("Parts it had, all told")),
    "reported_on": _day(_("Reported on")),
    "data_risk": _text(_("What it means for the data"), "", "e.g. the disk is encrypted"),
}  # fmt: skip
_OF_GUARD: Mapping[Guard, Sequence[str]] = {
    G.REASON: ("reason",),
    G.HOLDER: ("holder", "use_type", "unit"),
    G.G9: ("context", "mitigation"),
    G.G8: ("pool", "review_on"),
    G.DELIVERY: ("order_line",),
    G.G3: ("why_not",),
    G.DEED: ("reference", "received_on", "sent_count", "received_count", "file"),
    G.LOSS: ("reported_on", "data_risk"),
}
PAPERS = ("has_function_test", "has_contract", "has_declaration", "has_packing")
SALE = ("book_value", "rule_price", "price", "buyer", "decided_by", "are_locks_off")
# Without these no guard lets a step pass that asks for them; it says so, with its remedy.
NEEDED = frozenset({"reason", "pool", "review_on", "route", "partner"})
OUTWARD = (State.TO_LEAVE, State.TO_DISMANTLE)


class StepForm(forms.Form):
    """What one step asks of a person."""

    needed = NEEDED
    version_no = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, device: Device, target: State, advised: str, data: Any = None, files: Any = None
    ) -> None:
        first = {"version_no": device.version_no}
        super().__init__(data, files, initial=first)
        self._advised = advised
        self._ask(target, transition(device.state, target).guards)

    def _ask(self, target: State, guards: Sequence[Guard]) -> None:
        """Have a field for everything that a step to this state with these guards asks."""
        names = [name for guard in guards for name in _OF_GUARD.get(guard, ())]
        if target is State.ON_LOAN:
            names.append("due_on")
        if target in OUTWARD:
            names.append("inside_demand_count")
        if target is State.TO_LEAVE:
            names += ["route", "partner"]
        if target is State.DISMANTLED:
            names.append("parts_listed_count")
        self._asks_sale = target in (State.TO_LEAVE, State.GONE_STAFF)
        self._asks_papers = target is State.TO_LEAVE or (
            target in EXIT.values() and target not in (State.GONE_STAFF, State.GONE_RECYCLED)
        )
        names += PAPERS if self._asks_papers else ()
        names += SALE if self._asks_sale else ()
        for name in dict.fromkeys(names):
            self.fields[name] = FIELDS[name]()

    @property
    def main(self) -> list[forms.BoundField]:
        """What every such step asks."""
        return [self[name] for name in self.fields if name not in (*PAPERS, *SALE, "version_no")]

    @property
    def papers(self) -> list[forms.BoundField]:
        """What only an export asks."""
        return [self[name] for name in PAPERS] if self._asks_papers else []

    @property
    def sale(self) -> list[forms.BoundField]:
        """What only a sale to staff asks."""
        return [self[name] for name in SALE] if self._asks_sale else []

    def said(self, deed_file: Evidence | None = None) -> Said:
        """What the person said, as the guards ask it."""
        told: Callable[[str], Any] = self.cleaned_data.get
        route = Route(told("route")) if told("route") else None
        deed = Deed(
            told("reference") or None,
            told("received_on"),
            told("sent_count"),
            told("received_count"),
        )
        pack = ExportPack(*(bool(told(name)) for name in PAPERS))
        lost = Lost(told("reported_on"), told("data_risk")) if told("reported_on") else None
        return Said(
            reason=told("reason") or "",
            next_holder=self._next_holder(),
            pool=told("pool"),
            review_on=told("review_on"),
            order_line=told("order_line") or "",
            refused_steps={self._advised: told("why_not")} if told("why_not") else {},
            inside_demand_count=told("inside_demand_count"),
            route=route,
            partner=told("partner"),
            export_pack=pack if self._asks_papers else None,
            sale=self._sale() if self._asks_sale else None,
            parts_listed_count=told("parts_listed_count"),
            deed=deed if "reference" in self.fields else None,
            deed_file=deed_file,
            lost=lost,
        )

    def _next_holder(self) -> NextHolder | None:
        told: Callable[[str], Any] = self.cleaned_data.get
        if not {"holder", "context"} & set(self.fields):
            return None
        return NextHolder(
            holder=told("holder") or "",
            use_type=told("use_type") or "",
            unit=told("unit"),
            context=RiskContext(told("context")) if told("context") else None,
            mitigation=told("mitigation") or "",
            due_on=told("due_on"),
        )

    def _sale(self) -> Sale:
        told = self.cleaned_data.get
        return Sale(
            book_value_cents=self._cents("book_value"),
            rule_price_cents=self._cents("rule_price"),
            price_cents=self._cents("price"),
            buyer=told("buyer") or None,
            decided_by=told("decided_by") or None,
            open_locks=() if told("are_locks_off") else None,
        )

    def _cents(self, name: str) -> int | None:
        euro: Decimal | None = self.cleaned_data.get(name)
        return None if euro is None else int(euro * 100)
