"""Serial numbers and tags are the same number however people type them."""

from __future__ import annotations

import pytest

from kringspoor.assess.keys import lookalike_key, serial_key, tag_keys, tag_parts


@pytest.mark.parametrize("written", ["PF2ABCDE", " pf2abcde ", "PF-2ABCDE", "pf2 abc/de"])
def test_a_serial_number_has_one_key(written: str) -> None:
    assert serial_key(written) == "PF2ABCDE"


@pytest.mark.parametrize("written", [None, "12", "A1", "geen", "LAPTOP"])
def test_what_tells_no_device_apart_is_no_key(written: str | None) -> None:
    assert serial_key(written) is None


def test_letters_alone_can_be_a_serial_number_when_there_are_many() -> None:
    assert serial_key("PFMZNGJZ") == "PFMZNGJZ"


def test_lookalikes_share_a_key_and_others_do_not() -> None:
    assert lookalike_key("PF2O1SI") == lookalike_key("PF2015I") == "PF20151"
    assert lookalike_key("PF2015A") != lookalike_key("PF2015E")


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("VB-10234", ("VB", "10234")),
        ("vb 10234", ("VB", "10234")),
        ("VB10234", ("VB", "10234")),
        ("0010234", ("", "10234")),
        (10234, ("", "10234")),
        ("10234-0", ("", "10234")),
        ("10234/00", ("", "10234")),
        ("10234-1", ("", "10234-1")),
        ("INV-A12B", ("INVA", "12B")),
        ("laptop", None),
        (None, None),
    ],
)
def test_a_tag_has_letters_in_front_and_a_number(
    tag: str | int | None, parts: tuple[str, str] | None
) -> None:
    assert tag_parts(tag) == parts


def test_asset_102341_is_not_part_1_of_asset_10234() -> None:
    assert tag_keys([["10234-1"], ["102341"]]) == ["10234-1", "102341"]


def test_the_letters_of_the_house_say_nothing() -> None:
    house = [f"VB-{no}" for no in (10, 20, 30, 40, 50)]
    assert tag_keys([house, ["010", "INV-20"]]) == ["10", "20", "30", "40", "50", "10", "20"]


def test_letters_that_tell_kinds_apart_stay() -> None:
    assert tag_keys([["LAP-7", "MON-7"], ["LAP-7"]]) == ["LAP7", "MON7", "LAP7"]


def test_two_houses_do_not_share_their_numbers() -> None:
    here = [f"VB-{no}" for no in (10, 20, 30, 40, 50)]
    there = [f"GM-{no}" for no in (10, 20, 30, 40, 50)]
    assert not set(tag_keys([here])) & set(tag_keys([here, there])[5:])


def test_a_running_number_of_rows_is_no_tag() -> None:
    assert tag_keys([[3, 1, 2], ["2", "7", "1"]]) == [None, None, None, "2", "7", "1"]
