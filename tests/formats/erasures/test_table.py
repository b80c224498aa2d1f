"""Lists of erasure firms and destruction certificates, one row for each medium."""

from __future__ import annotations

import io
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

from kringspoor.core.errors import BadInput
from kringspoor.core.guards.facts import MethodClass
from kringspoor.formats.erasures.methods import class_of
from kringspoor.formats.erasures.proof import ERRORS, FAILED, PASSED, UNKNOWN, Proofs
from kringspoor.formats.erasures.reading import read_proofs
from kringspoor.formats.source import Source

FIRM = (
    "Certificate of erasure\n"
    "Serial Number;Model;Capacity;Erasure Standard;Status;End Time;Technician;Verified by\n"
    "EX1AAA1;EX 870;500 GB;NIST 800-88 Purge (ATA);Successful;20/11/2026 16:05;firm;tech-2\n"
    "EX1AAA2;EX 870;500 GB;DoD 5220.22-M (3 passes);Erased with errors;20/11/2026;firm;tech-2\n"
    "EX1AAA3;EX 870;500 GB;By magic;Perhaps;soon;firm;\n"
    "n/a;EX 870;500 GB;Purge;Failed;2026-11-20 16:05;firm;\n"
)


def _read(text: str) -> Proofs:
    (found,) = read_proofs(Source.of_bytes("list.csv", text.encode()))
    return found


def test_a_list_of_a_firm_is_read_below_its_title() -> None:
    first, second, third = _read(FIRM).proofs
    assert (first.row_no, first.serial, first.outcome) == (3, "EX1AAA1", PASSED)
    assert (first.method_class, first.operator, first.verifier) == (
        MethodClass.PURGE, "firm", "tech-2",
    )  # fmt: skip
    assert first.finished_at is not None and first.finished_at.isoformat() == "2026-11-20T16:05:00"
    assert (second.outcome, second.method_class) == (ERRORS, MethodClass.CLEAR)
    assert (third.outcome, third.method_class, third.finished_at) == (UNKNOWN, None, None)


def test_what_a_list_does_not_say_is_located() -> None:
    assert [(each.row_no, each.code) for each in _read(FIRM).problems] == [
        (5, "erasure-no-method"), (5, "erasure-no-end"), (5, "erasure-no-result"),
        (6, "erasure-no-serial"),
    ]  # fmt: skip


def test_a_destruction_certificate_needs_no_column_for_the_result() -> None:
    (proof,) = _read("Serienummer,Methode,Vernietigd op\nEX1AAA1,Versnipperd,2026-11-20\n").proofs
    assert (proof.outcome, proof.method_class) == (PASSED, MethodClass.DESTROY)


def test_an_overwrite_list_without_a_result_has_not_passed() -> None:
    (proof,) = _read("Serial,Method,Date\nEX1AAA1,Overwrite,2026-11-20\n").proofs
    assert proof.outcome is UNKNOWN


def test_failed_is_failed_in_either_language() -> None:
    text = "Serienummer;Methode;Resultaat;Einde\nEX1;purge;mislukt;2026-11-20\nEX2;purge;failed;\n"
    assert [each.outcome for each in _read(text).proofs] == [FAILED, FAILED]


@pytest.mark.parametrize(
    ("method", "strength"),
    [
        ("Gutmann Wipe", MethodClass.CLEAR), ("HMG IS5 Enhanced", MethodClass.CLEAR),
        ("PRNG Stream", MethodClass.CLEAR), ("Sanitize: Crypto Erase", MethodClass.PURGE),
        ("NVMe Sanitize", MethodClass.PURGE), ("SHREDDED", MethodClass.DESTROY),
        ("Degauss", None), ("quick format", None), ("", None),
    ],
)  # fmt: skip
def test_a_method_is_as_strong_as_the_standard_says(
    method: str, strength: MethodClass | None
) -> None:
    assert class_of(method) is strength


def test_a_zip_is_read_part_by_part_and_one_bad_part_spoils_no_other() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("good.csv", FIRM)
        archive.writestr("bad.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
        archive.writestr("photo.png", b"\x89PNG" + bytes(range(256)))
    good, *others = read_proofs(Source.of_bytes("day.zip", packed.getvalue()))
    assert len(good.proofs) == 3
    assert [each.proofs for each in others] == [[], []]
    assert all(each.problems for each in others)


def test_a_zip_that_reaches_outside_is_refused_whole() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../good.csv", FIRM)
    with pytest.raises(BadInput) as error:
        read_proofs(Source.of_bytes("day.zip", packed.getvalue()))
    assert error.value.code == "zip-outside"


def test_every_class_has_a_source_that_can_be_looked_up() -> None:
    page = (Path(__file__).parents[3] / "docs" / "sources.md").read_text("utf-8")
    table = files("kringspoor.formats.erasures") / "methods.toml"
    for slug, row in tomllib.loads(table.read_text("utf-8")).items():
        assert f"| `{row['source']}` |" in page, slug
