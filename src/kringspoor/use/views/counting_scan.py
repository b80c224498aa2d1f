"""The pages on which one says where one is and scans, one label after the other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kringspoor.people.models import Site
from kringspoor.use.actions import counting as actions
from kringspoor.use.forms.counting import PlaceForm, ScanForm, sent
from kringspoor.use.models import StockTake
from kringspoor.use.queries import counting as queries
from kringspoor.use.tables import counting
from kringspoor.use.views.asking import member_of, user_of
from kringspoor.use.views.counting import count_of, counter_of, posted

_SHOWN_COUNT = 12
_MOST_DIGITS_COUNT = 18  # of what the database can count to


@require_http_methods(["GET", "POST"])
def count_place(request: HttpRequest, number: int) -> HttpResponse:
    """Say where one is, before anything is scanned."""
    member, count = counter_of(request), count_of(request, number)
    sites = queries.sites(organisation=member.organisation)
    now = request.GET.get("site") or str(count.site_id or "")
    form = PlaceForm(posted(request), sites, now)
    if request.method != "POST" or not form.is_valid():
        context = {"count": counting.row(count), "form": form}
        return render(request, "use/count_place.html", context, status=400 if form.errors else 200)
    site = actions.site_called(form.site_name, organisation=member.organisation)
    asked = urlencode({"site": site.pk if site else "", "place": form.cleaned_data["place"]})
    return redirect(f"{reverse('count_scan', args=(number,))}?{asked}")


@require_http_methods(["GET", "POST"])
def count_scan(request: HttpRequest, number: int) -> HttpResponse:
    """Scan what stands here; without a script each label is a page of its own."""
    counter_of(request)
    count, site = count_of(request, number), _site(request, request.GET.get("site", ""))
    if site is None or count.closed_at is not None:
        return redirect("count" if count.closed_at else "count_place", number)
    form = ScanForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        context = _scanning(request, count, site, form)
        return render(request, "use/count_scan.html", context, status=400 if form.errors else 200)
    _note(request, count, site, request.GET.get("place", ""), form)
    return redirect(request.get_full_path())


def _note(request: HttpRequest, count: StockTake, site: Site, place: str, form: ScanForm) -> None:
    at = timezone.now()
    actions.note_sightings(
        form.seen(at), organisation=member_of(request).organisation, actor=user_of(request), at=at,
        count=count, site=site, place=place,
    )  # fmt: skip


def _scanning(
    request: HttpRequest, count: StockTake, site: Site, form: ScanForm
) -> dict[str, Any]:  # fmt: skip
    organisation, place = member_of(request).organisation, request.GET.get("place", "")
    latest = queries.latest_seen(count, organisation=organisation, rows_count=_SHOWN_COUNT)
    return {
        "count": counting.row(count),
        "form": form,
        "site": site,
        "place": place,
        "person": user_of(request).pk,
        "seen": [counting.seen_row(each) for each in latest],
        "tally": counting.tallied(queries.tally(count, organisation=organisation)),
    }


def _site(request: HttpRequest, number: str) -> Site | None:
    if not number.isdecimal() or len(number) > _MOST_DIGITS_COUNT:
        return None
    return queries.site_of(int(number), organisation=member_of(request).organisation)


@require_POST
def count_sightings(request: HttpRequest, number: int) -> JsonResponse:
    """The labels that a page sends by itself, perhaps long after they were scanned."""
    member, count, at = counter_of(request), count_of(request, number), timezone.now()
    site_number, place, seen = sent(request.body, at)
    site = _site(request, str(site_number or ""))
    noted = actions.note_sightings(
        seen, organisation=member.organisation, actor=user_of(request), at=at, count=count,
        site=site, place=place,
    )  # fmt: skip
    tally = queries.tally(count, organisation=member.organisation)
    return JsonResponse(counting.answer(noted, tally))


@require_POST
def count_unscan(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a label that was scanned by mistake."""
    member = counter_of(request)
    sighting = queries.sighting_of(number, organisation=member.organisation)
    if sighting is None or sighting.stock_take_id is None:
        raise Http404
    actions.remove_sighting(sighting, organisation=member.organisation)
    asked = urlencode({"site": sighting.site_id or "", "place": sighting.place})
    return redirect(f"{reverse('count_scan', args=(sighting.stock_take_id,))}?{asked}")
