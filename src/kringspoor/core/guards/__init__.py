"""The guards: pure functions that say why a device may not take a step.

Each gets the step and the facts, and answers None or a Refusal. What is not recorded is refused.
:func:`refusals` asks all the guards of a step, so that a person reads everything that is still to
do, and not one thing at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kringspoor.core.guards import (
    erasure,
    leaving,
    matter,
    order,
    recording,
    repairing,
    selling,
    using,
)
from kringspoor.core.guards.facts import Facts
from kringspoor.core.guards.refusal import Refusal, StepRefused
from kringspoor.core.states import Guard, Transition

Check = Callable[[Transition, Facts], Refusal | None]

GUARDS: Mapping[Guard, Check] = MappingProxyType(
    {
        Guard.G1: erasure.media_proven,
        Guard.G1B: erasure.erased_between_holders,
        Guard.G2: matter.batteries_apart,
        Guard.G3: order.higher_rung_first,
        Guard.G4: repairing.right_repairer,
        Guard.G5: leaving.only_what_is_ours,
        Guard.G6: using.served_minimum,
        Guard.G7: leaving.partner_authorised,
        Guard.G8: using.pool_has_room,
        Guard.G9: using.safe_in_context,
        Guard.G10: matter.counts_balance,
        Guard.G11: leaving.export_proven,
        Guard.G12: selling.sale_is_fair,
        Guard.DELIVERY: recording.delivery_matches,
        Guard.HOLDER: recording.holder_known,
        Guard.REASON: recording.reason_known,
        Guard.LOSS: recording.loss_reported,
        Guard.SCREENING: recording.screened_lately,
        Guard.EVALUATED: repairing.repair_evaluated,
        Guard.LAST_USE: order.no_use_left,
        Guard.ROUTE: leaving.way_out_chosen,
        Guard.DEED: leaving.deed_received,
        Guard.PRODUCT: leaving.not_yet_waste,
        Guard.TWO_PERSONS: recording.two_persons_agree,
    }
)


def refusals(step: Transition, facts: Facts) -> tuple[Refusal, ...]:
    """Everything that stands between a device and a step, in the order of the table.

    >>> from datetime import date
    >>> from kringspoor.core.states import transition
    >>> for no in refusals(transition("received", "in_use"), Facts(today=date(2026, 11, 24))):
    ...     print(no.code, "-", no.what.en)
    holder.unknown - not recorded: the holder or the use
    G9.unknown - not recorded: the next use
    G1b.unknown - not recorded: which storage media it holds
    """
    answers = (GUARDS[guard](step, facts) for guard in step.guards)
    return tuple(each for each in answers if each is not None)


def demand(step: Transition, facts: Facts) -> None:
    """Raise StepRefused, with every refusal in it, where a guard refuses the step."""
    if refused := refusals(step, facts):
        raise StepRefused(refused)
