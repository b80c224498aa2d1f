"""What a happening says, in words: the name of each value, and the value itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from kringspoor.catalogue.facts import load
from kringspoor.core.device import NAMES, short_name
from kringspoor.core.guards.facts import BatteryWay, MethodClass, RiskContext
from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import Named, Ownership, Route, State
from kringspoor.core.words import Text
from kringspoor.people.language import language
from kringspoor.people.roles import ROLES
from kringspoor.record.chain import canonical
from kringspoor.record.facts import VISIBILITIES
from kringspoor.record.forms.evidence import kind_name

_REFUSED = "refused:"
_NAMES: Mapping[str, Text] = {
    "category": Text(nl="soort", en="category"),
    "address": Text(nl="adres", en="address"),
    "answer": Text(nl="antwoord", en="answer"),
    "batteries": Text(nl="batterijen", en="batteries"),
    "battery": Text(nl="batterij", en="battery"),
    "cap_count": Text(nl="hoogstens", en="at most"),
    "closed_on": Text(nl="gesloten op", en="closed on"),
    "context": Text(nl="omgeving", en="surroundings"),
    "cost_cents": Text(nl="kost in cent", en="cost in cents"),
    "data_risk": Text(nl="risico voor de gegevens", en="risk to the data"),
    "deed": Text(nl="akte", en="deed"),
    "devices": Text(nl="toestellen", en="devices"),
    "due_on": Text(nl="terug tegen", en="due back on"),
    "ends_on": Text(nl="eindigt op", en="ends on"),
    "evidence": Text(nl="bewijsstuk", en="evidence"),
    "exception": Text(nl="uitzondering", en="exception"),
    "expires_on": Text(nl="geldig tot", en="valid until"),
    "fault": Text(nl="defect", en="fault"),
    "fault_on": Text(nl="defect sinds", en="broken since"),
    "fields": Text(nl="velden", en="fields"),
    "finished_at": Text(nl="klaar om", en="finished at"),
    "found": Text(nl="gevonden", en="found"),
    "from": Text(nl="van", en="from"),
    "of": Text(nl="van", en="of"),
    "by": Text(nl="door", en="by"),
    "goes_to": Text(nl="gaat naar", en="goes to"),
    "ground": Text(nl="reden", en="reason"),
    "hand_in_on": Text(nl="in te leveren tegen", en="to be handed in by"),
    "has_passed": Text(nl="geslaagd", en="passed"),
    "holder": Text(nl="gebruiker", en="holder"),
    "hours": Text(nl="uren", en="hours"),
    "is_automatic": Text(nl="gaat vanzelf", en="goes by itself"),
    "is_hard": Text(nl="hard", en="hard"),
    "is_on": Text(nl="staat aan", en="is on"),
    "is_open": Text(nl="is open", en="is open"),
    "is_writing": Text(nl="schrijft terug", en="writes back"),
    "issued_on": Text(nl="uitgereikt op", en="issued on"),
    "issuer": Text(nl="uitgereikt door", en="issued by"),
    "kind": Text(nl="soort", en="kind"),
    "last_used_at": Text(nl="laatst gebruikt", en="last used"),
    "letter": Text(nl="brief", en="letter"),
    "loan_days": Text(nl="dagen per uitlening", en="days for each loan"),
    "max_idle_days": Text(nl="hoogstens stil, in dagen", en="idle at most, in days"),
    "media": Text(nl="opslagmedia", en="storage media"),
    "method": Text(nl="methode", en="method"),
    "min_months": Text(nl="minimum in maanden", en="minimum in months"),
    "missing": Text(nl="niet gevonden", en="not found"),
    "mitigation": Text(nl="wat het risico verkleint", en="what lowers the risk"),
    "month_cents": Text(nl="prijs per maand in cent", en="price a month in cents"),
    "name": Text(nl="naam", en="name"),
    "new_target_on": Text(nl="nieuw doel", en="new target"),
    "order_line": Text(nl="bestelregel", en="order line"),
    "outcome": Text(nl="afloop", en="outcome"),
    "part": Text(nl="onderdeel", en="part"),
    "partner": Text(nl="partner", en="partner"),
    "pool": Text(nl="pool", en="pool"),
    "preset": Text(nl="voorinstelling", en="preset"),
    "quantity": Text(nl="aantal", en="quantity"),
    "quantity_count": Text(nl="aantal", en="quantity"),
    "reason": Text(nl="reden", en="reason"),
    "repairer": Text(nl="hersteller", en="repairer"),
    "review_on": Text(nl="opnieuw bekijken op", en="to be looked at again on"),
    "role": Text(nl="rol", en="role"),
    "route": Text(nl="weg", en="way"),
    "rule": Text(nl="regel", en="rule"),
    "serials": Text(nl="serienummers", en="serial numbers"),
    "sha256": Text(nl="vingerafdruk (SHA-256)", en="fingerprint (SHA-256)"),
    "site": Text(nl="locatie", en="site"),
    "size_bytes": Text(nl="grootte in bytes", en="size in bytes"),
    "target_months": Text(nl="doel in maanden", en="target in months"),
    "to": Text(nl="naar", en="to"),
    "tool": Text(nl="gereedschap", en="tool"),
    "use_type": Text(nl="gebruik", en="use"),
    "version_no": Text(nl="versie", en="version"),
    "visibility": Text(nl="te zien door", en="seen by"),
    "window_months": Text(nl="venster in maanden", en="window in months"),
}
_CODES: Mapping[str, Text] = {
    "dormant": Text(nl="lang niet gezien", en="not seen for long"),
    "leaver": Text(nl="vertrekt", en="leaves"),
    "earlier": Text(nl="vroeger", en="earlier"),
    "later": Text(nl="later", en="later"),
    "works_well": Text(nl="werkt nog goed", en="still works well"),
    "no_need": Text(nl="niet meer nodig", en="no longer needed"),
}


def named(name: str) -> str:
    """What a value is called; a day is kept as a date and known by its number of days."""
    said = language()
    if name.startswith(_REFUSED):
        return _("why not: %s") % _step(name.removeprefix(_REFUSED)).spoken(said)
    if name in _NAMES:
        return _NAMES[name].spoken(said)
    known = next((each for each in (name, f"{name.removesuffix('_on')}_days") if each in NAMES), "")
    return short_name(known).spoken(said) if known else name.replace("_", " ")


@cache
def _step(slug: str) -> Text:
    step = load().steps.get(slug)
    return Text(nl=step.name_nl, en=step.name_en) if step else Text(nl=slug, en=slug)


def _each(kind: type[Named]) -> dict[str, Text]:
    return {each.value: each.text for each in kind}


@cache
def _texts() -> Mapping[str, Mapping[str, Text]]:
    """The words of the slugs of each value, where they are few."""
    categories = load().categories.values()
    ways = {each.value: each.text for each in (*Route, *RepairRoute)}
    return {
        **dict.fromkeys(("from", "to", "state", "told_state"), _each(State)),
        "ownership": _each(Ownership),
        "method": _each(MethodClass),
        "goes_to": _each(BatteryWay),
        "context": _each(RiskContext),
        "outcome": _each(RepairOutcome),
        "route": ways,
        "role": {slug: each.name for slug, each in ROLES.items()},
        "visibility": VISIBILITIES,
        "category": {each.slug: Text(nl=each.name_nl, en=each.name_en) for each in categories},
    }


def said(name: str, value: Any) -> str:
    """A value in words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and len(value) == 2:
        return f"{said(name, value[0])} → {said(name, value[1])}"  # as it was, and as it became
    return _text(name, value) if isinstance(value, str) else canonical(value).decode()


def _text(name: str, value: str) -> str:
    text = _texts().get(name, {}).get(value) or _CODES.get(value)
    if text is not None:
        return text.spoken(language())
    if name == "kind":
        return kind_name(value)
    if name.endswith("_on") and (day := parse_date(value)):
        return f"{day:%d/%m/%Y}"
    if name.endswith("_at") and (at := parse_datetime(value)):
        return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"
    return value
