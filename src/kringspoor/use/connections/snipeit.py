"""Snipe-IT by its API: every asset, its status labels and custom fields, and a careful way back.

After the reference of Snipe-IT's API: hardware, statuslabels and fields.
"""

from __future__ import annotations

import html
import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kringspoor.core.words import Text
from kringspoor.formats.headers import DROP, understood
from kringspoor.use.connections.http import Answer, Caller
from kringspoor.use.connections.tool import Account, Asked, Name, Page, Row, Tool, text
from kringspoor.use.connections.troubles import trouble

NOTES = "notes"  # where a link goes when no custom field was made for it
_MOST_AT_ONCE = 500  # Snipe-IT gives no more, whatever one asks
_KEPT = (  # notes are left there: people write names in them
    "id", "asset_tag", "serial", "model", "model_number", "manufacturer", "category", "supplier",
    "company", "location", "order_number", "purchase_date", "purchase_cost", "warranty_months",
    "warranty_expires", "last_audit_date", "status_label", "byod",
)  # fmt: skip
_LINE = "Kringspoor: "


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that Snipe-IT offers to choose from: a status label, a custom field."""

    key: str
    name: str


def _pages(caller: Caller, account: Account) -> Generator[Page, None, None]:
    offset, total = 0, 1
    while offset < total:
        url = caller.url(
            "api/v1/hardware", limit=_MOST_AT_ONCE, offset=offset, sort="id", order="asc"
        )
        value = _value(caller, caller.ask(url, headers=_headers(account)))
        rows, count = value.get("rows"), value.get("total")
        if not isinstance(rows, list) or not isinstance(count, int):
            raise _other(caller)
        if not rows and offset < count:
            raise trouble("unfinished", host=caller.host, status=count)
        total, offset = count, offset + len(rows)
        yield Page([_without_people(each) for each in rows if isinstance(each, dict)], total)


def _document(rows: Sequence[Row]) -> dict[str, Any]:
    return {"total": len(rows), "rows": list(rows)}


def _without_people(row: Row) -> Row:
    """What we read of an asset: not who holds it, and no custom field about a person."""
    kept = {key: row[key] for key in _KEPT if key in row}
    custom = row.get("custom_fields")
    if isinstance(custom, dict):
        kept["custom_fields"] = {
            name: value for name, value in custom.items() if understood(name).field != DROP
        }
    return kept


def _names(row: Row) -> Name:
    label = row.get("status_label")
    status = label.get("id") if isinstance(label, dict) else None
    return Name(
        number=text(row, "id"),
        serial=html.unescape(text(row, "serial")),
        tag=html.unescape(text(row, "asset_tag")),
        status_no=status if isinstance(status, int) else None,
    )


def status_labels(caller: Caller, account: Account) -> list[Choice]:
    """The statuses an asset may have there, by name."""
    found = _listed(caller, account, "api/v1/statuslabels", "id")
    return sorted(found, key=lambda each: each.name.casefold())


def link_fields(caller: Caller, account: Account) -> list[Choice]:
    """The custom fields in which an address fits, by the name of their column."""
    return _listed(caller, account, "api/v1/fields", "db_column_name")


def _listed(caller: Caller, account: Account, path: str, key: str) -> list[Choice]:
    url = caller.url(path, limit=_MOST_AT_ONCE)
    value = _value(caller, caller.ask(url, headers=_headers(account)))
    rows = value.get("rows")
    if not isinstance(rows, list):
        raise _other(caller)
    named = [each for each in rows if isinstance(each, dict) and text(each, key)]
    return [Choice(text(each, key), html.unescape(text(each, "name"))) for each in named]


def wanted_of(asset: Mapping[str, Any], status_no: int | None, column: str, link: str) -> Row:
    """What must change in an asset so that it tells our state and our page; nothing when it does.

    In the notes only our own line is written; what people wrote there stays.
    """
    changes: Row = {}
    label = asset.get("status_label")
    now = label.get("id") if isinstance(label, dict) else None
    if status_no is not None and status_no != now:
        changes["status_id"] = status_no
    if column == NOTES and link:
        notes = html.unescape(text(asset, NOTES))
        others = [each for each in notes.splitlines() if not each.startswith(_LINE)]
        told = "\n".join([*others, f"{_LINE}{link}"]).strip()
        if told != notes.strip():
            changes[NOTES] = told
    elif column and link and _custom(asset, column) != link:
        changes[column] = link
    return changes


def _custom(asset: Mapping[str, Any], column: str) -> str | None:
    fields = asset.get("custom_fields")
    for each in fields.values() if isinstance(fields, dict) else ():
        if isinstance(each, dict) and each.get("field") == column:
            return html.unescape(text(each, "value"))
    return None


def write_asset(
    caller: Caller, account: Account, number: str, status_no: int | None, column: str, link: str
) -> Row:
    """Look at an asset and change only what differs; what was changed. Never deletes anything."""
    url = caller.url(f"api/v1/hardware/{int(number)}")
    asset = _value(caller, caller.ask(url, headers=_headers(account)))
    changes = wanted_of(asset, status_no, column, link)
    if changes:
        headers = {**_headers(account), "Content-Type": "application/json"}
        body = json.dumps(changes).encode()
        _value(caller, caller.ask(url, headers=headers, method="PATCH", body=body))
    return changes


def _headers(account: Account) -> dict[str, str]:
    return {"Authorization": f"Bearer {account.secret.get('token', '')}"}


def _value(caller: Caller, answer: Answer) -> dict[str, Any]:
    """The object in an answer. Snipe-IT says no with a status of 200."""
    value = answer.value
    if not isinstance(value, dict):
        raise _other(caller)
    if value.get("status") == "error":
        said = json.dumps(value.get("messages"), ensure_ascii=False)[:200]
        raise trouble("asked-wrong", host=caller.host, status=answer.status_no, said=said)
    return value


def _other(caller: Caller) -> Exception:
    return trouble("other-answer", host=caller.host, other="Snipe-IT")


TOOL = Tool(
    slug="snipeit",
    name="Snipe-IT",
    about=Text(
        nl="Alle toestellen, met model, aankoop en garantie. Onze status kan daar terugkomen.",
        en="Every asset, with model, purchase and warranty. Our state can be written back.",
    ),
    address="https://snipe.voorbeeld.be",
    asks=(
        Asked(
            "token",
            Text(nl="API-sleutel", en="API key"),
            Text(
                nl="In Snipe-IT: uw naam, Manage API Keys, Create New Token.",
                en="In Snipe-IT: your name, Manage API Keys, Create New Token.",
            ),
        ),
    ),
    fields=(
        "category", "model", "part_no", "order_no", "supplier", "purchased_on",
        "price_cents", "warranty_end_on", "last_seen_on", "ram_gb", "storage_gb", "cpu", "os",
    ),
    pages=_pages,
    document=_document,
    names=_names,
    can_be_written=True,
)  # fmt: skip
