"""Hostile files get a located refusal, within bounded memory and time."""

from __future__ import annotations

import io
import os
import resource
import stat
import subprocess
import sys
import textwrap
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kringspoor.core.errors import BadInput
from kringspoor.formats import read, read_all
from kringspoor.formats.reading import Options

MEGABYTE = 1024 * 1024
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
)
WORKBOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Lijst" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main">{dimension}<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Serienummer</t></is>'
    "</c></row>{rows}</sheetData></worksheet>"
)
FAR_CELL = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def xlsx(sheet: str) -> bytes:
    """A workbook with one sheet, written part by part so that it may lie."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr(
            "_rels/.rels", RELATIONS.format(kind="officeDocument", target="xl/workbook.xml")
        )
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return packed.getvalue()


def zipped(**members: bytes) -> bytes:
    """A zip with these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def refused(path: Path, options: Options | None = None) -> BadInput:
    """The refusal of a file, which names the file in both languages."""
    with pytest.raises(BadInput) as caught:
        read_all(path, options)
    error = caught.value
    assert error.where is not None and error.where.file == path.name
    assert error.what.nl and error.what.en and error.hint.nl and error.hint.en
    return error


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "empty-file"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not-a-table"),
        ("invoice.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not-a-table"),
        ("noise.csv", bytes(range(1, 32)) * 40, "not-a-table"),
        ("table.parquet", b"PAR1" + bytes(40), "parquet"),
        ("list.xls", b"<html><table><tr><td>Serienummer</td></tr></table></html>", "web-page"),
        ("broken.zip", b"PK\x03\x04 and then nothing", "broken-zip"),
        ("broken.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "broken-workbook"),
        ("words.txt", b"just a letter to a colleague\n", "unrecognised"),
        ("half.json", b'{"serial": ', "bad-json"),
        ("number.json", b'{"a": ' + b"9" * 5000 + b"}", "bad-json"),
        ("half.xml", b"<REQUEST><CONTENT>", "bad-xml"),
        ("deep.json", b"[" * 100_000 + b"]" * 100_000, "too-deep"),
        ("deeper.json", b"[" * 900 + b"1" + b"]" * 900, "too-deep"),
        ("deep.xml", b"<REQUEST>" * 50_000 + b"</REQUEST>" * 50_000, "too-deep"),
    ],
)
def test_what_is_no_list_is_named_for_what_it_is(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path).code == code


def test_billion_laughs_are_not_expanded(tmp_path: Path) -> None:
    entities = ['<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    path = tmp_path / "laughs.xml"
    path.write_text(f"<!DOCTYPE x [{''.join(entities)}]><REQUEST>&a9;</REQUEST>", "utf-8")
    assert refused(path).code == "forbidden-xml"


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert refused(tmp_path / "missing.csv").code == "missing-file"
    assert refused(tmp_path).code == "not-a-file"
    assert refused(pipe).code == "not-a-file"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_bytes(b"serial\n" * 1000)
    assert refused(path, Options(max_bytes=4096)).code == "too-big"


def test_a_zip_that_claims_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped(list__csv=bytes(64 * MEGABYTE)))
    error = refused(path)
    assert error.code == "zip-bomb"
    assert "64 MB" in error.spoken("nl")


def test_a_workbook_that_claims_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(xlsx(SHEET.format(dimension="", rows=" " * 64 * MEGABYTE)))
    assert refused(path).code == "zip-bomb"


@pytest.mark.parametrize(
    "dimension",
    ['<dimension ref="A1:XFD1048576"/>', '<dimension ref="A1:B2"/>', ""],
    ids=["honest", "lying", "silent"],
)
def test_a_cell_in_the_last_corner_is_refused(tmp_path: Path, dimension: str) -> None:
    path = tmp_path / "corner.xlsx"
    path.write_bytes(xlsx(SHEET.format(dimension=dimension, rows=FAR_CELL)))
    started = time.monotonic()
    assert refused(path).code == "workbook-bomb"
    assert time.monotonic() - started < 20


def test_a_wide_but_short_sheet_is_refused_for_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    rows = '<row r="3"><c r="XFD3"><v>1</v></c></row>'
    path.write_bytes(xlsx(SHEET.format(dimension="", rows=rows)))
    assert refused(path).code == "too-many-columns"


def _linked(archive: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("list.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(link, "/etc/passwd")


def _climbing(archive: zipfile.ZipFile) -> None:
    archive.writestr("../../list.csv", "serial\nA1\n")


def _absolute(archive: zipfile.ZipFile) -> None:
    archive.writestr("/etc/list.csv", "serial\nA1\n")


@pytest.mark.parametrize("write", [_linked, _climbing, _absolute])
def test_a_zip_that_points_outside_is_refused(
    tmp_path: Path, write: Callable[[zipfile.ZipFile], None]
) -> None:
    path = tmp_path / "outside.zip"
    with zipfile.ZipFile(path, "w") as archive:
        write(archive)
    assert refused(path).code == "zip-outside"


def test_a_zip_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nested.zip"
    path.write_bytes(zipped(inner__zip=zipped(list__csv=b"serial\nA1\n")))
    assert refused(path).code == "zip-in-zip"


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "quote.csv"
    lines = [f"T{no},SN{no:05d},Latitude" for no in range(300)]
    lines[7] = '"' + lines[7]
    path.write_text("tag,serial,model\n" + "\n".join(lines), "utf-8")
    reading = read(path)
    assert [(each.code, each.row_no) for each in reading.problems] == [("open-quote", 9)]
    assert len(reading) >= 299


def test_columns_of_nothing_but_different_nonsense_take_linear_time(tmp_path: Path) -> None:
    path = tmp_path / "nonsense.csv"
    rows = (f"x{n},{n % 28 + 1}/13/{n},y{n},{n % 9}.{n:03d},z{n}@a.b" for n in range(20_000))
    path.write_text("serial,purchase date,status,price,location\n" + "\n".join(rows), "utf-8")
    started = time.process_time()
    reading = read(path)
    assert len(reading) == 20_000
    assert time.process_time() - started < 15


SMALL = """
import resource, sys
from pathlib import Path
limit = {megabytes} * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
from kringspoor.core.errors import KringspoorError
from kringspoor.formats import read
from kringspoor.formats.reading import Options
try:
    read(Path(sys.argv[1]), Options(max_bytes=2**40))
except KringspoorError as error:
    print(error.code)
"""


def in_little_memory(path: Path, megabytes: int) -> str:
    """What reading a file says in a process that may hold little."""
    script = textwrap.dedent(SMALL.format(megabytes=megabytes))
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_line_of_a_gigabyte_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "line.csv"
    with path.open("wb") as file:
        for _ in range(64):
            file.write(b"x" * MEGABYTE)
        file.truncate(1024 * MEGABYTE)  # the rest is a hole: it takes no disk
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert in_little_memory(path, megabytes=300) == "long-line"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10


def test_a_document_of_a_gigabyte_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    with path.open("wb") as file:
        file.write(b'[{"serial": "A1"},' + b" " * MEGABYTE)
        file.truncate(1024 * MEGABYTE)
    assert in_little_memory(path, megabytes=300) == "too-big"
