"""What happened to a thing, as its timeline shows it; a kind of event is a line of ``EVENTS``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kringspoor.core.states import State
from kringspoor.core.words import Text
from kringspoor.people.language import language
from kringspoor.record.models import Event
from kringspoor.use.tables import changes

EVENTS: Mapping[str, tuple[str, Text]] = {
    "device.imported": ("download", Text(nl="Ingelezen uit een lijst", en="Taken in from a list")),
    "device.changed": ("edit", Text(nl="Aangevuld uit een lijst", en="Filled in from a list")),
    "device.added": ("add", Text(nl="Met de hand toegevoegd", en="Added by hand")),
    "device.edited": ("edit", Text(nl="Gewijzigd", en="Changed")),
    "device.state": ("use", Text(nl="Andere toestand", en="Another state")),
    "exception.asked": ("clock", Text(nl="Uitzondering gevraagd", en="Exception asked")),
    "exception.approved": ("good", Text(nl="Uitzondering goedgekeurd", en="Exception approved")),
    "exception.refused": ("bad", Text(nl="Uitzondering geweigerd", en="Exception refused")),
    "exception.withdrawn": ("undo", Text(nl="Vraag ingetrokken", en="Request withdrawn")),
    "lot.imported": ("download", Text(nl="Ingelezen uit een lijst", en="Taken in from a list")),
    "lot.added": ("add", Text(nl="Met de hand toegevoegd", en="Added by hand")),
    "lot.counted": ("edit", Text(nl="Ander aantal", en="Another count")),
    "repair.reported": ("repair", Text(nl="Defect gemeld", en="Fault reported")),
    "repair.sent": ("repair", Text(nl="Naar herstelling gestuurd", en="Sent to repair")),
    "repair.served": ("clock", Text(nl="De hersteller kwam", en="Service came")),
    "repair.closed": ("good", Text(nl="Herstelling gesloten", en="Repair closed")),
    "repair.reopened": ("undo", Text(nl="Herstelling heropend", en="Repair reopened")),
    "repair.withdrawn": ("undo", Text(nl="Melding ingetrokken", en="Report withdrawn")),
    "part.taken": ("storage", Text(nl="Onderdeel eruit gehaald", en="Part taken out")),
    "part.bought": ("add", Text(nl="Onderdeel gekocht", en="Part bought")),
    "part.installed": ("repair", Text(nl="Onderdeel ingebouwd", en="Part installed")),
    "part.taken_out": ("undo", Text(nl="Onderdeel weer uitgehaald", en="Part taken out again")),
    "part.put_back": ("undo", Text(nl="Onderdeel teruggezet", en="Part put back")),
    "part.scrapped": ("bad", Text(nl="Onderdeel afgedankt", en="Part scrapped")),
    "device.seen": ("scan", Text(nl="Gezien bij een telling", en="Seen in a count")),
    "device.not_found": (
        "unknown",
        Text(nl="Niet gevonden bij een telling", en="Not found in a count"),
    ),
    "device.moved": ("transfer", Text(nl="Verplaatst na een telling", en="Moved after a count")),
    "device.restored": ("undo", Text(nl="Teruggezet", en="Put back as it was")),
    "device.step": ("next", Text(nl="Andere toestand", en="Another state")),
    "device.screened": ("search", Text(nl="Gescreend", en="Screened")),
    "device.media": ("storage", Text(nl="Opslagmedia genoteerd", en="Storage media recorded")),
    "device.batteries": ("storage", Text(nl="Batterijen genoteerd", en="Batteries recorded")),
    "device.last_use": ("clock", Text(nl="Laatste gebruik genoteerd", en="Last use recorded")),
    "medium.erased": ("good", Text(nl="Gewist, met bewijs", en="Erased, with proof")),
    "correction.asked": (
        "clock",
        Text(nl="Schrappen uit het register gevraagd", en="Removal from the register asked"),
    ),
    "correction.withdrawn": ("undo", Text(nl="Vraag ingetrokken", en="Request withdrawn")),
    "loan.extended": ("clock", Text(nl="Uitlening verlengd", en="Loan extended")),
    "stay.reviewed": ("clock", Text(nl="Blijft langer in de pool", en="Stays longer in its pool")),
    "contract.added": ("add", Text(nl="Opgeschreven", en="Written down")),
    "contract.changed": ("edit", Text(nl="Gewijzigd", en="Changed")),
    "device.contract": ("document", Text(nl="Ander contract", en="Another contract")),
    "device.recalled": ("document", Text(nl="Per brief opgevraagd", en="Asked for by letter")),
}


def history(events: Sequence[Event], *, sees_prices: bool = False) -> list[dict[str, Any]]:
    """What happened to a thing, each with its day, by whom, and what it changed."""
    return [_told(each, sees_prices=sees_prices) for each in events]


def _told(event: Event, *, sees_prices: bool) -> dict[str, Any]:
    icon, what = EVENTS.get(event.kind, ("clock", Text(nl=event.kind, en=event.kind)))
    at, batch = event.link.at, event.link.batch
    payload = event.payload or {}
    seen = {name: value for name, value in payload.items() if sees_prices or name != "price_cents"}
    about = [str(event.link.actor or ""), batch.name if batch else "", str(seen.get("reason", ""))]
    sentences = "; ".join([*changes.told(seen), *_said(event.kind, payload)])
    return {
        "date": f"{at:%d/%m/%Y}",
        "machine_date": f"{at:%Y-%m-%d}",
        "icon": icon,
        "what": what.spoken(language()) + (f": {sentences}" if sentences else ""),
        "about": " · ".join(filter(None, about)),
    }


_DETAILS = {"medium.erased": "serial", "device.media": "media", "device.batteries": "batteries"}
_GRADE = Text(nl="graad", en="grade")


def _said(kind: str, payload: Mapping[str, Any]) -> list[str]:
    """What a step or a proof says beside its name: from where to where, to whom, how."""
    said = language()
    if {"from", "to"} <= payload.keys():
        was, now = (State(payload[each]).text.spoken(said) for each in ("from", "to"))
        whom = [str(payload[each]) for each in ("pool", "partner", "deed") if payload.get(each)]
        return [f"{was} → {now}", *whom]
    if kind == "device.screened":
        return [f"{_GRADE.spoken(said)} {payload.get('grade', '')}"]
    detail = payload.get(_DETAILS.get(kind, ""))
    return [str(detail)] if detail else []
