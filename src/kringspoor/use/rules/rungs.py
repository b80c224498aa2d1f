"""What the ladder says of one device, for the guard that asks for the higher rung first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kringspoor.assess.explain import RungSeen, Verdict
from kringspoor.core.guards.facts import HigherRung
from kringspoor.core.states import Route, State
from kringspoor.people.language import language

# The steps of a ladder that a state or a way out answers. What stays inside and stands on no rung
# of this ladder has nothing above it: inside comes before outside.
INSIDE: Mapping[State, frozenset[str]] = {
    State.IN_STOCK: frozenset(
        ("redeploy", "second_life", "lower_profile", "other_os", "upgrade", "keep", "extend")
    ),
    State.ALLOCATED: frozenset(("redeploy", "second_life", "lower_profile")),
    State.ON_LOAN: frozenset(("redeploy", "second_life", "lower_profile")),
    State.IN_RESERVE: frozenset(("reserve",)),
}
TAKEN = ("yes", "unknown")
DISMANTLED = frozenset(("parts",))
OUTSIDE: Mapping[Route, frozenset[str]] = {
    Route.SCHOOL: frozenset(("school",)),
    Route.STAFF: frozenset(("staff_sale",)),
    Route.DONATED: frozenset(("donation",)),
    Route.TRADED_IN: frozenset(("trade_in",)),
    Route.LESSOR: frozenset(("return_to_lessor", "leave_to_owner")),
    Route.RECYCLED: frozenset(("recycle",)),
}


def higher_rungs(
    target: State,
    route: Route | None,
    verdict: Verdict,
    ladder: Sequence[str],
    refused: Mapping[str, str],
) -> tuple[HigherRung, ...]:
    """The rungs above the one that is chosen, each with why it fell away.

    ``ladder`` names the steps of the rungs from the top; ``refused`` gives a person's reason
    against a step. A rung the walk passed says itself why. What was advised stands open until a
    person refuses it, unless what is chosen answers it or stands above it.
    """
    answers = _answers(target, route)
    passed = [
        HigherRung(each.step.slug, _why(each)) for each in verdict.walk if each.answer not in TAKEN
    ]
    advised, taken = verdict.step.slug, len(passed)
    if advised in answers:
        return tuple(passed)
    chosen = _rank(answers, ladder, is_inside=target in INSIDE)
    if chosen < taken:
        return tuple(passed[:chosen])
    return (*passed, HigherRung(advised, refused.get(advised, "")))


def _answers(target: State, route: Route | None) -> Collection[str]:
    if target is State.TO_DISMANTLE:
        return DISMANTLED
    if target is State.TO_LEAVE and route is not None:
        return OUTSIDE[route]
    return INSIDE.get(target, frozenset())


def _rank(answers: Collection[str], ladder: Sequence[str], *, is_inside: bool) -> int:
    """How many rungs stand above what is chosen: above its first rung inside, its last outside."""
    places = [place for place, step in enumerate(ladder) if step in answers]
    if is_inside:
        return places[0] if places else 0
    return places[-1] if places else len(ladder)


def _why(rung: RungSeen) -> str:
    said = language()
    return rung.because.spoken(said) or rung.asks.spoken(said)
