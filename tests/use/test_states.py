"""Every step of a device passes the guards, in Python and in the database."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from tests.site import an_organisation
from tests.test_house_apps import APP_SOURCES
from tests.use.fifty import fifty_at_once
from tests.use.lives import PATHS, TODAY, Life

from kringspoor.core.errors import Refused
from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.states import EXIT, TRANSITIONS, Route, State
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.queries import faults_of
from kringspoor.use.actions.media import Found, list_media, take_out
from kringspoor.use.actions.screening import ask_correction, confirm_correction
from kringspoor.use.actions.states import change_state, change_states

pytestmark = pytest.mark.django_db
ROUTE = {state: route for route, state in EXIT.items()}


@pytest.fixture
def here() -> Iterator[Organisation]:
    """One organisation, within which everything is asked."""
    organisation = an_organisation()
    with scope(organisation):
        yield organisation


def life(here: Organisation, state: State) -> Life:
    """A device brought to a state, each step proven."""
    route = ROUTE.get(state, Route.SCHOOL)
    ownership = "leased" if route is Route.LESSOR else "owned"
    found = Life(here, ownership=ownership)
    found.grade = "D" if State.TO_DISMANTLE in PATHS[state] else "B"
    found.reach(state, route)
    return found


@pytest.mark.parametrize("state", PATHS)
def test_each_state_is_reached_by_proven_steps(here: Organisation, state: State) -> None:
    found = life(here, state)
    assert found.fresh().state == state
    assert list(faults_of(organisation=here)) == []


def test_only_one_verb_writes_a_state() -> None:
    """Nobody else assigns ``.state`` to a device, or updates it, anywhere in the app."""
    writers = [
        f"{name}:{node.lineno}"
        for name, source in APP_SOURCES.items()
        if name.startswith("use/")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and (node.attr == "legal_class" or (node.attr == "state" and _is_device(node.value)))
    ]
    assert {each.partition(":")[0] for each in writers} == {"use/actions/states.py"}


def _is_device(value: ast.expr) -> bool:
    return "device" in ast.unparse(value)


@pytest.mark.parametrize("source", PATHS)
def test_no_step_outside_the_table_is_taken(here: Organisation, source: State) -> None:
    found = life(here, source)
    legal = {each.target for each in TRANSITIONS if each.source is source}
    for target in State:
        if target in legal:
            continue
        for route in Route:
            with pytest.raises(Refused):
                found.step(target, found.said_for(target, route))
    assert found.fresh().state == source


# What the record alone can prove: the screening, and the ladder that says to keep it inside.
ON_RECORD = {
    (State.RETURNED, State.SCREENED),
    (State.SCREENED, State.IN_STOCK),
    (State.SCREENED, State.ALLOCATED),
}


@pytest.mark.parametrize("source", PATHS)
def test_no_step_is_taken_with_nothing_said(here: Organisation, source: State) -> None:
    found = life(here, source)
    for each in TRANSITIONS:
        if each.source is source and each.guards and (source, each.target) not in ON_RECORD:
            with pytest.raises(StepRefused) as refused:
                found.step(each.target)
            assert refused.value.refusals
    assert found.fresh().state == source


@pytest.mark.parametrize("source", PATHS)
def test_sql_takes_no_step_by_itself(here: Organisation, source: State) -> None:
    found = life(here, source)
    for target in State:
        if target is not source:
            with pytest.raises(DatabaseError, match="kringspoor"), transaction.atomic():
                sql("UPDATE use_device SET state = %s WHERE id = %s", target, found.device.pk)
            with pytest.raises(DatabaseError, match="kringspoor"), transaction.atomic():
                sql(
                    "UPDATE use_device SET state = %s, version_no = version_no + 1,"
                    " data_state = 'erased_verified' WHERE id = %s",
                    target, found.device.pk,
                )  # fmt: skip
    assert found.fresh().state == source


def sql(words: str, *values: str | int | bool) -> None:
    """SQL under the role of the application itself."""
    with connection.cursor() as cursor:
        cursor.execute(words, values)


def forge(found: Life, target: State) -> None:
    """Write the event of a step that no guard saw, then the state: all that SQL can say."""
    device = found.fresh()
    write_down(
        [
            Happening(
                "device.step",
                device.subject,
                {"from": device.state, "to": target.value, "version_no": device.version_no + 1},
            )
        ],
        **found.by,
    )
    sql(
        "UPDATE use_device SET state = %s, version_no = version_no + 1 WHERE id = %s",
        target, device.pk,
    )  # fmt: skip


UNPROVEN = {
    "no certificate": "DELETE FROM use_erasurecertificate",
    "media struck off": "DELETE FROM use_storagemedium",
    "another serial": "UPDATE use_storagemedium SET serial = 'OTHER'",
    "no serial": "UPDATE use_storagemedium SET serial = ''",
    "no last use": "UPDATE use_storagemedium SET last_used_at = NULL",
    "used since": "UPDATE use_storagemedium SET last_used_at = '2030-01-01 00:00:00+00:00'",
    "leased": "UPDATE use_device SET ownership = 'leased'",
    "nobody knows whose": "UPDATE use_device SET ownership = ''",
    "no permit": "DELETE FROM people_authorisation",
    "permit over": "UPDATE people_authorisation SET valid_to = '2026-11-01'",
    "permit to come": "UPDATE people_authorisation SET valid_from = '2026-12-01'",
    "no deed": "UPDATE use_departure SET reference = ''",
    "another way": "UPDATE use_departure SET route = 'recycled'",
    "called off": "UPDATE use_departure SET is_called_off = %s",
}


@pytest.mark.parametrize("lacking", UNPROVEN)
def test_a_forged_event_releases_no_unproven_device(here: Organisation, lacking: str) -> None:
    found = life(here, State.TO_LEAVE)
    sql("UPDATE use_departure SET reference = 'AKTE-1', received_on = '2026-11-24'")
    if lacking in ("no certificate", "media struck off"):
        sql("DELETE FROM use_erasurecertificate")
    sql(UNPROVEN[lacking], *([True] if "%s" in UNPROVEN[lacking] else []))
    with pytest.raises(DatabaseError, match="kringspoor"), transaction.atomic():
        forge(found, State.GONE_SCHOOL)
    assert found.fresh().state == State.TO_LEAVE


def test_the_same_forgery_of_a_proven_device_shows_what_the_database_asks(
    here: Organisation,
) -> None:
    found = life(here, State.TO_LEAVE)
    sql("UPDATE use_departure SET reference = 'AKTE-1', received_on = '2026-11-24'")
    forge(found, State.GONE_SCHOOL)
    assert found.fresh().state == State.GONE_SCHOOL


@pytest.mark.parametrize("state", [State.TO_LEAVE, State.DISMANTLED, *EXIT.values()])
def test_no_device_is_born_outside(here: Organisation, state: State) -> None:
    with pytest.raises(DatabaseError, match="kringspoor: entry"), transaction.atomic():
        Life(here).device.__class__.objects.create(organisation=here, state=state.value)


def test_waste_never_becomes_a_product_again(here: Organisation) -> None:
    found = life(here, State.GONE_RECYCLED)
    assert found.fresh().legal_class == "waste"
    with pytest.raises(DatabaseError, match="kringspoor: waste"), transaction.atomic():
        sql("UPDATE use_device SET legal_class = 'product'")


def test_a_certificate_is_never_changed(here: Organisation) -> None:
    life(here, State.TO_LEAVE)
    with pytest.raises(DatabaseError, match="kringspoor: certificate"), transaction.atomic():
        sql("UPDATE use_erasurecertificate SET method_class = 'destroy'")


def test_a_medium_is_not_taken_out_in_silence(here: Organisation) -> None:
    found = life(here, State.RETURNED)
    medium = found.medium()
    with pytest.raises(DatabaseError, match="kringspoor: no_event"), transaction.atomic():
        sql("UPDATE use_storagemedium SET is_removed = %s", True)
    take_out(medium, reason="naar de kluis", **found.by)
    assert found.fresh().data_state == "media_removed"


def test_media_are_not_said_to_be_listed_in_silence(here: Organisation) -> None:
    life(here, State.RETURNED)
    with pytest.raises(DatabaseError, match="kringspoor: no_event"), transaction.atomic():
        sql("UPDATE use_device SET are_media_listed = %s", True)


def test_two_media_and_one_certificate_is_refused_and_says_which(here: Organisation) -> None:
    found = life(here, State.SCREENED)
    one = found.medium("DISK1")
    list_media(found.fresh(), [Found("DISK1"), Found("DISK2")], **found.by)
    found.erase(one)
    with pytest.raises(StepRefused, match="2 storage media, 1 valid erasure certificate") as no:
        found.step(State.TO_LEAVE, found.said_for(State.TO_LEAVE))
    assert no.value.refusals[0].code.startswith("G1.")
    assert "DISK2" in str(no.value)


def test_a_device_that_comes_back_must_be_erased_again(here: Organisation) -> None:
    found = life(here, State.IN_STOCK)
    found.erase(found.medium())
    assert found.fresh().data_state == "erased_verified"
    found.step(State.IN_USE, found.said_for(State.IN_USE))
    (first,) = found.fresh().assignments.all()
    assert (first.holder, first.life_no, first.to_on) == ("medewerker-7", 1, None)
    found.step(State.RETURNED, found.said_for(State.RETURNED))
    assert found.fresh().data_state == "holds"
    assert found.fresh().assignments.get().to_on == TODAY


def test_a_second_holder_begins_a_second_life(here: Organisation) -> None:
    found = life(here, State.IN_STOCK)
    for serving in range(2):
        found.erase_all()
        found.step(State.IN_USE, found.said_for(State.IN_USE, holder=f"medewerker-{serving}"))
        found.step(State.RETURNED, found.said_for(State.RETURNED))
        found.screened()
        found.step(State.IN_STOCK, found.said_for(State.IN_STOCK))
    assert [each.life_no for each in found.fresh().assignments.all()] == [1, 2]
    assert found.fresh().life_no == 2


def test_one_person_alone_strikes_nothing_off(here: Organisation) -> None:
    found = life(here, State.IN_STOCK)
    ask_correction(found.fresh(), "dubbel", **found.by)
    with pytest.raises(StepRefused, match="one person alone"):
        confirm_correction(found.fresh(), today=TODAY, **found.by)
    assert found.fresh().corrections.get().confirmed_by is None


def test_a_device_somebody_changed_meanwhile_is_not_moved(here: Organisation) -> None:
    found = life(here, State.RETURNED)
    seen = found.fresh()
    found.step(State.LOST_STOLEN, found.said_for(State.LOST_STOLEN))
    with pytest.raises(Refused, match="a colleague changed this device"):
        change_state(seen, State.SCREENED, today=TODAY, **found.by)


def test_of_a_list_with_one_refused_device_none_moves(here: Organisation) -> None:
    good, bad = life(here, State.RETURNED), Life(here, serial="SN2")
    with pytest.raises(Refused):
        change_states(
            [good.fresh(), bad.fresh()], State.LOST_STOLEN, today=TODAY,
            said=good.said_for(State.LOST_STOLEN), **good.by,
        )  # fmt: skip
    assert good.fresh().state == State.RETURNED


@pytest.mark.django_db(transaction=True)
def test_of_fifty_at_once_exactly_one_moves_a_device(tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        assert fifty_at_once("voorbeek") == {"moved": 1, "changed-since": 49}
        return
    # A database in memory is of one connection; on disk it is as a site has it.
    said = subprocess.run(
        [sys.executable, "-m", "tests.use.fifty"], capture_output=True, text=True, check=True,
        env={**os.environ, "KRINGSPOOR_HOME": str(tmp_path),
             "DJANGO_SETTINGS_MODULE": "kringspoor.web.settings"},
    )  # fmt: skip
    assert said.stdout.strip() == "[('changed-since', 49), ('moved', 1)]"
