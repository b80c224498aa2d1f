"""Bought and never seen, seen and never bought: only where somebody looked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kringspoor.assess.fleet import Fleet

Row = dict[str, object]
MakeFleet = Callable[..., Fleet]
BOUGHT: Row = {"kind": "laptop", "price_cents": 100000, "serial": "4XK9G72"}
SEEN: Row = {"kind": "laptop", "os": "Windows 11", "serial": "90VWH57"}


def test_each_side_lists_what_the_other_does_not_have(make_fleet: MakeFleet) -> None:
    both = {"serial": "PF2ABCDE"}
    fleet = make_fleet([BOUGHT, BOUGHT | both], [SEEN, SEEN | both])
    assert (fleet.never_seen, fleet.never_bought, fleet.not_looked_for) == ((0,), (2,), ())
    assert [each.only_here for each in fleet.files] == [(0,), (2,)]


def test_nobody_misses_a_screen_where_nobody_lists_screens(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([BOUGHT | {"kind": "scherm"}], [SEEN])
    assert (fleet.never_seen, fleet.not_looked_for) == ((), (0,))


@pytest.mark.parametrize("state", ["gone", "lost", "ordered"])
def test_nobody_misses_what_has_left(state: str, make_fleet: MakeFleet) -> None:
    assert make_fleet([BOUGHT | {"state": state}], [SEEN]).never_seen == ()


def test_a_personal_device_was_never_to_be_bought(make_fleet: MakeFleet) -> None:
    assert make_fleet([BOUGHT], [SEEN | {"ownership": "personal"}]).never_bought == ()


def test_one_file_alone_misses_nothing(make_fleet: MakeFleet) -> None:
    fleet = make_fleet([BOUGHT])
    assert (fleet.never_seen, fleet.never_bought, fleet.not_looked_for) == ((), (), ())
