"""What a device may do next, and what still stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kringspoor.core.guards import refusals
from kringspoor.core.guards.refusal import Refusal
from kringspoor.core.states import State, transition
from kringspoor.people.models import Organisation, Partner
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device, StorageMedium
from kringspoor.use.rules.lifetimes import rules_in_force
from kringspoor.use.rules.said import Said
from kringspoor.use.rules.steps import facts_for


@within_organisation
def refusals_on(
    device: Device, target: State, said: Said, *, organisation: Organisation, today: date
) -> tuple[Refusal, ...]:
    """Everything that stands between a device and a step. Raises Refused for no such step."""
    rules = rules_in_force(organisation=organisation, on=today)
    step = transition(device.state, target)
    return refusals(step, facts_for(device, step, said, today=today, rules=rules))


@within_organisation
def media_in(device: Device, *, organisation: Organisation) -> Sequence[StorageMedium]:
    """The storage media of a device with what proves their erasure."""
    return list(device.media.prefetch_related("certificates__evidence"))


@within_organisation
def medium_of(number: int, *, organisation: Organisation) -> StorageMedium | None:
    """One medium; nothing when it is not of this organisation."""
    return StorageMedium.objects.select_related("device").filter(pk=number).first()


@within_organisation
def partners_by_name(*, organisation: Organisation) -> list[Partner]:
    """Everybody who may receive a device."""
    return list(Partner.objects.all())
