"""What should be there against what was found."""

from __future__ import annotations

from kringspoor.core.tally import tally

BOUGHT = [f"SN{no:03}" for no in range(1, 101)]
GAPS = {"SN007", "SN042", "SN043", "SN100"}


def test_of_a_hundred_bought_and_ninety_six_found_the_four_are_named() -> None:
    counted = tally(BOUGHT, [serial for serial in BOUGHT if serial not in GAPS])
    assert counted.missing == ("SN007", "SN042", "SN043", "SN100")
    assert (counted.expected_count, len(counted.found)) == (100, 96)
    assert counted.said().nl == (
        "100 verwacht, 96 gevonden; deze ontbreken: SN007, SN042, SN043, SN100"
    )
    assert not counted.balances


def test_all_found_and_nothing_else_balances() -> None:
    assert tally(BOUGHT, reversed(BOUGHT)).balances
    assert tally(BOUGHT, BOUGHT).said().en == "100 expected, 100 found"


def test_what_nobody_expected_is_kept_apart_and_a_second_scan_counts_once() -> None:
    counted = tally(["A1"], ["A1", "A1", "X9"])
    assert (counted.found, counted.unexpected) == (("A1",), ("X9",))
    assert not counted.balances
