"""What the tests of the site start from: two organisations, and people with a role in each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from kringspoor.people.actions import found_organisation, give_role
from kringspoor.people.models import Organisation, User

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


def an_organisation(slug: str = "voorbeek", **rest: Any) -> Organisation:
    """An organisation of that slug."""
    return found_organisation(slug, slug.title(), **rest)


def somebody(organisation: Organisation, role: str = "asset_manager", name: str = "") -> User:
    """A person with a role in an organisation."""
    email = f"{name or role}@{organisation.slug}.example"
    user = User.objects.create_user(email, PASSWORD, name=role)
    give_role(user, role, organisation=organisation)
    return user


def columns(*rows: dict[str, Any]) -> dict[str, list[Any]]:
    """Rows as the columns of a fleet."""
    names = ("row_no", *dict.fromkeys(name for row in rows for name in row))
    numbered = [{"row_no": number, **row} for number, row in enumerate(rows, start=2)]
    return {name: [row.get(name) for row in numbered] for name in names}
