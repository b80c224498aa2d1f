"""Bytes to text: marks, strictness, what old software wrote, and what was garbled on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kringspoor.core.errors import BadInput
from kringspoor.formats.decoding import decode, mend_mojibake

TEXT = "Inv.nr.;Plaats\r\nVB-1;café Noël, € 12\r\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_text_comes_back_from_each_encoding(encoding: str, name: str) -> None:
    decoded = decode(TEXT.encode(encoding), "gent.csv")
    assert (decoded.text, decoded.encoding, decoded.problems) == (TEXT, name, ())


def test_lines_that_end_as_on_an_old_mac_are_read_as_mac_roman() -> None:
    text = TEXT.replace("\r\n", "\r")
    decoded = decode(text.encode("mac_roman"), "gent.csv")
    assert (decoded.text, decoded.encoding) == (text, "mac_roman")


def test_the_person_may_choose_the_encoding() -> None:
    decoded = decode("médiathèque".encode("cp850"), "gent.csv", "cp850")
    assert (decoded.text, decoded.encoding) == ("médiathèque", "cp850")


@pytest.mark.parametrize("encoding", ["no-such", "utf-8", "hex", "rot13"])
def test_an_encoding_that_does_not_fit_is_refused(encoding: str) -> None:
    with pytest.raises(BadInput) as caught:
        decode("café".encode("cp1252"), "gent.csv", encoding)
    assert caught.value.code == "bad-encoding"


@pytest.mark.parametrize("text", ["bureau Noël", "Ängström", "€ 12,50", "místnost č. 3", "’t Zand"])
def test_utf8_saved_again_as_cp1252_is_mended_and_told(text: str) -> None:
    decoded = decode(_garbled(text).encode(), "gent.csv")
    assert decoded.text == text
    assert [each.code for each in decoded.problems] == ["mojibake"]


def _garbled(text: str) -> str:
    return "".join(
        bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte))
        for byte in text.encode()
    )


@pytest.mark.parametrize("text", ["Ängström", "Größe", "São Paulo", "Ærø", "“Ä”", "šišák"])
def test_words_with_accents_are_left_alone(text: str) -> None:
    assert mend_mojibake(text) == (text, 0)


def test_nul_bytes_are_left_out_and_told() -> None:
    decoded = decode(b"serial\nPF\x002ABC34\n", "gent.csv")
    assert decoded.text == "serial\nPF2ABC34\n"
    assert [(each.code, each.row_no) for each in decoded.problems] == [("nul-bytes", 2)]


def test_bytes_that_are_no_letter_are_told_with_their_row() -> None:
    decoded = decode(b"serial;plaats\nPF2ABC34;caf\xe9 \x81\n", "gent.csv")
    assert decoded.text.endswith("café \ufffd\n")
    assert [(each.code, each.row_no) for each in decoded.problems] == [("odd-characters", 2)]


@given(st.binary(max_size=200))
def test_any_bytes_become_a_text_that_can_be_written_again(data: bytes) -> None:
    decode(data, "gent.csv").text.encode("utf-8")
