"""Which devices stand in some files only: bought and never seen, seen and never bought.

A device is only missed where somebody looked: a management tool that holds no monitors says
nothing about the monitors of the register.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from kringspoor.assess.fleet import Role, Sightings
from kringspoor.assess.merge import Merged
from kringspoor.formats.reading import Cell

LEFT: Final = frozenset(("gone", "lost", "ordered"))  # nobody expects to find these


@dataclass(frozen=True, slots=True)
class Presence:
    """Devices by where they stand; every list holds device numbers in fleet order."""

    never_seen: tuple[int, ...]
    never_bought: tuple[int, ...]
    not_looked_for: tuple[int, ...]
    only_here: tuple[tuple[int, ...], ...]


def presence(
    merged: Merged, seen: Sightings, roles: Sequence[Role], bought_in_lots: Container[int]
) -> Presence:
    """Compare registers with the files that saw devices; lots are counted elsewhere."""
    register_bits = sum(1 << no for no, role in enumerate(roles) if role == "register")
    other_bits = (1 << len(roles)) - 1 - register_bits
    columns = merged.columns
    bits = _file_bits(merged, seen)
    single = [not seen.are_lots[members[0]] for members in merged.members]
    kinds = zip(columns["category"], bits, single, strict=True)
    looked_for = {kind for kind, each, is_single in kinds if each & other_bits and is_single}
    never_seen: list[int] = []
    never_bought: list[int] = []
    not_looked_for: list[int] = []
    for no, each in enumerate(bits if register_bits and other_bits else ()):
        if not single[no] or no in bought_in_lots:
            continue
        if not each & other_bits and columns["state"][no] not in LEFT:
            target = never_seen if columns["category"][no] in looked_for else not_looked_for
            target.append(no)
        elif not each & register_bits and columns["ownership"][no] != "personal":
            never_bought.append(no)
    return Presence(
        never_seen=tuple(never_seen),
        never_bought=tuple(never_bought),
        not_looked_for=tuple(not_looked_for),
        only_here=tuple(
            tuple(no for no, each in enumerate(bits) if each == 1 << file_no)
            for file_no in range(len(roles))
        ),
    )


def _file_bits(merged: Merged, seen: Sightings) -> list[int]:
    """For each device the files it stands in, as bits of a number: quick for a large fleet."""
    bits = [1 << seen.file_nos[members[0]] for members in merged.members]
    for no, members in enumerate(merged.members):
        if len(members) > 1:
            for at in members[1:]:
                bits[no] |= 1 << seen.file_nos[at]
    return bits


def is_expected(state: Cell) -> bool:
    """Whether a device in this state should be found by whoever looks."""
    return state not in LEFT
