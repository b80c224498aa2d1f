"""Two values agree when they mean the same, however they are written."""

from __future__ import annotations

import pytest

from kringspoor.assess.likeness import may_be_one, says_the_same, system_key
from kringspoor.formats.reading import Cell

AGREE: list[tuple[str, Cell, Cell, bool]] = [
    ("serial", "4xk-9g72", "4XK9G72", True),
    ("serial", "4XK9G72", "90VWH57", False),
    ("tag", "VB-0012", "12", True),
    ("tag", "VB-12", "VB-13", False),
    ("location", "Lokaal 12", "lokaal12", True),
    ("location", "lokaal 12", "lokaal 21", False),
    ("storage_gb", 476.2, 512, True),
    ("storage_gb", 256, 512, False),
    ("ram_gb", 15.7, 16, True),
    ("ram_gb", 8, 16, False),
    ("screen_inches", 23.8, 24, True),
    ("screen_inches", 22, 24, False),
    ("cpu", "i5-8250U", "Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", True),
    ("cpu", "i5-8250U", "i7-8650U", False),
    ("os", "Windows 11 Pro", "Windows 10.0.26100.1", True),
    ("os", "Windows 10.0.19045", "Windows 11", False),
    ("os", "Windows", "Windows 11", True),
    ("price_cents", 100000, 100001, False),
]


@pytest.mark.parametrize(("field", "left", "right", "same"), AGREE)
def test_values_agree_or_not(field: str, left: Cell, right: Cell, same: bool) -> None:
    assert says_the_same(field, left, right) is same
    assert says_the_same(field, right, left) is same


@pytest.mark.parametrize(
    ("kinds", "fits"),
    [
        (["laptop", "desktop"], True),
        (["laptop", "tablet"], True),
        (["tablet", "smartphone"], True),
        (["laptop", "smartphone"], False),
        (["laptop", "monitor"], False),
        ([None, "monitor"], True),
        (["something_new", "something_new"], True),
    ],
)
def test_kinds_that_people_mix_up_may_be_one_device(kinds: list[Cell], fits: bool) -> None:
    assert may_be_one(kinds) is fits


def test_a_system_without_a_version_has_a_family() -> None:
    assert system_key("ChromeOS") == ("chromeos", "")
    assert system_key("") == ("", "")
