"""Connecting other asset tools: what is said about one, trying it, and taking it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from kringspoor.core.errors import BadInput, Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.connections import snipeit
from kringspoor.use.connections.calling import line_of
from kringspoor.use.connections.fetching import Found, first_look, tool_of
from kringspoor.use.connections.http import HURRIED
from kringspoor.use.connections.planning import next_at
from kringspoor.use.connections.sealing import opened, sealed
from kringspoor.use.models import Connection, Pull

OPEN = ("waiting", "fetching")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says about a connection. A secret that is empty stays what it was."""

    name: str
    address: str
    plain: Mapping[str, str]
    secret: Mapping[str, str]
    fields: Sequence[str]
    every_hours: int | None
    daily_at: time | None
    is_automatic: bool
    is_on: bool


@within_organisation
@transaction.atomic
def save_connection(
    connection: Connection, said: Said, *, organisation: Organisation, actor: User, at: datetime
) -> Connection:
    """Keep what was said, and plan the next fetch. ``connection`` may be new.

    Raises Refused for a name that is taken, and where a key would go to an address that it was not
    made for: the key of one host is never sent to another.
    """
    is_new = connection.pk is None
    tool = tool_of(connection.tool)
    same = Connection.objects.filter(name=said.name).exclude(pk=connection.pk)
    if same.exists():
        raise Refused(_TAKEN.filled(name=said.name), hint=_OTHER_NAME, code="name-taken")
    given = {name: value for name, value in said.secret.items() if value}
    if not is_new and _host(connection.address) != _host(said.address):
        needed = {each.name for each in tool.asks if each.is_secret and each.is_needed}
        if needed - given.keys():
            raise Refused(_OTHER_HOST, hint=_KEY_AGAIN, code="other-host")
        connection.sealed = ""
    if given:
        connection.sealed = sealed({**_kept(connection), **given})
    connection.organisation = organisation
    connection.name, connection.address = said.name, said.address.strip()
    connection.plain = dict(said.plain)
    connection.fields = [each for each in tool.fields if each in said.fields]
    connection.every_hours, connection.daily_at = said.every_hours, said.daily_at
    connection.is_automatic, connection.is_on = said.is_automatic, said.is_on
    connection.next_at = next_at(connection, at) if said.is_on else None
    if is_new:
        connection.added_at, connection.added_by = at, actor
    connection.save()
    _told("added" if is_new else "changed", connection, actor, at)
    return connection


def _kept(connection: Connection) -> dict[str, str]:
    """The secrets there were; none when they can no longer be opened."""
    try:
        return opened(connection.sealed)
    except BadInput:
        return {}


def _host(address: str) -> tuple[str, str]:
    parts = urlsplit(address.strip())
    return parts.scheme, parts.netloc.lower()


def _told(what: str, connection: Connection, actor: User | None, at: datetime) -> None:
    """On record: everything but the secrets."""
    payload: dict[str, Plain] = {
        "tool": connection.tool,
        "name": connection.name,
        "address": connection.address,
        "fields": list(connection.fields),
        "is_on": connection.is_on,
        "is_automatic": connection.is_automatic,
        "is_writing": connection.is_writing,
    }
    write_down(
        [Happening(f"connection.{what}", connection.subject, payload)],
        organisation=connection.organisation, actor=actor, at=at,
    )  # fmt: skip


@within_organisation
@transaction.atomic
def remove_connection(
    connection: Connection, *, organisation: Organisation, actor: User, at: datetime
) -> None:
    """Forget a connection and its key. What it brought in stays, and so does the other tool."""
    _told("removed", connection, actor, at)
    connection.delete()


@within_organisation
def ask_pull(
    connection: Connection, *, organisation: Organisation, actor: User | None, at: datetime
) -> Pull:
    """Have a connection fetched; one that is being fetched already is not fetched twice."""
    pull, _ = Pull.objects.get_or_create(
        connection=connection,
        state__in=OPEN,
        defaults={"state": "waiting", "asked_by": actor, "asked_at": at},
    )
    return pull


@within_organisation
def stop_pull(pull: Pull, *, organisation: Organisation, at: datetime) -> None:
    """Stop a fetch that is not over. Nothing was taken in yet."""
    Pull.objects.filter(pk=pull.pk, state__in=OPEN).update(state="stopped", ended_at=at)


@within_organisation
def try_connection(connection: Connection, *, organisation: Organisation) -> Found:
    """Ask a tool its first page, and what one may choose there. Raises BadInput with the remedy."""
    line = line_of(connection, HURRIED)
    found = first_look(line.tool, line.caller, line.account)
    if line.tool.can_be_written:
        labels = snipeit.status_labels(line.caller, line.account)
        try:
            columns = snipeit.link_fields(line.caller, line.account)
        except BadInput as error:  # a key may read assets and not the custom fields
            if error.code not in ("rights", "not-found", "asked-wrong"):
                raise
            columns = []
        connection.offered = {"statuses": _pairs(labels), "columns": _pairs(columns)}
        connection.save(update_fields=("offered",))
    return found


def _pairs(choices: Sequence[snipeit.Choice]) -> list[list[str]]:
    return [[each.key, each.name] for each in choices]


@within_organisation
@transaction.atomic
def choose_statuses(
    connection: Connection,
    statuses: Mapping[str, str],
    *,
    organisation: Organisation,
    actor: User,
    at: datetime,
    link_column: str,
    site_address: str,
) -> None:
    """Say which status there stands for each of our states, and where the link to our page goes."""
    known = {key for key, _ in connection.offered.get("statuses", ())}
    connection.statuses = {state: key for state, key in statuses.items() if key in known}
    connection.link_column, connection.site_address = link_column, site_address.rstrip("/")
    connection.save(update_fields=("statuses", "link_column", "site_address"))
    connection.counterparts.update(told_state="")  # they must be told anew
    _told("changed", connection, actor, at)


@within_organisation
@transaction.atomic
def turn_writing(
    connection: Connection, *, organisation: Organisation, actor: User, at: datetime, is_on: bool
) -> None:
    """Begin or stop telling the other tool. Raises Refused while nothing was chosen to tell."""
    tool = tool_of(connection.tool)
    chosen: list[Any] = [*connection.statuses.values(), connection.link_column]
    if is_on and not (tool.can_be_written and any(chosen)):
        raise Refused(_NOTHING, hint=_CHOOSE, code="nothing-to-write")
    connection.is_writing = is_on
    connection.save(update_fields=("is_writing",))
    _told("changed", connection, actor, at)


_TAKEN = Text(nl="er is al een koppeling '{name}'", en="there is a connection '{name}' already")
_OTHER_NAME = Text(nl="kies een andere naam", en="choose another name")
_OTHER_HOST = Text(
    nl="de bewaarde sleutel hoort bij een ander adres",
    en="the stored key belongs to another address",
)
_KEY_AGAIN = Text(nl="vul de sleutel opnieuw in", en="enter the key again")
_NOTHING = Text(
    nl="er is niets gekozen om terug te schrijven", en="nothing was chosen to write back"
)
_CHOOSE = Text(
    nl="kies bij ten minste één toestand een status, of een veld voor de link",
    en="choose a status for at least one state, or a field for the link",
)
