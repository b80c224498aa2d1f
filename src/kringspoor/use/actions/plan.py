"""Keeping a what-if of the plan under a name, and letting it go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.use.models import PlanScenario


@within_organisation
@transaction.atomic
def keep_scenario(
    name: str,
    asked: Mapping[str, str],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> PlanScenario:
    """Keep a what-if for colleagues to find. The same twice is kept once.

    Raises Refused when it is no other than the policy, or another what-if has that name.
    """
    if not asked:
        raise Refused(_NO_OTHER, hint=_CHANGE_FIRST, code="nothing-changed")
    hold_chain(organisation=organisation)  # of two that come together, the second sees the first
    found = PlanScenario.objects.filter(name=name).first()
    if found is not None:
        if found.asked == dict(asked):
            return found
        raise Refused(_TAKEN.filled(name=name), hint=_OTHER_NAME, code="name-taken")
    kept = PlanScenario.objects.create(
        organisation=organisation, name=name, asked=dict(asked), kept_by=actor, kept_at=at
    )
    told = Happening("plan.kept", f"plan:{kept.pk}", {"name": name, **asked})
    write_down([told], organisation=organisation, actor=actor, at=at)
    return kept


@within_organisation
@transaction.atomic
def drop_scenario(
    scenario: PlanScenario, *, organisation: Organisation, actor: User, at: datetime
) -> None:
    """Remove a what-if that was kept. Twice is once."""
    hold_chain(organisation=organisation)
    gone, _ = PlanScenario.objects.filter(pk=scenario.pk).delete()
    if gone:
        told = Happening("plan.dropped", f"plan:{scenario.pk}", {"name": scenario.name})
        write_down([told], organisation=organisation, actor=actor, at=at)


_NO_OTHER = Text(nl="dit plan is het beleid van vandaag", en="this plan is the policy of today")
_CHANGE_FIRST = Text(
    nl="verander eerst een levensduur of hoe u koopt",
    en="first change a lifetime or how is bought",
)
_TAKEN = Text(
    nl="er is al een ander plan met de naam '{name}'",
    en="there is another plan named '{name}' already",
)
_OTHER_NAME = Text(
    nl="kies een andere naam, of verwijder eerst dat plan",
    en="choose another name, or remove that plan first",
)
