"""A file from outside: its kind from its bytes, its parsed forms kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kringspoor.core.errors import BadInput
from kringspoor.formats.kinds import kind_of
from kringspoor.formats.reading import Options
from kringspoor.formats.source import Source


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", "empty"),
        (b"serial;model\n", "text"),
        ("serial;model\n".encode("utf-16"), "text"),
        ("serial;model\n".encode("utf-16-le"), "text"),
        (b"\xef\xbb\xbf  {", "json"),
        (b'[\n {"a": 1}]', "json"),
        (b"[12] laptops;3\n", "json"),
        (b"[A] laptops;3\n", "text"),
        (b"<?xml version='1.0'?>", "xml"),
        (b"<REQUEST>", "xml"),
        (b"< 5 years;3\n", "text"),
        (b"PK\x03\x04....", "zip"),
        (b"\xd0\xcf\x11\xe0", "workbook"),
        (b"PAR1", "parquet"),
        (b"\x89PNG\r\n", "binary"),
        (bytes(range(32)) * 4, "binary"),
        ("Größe;€;naïve".encode("cp1252"), "text"),
    ],
)
def test_the_kind_is_decided_from_the_bytes(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


def test_text_json_and_xml_are_parsed_once() -> None:
    text = Source.of_bytes("a.csv", b"serial\n")
    json = Source.of_bytes("a.json", b'{"serial": null}')
    xml = Source.of_bytes("a.xml", b"<REQUEST/>")
    assert text.text() is text.text()
    assert json.json() is json.json()
    assert xml.xml() is xml.xml()
    assert text.encoding == "utf-8"


def test_xml_without_a_declaration_in_an_old_encoding_is_read() -> None:
    source = Source.of_bytes("a.xml", "<REQUEST>café</REQUEST>".encode("cp1252"))
    assert source.xml().text == "café"


def test_xml_is_read_in_the_encoding_the_person_chose() -> None:
    data = "<?xml version='1.0' encoding='utf-8'?><REQUEST>café</REQUEST>".encode("cp850")
    source = Source.of_bytes("a.xml", data, Options(encoding="cp850"))
    assert source.xml().text == "café"


def test_a_lone_half_character_in_json_is_replaced() -> None:
    source = Source.of_bytes("a.json", rb'[{"serial": "A\ud800B"}]')
    assert source.json() == [{"serial": "A\ufffdB"}]


def test_a_json_error_is_located() -> None:
    with pytest.raises(BadInput) as caught:
        Source.of_bytes("a.json", b'{"serial":\n  oops}').json()
    assert str(caught.value).startswith("a.json, row 2: is not valid JSON: character 3 of line 2")


def test_a_file_is_looked_at_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(b"serial\n" + b"A\n" * 100_000)
    source = Source.of_file(path)
    assert source.name == "register.csv"
    assert source.size_bytes == 200_007
    assert len(source.head) == 64 * 1024
