"""Questions about steps of many devices at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kringspoor.core.states import State
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Batch
from kringspoor.use.models import Device

_AT_ONCE = 500


@within_organisation
def states_of(numbers: Sequence[int], *, organisation: Organisation) -> dict[State, int]:
    """In which states these devices are, and how many in each."""
    found: Counter[State] = Counter()
    for start in range(0, len(numbers), _AT_ONCE):
        some = Device.objects.filter(pk__in=numbers[start : start + _AT_ONCE])
        found.update(State(each) for each in some.values_list("state", flat=True))
    return dict(found)


@within_organisation
def move_of(number: int, *, organisation: Organisation) -> Batch | None:
    """One step of many devices; nothing when it is not of this organisation."""
    found = Batch.objects.select_related("actor", "evidence").filter(pk=number, kind="move")
    return found.first()


@within_organisation
def devices_named(numbers: Sequence[int], *, organisation: Organisation) -> list[Device]:
    """These devices, to name them."""
    return list(Device.objects.filter(pk__in=numbers).order_by("tag", "serial", "pk"))
