"""Snipe-IT, GLPI and Microsoft Graph as far as we ask them, with made-up devices."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tests.fakes.server import Asked, Reply

KEY = "only-for-tests"


def an_asset(number: int, **about: Any) -> dict[str, Any]:
    """An asset as Snipe-IT gives it, with a person who holds it."""
    asset = {
        "id": number,
        "name": "Laptop van An",
        "asset_tag": f"VB-{number:04}",
        "serial": f"PF2ABC{number:02}",
        "model": {"id": 1, "name": "ThinkPad T14"},
        "model_number": "20W0",
        "status_label": {"id": 2, "name": "In gebruik", "status_type": "deployable",
                         "status_meta": "deployed"},
        "category": {"id": 1, "name": "Laptops"},
        "manufacturer": {"id": 1, "name": "Lenovo"},
        "supplier": {"id": 1, "name": "Bechtle"},
        "notes": "",
        "order_number": "PO-1",
        "company": {"id": 1, "name": "ICT"},
        "location": {"id": 1, "name": "Stadhuis"},
        "warranty_months": "36 months",
        "warranty_expires": {"date": "2025-03-01", "formatted": "01/03/2025"},
        "purchase_date": {"date": "2022-03-01", "formatted": "01/03/2022"},
        "purchase_cost": "1.234,50",
        "assigned_to": {"id": 9, "name": "An Geheim", "email": "an@geheim.example"},
        "custom_fields": {
            "Kringspoor": {"field": "_snipeit_kringspoor_4", "value": ""},
            "Gebruiker": {"field": "_snipeit_gebruiker_5", "value": "An Geheim"},
        },
    }  # fmt: skip
    return {**asset, **about}


@dataclass(slots=True)
class SnipeIt:
    """A Snipe-IT with these assets, a few to a page, that remembers what is written."""

    assets: list[dict[str, Any]] = field(default_factory=list)
    most_rows: int = 2
    statuses: tuple[tuple[int, str], ...] = ((2, "In gebruik"), (3, "Voorraad"), (4, "Ingeleverd"))

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("Authorization") != f"Bearer {KEY}":
            return Reply({"error": "Unauthenticated."}, 401)
        part = asked.path.removeprefix("/api/v1/").strip("/").split("/")
        if part[0] == "hardware" and len(part) == 2:
            return self._one(asked, int(part[1]))
        if part == ["hardware"]:
            start = int(asked.query.get("offset", 0))
            rows = self.assets[start : start + min(self.most_rows, int(asked.query["limit"]))]
            return Reply({"total": len(self.assets), "rows": rows})
        if part == ["statuslabels"]:
            rows = [{"id": number, "name": name} for number, name in self.statuses]
            return Reply({"total": len(rows), "rows": rows})
        if part == ["fields"]:
            row = {"id": 4, "name": "Kringspoor", "db_column_name": "_snipeit_kringspoor_4"}
            return Reply({"total": 1, "rows": [row]})
        return Reply({"error": "Not found"}, 404)

    def _one(self, asked: Asked, number: int) -> Reply:
        asset = next((each for each in self.assets if each["id"] == number), None)
        if asset is None:
            return Reply({"status": "error", "messages": "Asset does not exist.", "payload": None})
        if asked.method == "PATCH":
            changes = asked.json()
            if "status_id" in changes:
                name = dict(self.statuses)[changes["status_id"]]
                asset["status_label"] = {"id": changes["status_id"], "name": name}
            asset["notes"] = changes.get("notes", asset["notes"])
            for each in asset["custom_fields"].values():
                each["value"] = changes.get(each["field"], each["value"])
            return Reply({"status": "success", "payload": {"id": number}})
        return Reply(deepcopy(asset))


COMPUTERS = [
    {"id": 3, "name": "pc-an-geheim", "serial": "GL001", "otherserial": "VB-0101",
     "manufacturers_id": "Dell", "computermodels_id": "Latitude 5420",
     "computertypes_id": "Notebook",
     "states_id": "En service", "locations_id": "Stadhuis", "entities_id": "Root &gt; ICT",
     "users_id": "an.geheim", "contact": "an.geheim", "comment": "An Geheim", "is_deleted": 0},
    {"id": 4, "serial": "GL002", "otherserial": "VB-0102", "manufacturers_id": "Dell",
     "computermodels_id": "OptiPlex 7090", "computertypes_id": "&nbsp;", "is_deleted": 0},
    {"id": 5, "serial": "TPL", "otherserial": "", "is_template": 1},
]  # fmt: skip
MONITORS = [{"id": 3, "serial": "CN001", "otherserial": None, "manufacturers_id": "Dell",
             "monitormodels_id": "P2419H", "monitortypes_id": 0, "size": "24.00"}]  # fmt: skip
BOUGHT = [{"id": 1, "itemtype": "Computer", "items_id": 3, "buy_date": "2022-03-01",
           "value": "899.0000", "warranty_duration": 36, "suppliers_id": "Bechtle",
           "order_number": "PO-7", "comment": "An Geheim"}]  # fmt: skip


@dataclass(slots=True)
class Glpi:
    """A GLPI that gives one row a page, and lets nobody see its phones."""

    kinds: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"Computer": COMPUTERS, "Monitor": MONITORS, "Infocom": BOUGHT}
    )
    most_rows: int = 1
    open_sessions: set[str] = field(default_factory=set)

    def __call__(self, asked: Asked) -> Reply:
        part = asked.path.removeprefix("/apirest.php/").strip("/")
        if asked.headers.get("App-Token") != KEY:
            return Reply(
                ["ERROR_WRONG_APP_TOKEN_PARAMETER", "parameter app_token seems wrong"], 400
            )
        if part == "initSession":
            if asked.headers.get("Authorization") != f"user_token {KEY}":
                return Reply(["ERROR_GLPI_LOGIN_USER_TOKEN", "user_token seems invalid"], 401)
            self.open_sessions.add("s1")
            return Reply({"session_token": "s1"})
        if asked.headers.get("Session-Token") not in self.open_sessions:
            return Reply(["ERROR_SESSION_TOKEN_INVALID", "session_token seems invalid"], 401)
        if part == "killSession":
            self.open_sessions.clear()
            return Reply(raw=b"")
        if part == "Phone":
            return Reply(["ERROR_RIGHT_MISSING", "You don't have permission"], 403)
        rows = self.kinds.get(part, [])
        start = int(asked.query["range"].partition("-")[0])
        some = rows[start : start + self.most_rows]
        if not some:
            return Reply([])
        last = start + len(some) - 1
        return Reply(some, 206, {"Content-Range": f"{start}-{last}/{len(rows)}"})


MANAGED = [
    {"id": f"g{number}", "serialNumber": f"PF2ABC{number:02}", "deviceName": name,
     "manufacturer": "LENOVO", "model": "20W0005DMB", "operatingSystem": "Windows",
     "osVersion": "10.0.22631.4460", "lastSyncDateTime": "2026-11-20T08:00:00Z",
     "enrolledDateTime": "2023-01-02T08:00:00Z", "managedDeviceOwnerType": "company",
     "totalStorageSpaceInBytes": 254356226048, "userPrincipalName": "an@geheim.example"}
    for number, name in ((1, "VB-0001"), (2, "MacBook van An"), (3, "VB-0003"))
]  # fmt: skip


@dataclass(slots=True)
class Graph:
    """Microsoft Graph and the door that gives its tokens, on one address."""

    address: str = ""
    devices: list[dict[str, Any]] = field(default_factory=lambda: list(MANAGED))
    next_host: str = ""

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/tenant/oauth2/v2.0/token":
            form = parse_qs(asked.body.decode())
            if form["client_secret"] != [KEY] or form["grant_type"] != ["client_credentials"]:
                said = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid"}
                return Reply(said, 401)
            return Reply({"access_token": "t1", "expires_in": 3599})
        if asked.headers.get("Authorization") != "Bearer t1":
            return Reply({"error": {"code": "InvalidAuthenticationToken", "message": "no"}}, 401)
        start = int(asked.query.get("$skiptoken", 0))
        value: dict[str, Any] = {"value": self.devices[start : start + 2]}
        if start + 2 < len(self.devices):
            host = self.next_host or self.address
            value["@odata.nextLink"] = f"{host}{asked.path}?$skiptoken={start + 2}"
        return Reply(value)
