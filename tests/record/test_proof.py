"""One byte is changed somewhere: the record says where, whatever was changed and however oddly."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from pytest_django import Settings
from tests.site import AT, an_organisation, somebody

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.checkpoints import make_checkpoint
from kringspoor.record.actions.evidence import About, add_evidence, bind_files
from kringspoor.record.actions.files import keep_file
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.models import Chain, Checkpoint, Event, Evidence, Link
from kringspoor.record.queries import proof
from kringspoor.record.queries.checkpoints import faults_of_checkpoints
from kringspoor.record.queries.files import faults_of_files
from kringspoor.record.queries.proof import faults_of

pytestmark = pytest.mark.django_db
LINKS = (1, 4, 2, 1, 3, 1, 5)  # how many events each act has
TRIALS = 12


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Organisation:
    """An organisation with acts of several sizes on record, and two files."""
    settings.MEDIA_ROOT = tmp_path
    found = an_organisation()
    actor = somebody(found)
    for number, size in enumerate(LINKS):
        happened = [
            Happening("device.changed", f"device:{n}", {"tag": f"VB-{n}é", "no": number})
            for n in range(size)
        ]
        at = AT + timedelta(days=number, microseconds=number)
        write_down(happened, organisation=found, actor=actor, at=at)
    for words in (b"certificate one", b"certificate two"):
        add_evidence(
            [words[:4], words[4:]], About("certificate"), organisation=found, actor=actor, at=AT,
            name=f"{words.decode()}.txt",
        )  # fmt: skip
    return found


def flipped(value: bytes, dice: random.Random) -> bytes:
    """The same bytes with one bit of one of them turned."""
    at = dice.randrange(len(value))
    return value[:at] + bytes([value[at] ^ 1 << dice.randrange(8)]) + value[at + 1 :]


def stored(thing: Any, name: str) -> bytes:
    """The bytes of a column of text."""
    table, column = thing._meta.db_table, thing._meta.get_field(name).column
    told = f"CAST({column} AS BLOB)" if connection.vendor == "sqlite" else f"{column}::text"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {told} FROM {table} WHERE id = %s", [thing.pk])
        value = cursor.fetchone()[0]
    return value if isinstance(value, bytes) else str(value).encode()


def store(thing: Any, name: str, value: bytes) -> None:
    """Put bytes into a column of text, as somebody who holds the database itself would."""
    table, field = thing._meta.db_table, thing._meta.get_field(name)
    is_sqlite = connection.vendor == "sqlite"
    kind = "TEXT" if is_sqlite else field.db_type(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {field.column} = CAST(%s AS {kind}) WHERE id = %s",
            [value if is_sqlite else value.decode(), thing.pk],
        )


def flip_text(thing: Any, name: str, dice: random.Random) -> None:
    """Turn one bit of a text; where PostgreSQL refuses what is no text any more, another one."""
    told = stored(thing, name)
    for _ in range(200):
        changed = flipped(told, dice)
        if name == "payload" and _meaning(changed) == _meaning(told):
            continue  # \u00e9 and \u00E9 are the same letter
        try:
            with transaction.atomic():
                store(thing, name, changed)
        except (ValueError, DataError, IntegrityError, OperationalError):
            continue
        if stored(thing, name) != told:
            return
    raise AssertionError("no bit could be turned")


def _meaning(told: bytes) -> object:
    try:
        return json.loads(told)
    except ValueError:
        return told


def flip_binary(thing: Any, name: str, dice: random.Random) -> None:
    """Turn one bit of bytes."""
    value = flipped(bytes(getattr(thing, name)), dice)
    type(thing).objects.filter(pk=thing.pk).update(**{name: value})


Flip = Callable[[Any, str, random.Random], None]


@pytest.mark.parametrize(
    ("name", "flip"),
    [
        ("payload", flip_text),
        ("kind", flip_text),
        ("subject", flip_text),
        ("salt", flip_binary),
        ("commitment", flip_binary),
    ],
)
def test_a_changed_byte_in_an_event_is_found_at_that_event(
    here: Organisation, name: str, flip: Flip
) -> None:
    dice = random.Random(name)
    for _ in range(TRIALS):
        with scope(here):
            event = dice.choice(list(Event.objects.select_related("link")))
            place = (event.link.number_no, event.position_no)
            mark = transaction.savepoint()
            flip(event, name, dice)
        found = [(each.link_no, each.position_no) for each in faults_of(organisation=here)]
        transaction.savepoint_rollback(mark)
        assert found
        assert found[0] == place
        assert {link_no for link_no, _ in found} == {place[0]}
    assert faults_of(organisation=here) == []


@pytest.mark.parametrize(
    ("name", "flip"),
    [
        ("at", flip_text),
        ("actor_salt", flip_binary),
        ("actor_commitment", flip_binary),
        ("root", flip_binary),
        ("hash", flip_binary),
    ],
)
def test_a_changed_byte_in_a_link_is_found_at_that_link_alone(
    here: Organisation, name: str, flip: Flip
) -> None:
    dice = random.Random(name)
    for _ in range(TRIALS):
        with scope(here):
            one = dice.choice(list(Link.objects.all()))
            mark = transaction.savepoint()
            flip(one, name, dice)
        found = {(each.link_no, each.position_no) for each in faults_of(organisation=here)}
        transaction.savepoint_rollback(mark)
        assert found == {(one.number_no, None)}


def test_another_number_of_events_is_found_at_its_link(here: Organisation) -> None:
    with scope(here):
        Link.objects.filter(number_no=3).update(events_count=9)
    assert {each.link_no for each in faults_of(organisation=here)} == {3}


def test_two_events_that_changed_places_are_found_at_their_link(here: Organisation) -> None:
    with scope(here):
        for old, new in ((0, 99), (1, 0), (99, 1)):
            Event.objects.filter(link__number_no=2, position_no=old).update(position_no=new)
    assert {each.link_no for each in faults_of(organisation=here)} == {2}


def test_an_event_moved_to_another_act_is_found_at_both(here: Organisation) -> None:
    with scope(here):
        there = Link.objects.get(number_no=4)
        Event.objects.filter(link__number_no=2, position_no=3).update(link=there, position_no=7)
    assert {each.link_no for each in faults_of(organisation=here)} == {2, 4}


def test_a_changed_head_is_found(here: Organisation) -> None:
    with scope(here):
        chain = Chain.objects.get()
        flip_binary(chain, "last_hash", random.Random(1))
        assert [each.link_no for each in faults_of(organisation=here)] == [chain.links_count]
        Chain.objects.update(links_count=chain.links_count - 1, last_hash=chain.last_hash)
        assert [each.link_no for each in faults_of(organisation=here)] == [chain.links_count]
        Chain.objects.all().delete()
        assert [each.link_no for each in faults_of(organisation=here)] == [1]


def test_acts_that_are_written_while_it_reads_are_no_fault(
    here: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = proof._by_hundreds

    def read_slowly() -> Iterator[Any]:
        yield from read()
        write_down([Happening("x", "y:1", {})], organisation=here, actor=None, at=AT)

    monkeypatch.setattr(proof, "_by_hundreds", read_slowly)
    assert faults_of(organisation=here) == []


def test_a_record_of_many_acts_is_read_in_parts(
    here: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "_LINKS_AT_ONCE", 2)
    assert faults_of(organisation=here) == []
    with scope(here):
        Event.objects.filter(link__number_no=5, position_no=0).update(kind="x")
    assert [each.link_no for each in faults_of(organisation=here)] == [5]


def test_what_was_emptied_without_saying_so_is_found(here: Organisation) -> None:
    with scope(here):
        Event.objects.filter(link__number_no=5, position_no=2).update(payload=None, salt=None)
    found = faults_of(organisation=here)
    assert [(each.link_no, each.position_no) for each in found] == [(5, 2)]
    assert "leeggemaakt" in found[0].what.nl


@pytest.mark.parametrize("name", ["payload", "salt"])
def test_an_event_that_lost_one_half_is_found(here: Organisation, name: str) -> None:
    with scope(here):
        Event.objects.filter(link__number_no=5, position_no=2).update(**{name: None})
    found = faults_of(organisation=here)
    assert [(each.link_no, each.position_no) for each in found] == [(5, 2)]


def test_who_did_it_taken_away_without_saying_so_is_found(here: Organisation) -> None:
    with scope(here):
        Link.objects.filter(number_no=6).update(actor=None, actor_salt=None)
    assert [each.link_no for each in faults_of(organisation=here)] == [6]


def test_a_changed_byte_in_a_file_is_found_at_that_file(here: Organisation) -> None:
    dice = random.Random(4)
    with scope(here):
        kept = list(Evidence.objects.all())
    for _ in range(TRIALS):
        one = dice.choice(kept)
        before = one.path.read_bytes()
        one.path.write_bytes(flipped(before, dice))
        (fault,) = faults_of_files(organisation=here)
        one.path.write_bytes(before)
        assert one.name in fault.place.nl
        assert fault.what.nl == "het bestand werd gewijzigd"
    assert faults_of_files(organisation=here) == []


def test_a_missing_file_is_found(here: Organisation) -> None:
    with scope(here):
        one = Evidence.objects.earliest("pk")
    one.path.unlink()
    (fault,) = faults_of_files(organisation=here)
    assert one.name in fault.place.en
    assert fault.what.en == "the file is missing"


def test_a_file_marked_as_erased_by_nobody_is_found(here: Organisation) -> None:
    with scope(here):
        one = Evidence.objects.earliest("pk")
        Evidence.objects.filter(pk=one.pk).update(erased_at=AT)
    one.path.unlink()
    (fault,) = faults_of_files(organisation=here)
    assert fault.what.en == "is marked as erased, and nothing says that somebody erased it"


def test_another_file_put_in_its_place_with_its_digest_is_found_by_the_chain(
    here: Organisation,
) -> None:
    with scope(here):
        one = Evidence.objects.earliest("pk")
        other = keep_file([b"forged"], organisation=here, name="x", kind="x", at=AT)
        path = other.path
        other.delete()
        assert path.exists()
        Evidence.objects.filter(pk=one.pk).update(sha256=sha256(b"forged").hexdigest())
    (fault,) = faults_of_files(organisation=here)
    assert fault.what.en == "the list names another file than the chain"


def test_a_file_taken_off_the_list_is_found_by_the_chain(here: Organisation) -> None:
    with scope(here):
        number = Evidence.objects.earliest("pk").pk
        Evidence.objects.filter(pk=number).delete()
    (fault,) = faults_of_files(organisation=here)
    assert fault.place.en.startswith(f"evidence {number} ")


def test_a_list_taken_in_is_bound_to_the_chain_once(here: Organisation) -> None:
    kept = keep_file([b"tag\n1"], organisation=here, name="a.csv", kind="import", at=AT)
    assert bind_files(organisation=here, at=AT) == 1
    assert bind_files(organisation=here, at=AT) == 0
    with scope(here):
        Evidence.objects.filter(pk=kept.pk).update(sha256="0" * 64)
    assert len(faults_of_files(organisation=here)) == 1


@pytest.mark.parametrize("name", ["link_hash", "signature", "key", "made_at", "trail"])
def test_a_changed_byte_in_a_checkpoint_is_found_at_that_checkpoint(
    here: Organisation, name: str
) -> None:
    dice = random.Random(name)
    made = make_checkpoint(organisation=here, actor=None, at=AT)
    with scope(here):
        made.refresh_from_db()
        value: Any = getattr(made, name)
        if isinstance(value, str):
            at = dice.randrange(len(value))
            other: Any = value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]
        elif name == "made_at":
            other = value + timedelta(seconds=1)
        else:
            other = flipped(bytes(value), dice)
        Checkpoint.objects.update(**{name: other})
    (fault,) = faults_of_checkpoints(organisation=here)
    assert f"schakel {made.link_no}" in fault.place.nl
