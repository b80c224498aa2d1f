"""G4 and the judgement before it: repair first, by the right route, and say how it ended."""

from __future__ import annotations

from kringspoor.core.guards.facts import Facts, Repair
from kringspoor.core.guards.refusal import Refusal, unrecorded
from kringspoor.core.repair import RepairOutcome, repair_routes
from kringspoor.core.states import Guard, State, Transition
from kringspoor.core.words import Text


def right_repairer(step: Transition, facts: Facts) -> Refusal | None:
    """G4: the supplier in warranty, after it the own bench; a repair ends with its outcome.

    Source: fair-ict-flanders (Ghent; Leuven counts what is swapped instead of repaired).
    """
    if facts.repair is None:
        return unrecorded(Guard.G4, "de herstelling", "the repair")
    if step.source is State.IN_REPAIR:
        return _ended(facts.repair)
    if facts.ownership is None:
        return unrecorded(Guard.G4, "van wie het toestel is", "whose device it is")
    if facts.ownership.is_hired:
        return None  # its lessor repairs it: G5
    if facts.repair.fault_on is None:
        return unrecorded(Guard.G4, "wanneer het defect er kwam", "when the fault came")
    if facts.repair.route is None:
        return unrecorded(Guard.G4, "wie herstelt", "who repairs")
    ends_on = facts.repair.warranty_ends_on
    routes = repair_routes(facts.ownership, facts.repair.fault_on, ends_on)
    if not routes:
        return unrecorded(Guard.G4, "het einde van de garantie", "the end of the warranty")
    if facts.repair.route in routes:
        return None
    return Refusal(
        "G4.route",
        Text(
            nl=f"garantie tot {ends_on}, defect op {facts.repair.fault_on}: niet voor"
            f" {facts.repair.route.text.nl}",
            en=f"warranty until {ends_on}, fault on {facts.repair.fault_on}: not for the"
            f" {facts.repair.route.text.en}",
        ),
        Text(
            nl="kies: " + " of ".join(each.text.nl for each in routes),
            en="choose: " + " or ".join(each.text.en for each in routes),
        ),
        {"fault_on": str(facts.repair.fault_on), "warranty_ends_on": str(ends_on)},
    )


def _ended(repair: Repair) -> Refusal | None:
    if repair.outcome is None:
        return unrecorded(
            Guard.G4, "of het hersteld of vervangen is", "whether it was repaired or swapped"
        )
    if repair.outcome is RepairOutcome.SWAPPED:
        return Refusal(
            "G4.swapped",
            Text(
                nl="het toestel is vervangen en blijft bij de hersteller",
                en="the device was swapped and stays with the repairer",
            ),
            Text(
                nl="laat het vertrekken als inruil of naar de verhuurder, met wiscertificaat",
                en="let it leave as a trade-in or to its lessor, with its erasure certificate",
            ),
        )
    if repair.closed_on is None:
        return unrecorded(Guard.G4, "wanneer de herstelling klaar was", "when the repair ended")
    return None


def repair_evaluated(step: Transition, facts: Facts) -> Refusal | None:
    """Whether a repair is worth it is judged before a repair, and before parts are taken.

    Source: fair-ict-flanders (Ghent repairs, and only then dismantles).
    """
    if facts.is_worth_repairing is None:
        return unrecorded(Guard.EVALUATED, "of herstellen loont", "whether a repair is worth it")
    if step.target is State.TO_DISMANTLE and facts.is_worth_repairing:
        return Refusal(
            "evaluated.worth_it",
            Text(nl="herstellen loont nog", en="a repair is still worth it"),
            Text(nl="laat het eerst herstellen", en="have it repaired first"),
        )
    return None
