"""No data leaves with a device, and none passes to the next holder."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.guards.complete import COMPLETE, USED_AT, WIPED_AT, certificate, leaving_by

from kringspoor.core.guards import refusals
from kringspoor.core.guards.erasure import (
    GAPS,
    data_state,
    erased_between_holders,
    media_proven,
    medium_gap,
)
from kringspoor.core.guards.facts import Certificate, Medium, MethodClass
from kringspoor.core.states import DataState, Route, transition

TO_LEAVE = transition("screened", "to_leave")
RE_LOAN = transition("screened", "on_loan")
DISKS = (Medium("S1", USED_AT), Medium("S2", USED_AT))


def test_two_media_and_one_certificate_are_refused_in_words_a_person_understands() -> None:
    facts = replace(leaving_by(Route.DONATED), certificates=(certificate("S1"),))
    (no,) = refusals(TO_LEAVE, facts)
    assert no.code == "G1.missing"
    assert no.what.nl == "2 opslagmedia, 1 geldig wiscertificaat (S2: geen certificaat)"
    assert no.what.en == "2 storage media, 1 valid erasure certificate (S2: no certificate)"
    assert no.facts == {"media_count": 2, "proven_count": 1, "serials": "S2"}
    assert "purge" in no.remedy.nl


@pytest.mark.parametrize("route", Route)
def test_no_way_out_takes_a_disk_that_is_not_proven(route: Route) -> None:
    facts = replace(leaving_by(route), certificates=(certificate("S1"),))
    assert [each.code for each in refusals(TO_LEAVE, facts)] == ["G1.missing"]


def test_a_certificate_older_than_the_last_use_proves_nothing() -> None:
    early = replace(certificate("S1"), finished_at=USED_AT - timedelta(seconds=1))
    assert medium_gap(DISKS[0], [early], MethodClass.PURGE) == "stale"
    at_once = replace(certificate("S1"), finished_at=USED_AT)
    assert medium_gap(DISKS[0], [at_once], MethodClass.PURGE) == "stale"
    after = replace(certificate("S1"), finished_at=USED_AT + timedelta(seconds=1))
    assert medium_gap(DISKS[0], [after], MethodClass.PURGE) is None


def test_a_certificate_of_another_serial_proves_nothing() -> None:
    assert medium_gap(DISKS[0], [certificate("S10")], MethodClass.CLEAR) == "missing"


def test_a_failed_erasure_proves_nothing_and_a_second_one_that_passed_does() -> None:
    failed = replace(certificate("S1"), has_passed=False)
    assert medium_gap(DISKS[0], [failed], MethodClass.CLEAR) == "failed"
    assert medium_gap(DISKS[0], [failed, certificate("S1")], MethodClass.CLEAR) is None


def test_the_virtues_of_two_certificates_do_not_add_up_to_one() -> None:
    light = certificate("S1", MethodClass.CLEAR)
    old = Certificate("S1", MethodClass.PURGE, True, USED_AT - timedelta(days=1))
    assert medium_gap(DISKS[0], [light, old], MethodClass.PURGE) == "stale"


@pytest.mark.parametrize(
    ("method", "may_stay", "may_leave"),
    [
        (MethodClass.CLEAR, True, False),
        (MethodClass.PURGE, True, True),
        (MethodClass.DESTROY, True, True),
    ],
)
def test_clear_is_enough_inside_and_not_enough_to_leave(
    method: MethodClass, may_stay: bool, may_leave: bool
) -> None:
    facts = replace(COMPLETE, certificates=(certificate("S1", method), certificate("S2", method)))
    assert (erased_between_holders(RE_LOAN, facts) is None) is may_stay
    assert (media_proven(TO_LEAVE, facts) is None) is may_leave


def test_a_loan_device_goes_to_the_next_borrower_only_after_erasure() -> None:
    refused = refusals(RE_LOAN, replace(COMPLETE, certificates=()))
    assert [each.code for each in refused] == ["G1b.missing"]
    assert refused[0].what.nl.startswith("2 opslagmedia, 0 geldige wiscertificaten")


def test_two_disks_under_one_serial_are_not_proven_by_one_certificate() -> None:
    twins = (Medium("0000", USED_AT), Medium("0000", USED_AT))
    no = media_proven(TO_LEAVE, replace(COMPLETE, media=twins, certificates=(certificate("0000"),)))
    assert no is not None
    assert (no.code, no.facts["proven_count"]) == ("G1.twice", 0)


def test_a_disk_that_was_taken_out_no_longer_holds_its_device_back() -> None:
    taken_out = replace(DISKS[1], is_removed=True)
    facts = replace(COMPLETE, media=(DISKS[0], taken_out), certificates=(certificate("S1"),))
    assert media_proven(TO_LEAVE, facts) is None


def test_a_device_without_media_needs_no_certificate_and_one_not_looked_into_does() -> None:
    assert media_proven(TO_LEAVE, replace(COMPLETE, media=(), certificates=())) is None
    no = media_proven(TO_LEAVE, replace(COMPLETE, media=None))
    assert no is not None
    assert no.code == "G1.unknown"


def test_every_gap_has_words_in_both_languages() -> None:
    assert all(text.nl and text.en for text in GAPS.values())


@pytest.mark.parametrize(
    ("media", "methods", "state"),
    [
        ((), (), DataState.NONE),
        (DISKS, (MethodClass.PURGE,), DataState.HOLDS),
        (DISKS, (MethodClass.PURGE, MethodClass.CLEAR), DataState.ERASED_VERIFIED),
        (DISKS, (MethodClass.DESTROY, MethodClass.PURGE), DataState.ERASED_VERIFIED),
        (DISKS, (MethodClass.DESTROY, MethodClass.DESTROY), DataState.MEDIA_DESTROYED),
        ((Medium("S1", None, is_removed=True),), (), DataState.MEDIA_REMOVED),
    ],
)
def test_what_is_known_of_the_data_follows_from_media_and_certificates(
    media: tuple[Medium, ...], methods: tuple[MethodClass, ...], state: DataState
) -> None:
    proofs = [certificate(f"S{no}", method) for no, method in enumerate(methods, start=1)]
    assert data_state(media, proofs) is state


SERIALS = st.sampled_from(["S1", "S2", "S3", None])
PROOFS = st.builds(
    Certificate,
    SERIALS,
    st.sampled_from([*MethodClass, None]),
    st.sampled_from([True, False, None]),
    st.sampled_from([WIPED_AT, USED_AT - timedelta(days=9), None]),
)


@given(st.lists(PROOFS, max_size=8))
def test_whatever_certificates_there_are_a_device_leaves_only_with_one_good_one_per_disk(
    proofs: list[Certificate],
) -> None:
    good = {
        each.medium_serial
        for each in proofs
        if each.has_passed
        and each.method_class in (MethodClass.PURGE, MethodClass.DESTROY)
        and each.finished_at == WIPED_AT
    }
    facts = replace(COMPLETE, certificates=tuple(proofs))
    assert (media_proven(TO_LEAVE, facts) is None) is (good >= {"S1", "S2"})
