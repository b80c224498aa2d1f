"""What stands around the devices of the demo: partners, contracts, rules, lots, plans, requests."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any

from kringspoor.cli.demo_lives import Lives
from kringspoor.cli.demo_shapes import Shape
from kringspoor.core.calendar import month_after
from kringspoor.core.guards.facts import PartnerRole
from kringspoor.core.guards.leaving import ROLES
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.states import Route
from kringspoor.people.actions.partners import Permit, add_permit, keep_partner
from kringspoor.people.models import Organisation, Partner, User
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.files import keep_file
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.use.actions.contracts import keep_contract
from kringspoor.use.actions.imports import IMPORT
from kringspoor.use.actions.lifetime_exceptions import Wish, ask_exception
from kringspoor.use.actions.lifetimes import change_rule, follow_inherited
from kringspoor.use.actions.lots import add_lot
from kringspoor.use.actions.plan import keep_scenario
from kringspoor.use.actions.saved import save_view
from kringspoor.use.actions.screening import ask_correction
from kringspoor.use.models import Device
from kringspoor.use.models.lifetimes import Shift, ShiftReason
from kringspoor.use.rules.contracts import ContractKind
from kringspoor.use.rules.lifetimes import About, From

PARTNERS = {
    Route.SCHOOL: ("Basisschool De Linde", PartnerRole.SCHOOL),
    Route.DONATED: ("Tweede Kans vzw", PartnerRole.REUSE),
    Route.TRADED_IN: ("Kantoorpunt", PartnerRole.SUPPLIER),
    Route.LESSOR: ("Huurtoestel", PartnerRole.LESSOR),
    Route.RECYCLED: ("Metaalkring", PartnerRole.PROCESSOR),
}
CONTRACTS = (  # reference, kind, with whom, days until it ends, days of notice
    ("RK-014", ContractKind.FRAMEWORK, "Kantoorpunt", 100, 90),
    ("OH-003", ContractKind.MAINTENANCE, "Kantoorpunt", 400, 60),
    ("HU-002", ContractKind.RENTAL, "Huurtoestel", 300, 90),
)
_LIST = (
    "Label;Serienummer;Merk;Model;Soort;Datum aankoop;Prijs\n"
    "NIEUW-1;5CG5110AA1;HP;EliteBook 840 G11;laptop;{day};1.190,00\n"
    "NIEUW-2;5CG5110AA2;HP;EliteBook 840 G11;laptop;{day};1.190,00\n"
    "NIEUW-3;;HP;EliteBook 840 G11;laptop;31/02;1.190,00\n"
)
PERMIT_DAYS = 20  # until the permit of the processor ends


def make_partners(shape: Shape, lives: Lives, today: date, at: datetime) -> None:
    """Who receives devices, with their permits, and what was agreed with whom."""
    organisation = lives.organisation
    soon = today + timedelta(days=PERMIT_DAYS)
    known: dict[str, Partner] = {}
    for name, role in PARTNERS.values():
        partner, added = keep_partner(None, name, (role,), "BE", organisation=organisation)
        ends = soon if role is PartnerRole.PROCESSOR else None
        permit = Permit(role.value, month_after(at.date(), -12), ends)
        changes = (added, add_permit(partner, permit, organisation=organisation))
        write_down((Happening(*astuple(each)) for each in changes), **lives.by(at))
        known[name] = partner
    for reference, kind, name, ends_days, notice_days in CONTRACTS:
        if kind is ContractKind.RENTAL and not shape.is_leasing:
            continue
        fields = {
            "reference": f"{shape.mark}-{reference}", "kind": kind.value,
            "supplier": known[name], "starts_on": at.date(),
            "ends_on": today + timedelta(days=ends_days), "notice_days": notice_days,
            "response_days": 1 if kind is ContractKind.MAINTENANCE else None,
        }  # fmt: skip
        keep_contract(None, fields, **lives.by(at))


def partner_for(route: Route, organisation: Organisation) -> Partner | None:
    """Who receives devices by this way; a colleague who buys one is no partner."""
    if route is Route.STAFF:
        return None
    name, role = PARTNERS[route]
    assert role in ROLES[route]
    with scope(organisation):
        return Partner.objects.get(name=name)


def set_rule(
    months: tuple[int, int],
    about: About,
    reason: str,
    *,
    lives: Lives,
    at: datetime,
) -> None:
    """Give a rule a version from that day on: its minimum and its target."""
    minimum, target = months
    change_rule(
        about, LifetimeRule(target, minimum), From(at.date(), reason), today=at.date(),
        **lives.by(at),
    )  # fmt: skip


def ask_and_plan(lives: Lives, desk: User, today: date, at: datetime) -> None:
    """What a person kept and what waits for a colleague: views, plans, requests."""
    organisation = lives.organisation
    who: dict[str, Any] = {"organisation": organisation, "actor": desk, "at": at}
    for name, query, is_shared in (
        ("Laptops met garantie tot dit jaar", "category=laptop&sort=warranty", True),
        ("Terug, nog te screenen", "state=returned", False),
    ):
        save_view(
            "devices", name, query, organisation=organisation, owner=lives.manager.user,
            is_shared=is_shared,
        )  # fmt: skip
    keep_scenario("Laptops zes jaar", {"years_laptop": "6"}, **lives.by(at))
    keep_scenario("Een vijfde tweedehands", {"second_hand": "20"}, **lives.by(at))
    for category, make, model, count in (
        ("mouse", "Logitech", "M100", 140), ("dock", "Dell", "WD19", 36),
        ("headset", "Jabra", "Evolve 20", 58),
    ):  # fmt: skip
        add_lot(
            {"category": category, "make": make, "model": model, "quantity_count": count},
            **lives.by(at),
        )
    with scope(organisation):
        held = Device.objects.filter(
            state="in_use", category="laptop", purchased_on__isnull=False, life_no=1
        ).order_by("-purchased_on", "tag")
        young, kept = list(held[:2]), list(held.reverse()[:2])
        twice = held[5]
    photo = keep_file(
        (b"schade aan scherm en moederbord, offerte 640 euro",), organisation=organisation,
        name="offerte.txt", kind="lifetime_exception", at=at,
    )  # fmt: skip
    broken = Wish(Shift.EARLIER, ShiftReason.DAMAGE, today, "herstel kost meer dan de helft", photo)
    ask_exception(young[0], broken, today=today, **who)
    later = Wish(Shift.LATER, ShiftReason.WORKS_WELL, month_after(today, 12))
    for device in kept:
        ask_exception(device, later, today=today, **who)
    ask_correction(twice, "staat ook als toestel van de bibliotheek", **who)


def give_list(lives: Lives, at: datetime) -> None:
    """A list of this morning, which the worker of the site reads and asks about."""
    words = _LIST.format(day=at.date() - timedelta(days=22))
    kept = keep_file(
        (words.encode(),), organisation=lives.organisation, name="levering.csv", kind=IMPORT, at=at
    )
    open_batch(IMPORT, name=kept.name, key=kept.sha256, evidence=kept, **lives.by(at))


def opt_out(parent: Organisation, lives: Lives, at: datetime) -> None:
    """The child leaves one rule of its parent aside, and says why."""
    follow_inherited(
        parent.slug, "category:tablet", From(at.date(), "kassatablets staan in de regen"),
        is_out=True, today=at.date(), **lives.by(at),
    )  # fmt: skip
