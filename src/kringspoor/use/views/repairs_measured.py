"""The page on which repairers are measured: in time, mended or swapped, and what they cost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kringspoor.people.rules import demand
from kringspoor.people.tables.export import download, wanted
from kringspoor.use.actions.repairs_settings import set_bench_rate
from kringspoor.use.forms.repairs import PeriodForm, RateForm
from kringspoor.use.queries.repairs_measured import bench_rates, repairers_in
from kringspoor.use.rules import demand_inventory, may_see_prices
from kringspoor.use.rules.repairs import demand_repair, may_repair
from kringspoor.use.tables import repairs_measured as tables
from kringspoor.use.views.asking import member_of, user_of

_CENTS = 100


@require_GET
def repairers(request: HttpRequest) -> HttpResponseBase:
    """Every repairer in a period that stands in the address."""
    member, today = member_of(request), timezone.localdate()
    demand_inventory(member)
    form, kind = PeriodForm(request.GET), wanted(request)
    if not kind:
        return _shown(request, form)
    sees, organisation = may_see_prices(member), member.organisation
    found = repairers_in(form.period, organisation=organisation, today=today)
    heads, rows = tables.file_heads(sees_prices=sees), tables.file_rows(found, sees_prices=sees)
    return download(kind, _("repairers"), heads, rows, organisation=organisation, today=today)


def _shown(
    request: HttpRequest, form: PeriodForm, rate_form: RateForm | None = None, status: int = 200
) -> HttpResponse:
    member, period = member_of(request), form.period
    sees, organisation = may_see_prices(member), member.organisation
    today = timezone.localdate()
    found = repairers_in(period, organisation=organisation, today=today)
    context = {
        "period_form": form,
        "form": rate_form or form,
        "period": tables.in_words(period),
        "rows": [tables.row(no, each, period, sees_prices=sees) for no, each in enumerate(found)],
        "sees_prices": sees,
        "rates": tables.rates(bench_rates(organisation=organisation)) if sees else [],
        "rate_form": rate_form or RateForm(None, today),
        "may_set_rate": sees and may_repair(member),
    }
    return render(request, "use/repair_repairers.html", context, status=status)


@require_POST
def bench_rate(request: HttpRequest) -> HttpResponse:
    """Say what an hour of the own bench costs."""
    member, form = member_of(request), RateForm(request.POST, timezone.localdate())
    demand_repair(member)
    demand(member, "see_prices")
    if not form.is_valid():
        return _shown(request, PeriodForm({}), form, 400)
    cents, from_on = int(form.cleaned_data["hour_eur"] * _CENTS), form.cleaned_data["from_on"]
    set_bench_rate(
        cents, from_on, organisation=member.organisation, actor=user_of(request), at=timezone.now()
    )
    messages.success(request, _("The rate is kept."))
    return redirect("repairers")
