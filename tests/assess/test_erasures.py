"""Proofs of erasure beside the media they speak of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from kringspoor.assess.erasures import Comparison, Held, compare
from kringspoor.core.guards.facts import MethodClass
from kringspoor.formats.erasures.proof import ERRORS, FAILED, PASSED, UNKNOWN, Outcome, Proof

NOW = datetime(2026, 11, 24, 12)
USED, END = datetime(2026, 11, 1), datetime(2026, 11, 20)
PROOF = Proof(
    "day.log", 3, "EX4EVNX0M1", PASSED, method="purge", method_class=MethodClass.PURGE,
    finished_at=END, operator="firm", verifier="tech-2",
)  # fmt: skip
DISK = Held("EX4EVNX0M1", "VB-1", USED)


def _one(proof: Proof = PROOF, *media: Held) -> Comparison:
    return compare([proof], media or [DISK], now=NOW)


def test_fifty_two_matched_and_three_not_are_said_with_their_serials() -> None:
    media = [Held(f"EX{number:05}", "", USED) for number in range(52)]
    known = [replace(PROOF, serial=each.serial) for each in media]
    strange = [replace(PROOF, serial=each) for each in ("QQ1", "QQ2", "QQ3")]
    found = compare([*known, *strange], media, now=NOW)
    assert found.sentence.en == "52 matched, 3 not: QQ1, QQ2, QQ3"
    assert found.sentence.nl == "52 horen bij een opslagmedium, 3 niet: QQ1, QQ2, QQ3"


def test_a_serial_is_found_in_any_case() -> None:
    (taken,) = _one(replace(PROOF, serial="ex4evnx0m1")).taken
    assert (taken.held, taken.remarks) == (DISK, ())


@pytest.mark.parametrize("serial", ["EX4EVNXOM1", "EX4EVNX0M", "XEX4EVNX0M1", "EX4EVNX-0M2"])
def test_a_serial_that_was_misread_shows_the_nearest_one(serial: str) -> None:
    (lost,) = _one(replace(PROOF, serial=serial)).unmatched
    assert lost.near == ("EX4EVNX0M1",)


def test_a_serial_that_looks_like_none_has_no_candidate() -> None:
    assert _one(replace(PROOF, serial="ZZZZZZ")).unmatched[0].near == ()


@pytest.mark.parametrize("outcome", [ERRORS, FAILED, UNKNOWN])
def test_what_did_not_pass_proves_nothing(outcome: Outcome) -> None:
    (refused,) = _one(replace(PROOF, outcome=outcome)).refused
    assert refused.against is not None and refused.against.code == outcome.slug


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        (replace(PROOF, finished_at=USED), "stale"),
        (replace(PROOF, finished_at=datetime(2026, 11, 25)), "future"),
        (replace(PROOF, finished_at=None), "no_end"),
        (replace(PROOF, method_class=None), "no_method"),
        (replace(PROOF, verifier="FIRM"), "same_person"),
    ],
)
def test_what_the_guards_refuse_is_refused_with_its_reason(proof: Proof, code: str) -> None:
    found = _one(proof)
    assert [each.against.code for each in found.refused if each.against] == [code]
    assert found.taken == []


def test_a_serial_two_media_share_proves_neither() -> None:
    (refused,) = _one(PROOF, DISK, replace(DISK, device="VB-2")).refused
    assert refused.against is not None and refused.against.code == "twice"


def test_a_clear_is_kept_and_said_to_be_too_light_to_leave() -> None:
    (taken,) = _one(replace(PROOF, method_class=MethodClass.CLEAR)).taken
    assert [each.code for each in taken.remarks] == ["too_light"]


def test_a_proof_of_a_medium_whose_last_use_nobody_knows_is_kept_and_said() -> None:
    (taken,) = _one(PROOF, replace(DISK, last_used_at=None)).taken
    assert [each.code for each in taken.remarks] == ["no_last_use"]
