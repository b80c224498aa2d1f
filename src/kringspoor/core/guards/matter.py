"""G2 and G10: batteries go apart, and what goes in comes out."""

from __future__ import annotations

from kringspoor.core.guards.facts import BatteryWay, Facts
from kringspoor.core.guards.refusal import Refusal, unrecorded
from kringspoor.core.states import EXIT, Guard, Route, State, Transition
from kringspoor.core.words import Text


def batteries_apart(step: Transition, facts: Facts) -> Refusal | None:
    """G2: what is dismantled or recycled gives its batteries to the battery stream, or as parts.

    Source: fair-ict-flanders (Ghent: batteries go apart).
    """
    is_whole = step.target is not State.DISMANTLED and facts.route is not Route.RECYCLED
    if is_whole:
        return None
    if facts.batteries is None:
        return unrecorded(Guard.G2, "welke batterijen erin zitten", "which batteries it holds")
    unknown = [each.name for each in facts.batteries if each.goes_to is None]
    if unknown:
        names = ", ".join(unknown)
        return unrecorded(
            Guard.G2, f"waar batterij {names} heen gaat", f"where battery {names} goes"
        )
    inside = [each.name for each in facts.batteries if each.goes_to is BatteryWay.WITH_DEVICE]
    if not inside:
        return None
    names = ", ".join(inside)
    return Refusal(
        "G2.with_device",
        Text(nl=f"batterij {names} gaat met het toestel mee", en=f"battery {names} goes along"),
        Text(
            nl="haal de batterij eruit en geef ze aan de batterijstroom",
            en="take the battery out and give it to the battery stream",
        ),
        {"batteries": names},
    )


def counts_balance(step: Transition, facts: Facts) -> Refusal | None:
    """G10: parts listed = stocked + scrapped; devices sent in a lot = devices received.

    Source: fair-ict-flanders (Ghent dismantles for parts).
    """
    if step.target in EXIT.values():
        return _lot_balances(facts)
    parts = facts.parts
    if parts is None or parts.listed_count is None:
        return unrecorded(Guard.G10, "welke onderdelen het toestel had", "which parts it had")
    if parts.stocked_count is None or parts.scrapped_count is None:
        return unrecorded(Guard.G10, "waar elk onderdeel heen ging", "where each part went")
    came_count = parts.stocked_count + parts.scrapped_count
    return None if came_count == parts.listed_count else _unequal(parts.listed_count, came_count)


def _lot_balances(facts: Facts) -> Refusal | None:
    deed = facts.deed
    if deed is None or deed.sent_count is None or deed.received_count is None:
        return unrecorded(
            Guard.G10,
            "hoeveel toestellen vertrokken en aankwamen",
            "how many devices were sent and received",
        )
    is_equal = deed.sent_count == deed.received_count
    return None if is_equal else _unequal(deed.sent_count, deed.received_count)


def _unequal(in_count: int, out_count: int) -> Refusal:
    return Refusal(
        "G10.unequal",
        Text(nl=f"{in_count} erin, {out_count} eruit", en=f"{in_count} in, {out_count} out"),
        Text(nl="zoek het verschil en registreer het", en="find the difference and record it"),
        {"in_count": in_count, "out_count": out_count},
    )
