"""Which facts each guard needs of a complete device, written down apart from the guards."""

from __future__ import annotations

from kringspoor.core.guards.facts import Facts
from kringspoor.core.states import EXIT, Guard, Ownership, Route, SecurityState, State, Transition

G = Guard
MEDIA = {"media", "media.serial", "media.last_used_at", "certificates"}
MEDIA |= {f"certificates.{name}" for name in ("medium_serial", "method_class", "has_passed")}
MEDIA |= {"certificates.finished_at"}
PLAIN: dict[Guard, set[str]] = {
    G.G1: MEDIA,
    G.G8: {"pool", "review_on"},
    G.DELIVERY: {"delivery", "delivery.order_line", "delivery.is_serial_unique"},
    G.HOLDER: {"next_use", "next_use.holder"},
    G.REASON: {"reason"},
    G.LOSS: {"loss", "loss.reported_on", "loss.data_risk"},
    G.SCREENING: {"screening", "screening.screened_on", "screening.role"},
    G.EVALUATED: {"is_worth_repairing"},
    G.LAST_USE: {"grade", "hold_until"},
    G.ROUTE: {"route", "legal_class"},
    G.DEED: {"deed", "deed.reference", "deed.received_on"},
    G.PRODUCT: {"legal_class"},
    G.TWO_PERSONS: {"correction", "correction.reason", "correction.persons"},
}


def needed(step: Transition, facts: Facts) -> set[str]:
    """The paths of the facts without which this step is refused."""
    return set().union(*(_of(guard, step, facts) for guard in step.guards))


def _of(guard: Guard, step: Transition, facts: Facts) -> set[str]:
    if guard in PLAIN:
        return PLAIN[guard]
    return {
        G.G1B: _erased,
        G.G2: _batteries,
        G.G3: _rungs,
        G.G4: _repair,
        G.G5: _owner,
        G.G6: _age,
        G.G7: _partner,
        G.G9: _use,
        G.G10: _counts,
        G.G11: _export,
        G.G12: _sale,
    }[guard](step, facts)


def _erased(step: Transition, facts: Facts) -> set[str]:
    if facts.was_used is False:
        return {"was_used"}
    if facts.next_use and facts.next_use.is_same_holder:
        return {"next_use", "next_use.is_same_holder"}
    return MEDIA


def _batteries(step: Transition, facts: Facts) -> set[str]:
    is_apart = step.target is State.DISMANTLED or facts.route is Route.RECYCLED
    return {"batteries", "batteries.goes_to"} if is_apart else set()


def _rungs(step: Transition, facts: Facts) -> set[str]:
    if step.target is State.TO_LEAVE and facts.route is Route.LESSOR:
        return set()
    paths = {"rungs", "rungs.higher", "rungs.higher.refusal", "rungs.higher.held_until"}
    is_outward = step.target in (State.TO_LEAVE, State.TO_DISMANTLE)
    return paths | ({"rungs.inside_demand_count"} if is_outward else set())


def _repair(step: Transition, facts: Facts) -> set[str]:
    if step.source is State.IN_REPAIR:
        return {"repair", "repair.outcome", "repair.closed_on"}
    if facts.ownership is Ownership.LEASED:
        return {"repair", "ownership"}
    paths = {"fault_on", "warranty_ends_on", "route"}
    return {"repair", "ownership"} | {f"repair.{name}" for name in paths}


def _owner(step: Transition, facts: Facts) -> set[str]:
    is_hired = facts.ownership is Ownership.LEASED and step.target is State.IN_REPAIR
    return {"ownership"} | ({"repair.route"} if is_hired else set())


def _age(step: Transition, facts: Facts) -> set[str]:
    if step.target is State.TO_LEAVE and facts.route is Route.LESSOR:
        return set()
    paths = {"lifetime", "serves_since"}
    if facts.early_exit is None:
        return paths
    return (
        paths | {"early_exit"} | {f"early_exit.{x}" for x in ("reason", "evidence", "approved_by")}
    )


def _partner(step: Transition, facts: Facts) -> set[str]:
    names = ("authorisations", "authorisations.valid_from", "authorisations.valid_to")
    paths = {"partner"} | {f"partner.{name}" for name in names}
    return set() if facts.route is Route.STAFF else paths


def _use(step: Transition, facts: Facts) -> set[str]:
    if step.target is State.TO_LEAVE and facts.route is not Route.SCHOOL:
        return set()
    paths = {"next_use", "security"}
    if facts.next_use and facts.next_use.min_grade:
        paths |= {"grade", "support_months"}
    if facts.security is not SecurityState.OK:
        paths |= {f"next_use.{name}" for name in ("context", "previous_context", "mitigation")}
    return paths


def _counts(step: Transition, facts: Facts) -> set[str]:
    if step.target in EXIT.values():
        return {"deed", "deed.sent_count", "deed.received_count"}
    names = ("listed_count", "stocked_count", "scrapped_count")
    return {"parts"} | {f"parts.{name}" for name in names}


def _export(step: Transition, facts: Facts) -> set[str]:
    if facts.route is Route.STAFF:
        return set()
    paths = {"partner", "partner.country"}
    if facts.export_pack is None:
        return paths
    names = ("has_function_test", "has_contract", "has_declaration", "has_packing")
    return paths | {"grade", "export_pack"} | {f"export_pack.{name}" for name in names}


def _sale(step: Transition, facts: Facts) -> set[str]:
    if facts.route is not Route.STAFF:
        return set()
    names = ("book_value_cents", "rule_price_cents", "price_cents", "buyer", "decided_by")
    return {"sale", "sale.open_locks"} | {f"sale.{name}" for name in names}
