"""Questions about people and organisations."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from kringspoor.people.models import Membership, User
from kringspoor.people.tenancy import across_organisations


@across_organisations("signing in: a person chooses among their own organisations")
def memberships_of(user: User, today: date) -> list[Membership]:
    """The memberships that hold today, each with its organisation."""
    holds = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    found = Membership.objects.filter(holds, user=user).select_related("organisation")
    return list(found.order_by("organisation__name", "id"))
