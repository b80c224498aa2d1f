"""The pages of the lifetime policy: rules with their versions, the preset, what is inherited."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kringspoor.people.models import Membership
from kringspoor.people.rules import demand, may
from kringspoor.use.actions import lifetimes as actions
from kringspoor.use.forms.lifetimes import AboutForm, PresetForm, RuleForm, StartForm
from kringspoor.use.models import LifetimeVersion
from kringspoor.use.queries import lifetimes as queries
from kringspoor.use.rules import demand_inventory
from kringspoor.use.rules.lifetimes import About, Inherited
from kringspoor.use.tables import lifetimes as tables
from kringspoor.use.views.asking import member_of, user_of

POLICY = "change_policy"


@require_GET
def policy_page(request: HttpRequest) -> HttpResponse:
    """How long everything serves, by which rule, and since when."""
    member = member_of(request)
    demand_inventory(member)
    policy = queries.policy(organisation=member.organisation, on=timezone.localdate())
    context = {
        **tables.policy_page(policy),
        "form": AboutForm(tables.about_options(policy.units)),
        "may_change": may(member, POLICY),
    }
    return render(request, "use/lifetime_policy.html", context)


def _about(request: HttpRequest) -> About:
    """What the rule of an address is about."""
    organisation = member_of(request).organisation
    units = queries.unit_names(organisation=organisation)
    form = AboutForm(tables.about_options(units), request.GET)
    if not form.is_valid():
        raise Http404
    told = form.cleaned_data
    unit = queries.unit_numbered(int(told["unit"] or 0), organisation=organisation)
    return About(told["category"], unit, told["use_profile"])


def _shown(request: HttpRequest, about: About, form: StartForm, **more: Any) -> HttpResponse:
    """The page of a rule, with its form as far as it is filled in."""
    member, today = member_of(request), timezone.localdate()
    versions = queries.versions_of(about.scope, organisation=member.organisation)
    context = {
        "about": tables.about_of(about),
        "versions": tables.history(versions, today),
        "form": form,
        "may_change": may(member, POLICY),
        "may_withdraw": bool(versions) and versions[0].rule is not None,
        "query": request.GET.urlencode(),
        **more,
    }
    return _answered(request, "use/lifetime_rule.html", context)


def _empty_form(request: HttpRequest, about: About) -> RuleForm:
    """The form of a rule as it is now; an address may ask for an earlier version of it."""
    organisation, today = member_of(request).organisation, timezone.localdate()
    versions = queries.versions_of(about.scope, organisation=organisation)
    again = [each for each in versions if str(each.version_no) == request.GET.get("again")]
    resolver = queries.rules_in_force(organisation=organisation, on=today)
    rule = tables.start_of(again or versions, resolver, about)
    initial = {
        "min_months": rule.min_months, "target_months": rule.target_months,
        "window_months": rule.window_months, "is_hard": rule.is_hard,
    }  # fmt: skip
    return RuleForm(today=today, initial=initial)


@require_http_methods(["GET", "POST"])
def rule_page(request: HttpRequest) -> HttpResponse:
    """One rule: its versions, and another one, of which is shown first what it moves."""
    demand_inventory(member_of(request))
    about = _about(request)
    if request.method == "GET":
        return _shown(request, about, _empty_form(request, about))
    demand(member_of(request), POLICY)
    form = RuleForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _shown(request, about, form)
    return _looked_or_saved(request, about, form)


def _looked_or_saved(request: HttpRequest, about: About, form: RuleForm) -> HttpResponse:
    """Save what was looked at; of anything else, show first what it moves."""
    member, start = member_of(request), form.starting
    if "save" in request.POST and request.POST.get("seen") == form.digest:
        version = actions.change_rule(
            about, form.rule, start, organisation=member.organisation, actor=user_of(request),
            at=timezone.now(), today=timezone.localdate(),
        )  # fmt: skip
        return _saved(request, version)
    effect = queries.effect_of_rule(
        about, form.rule, organisation=member.organisation, on=start.valid_from
    )
    return _shown(request, about, form, effect=tables.effect(effect), seen=form.digest)


def _saved(request: HttpRequest, version: LifetimeVersion) -> HttpResponse:
    day = f"{version.valid_from:%d/%m/%Y}"
    messages.success(request, _("Version {no} holds from {day}.").format(
        no=version.version_no, day=day))  # fmt: skip
    return redirect(tables.rule_url(version))


@require_http_methods(["GET", "POST"])
def rule_withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw an own rule from a day on, so that what is under it holds."""
    member, today = member_of(request), timezone.localdate()
    demand(member, POLICY)
    about, form = _about(request), StartForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        return _withdrawn(request, about, form)
    effect = queries.effect_of_rule(about, None, organisation=member.organisation, on=today)
    context = {
        "about": tables.about_of(about), "effect": tables.effect(effect), "form": form,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return _answered(request, "use/lifetime_withdraw.html", context)


def _withdrawn(request: HttpRequest, about: About, form: StartForm) -> HttpResponse:
    version = actions.change_rule(
        about, None, form.starting, organisation=member_of(request).organisation,
        actor=user_of(request), at=timezone.now(), today=timezone.localdate(),
    )  # fmt: skip
    return _saved(request, version)


def _answered(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page with a form: a mistake in it is a bad request."""
    status = 400 if context["form"].errors else 200
    return render(request, template, context, status=status)


@require_http_methods(["GET", "POST"])
def preset_page(request: HttpRequest) -> HttpResponse:
    """The presets, and what another one would change."""
    member, today = member_of(request), timezone.localdate()
    demand(member, POLICY)
    chosen = request.POST.get("preset") or request.GET.get("preset", "")
    form = PresetForm(request.POST or None, today=today, initial={"preset": chosen})
    if request.method == "POST" and form.is_valid():
        actions.choose_preset(
            chosen, form.starting, organisation=member.organisation, actor=member.user,
            at=timezone.now(), today=today,
        )  # fmt: skip
        messages.success(request, _("The preset is chosen."))
        return redirect("lifetimes")
    context = {"form": form, **_presets(member, chosen)}
    return _answered(request, "use/lifetime_preset.html", context)


def _presets(member: Membership, chosen: str) -> dict[str, Any]:
    """The presets to choose from, and what the chosen one would move."""
    organisation, today = member.organisation, timezone.localdate()
    policies = queries.every_preset(organisation=organisation)
    now = queries.rules_in_force(organisation=organisation, on=today).preset
    shown: dict[str, Any] = {"presets": tables.presets(policies, now.slug, chosen)}
    if chosen and chosen != now.slug:
        effect = queries.effect_of_preset(chosen, organisation=organisation, on=today)
        shown |= {"effect": tables.effect(effect), "chosen": tables.preset_name(chosen)}
    return shown


def _inherited(request: HttpRequest, owner: str) -> Inherited:
    """The inherited rule that an address names."""
    found = queries.inherited_rule(
        owner, request.GET.get("scope", ""), organisation=member_of(request).organisation,
        on=timezone.localdate(),
    )  # fmt: skip
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def inherited_page(request: HttpRequest, owner: str) -> HttpResponse:
    """A rule of an organisation above: opt out of it, or follow it again, with a reason."""
    member, today = member_of(request), timezone.localdate()
    demand(member, POLICY)
    word, form = _inherited(request, owner), StartForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        return _followed(request, word, form)
    effect = queries.effect_of_word(word, organisation=member.organisation, on=today)
    said = queries.opt_outs(word.version.scope, organisation=member.organisation)
    context = {
        "rule": tables.inherited(word), "effect": tables.effect(effect), "form": form,
        "said": tables.words_said(said),
    }  # fmt: skip
    return _answered(request, "use/lifetime_inherited.html", context)


def _followed(request: HttpRequest, word: Inherited, form: StartForm) -> HttpResponse:
    actions.follow_inherited(
        word.version.organisation.slug, word.version.scope, form.starting, is_out=not word.is_out,
        organisation=member_of(request).organisation, actor=user_of(request), at=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("This is on record."))
    return redirect("lifetimes")
