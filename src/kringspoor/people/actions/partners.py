"""Partners and their permits. What happened is returned; the door writes it down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.actions import Change
from kringspoor.people.models import Authorisation, Organisation, Partner
from kringspoor.people.tenancy import within_organisation


@dataclass(frozen=True, slots=True)
class Permit:
    """What a partner may do, from one day to another; without an end until it is ended."""

    kind: str
    valid_from: date
    valid_to: date | None = None


@within_organisation
@transaction.atomic
def keep_partner(
    partner: Partner | None,
    name: str,
    roles: Collection[str],
    country: str,
    *,
    organisation: Organisation,
) -> tuple[Partner, Change]:
    """Add a partner, or change one. Raises Refused for a name that is in use."""
    kept = partner or Partner(organisation=organisation)
    before = (kept.name, sorted(kept.roles), kept.country) if partner else ("", [], "")
    kept.name, kept.roles, kept.country = name, sorted(roles), country
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise Refused(_TAKEN.filled(name=name), hint=_OTHER, code="name-taken") from error
    told: dict[str, str | None] = {"name": name, "roles": " ".join(kept.roles), "country": country}
    if partner:
        told["before"] = " · ".join((before[0], " ".join(before[1]), before[2]))
    kind = "partner.changed" if partner else "partner.added"
    return kept, Change(kind, f"partner:{kept.pk}", told)


@within_organisation
@transaction.atomic
def add_permit(partner: Partner, permit: Permit, *, organisation: Organisation) -> Change:
    """Write down what a partner may do from a day on."""
    Authorisation.objects.create(
        partner=partner, kind=permit.kind, valid_from=permit.valid_from, valid_to=permit.valid_to
    )
    return Change("partner.permit_added", f"partner:{partner.pk}", _told(permit))


@within_organisation
@transaction.atomic
def end_permit(authorisation: Authorisation, on: date, *, organisation: Organisation) -> Change:
    """Let a permit hold until a day and no longer. Raises Refused for a day before it began."""
    if on < authorisation.valid_from:
        raise Refused(_BEFORE, hint=_LATER, code="before-begin")
    authorisation.valid_to = on
    authorisation.save(update_fields=("valid_to",))
    permit = Permit(authorisation.kind, authorisation.valid_from, on)
    return Change("partner.permit_ended", f"partner:{authorisation.partner_id}", _told(permit))


def _told(permit: Permit) -> dict[str, str | None]:
    until = permit.valid_to.isoformat() if permit.valid_to else None
    return {"kind": permit.kind, "from": permit.valid_from.isoformat(), "to": until}


_TAKEN = Text(nl="er is al een partner '{name}'", en="there is a partner '{name}' already")
_OTHER = Text(nl="open die partner, of kies een andere naam", en="open it, or choose another name")
_BEFORE = Text(nl="toen gold deze vergunning nog niet", en="this permit did not hold then")
_LATER = Text(nl="kies een dag vanaf het begin", en="choose a day from its beginning on")
