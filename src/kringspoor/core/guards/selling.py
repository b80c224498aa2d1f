"""G12: a sale to staff is fair: worn off in the books, at the rule's price, by another's hand."""

from __future__ import annotations

from kringspoor.core.guards.facts import Facts, Sale
from kringspoor.core.guards.refusal import Refusal, unrecorded
from kringspoor.core.states import Guard, Route, Transition
from kringspoor.core.words import Text


def sale_is_fair(step: Transition, facts: Facts) -> Refusal | None:
    """G12: depreciated, at the price of the rule, not decided by its buyer, and with no lock left.

    Source: fair-ict-flanders (KU Leuven sells to staff at residual value).
    """
    if facts.route is not Route.STAFF:
        return None
    if facts.sale is None:
        return unrecorded(Guard.G12, "de verkoop", "the sale")
    return _price(facts.sale) or _persons(facts.sale) or _locks(facts.sale)


def _price(sale: Sale) -> Refusal | None:
    if sale.book_value_cents is None:
        return unrecorded(Guard.G12, "de boekwaarde", "the book value")
    if sale.book_value_cents > 0:
        return _unfair(
            "not_depreciated",
            Text(nl="het toestel is nog niet afgeschreven", en="the device still has a book value"),
            Text(nl="wacht tot de boekwaarde nul is", en="wait until its book value is nought"),
        )
    if sale.rule_price_cents is None or sale.price_cents is None:
        return unrecorded(Guard.G12, "de prijs, en die van de regel", "the price, and the rule's")
    if sale.price_cents != sale.rule_price_cents:
        return _unfair(
            "price",
            Text(nl="de prijs is niet die van de regel", en="the price is not the rule's"),
            Text(nl="vraag de prijs van de regel", en="ask the price of the rule"),
        )
    return None


def _persons(sale: Sale) -> Refusal | None:
    if not sale.buyer or not sale.decided_by:
        return unrecorded(Guard.G12, "wie koopt en wie beslist", "who buys and who decides")
    if sale.buyer == sale.decided_by:
        return _unfair(
            "self_dealing",
            Text(nl="de koper besliste zelf", en="the buyer decided alone"),
            Text(nl="laat iemand anders beslissen", en="let somebody else decide"),
        )
    return None


def _locks(sale: Sale) -> Refusal | None:
    if sale.open_locks is None:
        return unrecorded(Guard.G12, "welke vergrendelingen weg zijn", "which locks are removed")
    if not sale.open_locks:
        return None
    names = ", ".join(sale.open_locks)
    return _unfair(
        "locked",
        Text(nl=f"nog vergrendeld: {names}", en=f"still locked: {names}"),
        Text(nl="haal het uit het beheer en wis de wachtwoorden", en="release it from management"),
    )


def _unfair(reason: str, what: Text, remedy: Text) -> Refusal:
    return Refusal(f"G12.{reason}", what, remedy)
