"""Checkpoints: signed, read back from paper, and a witness against a history written anew."""

from __future__ import annotations

import base64
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import Settings
from tests.site import AT, an_organisation, somebody

from kringspoor.core.errors import BadInput, Refused
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.checkpoints import make_checkpoint, make_due_checkpoints
from kringspoor.record.actions.files import keep_file
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.chain import START, commitment, link_hash, root_of, unpacked
from kringspoor.record.checkpoints import Statement, is_genuine, read, signed, written
from kringspoor.record.models import Chain, Checkpoint, Event, Link
from kringspoor.record.queries.checkpoints import (
    faults_against,
    faults_of_checkpoints,
    statement_of,
)
from kringspoor.record.queries.proof import faults_of

pytestmark = pytest.mark.django_db
SECRET = base64.b64encode(b"0123456789" * 3 + b"01").decode()
OTHER_SECRET = base64.b64encode(b"abcdefghij" * 3 + b"ab").decode()
SAID = Statement("voorbeek", 7, bytes(range(32)), AT)


def act(here: Organisation, days: int = 0) -> None:
    """One act more on record."""
    happened = [Happening("device.changed", "device:1", {"days": days}),
                Happening("device.changed", "device:2", {"days": days})]  # fmt: skip
    write_down(happened, organisation=here, actor=None, at=AT + timedelta(days=days))


def rewrite(here: Organisation, from_no: int) -> None:
    """Change one event, and compute everything after it again: the record holds once more."""
    with scope(here):
        event = Event.objects.get(link__number_no=from_no, position_no=1)
        event.payload = {"days": 999}
        event.commitment = commitment(
            bytes(event.salt or b""), event.kind, event.subject, event.payload
        )
        event.save()
        before = Link.objects.filter(number_no=from_no - 1).first()
        previous = bytes(before.hash) if before else START
        for link in Link.objects.filter(number_no__gte=from_no).order_by("number_no"):
            bound = Event.objects.filter(link=link).order_by("position_no")
            link.root = root_of(bytes(each.commitment) for each in bound)
            link.hash = previous = link_hash(
                link.number_no, previous, link.at, bytes(link.actor_commitment), link.root,
                link.events_count,
            )  # fmt: skip
            link.save()
        Chain.objects.update(last_hash=previous)


def paper(here: Organisation, days: int = 0) -> str:
    """A checkpoint of now, as it is printed."""
    made = make_checkpoint(organisation=here, actor=None, at=AT + timedelta(days=days))
    statement = statement_of(made.pk, organisation=here)
    assert statement is not None
    return written(statement)


@pytest.fixture
def here() -> Organisation:
    """An organisation with nine acts on record."""
    found = an_organisation()
    for days in range(9):
        act(found, days)
    return found


def test_what_is_signed_is_read_back_from_its_words() -> None:
    kept = signed(SAID, SECRET)
    assert read(written(kept)) == kept
    assert is_genuine(kept)
    assert len(written(kept).splitlines()) == 9
    assert max(map(len, written(kept).splitlines())) < 70


def test_a_checkpoint_is_read_however_its_lines_were_broken() -> None:
    kept = signed(SAID, SECRET)
    lines = written(kept)
    assert read(f"Beste,\n> hier is het\n{lines}\nGroeten") == kept
    assert read(lines.replace("\n", "\r\n")) == kept
    in_groups = " ".join(each[n : n + 8] for each in lines.split() for n in range(0, len(each), 8))
    assert read(in_groups.replace("Kringspo or checkpoi nt 1", "Kringspoor checkpoint 1")
                .replace("organisa tion", "organisation").replace("signatur e", "signature")
                .replace("2026-11- 24T09:30 :00Z", "2026-11-24T09:30:00Z")) == kept  # fmt: skip


def test_any_other_letter_on_the_paper_is_noticed() -> None:
    dice = random.Random(5)
    lines = written(signed(SAID, SECRET))
    values = [
        n for n, sign in enumerate(lines) if sign.isdigit() and n > len("Kringspoor checkpoint 1")
    ]
    for _ in range(60):
        at = dice.choice(values)
        changed = lines[:at] + str((int(lines[at]) + 1) % 10) + lines[at + 1 :]
        try:
            assert not is_genuine(read(changed))
        except BadInput:
            continue  # no date, no number: it is no checkpoint at all


@pytest.mark.parametrize("cut", [0, 1, 4, 6, 8])
def test_half_a_checkpoint_is_none(cut: int) -> None:
    lines = written(signed(SAID, SECRET)).splitlines()
    with pytest.raises(BadInput) as caught:
        read("\n".join(lines[:cut]))
    assert caught.value.code == "no-checkpoint"


@pytest.mark.parametrize("secret", ["", "kort", base64.b64encode(bytes(31)).decode(), "é" * 43])
def test_a_key_that_cannot_be_used_says_how_one_is_made(secret: str) -> None:
    with pytest.raises(BadInput, match="openssl rand -base64 32"):
        signed(SAID, secret)


