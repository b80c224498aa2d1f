"""A small organisation in which something of every kind happened, and the address of each page."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from kringspoor.core.calendar import days_of
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.states import State
from kringspoor.people.models import Invitation, Membership, Organisation, Partner, User
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.checkpoints import make_checkpoint
from kringspoor.record.models import Batch, Checkpoint, Evidence, Link, Webhook
from kringspoor.use import tasks
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.lifetimes import change_rule
from kringspoor.use.models import (
    Battery,
    Connection,
    Contract,
    Device,
    Lot,
    Part,
    Pool,
    RecallLetter,
    RepairOrder,
    Sighting,
    StockTake,
    StorageMedium,
)
from kringspoor.use.rules.lifetimes import About, From
from tests.site import AT, an_organisation, columns, somebody
from tests.use.lives import Life

SLUG = "hier"
NOW = AT + timedelta(hours=2)
TODAY = AT.date()
LATER = "2026-12-18"
REGISTER = (
    "Inventarisnummer;Serienummer;Merk;Model;Soort;Aankoopdatum;Status\n"
    "VB-1;PF2ABC34;Lenovo;ThinkPad T14;laptop;14/10/2021;in gebruik\n"
    "VB-2;PF2ABC34;Lenovo;ThinkPad T14;laptop;gisteren;in gebruik\n"
    "VB-3;PF2ABC36;Lenovo;ThinkPad T14;toverstaf;14/10/2021;kwijtgespeeld\n"
)
# what belongs to no organisation, and what answers with a file instead of a page
NO_PAGES = r"^(api|accounts|health|language|static)/|/file/|/pdf/|\.(csv|txt|svg|zip)$"
DISMANTLING = (State.TO_DISMANTLE, State.DISMANTLED)
ROLES = ("asset_manager", "admin")


@pytest.fixture
def here(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """The organisation, on 24 November 2026, with its files in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    settings.PRIVATE_CONNECTIONS = True
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return inhabited()


def inhabited() -> Organisation:
    """An organisation with devices in several states, and one of everything around them."""
    above = an_organisation("boven", lifetime_policy="leuven")
    _ruled(above, somebody(above))
    found = an_organisation(SLUG, lifetime_policy="leuven", parent=above)
    people = {role: somebody(found, role) for role in ROLES}
    _imported(found)
    with scope(found):
        lives = _lives(found)
        make_checkpoint(organisation=found, actor=None, at=AT)
    browser = Client()
    browser.force_login(people["admin"])
    acts = (
        _counted,
        _ordered,
        _repaired,
        _pooled,
        _planned,
        _connected,
        _contracted,
        _told,
        _listed,
        _moved,
        _read,
    )
    for act in acts:
        act(browser, lives)
    with scope(found):
        Invitation.objects.create(
            organisation=found, email="nieuw@hier.example", role="buyer",
            expires_on=date(2026, 12, 8),
        )  # fmt: skip
    return found


def _ruled(above: Organisation, actor: User) -> None:
    rule = LifetimeRule(72)
    change_rule(
        About("smartphone"), rule, From(TODAY, "afspraak"), organisation=above, actor=actor, at=AT,
        today=TODAY,
    )  # fmt: skip


def _imported(found: Organisation) -> None:
    laptop = {"category": "laptop", "make": "Dell", "model": "Latitude 5420", "unit": "ICT",
              "location": "Stadhuis", "price_cents": 91_000, "currency": "EUR"}  # fmt: skip
    rows: list[dict[str, Any]] = [
        {**laptop, "tag": f"VB-{no:03}", "serial": f"SN{no:04}", "state": "in_use",
         "purchased_days": days_of(TODAY) - 300 * no, "last_seen_days": days_of(TODAY) - 90 * no,
         "warranty_end_days": days_of(TODAY) - 300 * no + 1095, "order_no": "BB-1"}
        for no in range(1, 9)
    ]  # fmt: skip
    rows.append({"category": "mouse", "make": "Logitech", "model": "M100", "quantity_count": 40})
    import_devices(columns(*rows), organisation=found, actor=None, at=AT, name="a.csv", key="1")


def _lives(found: Organisation) -> dict[str, int]:
    """A device in each state that asks something of somebody, by the name of its state."""
    reached = {}
    for target in (
        State.ORDERED, State.IN_STOCK, State.RETURNED, State.SCREENED, State.IN_REPAIR,
        State.TO_LEAVE, State.TO_DISMANTLE, State.DISMANTLED, State.LOST_STOLEN,
        State.GONE_SCHOOL,
    ):  # fmt: skip
        life = Life(found, f"L-{target}")
        life.grade = "D" if target in DISMANTLING else "B"
        reached[str(target)] = life.reach(target).pk
    waiting = Life(found, "L-pool")
    waiting.reach(State.SCREENED)
    waiting.erase_all()
    return {**reached, "pool": waiting.device.pk}


