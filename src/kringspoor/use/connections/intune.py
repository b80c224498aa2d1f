"""Microsoft Intune by Microsoft Graph: managed devices, asked without the people who use them.

After the reference of Microsoft Graph 1.0: managedDevice, and the client credentials flow.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from kringspoor.core.words import Text
from kringspoor.use.connections.http import Caller
from kringspoor.use.connections.tool import Account, Asked, Name, Page, Row, Tool, text
from kringspoor.use.connections.troubles import trouble

GRAPH = "https://graph.microsoft.com"
SIGN_IN = {  # where each cloud of Microsoft gives its tokens; elsewhere the address itself does
    "graph.microsoft.com": "https://login.microsoftonline.com",
    "graph.microsoft.us": "https://login.microsoftonline.us",
    "dod-graph.microsoft.us": "https://login.microsoftonline.us",
    "microsoftgraph.chinacloudapi.cn": "https://login.chinacloudapi.cn",
}
ASKED = (  # physicalMemoryInBytes is 0 in a list, and the names of users are not asked for
    "id", "serialNumber", "deviceName", "manufacturer", "model", "operatingSystem", "osVersion",
    "lastSyncDateTime", "enrolledDateTime", "managedDeviceOwnerType", "totalStorageSpaceInBytes",
)  # fmt: skip
TAG = re.compile(r"[A-Za-z]{0,6}[-_]?\d{4,9}")  # a name that is a tag; any other may be a person's
_AT_ONCE = 500
_NEXT = "@odata.nextLink"


def _pages(caller: Caller, account: Account) -> Generator[Page, None, None]:
    headers = {"Authorization": f"Bearer {_token(caller, account)}"}
    question = {"$select": ",".join(ASKED), "$top": _AT_ONCE}
    url, count = caller.url("v1.0/deviceManagement/managedDevices", **question), 0
    while url:
        value = caller.ask(url, headers=headers).value
        rows = value.get("value") if isinstance(value, dict) else None
        if not isinstance(rows, list):
            raise trouble("other-answer", host=caller.host, other="Microsoft Graph")
        count += len(rows)
        yield Page([_kept(each) for each in rows if isinstance(each, dict)], count)
        url = str(value.get(_NEXT) or "")


def _token(caller: Caller, account: Account) -> str:
    """A token for one fetch, from the secret of the application."""
    host = SIGN_IN.get(caller.host.lower())
    door = caller.beside(host) if host else caller
    form = {
        "client_id": account.plain.get("client_id", ""),
        "client_secret": account.secret.get("client_secret", ""),
        "scope": f"{caller.base.rstrip('/')}/.default",
        "grant_type": "client_credentials",
    }
    path = f"{quote(account.plain.get('tenant_id', ''), safe='')}/oauth2/v2.0/token"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(form).encode()
    answer = door.ask(door.url(path), headers=headers, method="POST", body=body)
    token = answer.value.get("access_token") if isinstance(answer.value, dict) else None
    if not isinstance(token, str):
        raise trouble("other-answer", host=door.host, other="Microsoft Entra")
    return token


def _kept(row: Row) -> Row:
    """What was asked for, should more come along; a name that may be a person's is left out."""
    kept = {key: row[key] for key in ASKED if key in row}
    if not TAG.fullmatch(text(row, "deviceName")):
        kept.pop("deviceName", None)
    return kept


def _document(rows: Sequence[Row]) -> dict[str, Any]:
    return {"@odata.context": "deviceManagement/managedDevices", "value": list(rows)}


def _names(row: Row) -> Name:
    return Name(text(row, "id"), text(row, "serialNumber"), text(row, "deviceName"))


TOOL = Tool(
    slug="intune",
    name="Microsoft Intune",
    about=Text(
        nl="Beheerde toestellen uit Intune (Entra), met wanneer ze laatst gezien zijn.",
        en="Managed devices of Intune (Entra), with when they were last seen.",
    ),
    address=GRAPH,
    asks=(
        Asked(
            "tenant_id",
            Text(nl="Map-id (tenant)", en="Directory ID (tenant)"),
            Text(
                nl="In het Entra-beheercentrum, bij Overzicht.",
                en="In the Entra admin centre, under Overview.",
            ),
            is_secret=False,
        ),
        Asked(
            "client_id",
            Text(nl="Toepassings-id (client)", en="Application ID (client)"),
            Text(
                nl="Van een app-registratie met DeviceManagementManagedDevices.Read.All.",
                en="Of an app registration with DeviceManagementManagedDevices.Read.All.",
            ),
            is_secret=False,
        ),
        Asked(
            "client_secret",
            Text(nl="Clientgeheim", en="Client secret"),
            Text(
                nl="De waarde van het geheim, niet de id ervan.",
                en="The value of the secret, not its ID.",
            ),
        ),
    ),
    fields=("os", "storage_gb", "last_seen_on", "model", "category"),
    is_sure_of=("os", "storage_gb", "last_seen_on"),
    pages=_pages,
    document=_document,
    names=_names,
)