def test_a_checkpoint_of_an_untouched_record_agrees_and_still_does_later(
    here: Organisation,
) -> None:
    kept = read(paper(here))
    act(here, 20)
    assert faults_against(kept, organisation=here) == []
    assert faults_of_checkpoints(organisation=here) == []


@pytest.mark.parametrize("from_no", range(1, 10))
def test_a_history_written_anew_is_found_from_one_paper_at_its_first_other_link(
    from_no: int,
) -> None:
    here = an_organisation()
    for days in range(9):
        act(here, days)
        if days in (2, 5):
            make_checkpoint(organisation=here, actor=None, at=AT + timedelta(days=days))
    kept = read(paper(here, 9))
    rewrite(here, from_no)
    assert faults_of(organisation=here) == []  # it was computed again, so it holds
    (fault,) = faults_against(kept, organisation=here)
    assert fault.link_no == from_no
    assert "schakel 9" in fault.what.nl
    (own,) = faults_of_checkpoints(organisation=here)
    assert own.link_no == from_no


def test_a_paper_alone_is_enough_when_no_checkpoint_is_left(here: Organisation) -> None:
    kept = read(paper(here))
    rewrite(here, 4)
    with scope(here):
        Checkpoint.objects.all().delete()
    (fault,) = faults_against(kept, organisation=here)
    assert fault.link_no == 9
    assert "misschien al eerder" in fault.what.nl


def test_a_trail_that_was_written_anew_too_misleads_nobody(here: Organisation) -> None:
    kept = read(paper(here))
    rewrite(here, 4)
    with scope(here):
        Checkpoint.objects.all().delete()
    make_checkpoint(organisation=here, actor=None, at=AT)  # by whoever holds the key
    assert faults_of_checkpoints(organisation=here) == []
    (fault,) = faults_against(kept, organisation=here)
    assert (fault.link_no, "misschien al eerder" in fault.what.nl) == (9, True)


def test_a_history_cut_short_is_found_from_one_paper(here: Organisation) -> None:
    kept = read(paper(here))
    with scope(here):
        Event.objects.filter(link__number_no__gt=6).delete()
        Link.objects.filter(number_no__gt=6).delete()
        Chain.objects.update(links_count=6, last_hash=Link.objects.get(number_no=6).hash)
    assert faults_of(organisation=here) == []
    (fault,) = faults_against(kept, organisation=here)
    assert fault.link_no == 7


def test_a_wrong_signature_is_said_apart_and_proves_nothing(here: Organisation) -> None:
    kept = read(paper(here))
    rewrite(here, 4)
    forged = replace(kept, link_hash=bytes(32))
    (fault,) = faults_against(forged, organisation=here)
    assert fault.link_no is None
    assert "handtekening" in fault.what.nl


def test_a_paper_of_another_organisation_or_another_site_is_said(here: Organisation) -> None:
    kept = read(paper(here))
    elsewhere = an_organisation("ginder")
    act(elsewhere)
    (other,) = faults_against(kept, organisation=elsewhere)
    assert "voorbeek" in other.what.nl
    (unknown,) = faults_against(signed(kept, OTHER_SECRET), organisation=here)
    assert "sleutel" in unknown.what.nl


def test_papers_signed_with_an_earlier_key_stay_witnesses(
    here: Organisation, settings: Settings
) -> None:
    kept = read(paper(here))
    settings.SIGNING_KEY = OTHER_SECRET
    assert faults_against(kept, organisation=here) == []
    assert read(paper(here)).key != kept.key


def test_the_same_link_is_signed_once(here: Organisation) -> None:
    actor = somebody(here)
    first = make_checkpoint(organisation=here, actor=actor, at=AT)
    again = make_checkpoint(organisation=here, actor=actor, at=AT + timedelta(days=1))
    assert again == first
    act(here)
    later = make_checkpoint(organisation=here, actor=actor, at=AT)
    with scope(here):
        later.refresh_from_db()
    previous, headers = unpacked(bytes(later.trail))
    assert (previous, len(headers)) == (bytes(first.link_hash), 1)


def test_nothing_on_record_is_not_signed() -> None:
    with pytest.raises(Refused, match="nothing is on record"):
        make_checkpoint(organisation=an_organisation("leeg"), actor=None, at=AT)


def test_a_checkpoint_binds_the_files_that_were_taken_in_before_it(here: Organisation) -> None:
    keep_file([b"tag\n1"], organisation=here, name="a.csv", kind="import", at=AT)
    assert make_checkpoint(organisation=here, actor=None, at=AT).link_no == 10


def test_each_chain_that_grew_is_signed_once_a_day(here: Organisation) -> None:
    an_organisation("leeg")
    other = an_organisation("ginder")
    act(other)
    assert make_due_checkpoints(at=AT) == 2
    act(here)
    assert make_due_checkpoints(at=AT + timedelta(hours=9)) == 0  # the same day
    assert make_due_checkpoints(at=AT + timedelta(days=1)) == 1  # the other did not grow
    assert make_due_checkpoints(at=AT + timedelta(days=2)) == 0
