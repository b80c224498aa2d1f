"""The pages of devices that are not seen: dormant, of who left, and the letters about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.people.language import language
from kringspoor.people.rules import may
from kringspoor.people.tables.export import download, wanted
from kringspoor.use.actions import missing as actions
from kringspoor.use.forms.missing import (
    DormantForm,
    LeaversForm,
    LetterForm,
    chosen_of,
    days_of,
)
from kringspoor.use.labels import as_pdf
from kringspoor.use.models import Device, RecallLetter
from kringspoor.use.queries import counting
from kringspoor.use.queries import missing as queries
from kringspoor.use.rules import demand_inventory
from kringspoor.use.tables import missing, missing_letters
from kringspoor.use.views.asking import PAGE_ROWS, member_of, user_of
from kringspoor.use.views.counting import counter_of, posted

_MOST_LETTERS = 200  # in one file


@require_GET
def dormant(request: HttpRequest) -> HttpResponseBase:
    """The devices that nobody saw for a number of days, which stands in the address."""
    member = member_of(request)
    demand_inventory(member)
    every = _dormant(request, {})
    places = {name: request.GET.get(name, "") for name in ("unit", "site")}
    found = counting.found_by(
        _dormant(request, places), request.GET.get("q", ""), request.GET.get("sort") or "seen",
        organisation=member.organisation,
    )  # fmt: skip
    if kind := wanted(request):
        return _dormant_file(request, kind, found)
    return render(request, "use/missing_dormant.html", _dormant_list(request, every, found))


def _dormant(request: HttpRequest, places: dict[str, str]) -> QuerySet[Device]:
    return queries.dormant(
        days_of(request.GET.get("days", "")), organisation=member_of(request).organisation,
        today=timezone.localdate(), places=places,
    )  # fmt: skip


def _dormant_file(request: HttpRequest, kind: str, found: QuerySet[Device]) -> HttpResponseBase:
    organisation = member_of(request).organisation
    devices = list(found)
    holders = queries.holders_of([each.pk for each in devices], organisation=organisation)
    return download(
        kind, _("not seen"), missing.heads(), missing.cells(devices, holders),
        organisation=organisation, today=timezone.localdate(),
    )  # fmt: skip


def _dormant_list(
    request: HttpRequest, every: QuerySet[Device], found: QuerySet[Device]
) -> dict[str, Any]:
    organisation, today = member_of(request).organisation, timezone.localdate()
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    numbers = [each.pk for each in page]
    holders = queries.holders_of(numbers, organisation=organisation)
    asked = queries.recalled(numbers, organisation=organisation)
    days = days_of(request.GET.get("days", ""))
    chosen = {**request.GET.dict(), "days": str(days)}
    counted = {
        name: missing.choices(queries.counted_by(name, every, organisation=organisation))
        for name in ("unit", "site")
    }
    return {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "columns": missing.columns(chosen.get("sort") or "seen"),
        "rows": [missing.row(each, holders, asked, today) for each in page],
        "filters": missing.filters(chosen, DormantForm(chosen, counted), page.paginator.count),
        "days": days,
        "may_change": may(member_of(request), "change_inventory"),
    }


@require_http_methods(["GET", "POST"])
def leavers(request: HttpRequest) -> HttpResponse:
    """What people who left still hold; the list of them is compared and not kept."""
    member = counter_of(request)
    form = LeaversForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        held = queries.held_by(form.listed, organisation=member.organisation)
        context["found"] = missing.leavers(held, form.listed)
    return render(request, "use/missing_leavers.html", context, status=400 if form.errors else 200)


@require_POST
def letter_add(request: HttpRequest) -> HttpResponse:
    """Ask by when and in which language, then write the letters."""
    member, today = counter_of(request), timezone.localdate()
    is_asked = "hand_in_on" in request.POST
    form = LetterForm(request.POST if is_asked else None, today=today, language=language())
    chosen = chosen_of(request.POST.getlist("chosen"))
    if not chosen:
        raise BadInput(_NONE_CHOSEN, hint=_CHOOSE, code="nothing-chosen")
    if not form.is_valid():
        context = _letter_asked(request, form, chosen)
        return render(request, "use/letter_add.html", context, status=400 if form.errors else 200)
    return _written(request, form, chosen, member)


def _reason(request: HttpRequest) -> str:
    return "leaver" if request.POST.get("reason") == "leaver" else "dormant"


def _letter_asked(request: HttpRequest, form: LetterForm, chosen: list[int]) -> dict[str, Any]:
    told = ngettext("{count} device is asked for.", "{count} devices are asked for.", len(chosen))
    return {
        "form": form,
        "chosen": ",".join(map(str, chosen)),
        "reason": _reason(request),
        "words": told.format(count=len(chosen)),
    }


def _written(
    request: HttpRequest, form: LetterForm, chosen: list[int], member: Any
) -> HttpResponse:
    letters = actions.write_letters(
        chosen, organisation=member.organisation, actor=user_of(request), at=timezone.now(),
        reason=_reason(request), **form.cleaned_data,
    )  # fmt: skip
    told = ngettext("{count} letter was written.", "{count} letters were written.", len(letters))
    messages.success(request, told.format(count=len(letters)))
    return redirect("letters")


@require_GET
def letter_list(request: HttpRequest) -> HttpResponse:
    """Every letter that was written."""
    member, words = counter_of(request), request.GET.get("q", "").strip()
    found = queries.letters(organisation=member.organisation, words=words)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [missing.letter_row(each) for each in page],
        "words": words,
    }
    return render(request, "use/letter_list.html", context)


def _letter(request: HttpRequest, number: int) -> RecallLetter:
    organisation = counter_of(request).organisation
    found = queries.letters_numbered([number], organisation=organisation)
    if not found:
        raise Http404
    return found[0]


@require_GET
def letter_page(request: HttpRequest, number: int) -> HttpResponse:
    """One letter, as it is printed."""
    letter = _letter(request, number)
    context = {
        "letter": missing_letters.letter_of(letter),
        "each": missing.letter_row(letter),
        "devices": letter.devices.all(),
    }
    return render(request, "use/letter_page.html", context)


@require_GET
def letter_pdf(request: HttpRequest) -> HttpResponse:
    """The chosen letters as one file to print."""
    chosen = chosen_of(request.GET.getlist("chosen"))[:_MOST_LETTERS]
    found = queries.letters_numbered(chosen, organisation=counter_of(request).organisation)
    if not found:
        raise Http404
    letters = [missing_letters.letter_of(each) for each in found]
    pages = [page for each in letters for page in missing_letters.as_pages(each)]
    answer = HttpResponse(as_pdf(pages), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="letters.pdf"'
    return answer


@require_POST
def letter_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a letter back."""
    letter, organisation = _letter(request, number), member_of(request).organisation
    actions.withdraw_letter(
        letter, organisation=organisation, actor=user_of(request), at=timezone.now()
    )
    return redirect("letter", number)


_NONE_CHOSEN = Text(nl="er is geen toestel gekozen", en="no device was chosen")
_CHOOSE = Text(nl="kies minstens één toestel", en="choose at least one device")
