"""G6, G8 and G9: long enough in use, not too long on a shelf, and safe where it goes."""

from __future__ import annotations

from kringspoor.core.due import life_dates
from kringspoor.core.guards.facts import Facts, NextUse, RiskContext
from kringspoor.core.guards.order import OUTWARD
from kringspoor.core.guards.refusal import Refusal, unrecorded
from kringspoor.core.states import Guard, Route, SecurityState, State, Transition
from kringspoor.core.words import Text


def served_minimum(step: Transition, facts: Facts) -> Refusal | None:
    """G6: before its minimum a device stops for a reason with evidence; it leaves with approval.

    It may come in at any time: a hard minimum asks the approval when it goes out or is dismantled.
    What goes back to its lessor follows the contract.
    Source: fair-ict-flanders (Ghent five years, KU Leuven four).
    """
    if step.target is State.TO_LEAVE and facts.route is Route.LESSOR:
        return None
    if facts.lifetime is None:
        return unrecorded(Guard.G6, "de regel voor de gebruiksduur", "the rule for its lifetime")
    if facts.serves_since is None:
        return unrecorded(Guard.G6, "sinds wanneer het dient", "since when it serves")
    minimum_on = life_dates(facts.lifetime, facts.serves_since).minimum_on
    if facts.today >= minimum_on:
        return None
    early = facts.early_exit
    if early is None or not early.reason or not early.evidence:
        code, remedy = "G6.too_young", ("de reden en het bewijs", "the reason and the evidence")
    elif facts.lifetime.is_hard and step.target in OUTWARD and not early.approved_by:
        code, remedy = "G6.not_approved", ("wie de uitzondering goedkeurt", "who approves it")
    else:
        return None
    return Refusal(
        code,
        Text(
            nl=f"het minimum van {facts.lifetime.minimum} maanden is pas om op {minimum_on}",
            en=f"the minimum of {facts.lifetime.minimum} months is not over until {minimum_on}",
        ),
        Text(nl=f"registreer {remedy[0]}", en=f"record {remedy[1]}"),
        {"minimum_months": facts.lifetime.minimum, "minimum_on": minimum_on.isoformat()},
    )


def pool_has_room(step: Transition, facts: Facts) -> Refusal | None:
    """G8: a pool takes no more than its cap, and each device in it has a day of review.

    Source: fair-ict-flanders (Leuven and Laakdal keep a reserve; UGent warns of dust).
    """
    if facts.pool is None:
        return unrecorded(Guard.G8, "de pool en haar maximum", "the pool and its cap")
    if facts.pool.room_count < 1:
        cap_count = facts.pool.cap_count
        return Refusal(
            "G8.full",
            Text(
                nl=f"de pool is vol: {facts.pool.held_count} van {cap_count}",
                en=f"the pool is full: {facts.pool.held_count} of {cap_count}",
            ),
            Text(
                nl="geef eerst een toestel uit de pool een bestemming",
                en="give a device of the pool its next use first",
            ),
            {"held_count": facts.pool.held_count, "cap_count": cap_count},
        )
    if facts.review_on is None:
        return unrecorded(Guard.G8, "wanneer u dit herbekijkt", "when this is reviewed")
    if facts.review_on > facts.today:
        return None
    return Refusal(
        "G8.review",
        Text(
            nl=f"de herzieningsdatum {facts.review_on} is al voorbij",
            en=f"the review date {facts.review_on} has passed",
        ),
        Text(nl="kies een latere datum", en="choose a later date"),
        {"review_on": facts.review_on.isoformat()},
    )


def safe_in_context(step: Transition, facts: Facts) -> Refusal | None:
    """G9: grade and support suit the use; an unsafe device only goes where the risk is lower.

    Then with a measure against it, and never internet-facing. Out of the house, only schools are
    asked: their context is education.
    Source: fair-ict-flanders (KU Leuven: a less risky context, and no loss of security).
    """
    if step.target is State.TO_LEAVE and facts.route is not Route.SCHOOL:
        return None
    use = facts.next_use
    if use is None:
        return unrecorded(Guard.G9, "het volgende gebruik", "the next use")
    if use.min_grade and not facts.grade:
        return unrecorded(Guard.G9, "de graad na screening", "the grade after screening")
    if use.min_grade and facts.grade and facts.grade > use.min_grade:
        return _too_little(f"graad {use.min_grade}", f"grade {use.min_grade}", facts.grade)
    if use.min_support_months and facts.support_months is None:
        return unrecorded(Guard.G9, "hoelang updates nog komen", "how long updates still come")
    if facts.support_months is not None and facts.support_months < use.min_support_months:
        months = use.min_support_months
        return _too_little(
            f"{months} maanden updates", f"{months} months of updates", facts.support_months
        )
    if facts.security is None:
        return unrecorded(Guard.G9, "of het nog updates krijgt", "whether it still gets updates")
    return None if facts.security is SecurityState.OK else _risk(step, use)


def _risk(step: Transition, use: NextUse) -> Refusal | None:
    context = RiskContext.EDUCATION if step.target is State.TO_LEAVE else use.context
    if context is None:
        return unrecorded(Guard.G9, "in welke omgeving het komt", "in which context it comes")
    if context is RiskContext.INTERNET_FACING:
        return _unsafe(
            "exposed", "open op het internet mag nooit", "internet-facing is never allowed"
        )
    if use.previous_context is None:
        return unrecorded(Guard.G9, "uit welke omgeving het komt", "from which context it comes")
    if not context.is_below(use.previous_context):
        before = use.previous_context.text
        return _unsafe(
            "no_lower",
            f"'{context.text.nl}' is niet minder riskant dan '{before.nl}'",
            f"'{context.text.en}' is no lower risk than '{before.en}'",
        )
    if not use.mitigation:
        return _unsafe("no_mitigation", "er is geen maatregel genoteerd", "no measure is noted")
    return None


def _unsafe(reason: str, nl: str, en: str) -> Refusal:
    return Refusal(
        f"G9.{reason}",
        Text(
            nl=f"het toestel krijgt geen volle beveiligingsupdates: {nl}",
            en=f"the device does not get full security updates: {en}",
        ),
        Text(
            nl="kies een minder riskante omgeving en noteer de maatregel, of zet er een systeem op"
            " dat ondersteund is",
            en="choose a lower risk and note the measure, or install a supported system",
        ),
    )


def _too_little(nl: str, en: str, has: str | int) -> Refusal:
    return Refusal(
        "G9.requirement",
        Text(
            nl=f"dit gebruik vraagt {nl}; het toestel heeft {has}",
            en=f"this use asks {en}; the device has {has}",
        ),
        Text(
            nl="kies een lichter gebruik of een ander toestel",
            en="choose a lighter use or another device",
        ),
        {"has": has},
    )
