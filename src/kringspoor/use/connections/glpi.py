"""GLPI by its REST API: computers, monitors, phones, printers and more, with their purchase.

A session is begun and ended for each fetch. Only the fields named here are kept: who uses a device
and what it is called stay there.

After GLPI's apirest.md: initSession, get all items, killSession.
"""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.use.connections.http import Caller
from kringspoor.use.connections.tool import Account, Asked, Name, Page, Row, Tool, text
from kringspoor.use.connections.troubles import trouble

KINDS: Mapping[str, str] = {
    "Computer": "computer",
    "Monitor": "monitor",
    "Phone": "phone",
    "Printer": "printer",
    "NetworkEquipment": "networkequipment",
    "Peripheral": "peripheral",
}
_PURCHASES = "Infocom"
_AT_ONCE = 500
_KEPT = (
    "id", "serial", "otherserial", "manufacturers_id", "states_id", "locations_id", "entities_id",
    "last_inventory_update", "size",
)  # fmt: skip
_BOUGHT = (
    "itemtype", "items_id", "buy_date", "order_number", "suppliers_id", "value",
    "warranty_date", "warranty_duration",
)  # fmt: skip
_TOTAL = re.compile(r"/(\d+)$")
_DOORS = ("apirest.php", "api.php/v1")
KIND = "itemtype"


def _pages(caller: Caller, account: Account) -> Generator[Page, None, None]:
    """Page after page of every kind; a kind the account may not see is passed over."""
    door = "" if caller.base.rstrip("/").endswith(_DOORS) else f"{_DOORS[0]}/"
    headers = {"Content-Type": "application/json"}
    if account.secret.get("app_token"):
        headers["App-Token"] = account.secret["app_token"]
    begin = {**headers, "Authorization": f"user_token {account.secret.get('user_token', '')}"}
    answer = caller.ask(caller.url(f"{door}initSession"), headers=begin)
    token = answer.value.get("session_token") if isinstance(answer.value, dict) else None
    if not isinstance(token, str):
        raise trouble("other-answer", host=caller.host, other="GLPI")
    headers["Session-Token"] = token
    try:
        total = 0
        for kind in (*KINDS, _PURCHASES):
            before = total
            for rows, count in _rows(caller, headers, f"{door}{kind}/"):
                total = before + (0 if kind == _PURCHASES else count)
                yield Page([_kept(kind, each) for each in rows if _is_real(each)], total)
    finally:
        with suppress(BadInput):  # it ends by itself too, and must not hide what went wrong
            caller.ask(caller.url(f"{door}killSession"), headers=headers)


def _rows(caller: Caller, headers: Mapping[str, str], path: str) -> Iterator[tuple[list[Row], int]]:
    start, total = 0, 1
    while start < total:
        url = caller.url(
            path, range=f"{start}-{start + _AT_ONCE - 1}", expand_dropdowns="true",
            get_hateoas="false", is_deleted="false",
        )  # fmt: skip
        try:
            answer = caller.ask(url, headers=headers)
        except BadInput as error:
            if error.code == "rights":
                return
            raise
        rows = answer.value
        if not isinstance(rows, list):
            raise trouble("other-answer", host=caller.host, other="GLPI")
        said = _TOTAL.search(answer.headers.get("content-range", ""))
        total = int(said[1]) if said else start + len(rows)
        if not rows and start < total:
            raise trouble("unfinished", host=caller.host, status=total)
        start += len(rows)
        yield [each for each in rows if isinstance(each, dict)], total
        if not rows:
            return


def _is_real(row: Row) -> bool:
    return not (row.get("is_deleted") or row.get("is_template"))


def _kept(kind: str, row: Row) -> Row:
    if kind == _PURCHASES:
        return {key: row[key] for key in _BOUGHT if key in row} | {"of": _PURCHASES}
    slug = KINDS[kind]
    kept = {key: row[key] for key in _KEPT if key in row}
    kept |= {"model": row.get(f"{slug}models_id"), "type": row.get(f"{slug}types_id")}
    return {**kept, KIND: kind}


def _document(rows: Sequence[Row]) -> dict[str, Any]:
    """The answers by kind, as the reader of GLPI's REST answers knows them."""
    kinds = {kind: [each for each in rows if _is_a(each, kind)] for kind in KINDS}
    bought = [each for each in rows if each.get("of") == _PURCHASES]
    return {"glpi": "rest", **kinds, _PURCHASES: bought}


def _is_a(row: Row, kind: str) -> bool:
    return row.get(KIND) == kind and "of" not in row


def _names(row: Row) -> Name:
    if row.get("of") == _PURCHASES:
        return Name("", "", "")
    number = f"{text(row, KIND)}:{text(row, 'id')}"
    return Name(number, _clean(row, "serial"), _clean(row, "otherserial"))


def _clean(row: Row, key: str) -> str:
    return html.unescape(text(row, key)).replace("\xa0", " ").strip()


TOOL = Tool(
    slug="glpi",
    name="GLPI",
    about=Text(
        nl="Computers, schermen, telefoons, printers en netwerk, met hun aankoop.",
        en="Computers, monitors, phones, printers and network, with their purchase.",
    ),
    address="https://glpi.voorbeeld.be",
    asks=(
        Asked(
            "user_token",
            Text(nl="Persoonlijke API-sleutel (user_token)", en="Personal API key (user_token)"),
            Text(
                nl="In GLPI: uw voorkeuren, Sleutels voor toegang op afstand, API-token.",
                en="In GLPI: your preferences, Remote access keys, API token.",
            ),
        ),
        Asked(
            "app_token",
            Text(nl="Sleutel van de toepassing (App-Token)", en="Application key (App-Token)"),
            Text(
                nl="Als de API-client in Instellingen, Algemeen, API er een vraagt.",
                en="If the API client in Setup, General, API asks for one.",
            ),
            is_needed=False,
        ),
    ),
    fields=(
        "category", "model", "order_no", "supplier", "purchased_on",
        "price_cents", "warranty_end_on", "last_seen_on", "screen_inches",
    ),
    pages=_pages,
    document=_document,
    names=_names,
)  # fmt: skip
