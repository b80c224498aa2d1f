"""Made-up organisations on the five presets: every device, unit and order is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kringspoor.cli import demo_counting, demo_repairs
from kringspoor.cli.demo_fleet import order_no
from kringspoor.cli.demo_shapes import CHILD, SHAPES, Shape
from kringspoor.cli.demo_story import Story
from kringspoor.core.collecting import without_collecting
from kringspoor.core.states import HELD
from kringspoor.people.actions import found_organisation, give_role
from kringspoor.people.models import Membership, Organisation, User
from kringspoor.people.roles import ROLES
from kringspoor.people.tenancy import scope
from kringspoor.use.models import Device

PASSWORD = "vijf-kringen-in-het-park"  # of a site that holds nothing real
REGIONS = {"local_gov": "Vlaams-Brabant", "higher_ed": "Oost-Vlaanderen"}


@dataclass(frozen=True, slots=True)
class Filled:
    """An organisation of the demo as it stands."""

    name: str
    devices_count: int
    people: tuple[str, ...]


def fill(today: date) -> list[Filled]:
    """Make the organisations of the demo, or leave them as they are when they exist."""
    hashed = make_password(PASSWORD)  # slow on purpose, so once for everybody
    return [_filled(shape, today, hashed) for shape in (*SHAPES, CHILD)]


@transaction.atomic
def _filled(shape: Shape, today: date, hashed: str) -> Filled:
    organisation = _organisation(shape)
    members = {role: _person(role, organisation, hashed) for role in ROLES}
    with scope(organisation):
        is_new = not Device.objects.exists()
    if is_new:
        _fill(shape, organisation, today, members)
    with scope(organisation):
        count = Device.objects.filter(state__in=HELD).count()
    return Filled(shape.name, count, tuple(each.user.email for each in members.values()))


def _fill(
    shape: Shape, organisation: Organisation, today: date, members: dict[str, Membership]
) -> None:
    """The years until today, then what is under way."""
    with without_collecting():
        Story(shape, organisation, today, members).tell()
    if shape.parent:
        return
    manager, at = members["asset_manager"].user, datetime.combine(today, time(9), UTC)
    demo_repairs.fill(organisation, manager, at)
    demo_counting.fill(organisation, manager, today, order_no(shape, today))


def _organisation(shape: Shape) -> Organisation:
    parent = Organisation.objects.filter(slug=shape.parent).first() if shape.parent else None
    return found_organisation(
        shape.slug, shape.name, kind=shape.kind, ladder=shape.preset,
        lifetime_policy=shape.preset, org_code=f"DEMO-{shape.mark}", parent=parent,
        region=REGIONS.get(shape.kind, ""), fte_count=shape.devices_count * 4 // 5,
    )  # fmt: skip


def _person(role: str, organisation: Organisation, hashed: str) -> Membership:
    """A role with a sign-in; nobody's name."""
    email = f"{role.replace('_', '-')}@{organisation.slug}.example"
    user, _ = User.objects.get_or_create(
        email=email, defaults={"password": hashed, "name": ROLES[role].name.nl}
    )
    return give_role(user, role, organisation=organisation)
