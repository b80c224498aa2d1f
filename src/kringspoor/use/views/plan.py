"""The pages of the replacement plan and its what-ifs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.tables.export import download, wanted
from kringspoor.use.actions.plan import drop_scenario, keep_scenario
from kringspoor.use.forms.plan import KeepForm, PlanForm
from kringspoor.use.models import PlanScenario
from kringspoor.use.queries import plan as queries
from kringspoor.use.rules import demand_budget, demand_inventory, may_see_prices
from kringspoor.use.rules.plan import Fleet
from kringspoor.use.tables.plan import Compared, compared
from kringspoor.use.tables.plan_page import page
from kringspoor.use.tables.plan_workbook import workbook, year_heads, year_rows
from kringspoor.use.views.asking import member_of, user_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks, and the plans that answer it."""

    form: PlanForm
    fleet: Fleet
    kept: list[PlanScenario]
    plans: list[Compared]


def _asked(request: HttpRequest, today: date) -> _Asked:
    organisation = member_of(request).organisation
    fleet = queries.fleet_to_plan(organisation=organisation, today=today)
    kept = queries.scenarios(organisation=organisation)
    form = PlanForm(request.GET.dict(), fleet, kept, request.GET.getlist("beside"))
    return _Asked(form, fleet, kept, compared(form, fleet, kept, today))


@require_GET
def plan_page(request: HttpRequest) -> HttpResponseBase:
    """What falls due in the years to come, and what another choice would change."""
    member, today = member_of(request), timezone.localdate()
    demand_inventory(member)
    asked = _asked(request, today)
    if kind := wanted(request):
        return _file(request, kind, asked, today)
    sees = may_see_prices(member)
    shown = page(asked.form, asked.fleet, asked.plans, asked.kept, sees_prices=sees)
    return render(request, "use/plan.html", shown | {"keep": KeepForm()})


def _file(request: HttpRequest, kind: str, asked: _Asked, today: date) -> HttpResponseBase:
    """The plans as a file to keep."""
    organisation, sees = member_of(request).organisation, may_see_prices(member_of(request))
    if kind == "xlsx":
        return _workbook(request, asked, today)
    rows, heads = year_rows(asked.plans, sees_prices=sees), year_heads(sees_prices=sees)
    return download(kind, _("plan"), heads, rows, organisation=organisation, today=today)


def _workbook(request: HttpRequest, asked: _Asked, today: date) -> HttpResponse:
    """The plans as a workbook, with the devices behind the what-if."""
    member, shown = member_of(request), asked.plans[-1 if len(asked.plans) == 1 else 1]
    year, month = divmod(shown.plan.horizon.end_month_no, 12)
    devices = queries.due_devices(
        shown.scenario.target_months, date(year, month + 1, 1),
        organisation=member.organisation, today=today,
    )  # fmt: skip
    sees = may_see_prices(member)
    book = workbook(asked.plans, asked.fleet, devices, today=today, sees_prices=sees)
    name = f"{member.organisation.slug}-plan-{today.isoformat()}.xlsx"
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(book, content_type=SHEET, headers=said)


@require_POST
def plan_keep(request: HttpRequest) -> HttpResponse:
    """Keep a what-if under a name."""
    member, today, at = member_of(request), timezone.localdate(), timezone.now()
    demand_budget(member)
    form = KeepForm(request.POST)
    if not form.is_valid():
        raise BadInput(_NO_NAME, hint=_GIVE_NAME, code="no-name")
    said = dict(parse_qsl(form.cleaned_data["asked"]))
    fleet = queries.fleet_to_plan(organisation=member.organisation, today=today)
    kept = keep_scenario(
        form.cleaned_data["name"], PlanForm(said, fleet).changed,
        organisation=member.organisation, actor=user_of(request), at=at,
    )  # fmt: skip
    messages.success(request, _("“{name}” is kept. Colleagues find it here.").format(name=kept))
    return redirect(f"{reverse('plan')}?beside={kept.pk}")


@require_POST
def plan_drop(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a what-if; the page then shows it still, to be kept again."""
    member = member_of(request)
    demand_budget(member)
    found = queries.scenario(number, organisation=member.organisation)
    if found is None:
        raise Http404
    drop_scenario(
        found, organisation=member.organisation, actor=user_of(request), at=timezone.now()
    )
    messages.success(
        request, _("“{name}” is removed. Keep it again if it was a slip.").format(name=found)
    )
    return redirect(f"{reverse('plan')}?{urlencode(found.asked)}")


_NO_NAME = Text(nl="dit plan heeft nog geen naam", en="this plan has no name yet")
_GIVE_NAME = Text(
    nl="geef een naam van hoogstens 80 tekens", en="give a name of at most 80 characters"
)
