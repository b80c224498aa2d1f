"""Questions about what people keep of a list."""

from __future__ import annotations

from django.db.models import Q

from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import ListHabit, PastedList, SavedView


@within_organisation
def saved_views(list_name: str, person: User, *, organisation: Organisation) -> list[SavedView]:
    """The views of a list that a person saved, and those that colleagues share."""
    mine = Q(owner=person) | Q(is_shared=True)
    return list(SavedView.objects.filter(mine, list_name=list_name))


@within_organisation
def own_view(number: int, person: User, *, organisation: Organisation) -> SavedView | None:
    """A view that this person saved."""
    return SavedView.objects.filter(pk=number, owner=person).first()


@within_organisation
def habit(list_name: str, person: User, *, organisation: Organisation) -> ListHabit:
    """The columns and rows a person last chose; an empty one when they never did."""
    found = ListHabit.objects.filter(user=person, list_name=list_name).first()
    return found or ListHabit(organisation=organisation, user=person, list_name=list_name)


@within_organisation
def pasted_list(number: int, *, organisation: Organisation) -> PastedList | None:
    """A list that was pasted here."""
    return PastedList.objects.filter(pk=number).first()
