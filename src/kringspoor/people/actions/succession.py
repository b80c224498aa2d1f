"""An organisation that gets another name, or is succeeded by another one and can be read only.

What happened is returned; the door writes it down.
"""

from __future__ import annotations

from django.db import transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.actions import Change
from kringspoor.people.models import Membership, Organisation, User
from kringspoor.people.rules import demand_open
from kringspoor.people.tenancy import across_organisations, within_organisation


@within_organisation
@transaction.atomic
def rename_organisation(name: str, reason: str, *, organisation: Organisation) -> Change:
    """Give an organisation another name. Its address stays, so that no link breaks."""
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    demand_open(held)
    before, held.name = held.name, name.strip()
    held.save(update_fields=("name",))
    told = {"from": before, "to": held.name, "reason": reason}
    return Change("organisation.renamed", _subject(held), told)


@across_organisations("an administrator of both says that one takes over from the other")
@transaction.atomic
def succeed_organisation(
    successor: Organisation, reason: str, *, organisation: Organisation, actor: User
) -> tuple[Change, Change]:
    """Let an organisation be succeeded: what is said in its record, and in that of the other.

    Raises Refused unless the person is administrator of both, or when the two would follow each
    other in a circle.
    """
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    demand_open(held)
    successor = Organisation.objects.get(pk=successor.pk)
    _demand_both(actor, held, successor)
    if held in _line_of(successor):
        raise Refused(_CIRCLE, hint=_ANOTHER, code="circle")
    demand_open(successor)
    held.successor = successor
    held.save(update_fields=("successor",))
    return (
        Change("organisation.succeeded", _subject(held), {"by": successor.slug, "reason": reason}),
        Change("organisation.succeeds", _subject(successor), {"of": held.slug, "reason": reason}),
    )


@across_organisations("an administrator of both takes back that one took over from the other")
@transaction.atomic
def reopen_organisation(
    reason: str, *, organisation: Organisation, actor: User
) -> tuple[Change, Change] | None:
    """Take back that an organisation was succeeded; None when it was not."""
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    former = held.successor
    if former is None:
        return None
    _demand_both(actor, held, former)
    held.successor = None
    held.save(update_fields=("successor",))
    return (
        Change("organisation.reopened", _subject(held), {"from": former.slug, "reason": reason}),
        Change("organisation.gave_back", _subject(former), {"of": held.slug, "reason": reason}),
    )


def _line_of(organisation: Organisation) -> list[Organisation]:
    """An organisation, and those that took over one after the other."""
    line = [organisation]
    while (after := line[-1].successor) is not None and after not in line:
        line.append(after)
    return line


def _subject(organisation: Organisation) -> str:
    return f"organisation:{organisation.pk}"


def _demand_both(actor: User, *both: Organisation) -> None:
    """Raise Refused unless a person is administrator of each, without a last day."""
    own = Membership.objects.filter(user=actor, role="admin", ends_on__isnull=True)
    if not {each.pk for each in both} <= set(own.values_list("organisation", flat=True)):
        raise Refused(_NOT_BOTH, hint=_ASK, code="not-both")


_NOT_BOTH = Text(
    nl="u bent geen beheerder van beide organisaties", en="you do not administer both organisations"
)
_ASK = Text(
    nl="laat u eerst in de andere organisatie uitnodigen als beheerder",
    en="first be invited in the other organisation as administrator",
)
_CIRCLE = Text(
    nl="die organisatie is zelf door deze opgevolgd",
    en="that organisation was itself succeeded by this one",
)
_ANOTHER = Text(nl="kies een andere organisatie", en="choose another organisation")
