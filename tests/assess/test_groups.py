"""Joining A with B and B with C joins all three, except what a person keeps apart."""

from __future__ import annotations

from kringspoor.assess.groups import Groups


def test_nothing_joined_stands_for_itself() -> None:
    assert Groups(3).roots() == [0, 1, 2]


def test_joins_chain_and_the_first_position_stands_for_all() -> None:
    groups = Groups(5)
    assert groups.join(3, 4) and groups.join(1, 4)
    assert groups.roots() == [0, 1, 2, 1, 1]


def test_a_chain_never_joins_what_a_person_keeps_apart() -> None:
    groups = Groups(4, different=[(0, 3)])
    assert groups.join(0, 1)
    assert groups.join(2, 3)
    assert not groups.join(1, 2)
    assert groups.roots() == [0, 0, 2, 2]


def test_keeping_apart_survives_any_number_of_joins() -> None:
    groups = Groups(6, different=[(0, 5), (1, 4)])
    assert groups.join(4, 5) and groups.join(0, 1)
    assert not groups.join(0, 5) and not groups.join(4, 1)
