"""Steps of one act, each tried on its device: what would be done, and what a guard refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kringspoor.core.errors import Refused
from kringspoor.core.guards import refusals
from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.states import State, Transition, transition
from kringspoor.people.models import Organisation
from kringspoor.use.models import Device
from kringspoor.use.rules.lifetimes import Resolver, RuleInForce, rules_in_force
from kringspoor.use.rules.said import Said
from kringspoor.use.rules.steps import facts_for
from kringspoor.use.rules.verdicts import verdict_on

POOLED = (State.IN_RESERVE, State.ON_LOAN)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A step of one device with what is said of it; refused, or free to be taken."""

    device: Device
    step: Transition | None
    said: Said
    rule: RuleInForce
    refused: Refused | None


def attempts(
    devices: Iterable[Device],
    target: State | str,
    said: Said,
    *,
    organisation: Organisation,
    today: date,
) -> Iterator[Attempt]:
    """Each device with the step to a state, in one act: who comes first takes the place in a pool.

    Nothing is changed, and the first refusal does not stop the others.
    """
    rules = rules_in_force(organisation=organisation, on=today)
    joining_count = 0
    for device in devices:
        rule = rules.of(device)
        try:
            step = transition(device.state, target)
        except Refused as error:  # one of many cannot; the others are still asked
            yield Attempt(device, None, said, rule, error)
            continue
        told = _about(device, said, rules, today)
        facts = facts_for(device, step, told, today=today, rules=rules, joining_count=joining_count)
        found = refusals(step, facts)
        yield Attempt(device, step, told, rule, StepRefused(found) if found else None)
        joining_count += not found and _enters_pool(device, step, told)


def _about(device: Device, said: Said, rules: Resolver, today: date) -> Said:
    """What is said, of this one: a why-not is about what is advised for it."""
    if not said.why_not:
        return said
    ours = rules.organisation
    advised = verdict_on(device, organisation=ours, today=today, rules=rules).step.slug
    return replace(said, refused_steps={advised: said.why_not, **said.refused_steps}, why_not="")


def _enters_pool(device: Device, step: Transition, said: Said) -> bool:
    if said.pool is None or step.target not in POOLED:
        return False
    return not device.stays.filter(pool=said.pool, to_on__isnull=True).exists()
