"""The plain conditions of the table: what must be on record before a step."""

from __future__ import annotations

from kringspoor.core.guards.facts import Facts
from kringspoor.core.guards.refusal import Refusal, unrecorded
from kringspoor.core.states import Guard, State, Transition
from kringspoor.core.words import Text

PERSONS = 2


def delivery_matches(step: Transition, facts: Facts) -> Refusal | None:
    """A delivery stands on an order line, and its serial is the only one of its kind."""
    if facts.delivery is None or not facts.delivery.order_line:
        return unrecorded(Guard.DELIVERY, "de bestellijn", "the order line")
    if facts.delivery.is_serial_unique is None:
        return unrecorded(Guard.DELIVERY, "het serienummer", "the serial")
    if facts.delivery.is_serial_unique:
        return None
    return Refusal(
        "delivery.twice",
        Text(nl="dit serienummer staat er al", en="this serial is already there"),
        Text(nl="kijk het serienummer na op het toestel", en="check the serial on the device"),
    )


def holder_known(step: Transition, facts: Facts) -> Refusal | None:
    """A device in use or on loan is with somebody, or serves a kind of use."""
    if facts.next_use is None or not facts.next_use.holder:
        return unrecorded(Guard.HOLDER, "de houder of het gebruik", "the holder or the use")
    return None


def reason_known(step: Transition, facts: Facts) -> Refusal | None:
    """A device that comes back says why."""
    return None if facts.reason else unrecorded(Guard.REASON, "de reden", "the reason")


def loss_reported(step: Transition, facts: Facts) -> Refusal | None:
    """A loss is reported, with what it means for the data."""
    if facts.loss is None or facts.loss.reported_on is None:
        return unrecorded(Guard.LOSS, "de aangifte of melding", "the report of the loss")
    if not facts.loss.data_risk:
        return unrecorded(Guard.LOSS, "het risico voor de gegevens", "the risk to the data")
    return None


def screened_lately(step: Transition, facts: Facts) -> Refusal | None:
    """A screening by a named role, no older than allowed; after a repair a new one."""
    screening = facts.screening
    if screening is None or screening.screened_on is None:
        return unrecorded(Guard.SCREENING, "de screening", "the screening")
    if not screening.role:
        return unrecorded(Guard.SCREENING, "wie gescreend heeft", "who screened")
    age_days = (facts.today - screening.screened_on).days
    closed_on = facts.repair.closed_on if facts.repair else None
    is_before_repair = (
        step.source is State.IN_REPAIR
        and closed_on is not None
        and screening.screened_on < closed_on
    )
    if 0 <= age_days <= facts.max_screening_days and not is_before_repair:
        return None
    return Refusal(
        "screening.stale" if age_days >= 0 else "screening.future",
        Text(
            nl=f"de screening van {screening.screened_on} telt hier niet",
            en=f"the screening of {screening.screened_on} does not count here",
        ),
        Text(nl="screen het toestel opnieuw", en="screen the device again"),
        {"screened_on": screening.screened_on.isoformat(), "age_days": age_days},
    )


def two_persons_agree(step: Transition, facts: Facts) -> Refusal | None:
    """A mistake is written off for a reason, by two persons: it is no back door out."""
    correction = facts.correction
    if correction is None or not correction.reason:
        return unrecorded(Guard.TWO_PERSONS, "wat er fout was", "what was wrong")
    if correction.persons is None:
        return unrecorded(Guard.TWO_PERSONS, "wie akkoord is", "who agrees")
    if len(set(correction.persons)) >= PERSONS:
        return None
    return Refusal(
        "two_persons.one",
        Text(nl="een persoon alleen kan niets schrappen", en="one person alone writes nothing off"),
        Text(nl="laat een tweede persoon bevestigen", en="let a second person confirm"),
    )
