"""G3 and the last use: a lower rung is taken when the higher ones have said no."""

from __future__ import annotations

from datetime import date

from kringspoor.core.guards.facts import Facts, HigherRung
from kringspoor.core.guards.refusal import Refusal, unrecorded
from kringspoor.core.states import Guard, Route, State, Transition
from kringspoor.core.words import Text

OUTWARD = (State.TO_LEAVE, State.TO_DISMANTLE)
WORST_GRADE = "D"


def higher_rung_first(step: Transition, facts: Facts) -> Refusal | None:
    """G3: each higher rung refused or its hold expired; nothing goes outside while inside asks.

    What goes back to its lessor follows the contract, not the ladder.
    Source: fair-ict-flanders (Laakdal: inside first; KU Leuven: recycling an absolute minimum).
    """
    if step.target is State.TO_LEAVE and facts.route is Route.LESSOR:
        return None
    if facts.rungs is None or facts.rungs.higher is None:
        return unrecorded(Guard.G3, "wat de ladder zei", "what the ladder said")
    if step.target in OUTWARD:
        if facts.rungs.inside_demand_count is None:
            return unrecorded(Guard.G3, "of er intern vraag naar is", "whether anyone inside asks")
        if facts.rungs.inside_demand_count > 0:
            return _asked_inside(facts.rungs.inside_demand_count)
    waiting = [each.step for each in facts.rungs.higher if not _is_past(each, facts.today)]
    return _still_open(waiting) if waiting else None


def no_use_left(step: Transition, facts: Facts) -> Refusal | None:
    """Only grade D is dismantled, or what nobody asked for until its hold time was over.

    Source: fair-ict-flanders (Ghent dismantles what is wholly unusable).
    """
    if facts.grade == WORST_GRADE:
        return None
    if not facts.grade:
        return unrecorded(Guard.LAST_USE, "de graad na screening", "the grade after screening")
    if facts.hold_until is None:
        return unrecorded(
            Guard.LAST_USE, "tot wanneer op vraag gewacht wordt", "until when demand is waited for"
        )
    if facts.hold_until < facts.today:
        return None
    return Refusal(
        "last_use.usable",
        Text(
            nl=f"graad {facts.grade} is nog bruikbaar; er wordt tot {facts.hold_until} gewacht op"
            " een vraag",
            en=f"grade {facts.grade} is still usable; a demand is waited for until"
            f" {facts.hold_until}",
        ),
        Text(nl="zoek eerst een nieuw gebruik", en="look for a next use first"),
        {"grade": facts.grade, "hold_until": facts.hold_until.isoformat()},
    )


def _is_past(rung: HigherRung, today: date) -> bool:
    return bool(rung.refusal) or (rung.held_until is not None and rung.held_until < today)


def _asked_inside(demand_count: int) -> Refusal:
    return Refusal(
        "G3.inside",
        Text(
            nl=f"intern vragen er nog {demand_count} zo een toestel",
            en=f"{demand_count} inside still ask for such a device",
        ),
        Text(
            nl="wijs het intern toe, of noteer waarom dat niet kan",
            en="allocate it inside, or note why that cannot be",
        ),
        {"inside_demand_count": demand_count},
    )


def _still_open(steps: list[str]) -> Refusal:
    names = ", ".join(steps)
    return Refusal(
        "G3.higher",
        Text(nl=f"een hogere trede staat nog open: {names}", en=f"a higher rung is open: {names}"),
        Text(
            nl="noteer waarom die trede afvalt, of wacht tot haar termijn om is",
            en="note why that rung is refused, or wait until its time is over",
        ),
        {"steps": names},
    )
