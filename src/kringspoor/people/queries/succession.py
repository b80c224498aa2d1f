"""Questions about who took over from whom."""

from __future__ import annotations

from collections.abc import Sequence

from kringspoor.people.models import Membership, Organisation, User
from kringspoor.people.tenancy import across_organisations


@across_organisations("a person chooses among the organisations they administer")
def administered_beside(user: User, *, organisation: Organisation) -> Sequence[Organisation]:
    """The other organisations of which a person is administrator, and which are open."""
    own = Membership.objects.filter(user=user, role="admin", ends_on__isnull=True)
    found = Organisation.objects.filter(pk__in=own.values("organisation"), successor=None)
    return list(found.exclude(pk=organisation.pk).order_by("name"))


@across_organisations("an organisation says from whom it took over")
def predecessors_of(*, organisation: Organisation) -> Sequence[Organisation]:
    """From which organisations this one took over, by name."""
    return list(organisation.predecessors.order_by("name"))
