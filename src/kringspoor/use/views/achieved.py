"""The page of the lifetimes that devices really reached."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kringspoor.engine.survival import Lives
from kringspoor.people.models import Organisation
from kringspoor.people.tables.export import download, wanted
from kringspoor.use.forms.achieved import LivesForm, asked_lives
from kringspoor.use.queries import achieved as queries
from kringspoor.use.queries.lifetimes import Ruled, rules_in_force
from kringspoor.use.rules import demand_inventory
from kringspoor.use.tables import achieved as tables
from kringspoor.use.views.asking import member_of


@require_GET
def achieved_page(request: HttpRequest) -> HttpResponseBase:
    """How long devices really served: each category, or one with its curve."""
    member, today = member_of(request), timezone.localdate()
    demand_inventory(member)
    asked, organisation = asked_lives(request.GET.dict()), member.organisation
    lives = queries.lives_by_category(asked, organisation=organisation, today=today)
    is_detail = bool(asked.filters["category"]) and len(lives) == 1
    if kind := wanted(request):
        head, rows = tables.heads(is_detail=is_detail), tables.cells(lives, is_detail=is_detail)
        return download(kind, _("lifetimes"), head, rows, organisation=organisation, today=today)
    return render(request, "use/achieved.html", _context(request, lives, is_detail, today))


def _context(
    request: HttpRequest, lives: dict[str, Lives], is_detail: bool, today: date
) -> dict[str, Any]:
    organisation, chosen = member_of(request).organisation, request.GET.dict()
    asked, targets = asked_lives(chosen), _targets(lives, organisation, today)
    facets = {n: queries.facet(n, asked, organisation=organisation) for n in queries.FACETS}
    form = LivesForm(chosen, tables.choices(facets))
    followed = sum(float(each.device_count.sum()) for each in lives.values())
    category = next(iter(lives), "")
    return {
        "filters": tables.filters(form, chosen, followed),
        "rows": [] if is_detail else tables.overview(lives, targets, chosen),
        "one": tables.detail(category, lives[category], targets[category]) if is_detail else None,
    }


def _targets(
    lives: dict[str, Lives], organisation: Organisation, today: date
) -> dict[str, tuple[int, ...]]:
    """The lifetime that the policy asks of each category, in months."""
    rules = rules_in_force(organisation=organisation, on=today)
    return {each: (rules.of(Ruled(each)).rule.target_months,) for each in lives}
