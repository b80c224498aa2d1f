"""The pages on which labels are printed, and on which a label nobody knows finds its device."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kringspoor.core.errors import Unknown
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation
from kringspoor.people.tables.export import download, wanted
from kringspoor.use.actions import labelling as actions
from kringspoor.use.actions.counting import Seen, note_sightings
from kringspoor.use.forms.labelling import MOST_LABELS_COUNT, LabelForm, MatchForm, RegisterForm
from kringspoor.use.forms.missing import chosen_of
from kringspoor.use.labels import as_pdf, sheet
from kringspoor.use.models import Device, Sighting
from kringspoor.use.queries import counting, labelling
from kringspoor.use.queries import devices as inventory
from kringspoor.use.rules import demand_inventory
from kringspoor.use.rules.filters import FILTERS, asked_of
from kringspoor.use.tables import counting as counts
from kringspoor.use.tables import labelling as tables
from kringspoor.use.views.asking import PAGE_ROWS, member_of, user_of
from kringspoor.use.views.counting import counter_of, posted


@require_http_methods(["GET", "POST"])
def label_page(request: HttpRequest) -> HttpResponse:
    """Choose labels, see the first sheet, and get all of them as PDF."""
    demand_inventory(member_of(request))
    if request.method != "POST" or "layout" not in request.POST:
        return render(request, "use/label_page.html", _begun(request))
    form = LabelForm(request.POST)
    if not form.is_valid():
        return render(request, "use/label_page.html", {"form": form}, status=400)
    return _made(request, form)


def _made(request: HttpRequest, form: LabelForm) -> HttpResponse:
    tags = _tags(request, form)
    pages = _pages(request, form, tags)
    if request.POST.get("action") == "pdf":
        return _printed(request, form, tags, pages)
    context = {"form": form, "preview": tables.preview(pages, len(tags))}
    return render(request, "use/label_page.html", context)


def _begun(request: HttpRequest) -> dict[str, Any]:
    """The page with the devices that were chosen elsewhere: by their numbers, or by a filter."""
    organisation = member_of(request).organisation
    asked = request.POST if request.method == "POST" else request.GET
    chosen = chosen_of(asked.getlist("chosen"))
    if not chosen and any(request.GET.get(name) for name in ("q", *FILTERS)):
        found = inventory.devices(asked_of(request.GET.dict()), organisation=organisation)
        chosen = list(found.values_list("pk", flat=True)[:MOST_LABELS_COUNT])
    tags, without_count = labelling.tags_of(chosen, organisation=organisation)
    return {"form": LabelForm(tags=tags), "without_count": without_count}


def _tags(request: HttpRequest, form: LabelForm) -> list[str]:
    if form.wanted_tags:
        return form.wanted_tags
    return labelling.free_numbers(
        form.cleaned_data["begins"], form.new_tags, organisation=member_of(request).organisation
    )


def _pages(request: HttpRequest, form: LabelForm, tags: list[str]) -> list[str]:
    organisation = member_of(request).organisation
    labels = tables.labels_of(
        tags, labelling.models_of(tags, organisation=organisation), organisation=organisation,
        site_address=f"{request.scheme}://{request.get_host()}", leads=form.cleaned_data["leads"],
    )  # fmt: skip
    return sheet(labels, form.paper, form.code, start_no=form.cleaned_data["start_no"])


def _printed(
    request: HttpRequest, form: LabelForm, tags: list[str], pages: list[str]
) -> HttpResponse:
    """The sheets to print; new numbers are written down, so that none is given twice."""
    if not form.wanted_tags:
        member = counter_of(request)
        actions.hand_out_numbers(
            form.cleaned_data["begins"], tags, organisation=member.organisation,
            actor=user_of(request), at=timezone.now(),
        )  # fmt: skip
    answer = HttpResponse(as_pdf(pages), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="labels.pdf"'
    return answer


@require_http_methods(["GET", "POST"])
def tag_page(request: HttpRequest, tag: str) -> HttpResponse:
    """Where the code on a label leads: to its device, or to what can be done without one."""
    member = member_of(request)
    demand_inventory(member)
    device = counting.device_called(tag, organisation=member.organisation)
    if device is not None:
        return redirect("device", device.pk)
    if request.method == "POST":
        return redirect("draft", _kept(request, tag).pk)
    return render(request, "use/label_unknown.html", {}, status=404)


def _kept(request: HttpRequest, tag: str) -> Sighting:
    """The label as a draft; the one there is already, when it was seen before."""
    member, at = counter_of(request), timezone.now()
    seen = Seen(tag, uuid4().hex, "camera", at)
    (noted,) = note_sightings(
        (seen,), organisation=member.organisation, actor=user_of(request), at=at
    )
    return noted.sighting


@require_GET
def draft_list(request: HttpRequest) -> HttpResponseBase:
    """Every label that was seen and that nobody knows."""
    member = member_of(request)
    demand_inventory(member)
    organisation, words = member.organisation, request.GET.get("q", "").strip()
    groups = counting.drafts(organisation=organisation, words=words)
    if kind := wanted(request):
        return _exported(kind, groups, organisation)
    page = Paginator(groups, PAGE_ROWS).get_page(request.GET.get("page"))
    shown = counting.drafts_shown(list(page), organisation=organisation)
    context = {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [counts.draft_row(each) for each in shown],
        "words": words,
    }
    return render(request, "use/label_draft_list.html", context)


def _exported(
    kind: str, groups: Iterable[Any], organisation: Organisation
) -> HttpResponseBase:  # fmt: skip
    shown = counting.drafts_shown(list(groups), organisation=organisation)
    return download(
        kind, _("unknown labels"), tables.draft_heads(), map(tables.draft_cells, shown),
        organisation=organisation, today=timezone.localdate(),
    )  # fmt: skip


def _draft(request: HttpRequest, number: int) -> Sighting:
    """The draft an address names, for who may change the inventory."""
    found = counting.sighting_of(number, organisation=counter_of(request).organisation)
    if found is None:
        raise Http404
    return found


@require_GET
def draft_page(request: HttpRequest, number: int) -> HttpResponse:
    """One label nobody knows, and the three things that can be done with it."""
    sighting = _draft(request, number)
    if sighting.device_id is not None:
        return redirect("device", sighting.device_id)
    context = _asked_about(sighting, _register_form(request, sighting), MatchForm())
    return render(request, "use/label_draft.html", context)


def _asked_about(sighting: Sighting, form: RegisterForm, match: MatchForm) -> dict[str, Any]:
    return {"draft": sighting, "form": form, "match": match}


def _register_form(request: HttpRequest, sighting: Sighting) -> RegisterForm:
    organisation = member_of(request).organisation
    return RegisterForm(
        posted(request), counting.sites(organisation=organisation),
        counting.units(organisation=organisation), tables.category_choices(), sighting.site_id,
    )  # fmt: skip


@require_POST
def draft_register(request: HttpRequest, number: int) -> HttpResponse:
    """Enter the device that bears the label."""
    sighting = _draft(request, number)
    form = _register_form(request, sighting)
    if not form.is_valid():
        context = _asked_about(sighting, form, MatchForm())
        return render(request, "use/label_draft.html", context, status=400)
    device = actions.register_device(
        sighting.tag, form.facts, organisation=member_of(request).organisation,
        actor=user_of(request), at=timezone.now(), today=timezone.localdate(),
        state=form.cleaned_data["state"],
    )  # fmt: skip
    messages.success(request, _("The device is in the inventory."))
    return redirect("device", device.pk)


@require_POST
def draft_match(request: HttpRequest, number: int) -> HttpResponse:
    """Say which device bears the label."""
    sighting, match = _draft(request, number), MatchForm(request.POST)
    if not match.is_valid():
        context = _asked_about(sighting, _blank_form(request, sighting), match)
        return render(request, "use/label_draft.html", context, status=400)
    device = actions.match_label(
        sighting.tag, _called(request, match.cleaned_data["device"]),
        organisation=member_of(request).organisation, actor=user_of(request), at=timezone.now(),
        is_its_label=match.cleaned_data["is_its_label"],
    )  # fmt: skip
    messages.success(request, _("The label belongs to this device."))
    return redirect("device", device.pk)


def _called(request: HttpRequest, name: str) -> Device:
    device = counting.device_called(name, organisation=member_of(request).organisation)
    if device is None:
        raise Unknown(_NO_DEVICE, hint=_LOOK, code="unknown-device")
    return device


def _blank_form(request: HttpRequest, sighting: Sighting) -> RegisterForm:
    organisation = member_of(request).organisation
    return RegisterForm(
        None, counting.sites(organisation=organisation), counting.units(organisation=organisation),
        tables.category_choices(), sighting.site_id,
    )  # fmt: skip


@require_POST
def draft_aside(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a label is of nothing of ours, or take that back."""
    sighting = _draft(request, number)
    is_aside = request.POST.get("action") != "back"
    organisation = member_of(request).organisation
    actions.set_aside(sighting.tag, organisation=organisation, is_aside=is_aside)
    return redirect("draft", number)


_NO_DEVICE = Text(nl="geen toestel heet zo", en="no device is called so")
_LOOK = Text(
    nl="zoek het toestel eerst op, of registreer het", en="look the device up first, or register it"
)