def _sent(browser: Client, address: str, /, **said: Any) -> str:
    """Where a form leads that was filled in well."""
    answer = browser.post(f"/{SLUG}/{address}", said)
    told = re.sub(r"<[^>]*>", " ", answer.content.decode().partition("<h1")[2])
    assert answer.status_code == 302, (address, answer.status_code, " ".join(told.split())[-1500:])
    return str(answer.headers["Location"])


def _counted(browser: Client, lives: dict[str, int]) -> None:
    begun = _sent(browser, "counts/add/", name="Herfst").removeprefix(f"/{SLUG}/")
    scan = _sent(browser, begun, new_site="Stadhuis", place="lokaal 2").removeprefix(f"/{SLUG}/")
    for tag in ("VB-001", "WEG-9", "WEG-10"):
        _sent(browser, scan, scanned=tag, client_id=str(uuid4()), source="typed")
    numbers = [str(each) for each in (lives["in_repair"], lives["returned"])]
    _sent(browser, "letters/add/", chosen=",".join(numbers), hand_in_on=LATER, language="nl")


def _ordered(browser: Client, lives: dict[str, int]) -> None:
    _sent(browser, "orders/add/", order_no="BB-1", quantity_count="6", category="laptop")
    file = SimpleUploadedFile("b.csv", b"Bestelnummer;Soort;Aantal\nBB-14;laptop;3\n")
    _sent(browser, "orders/give/", file=file)
    _sent(browser, "lots/add/", category="mouse", quantity_count="12")


def _repaired(browser: Client, lives: dict[str, int]) -> None:
    _sent(browser, "parts/add/", kind="screen", serial="SCR-1", came_on=str(TODAY))
    asked = {"kind": "later", "reason": "works_well", "new_target_on": "2028-01-01"}
    _sent(browser, f"lifetimes/exceptions/ask/{lives['in_stock']}/", **asked)


def _pooled(browser: Client, lives: dict[str, int]) -> None:
    pool = {"name": "Uitleen", "kind": "loan", "cap_count": 3, "loan_days": 7, "is_open": "on"}
    address = _sent(browser, "pools/add/", **pool).removeprefix(f"/{SLUG}/")
    put = {"device": lives["pool"], "review_on": LATER, "why_not": "eerst lenen"}
    _sent(browser, f"{address}put/", **put)


def _planned(browser: Client, lives: dict[str, int]) -> None:
    _sent(browser, "plan/keep/", name="Zes jaar", asked="years_laptop=6")


def _connected(browser: Client, lives: dict[str, int]) -> None:
    _sent(
        browser, "connections/add/snipeit/", name="Onze Snipe-IT", address="http://127.0.0.1:9",
        ask_token="only-for-tests", rhythm="day", daily_at="06:00",
        fields_owned=["model", "order_no"], is_automatic="on", is_on="on",
    )  # fmt: skip


def _contracted(browser: Client, lives: dict[str, int]) -> None:
    _sent(browser, "contracts/add/", reference="RK-2026", kind="maintenance", ends_on=LATER)


def _told(browser: Client, lives: dict[str, int]) -> None:
    hook = {"name": "Servicedesk", "address": "https://desk.example/hook", "is_active": "on"}
    _sent(browser, "record/webhooks/add/", **hook)


