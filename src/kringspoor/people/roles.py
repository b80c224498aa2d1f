"""The roles a person may have in an organisation, and what each may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kringspoor.core.errors import Unknown
from kringspoor.core.words import Text

VERBS = (
    "see_inventory",
    "change_inventory",
    "change_state",
    "import_inventory",
    "see_prices",
    "change_policy",
    "approve_exception",
    "see_record",
    "invite_people",
)


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its slug, its name, and the verbs it may use."""

    slug: str
    name: Text
    verbs: frozenset[str]


def _role(slug: str, nl: str, en: str, *verbs: str) -> Role:
    return Role(slug, Text(nl=nl, en=en), frozenset(verbs))


ROLES: Mapping[str, Role] = {
    each.slug: each
    for each in (
        _role("admin", "beheerder", "administrator", *VERBS),
        _role(
            "asset_manager",
            "toestelbeheerder",
            "asset manager",
            *(each for each in VERBS if each != "invite_people"),
        ),
        _role(
            "service_desk",
            "servicedesk",
            "service desk",
            "see_inventory",
            "change_inventory",
            "change_state",
        ),
        _role("buyer", "aankoper", "buyer", "see_inventory", "see_prices"),
        _role(
            "sustainability_officer",
            "duurzaamheidscoördinator",
            "sustainability officer",
            "see_inventory",
            "see_prices",
            "change_policy",
        ),
        _role("expert", "expert", "expert", "see_inventory"),
        _role("auditor", "auditor", "auditor", "see_inventory", "see_prices", "see_record"),
    )
}


def role(slug: str) -> Role:
    """The role of that slug. Raises Unknown, naming the known ones."""
    if slug not in ROLES:
        known = ", ".join(ROLES)
        raise Unknown(
            Text(nl=f"rol '{slug}' is niet bekend", en=f"role '{slug}' is not known"),
            hint=Text(nl=f"bekend zijn {known}", en=f"known are {known}"),
            code="unknown-role",
        )
    return ROLES[slug]
