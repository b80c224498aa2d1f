"""How many devices a list finds, and how many each other choice would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.queries.register import register_of
from kringspoor.use.rules.filters import FACETS, NOT_KNOWN, Asked, with_pasted
from kringspoor.use.rules.register import Register

MOST_CHOICES = 100


@dataclass(frozen=True, slots=True)
class Tally:
    """How many devices are found, how many there are, and each facet under the other filters."""

    found_count: int
    all_count: int
    facets: Mapping[str, Sequence[tuple[str, int]]]


@within_organisation
def tally(asked: Asked, *, organisation: Organisation, register: Register | None = None) -> Tally:
    """The counts beside a list, out of a register that was read before, else of now."""
    register, plain = register or register_of(organisation=organisation), with_pasted(asked)
    found = register.fitting(plain)
    return Tally(
        found_count=found.bit_count(),
        all_count=register.there.bit_count(),
        facets={name: _facet(name, register, plain, found) for name in FACETS},
    )


def _facet(name: str, register: Register, asked: Asked, found: int) -> list[tuple[str, int]]:
    """The values of a facet with how many devices have each, most first; the unknown last."""
    others = register.fitting(asked, but=name) if name in asked.filters else found
    counted = [
        (value, (bits & others).bit_count()) for value, bits in register.facets[name].items()
    ]
    known = [(str(value), count) for value, count in counted if value != "" and count]
    unknown = sum(count for value, count in counted if value == "")
    known.sort(key=lambda each: (-each[1], each[0]))
    return known[:MOST_CHOICES] + ([(NOT_KNOWN, unknown)] if unknown else [])
