"""The record as a person reads it; one file per subject."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kringspoor.core.words import Text
from kringspoor.people.language import language
from kringspoor.record.models import Link

_PAGES = {
    "device": "device", "evidence": "evidence", "batch": "import", "lot": "lot", "part": "part",
    "repair": "repair", "pool": "pool", "count": "count", "connection": "connection",
    "letter": "letter", "contract": "contract", "partner": "partner", "webhook": "webhook",
}  # fmt: skip
_THINGS = {
    "device": Text(nl="Toestel", en="Device"),
    "lot": Text(nl="Partij", en="Lot"),
    "person": Text(nl="Persoon", en="Person"),
    "evidence": Text(nl="Bewijsstuk", en="Evidence"),
    "batch": Text(nl="Invoer", en="Import"),
    "import": Text(nl="Invoer", en="Import"),
    "record": Text(nl="Logboek", en="Record"),
    "invitation": Text(nl="Uitnodiging", en="Invitation"),
    "token": Text(nl="Sleutel", en="Key"),
    "role": Text(nl="Rol", en="Role"),
    "membership": Text(nl="Rol", en="Role"),
    "count": Text(nl="Telling", en="Count"),
    "correction": Text(nl="Verbetering", en="Correction"),
    "partner": Text(nl="Partner", en="Partner"),
    "plan": Text(nl="Plan", en="Plan"),
    "policy": Text(nl="Beleid", en="Policy"),
    "exception": Text(nl="Uitzondering", en="Exception"),
    "lifetime": Text(nl="Levensduur", en="Lifetime"),
    "connection": Text(nl="Koppeling", en="Connection"),
    "labels": Text(nl="Labels", en="Labels"),
    "organisation": Text(nl="Organisatie", en="Organisation"),
    "order": Text(nl="Bestelling", en="Order"),
    "ticket": Text(nl="Melding", en="Ticket"),
    "part": Text(nl="Onderdeel", en="Part"),
    "pool": Text(nl="Pool", en="Pool"),
    "loan": Text(nl="Uitlening", en="Loan"),
    "contract": Text(nl="Contract", en="Contract"),
    "letter": Text(nl="Brief", en="Letter"),
    "webhook": Text(nl="Webhook", en="Webhook"),
    "order-line": Text(nl="Bestelregel", en="Order line"),
    "orders": Text(nl="Bestellingen", en="Orders"),
    "medium": Text(nl="Opslagmedium", en="Storage medium"),
    "change": Text(nl="Wijziging van veel toestellen", en="Change of many devices"),
    "repair": Text(nl="Herstelling", en="Repair"),
    "stay": Text(nl="Verblijf in een pool", en="Stay in a pool"),
    "bench": Text(nl="Eigen hersteldienst", en="Own bench"),
}
_VERBS = {
    "accepted": Text(nl="aanvaard", en="accepted"),
    "added": Text(nl="toegevoegd", en="added"),
    "approved": Text(nl="goedgekeurd", en="approved"),
    "asked": Text(nl="gevraagd", en="asked"),
    "batteries": Text(nl="batterijen", en="batteries"),
    "bought": Text(nl="gekocht", en="bought"),
    "cancelled": Text(nl="geannuleerd", en="cancelled"),
    "changed": Text(nl="gewijzigd", en="changed"),
    "cleared": Text(nl="opgeruimd", en="cleared up"),
    "closed": Text(nl="afgesloten", en="closed"),
    "counted": Text(nl="geteld", en="counted"),
    "described": Text(nl="beschreven", en="described"),
    "dropped": Text(nl="weggelaten", en="dropped"),
    "edited": Text(nl="gewijzigd", en="edited"),
    "ended": Text(nl="beëindigd", en="ended"),
    "erased": Text(nl="gewist", en="erased"),
    "extended": Text(nl="verlengd", en="extended"),
    "follows_again": Text(nl="weer gevolgd", en="followed again"),
    "gave_back": Text(nl="gaf terug", en="gave back"),
    "imported": Text(nl="ingelezen uit een lijst", en="taken in from a list"),
    "installed": Text(nl="ingebouwd", en="installed"),
    "kept": Text(nl="bewaard", en="kept"),
    "last_use": Text(nl="laatst gebruikt", en="last use"),
    "lent": Text(nl="uitgeleend", en="lent"),
    "line_added": Text(nl="regel toegevoegd", en="line added"),
    "line_removed": Text(nl="regel verwijderd", en="line removed"),
    "made": Text(nl="gemaakt", en="made"),
    "media": Text(nl="opslagmedia", en="storage media"),
    "moved": Text(nl="verplaatst", en="moved"),
    "not_found": Text(nl="niet gevonden", en="not found"),
    "opened": Text(nl="geopend", en="opened"),
    "opted_out": Text(nl="afgemeld", en="opted out"),
    "permit_added": Text(nl="vergunning toegevoegd", en="permit added"),
    "permit_ended": Text(nl="vergunning beëindigd", en="permit ended"),
    "preset": Text(nl="andere voorinstelling", en="another preset"),
    "printed": Text(nl="gedrukt", en="printed"),
    "put_back": Text(nl="teruggezet", en="put back"),
    "rate": Text(nl="ander tarief", en="another rate"),
    "recalled": Text(nl="per brief opgevraagd", en="asked for by letter"),
    "refused": Text(nl="geweigerd", en="refused"),
    "registered": Text(nl="geregistreerd", en="registered"),
    "removed": Text(nl="verwijderd", en="removed"),
    "repaired": Text(nl="hersteld", en="repaired"),
    "repairs": Text(nl="herstellingen", en="repairs"),
    "renamed": Text(nl="andere naam", en="another name"),
    "reopened": Text(nl="heropend", en="reopened"),
    "reported": Text(nl="gemeld", en="reported"),
    "reserved": Text(nl="voorbehouden", en="reserved"),
    "restored": Text(nl="teruggezet", en="restored"),
    "returned": Text(nl="teruggebracht", en="returned"),
    "reviewed": Text(nl="opnieuw bekeken", en="looked at again"),
    "revoked": Text(nl="ingetrokken", en="revoked"),
    "scrapped": Text(nl="afgedankt", en="scrapped"),
    "screened": Text(nl="gescreend", en="screened"),
    "seen": Text(nl="gezien", en="seen"),
    "sent": Text(nl="verstuurd", en="sent"),
    "serials_added": Text(nl="serienummers toegevoegd", en="serial numbers added"),
    "served": Text(nl="de hersteller kwam", en="service came"),
    "started": Text(nl="begonnen", en="started"),
    "state": Text(nl="andere toestand", en="another state"),
    "step": Text(nl="andere toestand", en="another state"),
    "succeeded": Text(nl="opgevolgd", en="succeeded"),
    "succeeds": Text(nl="volgt een andere op", en="succeeds another"),
    "taken": Text(nl="uitgehaald", en="taken out"),
    "taken_out": Text(nl="weer uitgehaald", en="taken out again"),
    "taken_up": Text(nl="aangenomen", en="taken up"),
    "undone": Text(nl="ongedaan gemaakt", en="undone"),
    "vouched_for": Text(nl="bevestigd", en="vouched for"),
    "withdrawn": Text(nl="ingetrokken", en="withdrawn"),
    "written": Text(nl="weggeschreven", en="written"),
}
_INVITED = {"invited": Text(nl="Persoon: uitgenodigd", en="Person: invited")}


def what(kind: str) -> str:
    """What happened, from the name of its kind: the thing, and what was done with it.

    A word nobody put in the table stands as it is: nothing on record is left unsaid.
    """
    if kind in _INVITED:
        return _INVITED[kind].spoken(language())
    thing, dot, verb = kind.partition(".")
    if not dot:
        thing, _underscore, verb = kind.partition("_")
    return f"{_word(_THINGS, thing)}: {_word(_VERBS, verb)}" if verb else _word(_THINGS, thing)


def _word(words: Mapping[str, Text], name: str) -> str:
    return words[name].spoken(language()) if name in words else name.replace("_", " ")


def about(subject: str) -> dict[str, str]:
    """A thing in words, with the address of its page when it has one."""
    thing, _colon, number = subject.partition(":")
    name = f"{_word(_THINGS, thing)} {number}".strip()
    return {"subject": subject, "name": name, "url": _page_of(thing, number)}


def _page_of(thing: str, number: str) -> str:
    if thing not in _PAGES or not number.isdecimal():
        return ""
    try:
        return reverse(_PAGES[thing], args=(int(number),))
    except NoReverseMatch:
        return ""


def who(link: Link) -> str:
    """Who did it: a person, nobody, or somebody who was erased."""
    if link.actor is not None:
        return str(link.actor)
    return _("erased") if link.actor_salt is None else "Kringspoor"


def moment(at: datetime) -> str:
    """A day and an hour as Belgium writes them."""
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def day(value: date | None) -> str:
    """A day as Belgium writes it."""
    return f"{value:%d/%m/%Y}" if value else ""


def filter_bar(
    form: forms.Form, chosen: Mapping[str, str], named: Mapping[str, str], result: str
) -> dict[str, Any]:
    """The filters that are chosen, each with the address that drops it."""
    kept = {name: value for name, value in chosen.items() if value and name in form.fields}
    active = [
        {
            "label": form.fields[name].label,
            "value": named.get(name, value),
            "url": f"?{urlencode({n: v for n, v in kept.items() if n != name})}",
        }
        for name, value in kept.items()
        if name != "sort"
    ]
    return {"form": form, "active": active, "clear_url": "?", "result": result}
