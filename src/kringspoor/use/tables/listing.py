"""The list of devices as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page

from kringspoor.people.models import Membership
from kringspoor.people.rules import may
from kringspoor.use.forms.devices import FilterForm
from kringspoor.use.models import Device, ListHabit, SavedView
from kringspoor.use.queries.tallies import Tally
from kringspoor.use.rules import may_import, may_see_prices
from kringspoor.use.tables import bulk, columns, filters
from kringspoor.use.tables.columns import Column

SIZES = (50, 100, 200)


def columns_shown(chosen: Mapping[str, str], habit: ListHabit, member: Membership) -> list[Column]:
    """The columns that the address names, else those the person last chose, else the usual."""
    keys = chosen.get("columns", "").split(",") if chosen.get("columns") else habit.columns
    return columns.chosen(keys, sees_prices=may_see_prices(member))


def rows_shown(chosen: Mapping[str, str], habit: ListHabit) -> int:
    """How many rows a page has: as the address says, else as the person last chose."""
    asked = chosen.get("rows", "")
    wanted = int(asked) if asked.isdecimal() else habit.page_rows
    return wanted if wanted in SIZES else SIZES[0]


def page(
    part: Page[int],
    devices: Sequence[Device],
    shown: Sequence[Column],
    counted: Tally,
    chosen: Mapping[str, str],
    today: date,
) -> dict[str, Any]:
    """The table, its filters and its pages."""
    form = FilterForm(chosen, filters.choices(counted.facets))
    return {
        "page_obj": part,
        "page_range": part.paginator.get_elided_page_range(part.number),
        "columns": columns.heads(shown, chosen.get("sort", "") or "tag"),
        "rows": columns.rows(devices, shown, today),
        "filters": filters.bar(chosen, form, counted.found_count),
        "found": filters.devices_in_words(counted.found_count),
        "is_empty": not counted.all_count,
    }


def around(
    member: Membership,
    saved: Sequence[SavedView],
    shown: Sequence[Column],
    query: str,
    rows_no: int,
) -> dict[str, Any]:
    """What stands around the table: saved views, columns to choose, what a role may do."""
    tabs = filters.tabs(saved, query, member.user)
    return {
        "tabs": tabs,
        "view": next((each for each in tabs if each["is_current"] and each.get("is_own")), None),
        "query": filters.address_of(query),
        "column_choices": columns.choices(shown, sees_prices=may_see_prices(member)),
        "sizes": [{"rows": each, "is_now": each == rows_no} for each in SIZES],
        "bulk": bulk.offered(member),
        "may_import": may_import(member),
        "may_change": may(member, "change_inventory"),
    }
