"""Questions about quantities of like things."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Lot

SEARCHED = ("make", "model", "description", "category", "order_no")


@within_organisation
def lots(words: str, *, organisation: Organisation) -> QuerySet[Lot]:
    """The lots in which every word occurs."""
    found = Lot.objects.select_related("unit", "site")
    for word in words.split():
        anywhere = Q()
        for name in SEARCHED:
            anywhere |= Q(**{f"{name}__icontains": word})
        found = found.filter(anywhere)
    return found


@within_organisation
def things_count(words: str, *, organisation: Organisation) -> int:
    """How many things the lots hold together."""
    found = lots(words, organisation=organisation).order_by()
    return int(found.aggregate(every=Sum("quantity_count"))["every"] or 0)


@within_organisation
def lot(number: int, *, organisation: Organisation) -> Lot | None:
    """One lot; nothing when it is not of this organisation."""
    return Lot.objects.select_related("unit", "site").filter(pk=number).first()
