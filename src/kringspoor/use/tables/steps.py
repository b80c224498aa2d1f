"""What the page of a device shows of its next steps, its media and its batteries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kringspoor.core.guards.erasure import GAPS, medium_gap
from kringspoor.core.guards.facts import BatteryWay, Certificate, Medium, MethodClass
from kringspoor.core.guards.refusal import Refusal
from kringspoor.core.ladder import Step
from kringspoor.core.states import EXIT, Route, State, allowed
from kringspoor.core.words import Text
from kringspoor.people.language import language
from kringspoor.use.models import Device, StorageMedium

# Where a remedy is done: by the beginning of the code of a refusal.
_REMEDIES = {
    "G1": "device_media",
    "G1b": "device_media",
    "G2": "device_batteries",
    "G6": "exception_ask",
    "screening": "device_screen",
    "evaluated": "device_screen",
    "last_use": "device_screen",
    "G4": "repair_report",
    "G5": "device_edit",
}
_REMEDY_VERBS = {
    "device_media": Text(nl="Registreer media en bewijs", en="Record media and proof"),
    "device_batteries": Text(nl="Registreer de batterijen", en="Record the batteries"),
    "exception_ask": Text(nl="Vraag een uitzondering", en="Ask for an exception"),
    "device_screen": Text(nl="Screen dit toestel", en="Screen this device"),
    "repair_report": Text(nl="Meld een defect", en="Report a fault"),
    "device_edit": Text(nl="Wijzig dit toestel", en="Change this device"),
}
# Advice that moves nothing, and where other advice leads within the organisation.
_STAYS = (
    "ask", "extend", "keep", "leave_to_owner", "left", "other_os", "plan_replacement", "trace",
    "upgrade",
)  # fmt: skip
_LEADS_TO = {
    "inspect": State.SCREENED,
    "lower_profile": State.ALLOCATED,
    "parts": State.TO_DISMANTLE,
    "redeploy": State.ALLOCATED,
    "repair": State.IN_REPAIR,
    "repair_supplier": State.IN_REPAIR,
    "reserve": State.IN_RESERVE,
    "second_life": State.ALLOCATED,
}
_OWN_PAGE = {
    State.SCREENED: "device_screen",
    State.IN_REPAIR: "repair_report",
    State.WRITTEN_OFF: "device_correction",
}


def steps(device: Device, advice: Step) -> list[dict[str, Any]]:
    """The steps that lead on, each with its page; the one that follows the advice comes first."""
    targets = [
        each.target
        for each in allowed(device.state)
        if each.target not in EXIT.values() or _is_prepared_for(device, each.target)
    ]
    advised = _advised(State(device.state), targets, advice)
    return [
        {
            "label": step_name(each),
            "url": step_url(device, each),
            "is_advised": each is advised,
        }
        for each in sorted(targets, key=lambda each: each is not advised)
    ]


def stays(advice: Step) -> bool:
    """Whether the advice lets a device serve on."""
    return advice.slug in ("extend", "keep", "other_os", "upgrade")


def _advised(state: State, targets: Sequence[State], advice: Step) -> State | None:
    """The move that the advice asks for now: to where it leads, else on the way there."""
    wanted = State.TO_LEAVE if advice.leaves_organisation else _LEADS_TO.get(advice.slug)
    if advice.slug in _STAYS or not targets or state is wanted is State.IN_RESERVE:
        return None
    return wanted if wanted in targets else targets[0]


def step_name(target: State) -> str:
    """What is done to bring a device into a state, as a verb."""
    return _VERBS[target].spoken(language())


def _is_prepared_for(device: Device, target: State) -> bool:
    prepared = device.departures.filter(ended_at__isnull=True).first()
    return prepared is not None and EXIT[Route(prepared.route)] is target


def step_url(device: Device, target: State) -> str:
    """The page on which a step is taken."""
    if target in _OWN_PAGE:
        return reverse(_OWN_PAGE[target], args=[device.pk])
    return reverse("device_step", args=[device.pk, target.value])


def refused(device: Device, refusals: Sequence[Refusal]) -> list[dict[str, str]]:
    """Each refusal: what, what to do, and the button that leads there, once for each page."""
    said, shown, led = language(), [], set()
    for each in refusals:
        view = _REMEDIES.get(each.code.partition(".")[0], "")
        shown.append(
            {
                "what": each.what.spoken(said),
                "remedy": each.remedy.spoken(said),
                "code": each.code,
                "url": "" if view in led else remedy_url(device.pk, each.code),
                "verb": _REMEDY_VERBS[view].spoken(said) if view else "",
            }
        )
        led.add(view)
    return shown


def remedy_url(number: int, code: str) -> str:
    """Where what a guard asks is done for the device of that number; nothing where that is here."""
    view = _REMEDIES.get(code.partition(".")[0])
    return reverse(view, args=[number]) if view else ""


def media(device: Device, found: Sequence[StorageMedium]) -> dict[str, Any]:
    """The media of a device, and what each still lacks."""
    return {
        "are_listed": device.are_media_listed,
        "rows": [_medium(each) for each in found],
    }


def _medium(medium: StorageMedium) -> dict[str, Any]:
    said = language()
    certificates = [
        Certificate(
            each.medium_serial, MethodClass(each.method_class), each.has_passed, each.finished_at
        )
        for each in medium.certificates.all()
    ]
    known = Medium(medium.serial or None, medium.last_used_at)
    gap = medium_gap(known, certificates, MethodClass.PURGE)
    return {
        "number": medium.pk,
        "serial": medium.serial or "?",
        "kind": medium.kind,
        "last_used": _moment(medium.last_used_at),
        "is_removed": medium.is_removed,
        "lacks": "" if gap is None else GAPS[gap].spoken(said),
        "certificates": [
            {
                "words": f"{MethodClass(each.method_class).text.spoken(said)}, {each.tool}"
                f" {each.tool_version}".strip(),
                "finished": _moment(each.finished_at),
                "has_passed": each.has_passed,
                "evidence": each.evidence.name,
                "number": each.evidence_id,
            }
            for each in medium.certificates.all()
        ],
    }


def batteries(device: Device) -> dict[str, Any]:
    """The batteries of a device and where each goes."""
    said = language()
    return {
        "are_listed": device.are_batteries_listed,
        "rows": [
            {
                "number": each.pk,
                "name": str(each),
                "way": BatteryWay(each.goes_to).text.spoken(said) if each.goes_to else "",
            }
            for each in device.batteries.all()
        ],
    }


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "d/m/Y H:i") if at else _("unknown")


_VERBS = {
    State.RECEIVED: Text(nl="Levering aannemen", en="Take delivery"),
    State.IN_STOCK: Text(nl="In voorraad leggen", en="Put in stock"),
    State.IN_USE: Text(nl="Aan iemand geven", en="Give to somebody"),
    State.RETURNED: Text(nl="Terugnemen", en="Take back"),
    State.SCREENED: Text(nl="Screenen", en="Screen"),
    State.IN_REPAIR: Text(nl="Laten herstellen", en="Send for repair"),
    State.IN_RESERVE: Text(nl="In reserve leggen", en="Put in reserve"),
    State.ON_LOAN: Text(nl="Uitlenen", en="Lend"),
    State.ALLOCATED: Text(nl="Toewijzen", en="Allocate"),
    State.TO_DISMANTLE: Text(nl="Demonteren voor onderdelen", en="Take apart for parts"),
    State.DISMANTLED: Text(nl="Demontage afronden", en="Finish taking apart"),
    State.TO_LEAVE: Text(nl="Klaarzetten voor vertrek", en="Prepare to leave"),
    State.LOST_STOLEN: Text(nl="Als verloren of gestolen melden", en="Report lost or stolen"),
    State.WRITTEN_OFF: Text(nl="Fout in het register schrappen", en="Strike off a mistake"),
    State.GONE_SCHOOL: Text(nl="Akte van de school noteren", en="Note the school's deed"),
    State.GONE_STAFF: Text(nl="Verkoop aan personeel noteren", en="Note the sale to staff"),
    State.GONE_DONATED: Text(
        nl="Ontvangst van de schenking noteren", en="Note the donation's receipt"
    ),
    State.GONE_TRADED_IN: Text(nl="Inruil noteren", en="Note the trade-in"),
    State.GONE_LESSOR: Text(
        nl="Ontvangst door de verhuurder noteren", en="Note the lessor's receipt"
    ),
    State.GONE_RECYCLED: Text(
        nl="Ontvangst door de verwerker noteren", en="Note the processor's receipt"
    ),
}
