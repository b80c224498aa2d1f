"""The guards of an exit once more, in the database: SQL passes no unproven device either.

They are laid again after every migration, from the same table of steps as everything else: SQLite
forgets the triggers of a table it rebuilds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from kringspoor.core.guards.facts import BatteryWay, MethodClass
from kringspoor.core.guards.leaving import ROLES
from kringspoor.core.states import EXIT, TRANSITIONS, LegalClass, Ownership, Route, State

NEEDS = ("use_device", "use_departure", "use_erasurecertificate", "record_event")
OURS = tuple(each for each in Ownership if each.is_ours)
HIRED = tuple(each for each in Ownership if each.is_hired)
PROVEN = (MethodClass.PURGE, MethodClass.DESTROY)
OUT = (State.TO_LEAVE, State.DISMANTLED, *EXIT.values())


def _in(values: Any) -> str:
    return "(" + ", ".join(f"'{each}'" for each in values) + ")"


def _event(kind: str, payload: Mapping[str, str], device: str = "NEW.id") -> str:
    """There is an event of the device with this in its payload: <name> stands for its value."""
    told = " AND ".join(f"<{name}> = {value}" for name, value in payload.items())
    return (
        "EXISTS (SELECT 1 FROM record_event e JOIN use_device x"
        f" ON x.organisation_id = e.organisation_id WHERE x.id = {device}"
        f" AND e.subject = 'device:' || {device} AND e.kind = '{kind}' AND {told})"
    )


_VERSION = "CAST(NEW.version_no AS TEXT)"
_NOT_NEXT = "NEW.version_no <> OLD.version_no + 1"  # an event of long ago serves once
_LEGAL = " OR ".join(
    f"(OLD.state = '{source}' AND NEW.state IN "
    + _in(each.target for each in TRANSITIONS if each.source is source)
    + ")"
    for source in State
    if any(each.source is source for each in TRANSITIONS)
)
_UNPROVEN = f"""EXISTS (SELECT 1 FROM use_storagemedium m
  WHERE m.device_id = NEW.id AND NOT m.is_removed AND NOT EXISTS (
    SELECT 1 FROM use_erasurecertificate c WHERE c.medium_id = m.id AND m.serial <> ''
    AND c.medium_serial = m.serial AND c.has_passed AND c.method_class IN {_in(PROVEN)}
    AND c.finished_at > m.last_used_at))"""
_BATTERY_INSIDE = f"""EXISTS (SELECT 1 FROM use_battery b WHERE b.device_id = NEW.id
  AND b.goes_to IN ('', '{BatteryWay.WITH_DEVICE}'))"""
_DEED = """EXISTS (SELECT 1 FROM use_departure d WHERE d.device_id = NEW.id AND NOT d.is_called_off
  AND d.reference <> '' AND d.received_on IS NOT NULL AND 'gone_' || d.route = NEW.state)"""
_TWO_PERSONS = """EXISTS (SELECT 1 FROM use_correction k WHERE k.device_id = NEW.id
  AND k.confirmed_by_id <> k.asked_by_id)"""


def _permit(route: Route) -> str:
    return f"""EXISTS (SELECT 1 FROM use_departure d
  JOIN people_authorisation a ON a.partner_id = d.partner_id
  WHERE d.device_id = NEW.id AND d.route = '{route}' AND NOT d.is_called_off
  AND a.kind IN {_in(ROLES[route])} AND a.valid_from <= d.received_on
  AND (a.valid_to IS NULL OR a.valid_to >= d.received_on))"""


def _refused_steps() -> Iterator[tuple[str, str]]:
    """What a change of state is refused for, and its code."""
    yield "no_such_transition", f"NOT ({_LEGAL})"
    told = _event("device.step", {"to": "NEW.state", "version_no": _VERSION})
    yield "no_event", f"{_NOT_NEXT} OR NOT {told}"
    yield "G1", f"NEW.state IN {_in(OUT)} AND (NOT NEW.are_media_listed OR {_UNPROVEN})"
    apart = _in((State.DISMANTLED, State.GONE_RECYCLED))
    yield "G2", f"NEW.state IN {apart} AND (NOT NEW.are_batteries_listed OR {_BATTERY_INSIDE})"
    gone = _in(each for each in EXIT.values() if each is not State.GONE_LESSOR)
    yield "G5", f"NEW.state IN {gone} AND NEW.ownership NOT IN {_in(OURS)}"
    yield "G5", f"NEW.state = '{State.GONE_LESSOR}' AND NEW.ownership NOT IN {_in(HIRED)}"
    for route in ROLES:
        yield "G7", f"NEW.state = '{EXIT[route]}' AND NOT {_permit(route)}"
    yield "deed", f"NEW.state IN {_in(EXIT.values())} AND NOT {_DEED}"
    kept = f"NEW.state NOT IN {_in((State.GONE_RECYCLED, State.TO_LEAVE, State.DISMANTLED))}"
    yield "waste", f"OLD.legal_class = '{LegalClass.WASTE}' AND NEW.state LIKE 'gone%' AND {kept}"
    yield "two_persons", f"NEW.state = '{State.WRITTEN_OFF}' AND NOT {_TWO_PERSONS}"


def _refused_listing() -> Iterator[tuple[str, str]]:
    """Nobody says in silence that all media are listed."""
    by_step = _event("device.step", {"version_no": _VERSION})
    by_hand = _event("device.media", {"version_no": _VERSION})
    yield "no_event", f"{_NOT_NEXT} OR (NOT {by_step} AND NOT {by_hand})"


def _refused_removal() -> Iterator[tuple[str, str]]:
    """Nobody takes a medium out in silence."""
    told = _event("device.media", {"removed": "CAST(NEW.id AS TEXT)"}, "NEW.device_id")
    yield "no_event", f"NOT {told}"


Trigger = tuple[str, str, str, str, tuple[tuple[str, str], ...]]


def triggers() -> tuple[Trigger, ...]:
    """Name, table, moment, when it wakes, and what it refuses with which code."""
    waste, product = LegalClass.WASTE, LegalClass.PRODUCT
    return (
        (
            "kringspoor_step", "use_device", "UPDATE OF state",
            "NEW.state <> OLD.state", tuple(_refused_steps()),
        ),
        (
            "kringspoor_entry", "use_device", "INSERT",
            f"NEW.state IN {_in(OUT)}", (("entry", "1 = 1"),),
        ),
        (
            "kringspoor_waste", "use_device", "UPDATE OF legal_class",
            f"OLD.legal_class = '{waste}' AND NEW.legal_class = '{product}'", (("waste", "1 = 1"),),
        ),
        (
            "kringspoor_listed", "use_device", "UPDATE OF are_media_listed",
            "NEW.are_media_listed AND NOT OLD.are_media_listed", tuple(_refused_listing()),
        ),
        (
            "kringspoor_removed", "use_storagemedium", "UPDATE OF is_removed",
            "NEW.is_removed AND NOT OLD.is_removed", tuple(_refused_removal()),
        ),
        (
            "kringspoor_proof", "use_erasurecertificate", "UPDATE",
            "1 = 1", (("certificate", "1 = 1"),),
        ),
    )  # fmt: skip


def lay_guards(connection: BaseDatabaseWrapper) -> None:
    """Lay the guards, in place of those that lie there; not before their tables exist."""
    if not set(NEEDS) <= set(connection.introspection.table_names()):
        return
    write = _for_postgresql if connection.vendor == "postgresql" else _for_sqlite
    with connection.cursor() as cursor:
        for each in triggers():
            for statement in write(each):
                cursor.execute(statement)
        for statement in _forgetting(connection.vendor):
            cursor.execute(statement)


_FORGETS = "UPDATE use_device SET are_media_listed = FALSE WHERE id = OLD.device_id"


def _asked(test: str, vendor: str) -> str:
    """A test as this database spells what stands in a payload."""
    spelt = (
        r"e.payload ->> '\1'"
        if vendor == "postgresql"
        else (r"CAST(json_extract(e.payload, '$.\1') AS TEXT)")
    )
    return re.sub(r"<(\w+)>", spelt, test)


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away, for what was proven elsewhere and is put back whole: a backup."""
    names = [(name, table) for name, table, *_ in triggers()]
    with connection.cursor() as cursor:
        for name, table in (*names, ("kringspoor_unlisted", "use_storagemedium")):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _for_sqlite(trigger: Trigger) -> Iterator[str]:
    name, table, moment, when, refused = trigger
    checks = "\n".join(
        f"SELECT RAISE(ABORT, 'kringspoor: {code}') WHERE {_asked(test, 'sqlite')};"
        for code, test in refused
    )
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {when} BEGIN\n{checks}\nEND"


def _for_postgresql(trigger: Trigger) -> Iterator[str]:
    name, table, moment, when, refused = trigger
    checks = "\n".join(
        f"IF {_asked(test, 'postgresql')} THEN RAISE EXCEPTION 'kringspoor: {code}'"
        " USING ERRCODE = 'check_violation'; END IF;"
        for code, test in refused
    )
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN\n{checks}\nRETURN NEW; END $$"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW"
        f" WHEN ({when}) EXECUTE FUNCTION {name}()"
    )


def _forgetting(vendor: str) -> Iterator[str]:
    """A medium that is struck off leaves its device unlisted: somebody must look again."""
    name, table = "kringspoor_unlisted", "use_storagemedium"
    if vendor == "postgresql":
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {_FORGETS}; RETURN OLD; END $$"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER DELETE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION {name}()"
        )
    else:
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} AFTER DELETE ON {table} BEGIN {_FORGETS}; END"
