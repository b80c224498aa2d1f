"""Keeping what a person chose of a list. A habit is no fact about a device: it is not on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models.functions import Upper

from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device, ListHabit, PastedList, SavedView

_AT_ONCE = 500


@within_organisation
def save_view(
    list_name: str,
    name: str,
    query: str,
    *,
    organisation: Organisation,
    owner: User,
    is_shared: bool,
) -> SavedView:
    """Keep what a list shows under a name; a name used before holds the new one."""
    found, _ = SavedView.objects.update_or_create(
        organisation=organisation,
        owner=owner,
        list_name=list_name,
        name=name,
        defaults={"query": query, "is_shared": is_shared},
    )
    return found


@within_organisation
def change_view(view: SavedView, name: str, *, organisation: Organisation, is_shared: bool) -> None:
    """Give a view another name, or share it or no longer. Another view of that name makes way."""
    SavedView.objects.filter(owner=view.owner_id, list_name=view.list_name, name=name).exclude(
        pk=view.pk
    ).delete()
    SavedView.objects.filter(pk=view.pk).update(name=name, is_shared=is_shared)


@within_organisation
def drop_view(view: SavedView, *, organisation: Organisation) -> None:
    """Forget a view; the devices stay as they are."""
    SavedView.objects.filter(pk=view.pk).delete()


@within_organisation
def keep_habit(
    list_name: str,
    columns: Sequence[str],
    page_rows: int,
    *,
    organisation: Organisation,
    user: User,
) -> None:
    """Remember the columns and rows of a list for a person."""
    ListHabit.objects.update_or_create(
        organisation=organisation,
        user=user,
        list_name=list_name,
        defaults={"columns": list(columns), "page_rows": page_rows},
    )


@within_organisation
def paste_list(
    names: Sequence[str], *, organisation: Organisation, owner: User, at: datetime
) -> PastedList:
    """Keep which devices a pasted list names, by tag else by serial, and what names none."""
    wanted = {each.upper(): each for each in names}
    numbers: dict[str, list[int]] = {}
    for column in ("serial", "tag"):  # a tag that is also somebody's serial is a tag
        found: dict[str, list[int]] = {}
        keys = list(wanted)
        for start in range(0, len(keys), _AT_ONCE):
            rows = Device.objects.annotate(key=Upper(column)).exclude(**{column: ""})
            some = rows.filter(key__in=keys[start : start + _AT_ONCE]).order_by("pk")
            for key, number in some.values_list("key", "pk"):
                found.setdefault(key, []).append(number)
        numbers |= found
    known = [number for key in wanted for number in numbers.get(key, ())]
    return PastedList.objects.create(
        organisation=organisation,
        owner=owner,
        numbers=list(dict.fromkeys(known)),
        unknown=[name for key, name in wanted.items() if key not in numbers],
        pasted_at=at,
    )
