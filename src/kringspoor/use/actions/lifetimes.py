"""Changing how long devices serve: a rule, the preset under it, what is inherited.

Nothing is overwritten: each change is a version from a day on, with a reason, on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from kringspoor.core.errors import BadInput, Refused, Unknown
from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, Unit, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.models import LifetimeOptOut, LifetimePreset, LifetimeVersion
from kringspoor.use.rules.lifetimes import (
    MAX_MONTHS,
    About,
    From,
    inherited_rules,
    lifetime_subject,
    policy_named,
    rules_in_force,
)


@within_organisation
@transaction.atomic
def change_rule(
    about: About,
    rule: LifetimeRule | None,
    starting: From,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    today: date,
) -> LifetimeVersion:
    """Give a rule another version from a day on; without a rule it is withdrawn.

    Raises BadInput for terms that cannot be, Refused for a rule that an organisation above made.
    """
    _demand_start(starting, today)
    _demand_terms(rule)
    hold_chain(organisation=organisation)
    if about.unit is not None:
        Unit.objects.get(pk=about.unit.pk)  # of this organisation, or it is not there
    versions = LifetimeVersion.objects.filter(scope=about.scope)
    last = versions.order_by("-valid_from", "-version_no").first()
    _demand_own(about, organisation, starting.valid_from, has_own=last is not None)
    if (last.rule if last else None) == rule:
        raise BadInput(_SAME, hint=_SAME_HINT, code="lifetime-same")
    version = LifetimeVersion.objects.create(
        organisation=organisation, scope=about.scope, unit=about.unit, category=about.category,
        use_profile=about.use_profile, version_no=_next(versions), valid_from=starting.valid_from,
        min_months=rule.min_months if rule else None,
        target_months=rule.target_months if rule else None,
        window_months=rule.window_months if rule else None,
        is_hard=rule.is_hard if rule else False,
        reason=starting.reason.strip(), set_by=actor, set_at=at,
    )  # fmt: skip
    told = {
        "scope": version.scope, "version": version.version, "replaces": last.version if last
        else "", "min_months": version.min_months, "target_months": version.target_months,
        "window_months": version.window_months, "is_hard": version.is_hard,
    }  # fmt: skip
    _write("lifetime.changed", told, starting, organisation=organisation, actor=actor, at=at)
    return version


@within_organisation
@transaction.atomic
def choose_preset(
    slug: str,
    starting: From,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    today: date,
) -> LifetimePreset:
    """Put another preset under the rules from a day on. Raises Unknown for one nobody knows."""
    _demand_start(starting, today)
    hold_chain(organisation=organisation)
    policy = policy_named(slug)
    now = rules_in_force(organisation=organisation, on=starting.valid_from).preset.slug
    if now == policy.slug:
        raise BadInput(_SAME, hint=_SAME_HINT, code="lifetime-same")
    chosen = LifetimePreset.objects.create(
        organisation=organisation, slug=policy.slug, version_no=_next(LifetimePreset.objects.all()),
        valid_from=starting.valid_from, reason=starting.reason.strip(), set_by=actor, set_at=at,
    )  # fmt: skip
    told = {"preset": policy.slug, "replaces": now}
    _write("lifetime.preset", told, starting, organisation=organisation, actor=actor, at=at)
    return chosen


@within_organisation
@transaction.atomic
def follow_inherited(
    owner_slug: str,
    scope: str,
    starting: From,
    *,
    is_out: bool,
    organisation: Organisation,
    actor: User,
    at: datetime,
    today: date,
) -> LifetimeOptOut:
    """Opt out of a rule of an organisation above, or follow it again. Raises Unknown for no rule.

    Twice the same is once.
    """
    _demand_start(starting, today)
    hold_chain(organisation=organisation)
    rules = inherited_rules(organisation, starting.valid_from)
    found = next(
        (each for each in rules
         if (each.version.organisation.slug, each.version.scope) == (owner_slug, scope)), None,
    )  # fmt: skip
    if found is None:
        raise Unknown(_NO_SUCH, hint=_NO_SUCH_HINT, code="lifetime-not-inherited")
    if found.is_out == is_out:
        raise BadInput(_SAME, hint=_SAME_HINT, code="lifetime-same")
    word = LifetimeOptOut.objects.create(
        organisation=organisation, owner=found.version.organisation, scope=scope, is_out=is_out,
        valid_from=starting.valid_from, reason=starting.reason.strip(), set_by=actor, set_at=at,
    )  # fmt: skip
    kind = "lifetime.opted_out" if is_out else "lifetime.follows_again"
    told = {"owner": owner_slug, "scope": scope, "version": found.version.version}
    _write(kind, told, starting, organisation=organisation, actor=actor, at=at)
    return word


def _next(rows: QuerySet[LifetimeVersion] | QuerySet[LifetimePreset]) -> int:
    return (rows.aggregate(last=Max("version_no"))["last"] or 0) + 1


def _write(
    kind: str,
    told: Mapping[str, Plain],
    starting: From,
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
) -> None:
    start = {"valid_from": starting.valid_from.isoformat(), "reason": starting.reason.strip()}
    happening = Happening(kind, lifetime_subject(organisation), {**told, **start})
    write_down([happening], organisation=organisation, actor=actor, at=at)


def _demand_start(starting: From, today: date) -> None:
    if not starting.reason.strip():
        raise BadInput(
            Text(nl="de reden ontbreekt", en="the reason is missing"),
            hint=Text(
                nl="schrijf waarom u dit wijzigt, voor wie het later leest",
                en="write why you change this, for who reads it later",
            ),
            code="lifetime-reason",
        )
    if starting.valid_from < today:
        raise BadInput(
            Text(nl="deze dag is voorbij", en="this day is over"),
            hint=Text(
                nl="kies vandaag of later: wat al beslist is, blijft onder de oude regel",
                en="choose today or later: what is decided stays under the old rule",
            ),
            code="lifetime-past",
        )


def _demand_terms(rule: LifetimeRule | None) -> None:
    """Raise BadInput unless minimum, target and window follow each other."""
    if rule is None or 1 <= rule.minimum <= rule.target_months <= rule.window <= MAX_MONTHS:
        return
    raise BadInput(
        Text(
            nl="het minimum, het doel en het einde van het venster volgen elkaar niet op",
            en="the minimum, the target and the end of the window do not follow each other",
        ),
        hint=Text(
            nl=f"geef maanden van 1 tot {MAX_MONTHS}: minimum, dan doel, dan einde van het venster",
            en=f"give months from 1 to {MAX_MONTHS}: minimum, then target, then end of the window",
        ),
        code="lifetime-terms",
    )


def _demand_own(about: About, organisation: Organisation, on: date, *, has_own: bool) -> None:
    """Raise Refused when this very rule comes from above: to leave it is said, not just done."""
    if has_own:
        return
    for each in inherited_rules(organisation, on):
        if each.version.scope == about.scope and not each.is_out:
            name = each.version.organisation.name
            raise Refused(
                Text(
                    nl=f"deze regel komt van {name}",
                    en=f"this rule comes from {name}",
                ),
                hint=Text(
                    nl="meld u eerst af van die regel; dat wordt vastgelegd met uw reden",
                    en="first opt out of that rule; that is put on record with your reason",
                ),
                code="lifetime-inherited",
            )


_SAME = Text(nl="er verandert niets", en="nothing changes")
_SAME_HINT = Text(
    nl="dit is al zo; kies een andere waarde", en="it is so already; choose another value"
)
_NO_SUCH = Text(nl="u erft deze regel niet", en="you do not inherit this rule")
_NO_SUCH_HINT = Text(
    nl="kijk op de pagina levensduur welke regels u erft",
    en="see on the page of lifetimes which rules you inherit",
)
