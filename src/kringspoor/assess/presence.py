"""Which devices stand in some files only: bought and never seen, seen and never bought.

A device is only missed where somebody looked: a management tool that holds no monitors says
nothing about the monitors of the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kringspoor.assess.fleet import Role
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
    merged: Merged, file_nos: Sequence[int], are_lots: Sequence[bool], roles: Sequence[Role]
) -> Presence:
    """Compare registers with the files that saw devices; lots are counted elsewhere."""
    registers = {no for no, role in enumerate(roles) if role == "register"}
    others = set(range(len(roles))) - registers
    columns = merged.columns
    files = [{file_nos[at] for at in members} for members in merged.members]
    single = [not are_lots[members[0]] for members in merged.members]
    looked_for = {
        columns["category"][no] for no, each in enumerate(files) if each & others and single[no]
    }
    never_seen: list[int] = []
    never_bought: list[int] = []
    not_looked_for: list[int] = []
    for no, each in enumerate(files if registers and others else ()):
        if not single[no]:
            continue
        if each <= registers and columns["state"][no] not in LEFT:
            target = never_seen if columns["category"][no] in looked_for else not_looked_for
            target.append(no)
        elif not each & registers and columns["ownership"][no] != "personal":
            never_bought.append(no)
    return Presence(
        never_seen=tuple(never_seen),
        never_bought=tuple(never_bought),
        not_looked_for=tuple(not_looked_for),
        only_here=tuple(_only_here(files, no) for no in range(len(roles))),
    )


def _only_here(files: list[set[int]], file_no: int) -> tuple[int, ...]:
    return tuple(no for no, each in enumerate(files) if each == {file_no})


def is_expected(state: Cell) -> bool:
    """Whether a device in this state should be found by whoever looks."""
    return state not in LEFT
