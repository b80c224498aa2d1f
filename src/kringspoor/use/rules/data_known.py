"""What is known of the data on a device, as a list asks it: '' where nobody recorded its media."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db.models import Case, F, Q, Value, When
from django.db.models.lookups import Exact

from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.facts import load
from kringspoor.core.states import DataState
from kringspoor.use.models import Device


class _WithoutStorage:
    """The categories that can hold no data, read when somebody asks."""

    def __iter__(self) -> Iterator[str]:
        known = load(user_folder(os.environ)).categories
        return (slug for slug, each in known.items() if not each.has_storage)


# Until somebody looks, a device counts as one that holds data; a list tells the two apart.
DATA_KNOWN = Case(
    When(Q(are_media_listed=True) | ~Q(data_state=DataState.HOLDS.value), then=F("data_state")),
    When(category__in=_WithoutStorage(), then=Value(DataState.NONE.value)),
    default=Value(""),
)


def data_known(device: Device) -> str:
    """What is known of the data on one device; '' where nobody recorded its media."""
    if device.are_media_listed or device.data_state != DataState.HOLDS:
        return device.data_state
    return DataState.NONE.value if device.category in set(_WithoutStorage()) else ""


def with_data(value: object) -> Q:
    """The condition that this is known of the data on a device; '' is what nobody recorded."""
    return Q(Exact(DATA_KNOWN, Value(value)))