def _listed(browser: Client, lives: dict[str, int]) -> None:
    _sent(browser, "devices/views/add/", name="Van Dell", query="make=Dell")
    _sent(browser, "devices/paste/", names="VB-001\nVB-002\nNIETS")
    look = {"all": "1", "query": "make=Dell", "look": "1", "ownership": "leased"}
    page = browser.post(f"/{SLUG}/devices/change/", look).content.decode()
    form = re.findall(r'<form method="post".*?</form>', page, re.S)[-1]
    fields = dict(re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', form))
    fields.pop("csrfmiddlewaretoken")
    _sent(browser, "devices/change/do/", **fields)


def _moved(browser: Client, lives: dict[str, int]) -> None:
    """A step of several: one that was taken, and one that waits with refusals in it."""
    several = [lives["in_stock"], lives["screened"], lives["lost_stolen"]]
    look = {"number": several, "look": "1", "reason": "einde dienst"}
    waits = _sent(browser, "devices/move/", target="returned", key="wacht", **look)
    taken = {**look, "number": [lives["to_leave"]]}
    assert waits
    _sent(browser, "devices/move/", target="returned", key="gedaan", **taken)


def _read(browser: Client, lives: dict[str, int]) -> None:
    """A list that was read and waits, with problems in it; the orders' file too."""
    _sent(browser, "imports/add/", file=SimpleUploadedFile("lijst.csv", REGISTER.encode()))
    while tasks.work_once(NOW):
        pass


def addresses(found: Organisation) -> list[str]:
    """Every page of the organisation, at the numbers of what there is, and some questions."""
    with scope(found):
        known = _known()
    routes = list(_routes(get_resolver().url_patterns))
    made = [each for route in routes for each in _at(route, known)]
    counted = [f"counts/{known['counts/'][0]}/?show={each}" for each in ("found", "drafts")]
    return [f"/{SLUG}/{each}" for each in (*dict.fromkeys(made), *QUESTIONS, *counted)]


QUESTIONS = (
    "devices/?state=in_use&make=Dell&category=laptop", "devices/?q=NIETS", "devices/?pasted=1",
    "search/?q=VB-001", "search/?q=niets", "orders/one/?order_no=BB-1",
    "plan/?years_laptop=6", "plan/?beside=1", "achieved/?category=laptop",
    "lifetimes/rule/?category=laptop", "lifetimes/preset/?preset=ghent",
    "lifetimes/inherited/boven/?scope=category:smartphone", "parts/?state=all",
    "repairs/?status=open", "record/?kind=device.step", "niets/",
)  # fmt: skip
OUTSIDE = (
    "/accounts/login/", "/accounts/password/reset/", "/accounts/password/change/",
    "/accounts/2fa/", "/accounts/email/", "/accounts/sessions/", "/accounts/3rdparty/",
    "/accounts/logout/", "/accessibility/", "/niets/",
)  # fmt: skip


# pages that are there to say that something is not, or may not
SAID_OTHERWISE = {
    f"/{SLUG}/t/NIETS": 404, f"/{SLUG}/orders/one/": 404, f"/{SLUG}/niets/": 404, "/niets/": 404,
    f"/{SLUG}/lifetimes/inherited/boven/": 404,
}  # fmt: skip


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """The addresses of pages: what a browser may ask for, and what answers with HTML."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        elif not re.search(NO_PAGES, route) and "GET" in _methods(each.callback):
            yield route


def _methods(view: Any) -> list[str]:
    """What a view may be asked with, as its decorator says."""
    while view is not None:
        inside = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in inside:
            return list(inside["request_method_list"])
        view = getattr(view, "__wrapped__", None)
    return ["GET", "POST"]


def _at(route: str, known: dict[str, list[str]]) -> list[str]:
    """A route at the numbers of what there is. A route of something new wants a line below."""
    if "<" not in route:
        return [route]
    stem = route.partition("<")[0]
    values = known.get(route) or known.get(stem)
    assert values, f"nothing in tests/inhabited.py stands at {route}"
    return [re.sub(r"<[^>]*>", "{}", route).format(*each.split("|")) for each in values]


def _numbers(model: type[Model], **asked: Any) -> list[str]:
    return [
        str(each) for each in model._default_manager.filter(**asked).values_list("pk", flat=True)
    ]


def _known() -> dict[str, list[str]]:
    """What stands at each address that names a thing."""
    in_state = dict(Device.objects.values_list("state", "pk"))
    returned, screened, in_use = (
        str(in_state[name]) for name in ("returned", "screened", "in_use")
    )
    pool, pooled = _numbers(Pool, kind="loan")[0], str(in_state["in_reserve"])
    return {
        "devices/": [in_use],
        "devices/<int:number>/": [str(each) for each in in_state.values()],
        "devices/<int:number>/step/<slug:target>/": [
            f"{screened}|{target}"
            for target in ("in_repair", "to_leave", "in_reserve", "allocated")
        ],
        "devices/<int:number>/screen/": [returned],
        "devices/<int:number>/media/": [str(in_state["to_leave"]), in_use],
        "devices/<int:number>/batteries/": [str(in_state["to_leave"])],
        "devices/<int:number>/repair/": [in_use, screened],
        "devices/<int:number>/parts/": [str(in_state["to_dismantle"]), screened],
        "devices/media/": _numbers(StorageMedium)[:1],
        "devices/batteries/": _numbers(Battery)[:1],
        "devices/changes/": _numbers(Batch, kind="change"),
        "devices/moves/": _numbers(Batch, kind="move"),
        "imports/": _numbers(Batch, kind="import"),
        "connections/": _numbers(Connection),
        "connections/add/": ["snipeit", "glpi", "intune"],
        "contracts/": _numbers(Contract),
        "partners/": _numbers(Partner)[:1],
        "lots/": _numbers(Lot)[:1],
        "counts/": _numbers(StockTake),
        "t/": ["VB-001", "NIETS"],
        "drafts/": _numbers(Sighting, device=None)[:1],
        "orders/files/": _numbers(Batch, kind="orders"),
        "letters/": _numbers(RecallLetter)[:1],
        "lifetimes/inherited/<slug:owner>/": ["boven"],
        "lifetimes/exceptions/ask/": [in_use],
        "repairs/": _numbers(RepairOrder)[:2],
        "parts/": _numbers(Part)[:1],
        "pools/": [pool],
        "pools/<int:number>/lend/<int:device_number>/": [f"{pool}|{pooled}"],
        "pools/<int:number>/later/<int:device_number>/": [f"{pool}|{pooled}"],
        "record/": [str(each) for each in Link.objects.values_list("number_no", flat=True)[:2]],
        "record/evidence/": _numbers(Evidence)[:2],
        "record/webhooks/": _numbers(Webhook),
        "record/checkpoints/": _numbers(Checkpoint),
        "people/": _numbers(Membership)[:1],
    }
