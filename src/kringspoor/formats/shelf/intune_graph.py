"""Microsoft Graph's answer for managed devices: ``{"value": [{"serialNumber": ...}, ...]}``.

The same facts as Intune's export, under the names of its programming interface. A name that is no
asset tag may be a person's and stays outside.
"""

from __future__ import annotations

from kringspoor.formats.grid import Grid, GridCell
from kringspoor.formats.headers import DROP
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Fate, Problem, Reading
from kringspoor.formats.scan import json_root
from kringspoor.formats.shape import Shape
from kringspoor.formats.shelves import Format
from kringspoor.formats.source import Source
from kringspoor.formats.table import read_table

SLUG = "intune_graph"
_BYTES, _A_GB = "totalStorageSpaceInBytes", 1e9
_ASSET_CODE = r"[A-Za-z]{0,6}[-_]?\d{4,9}"
_TAKEN = {
    "deviceName": "tag",
    "serialNumber": "serial",
    "manufacturer": "make",
    "model": "model",
    "operatingSystem": "os",
    "osVersion": "os",
    "lastSyncDateTime": "last_seen_days",
    "enrolledDateTime": "enrolled_days",
    "managedDeviceOwnerType": "ownership",
    _BYTES: "storage_gb",
}
_PEOPLE = (
    "userPrincipalName", "userDisplayName", "userId", "emailAddress", "phoneNumber", "imei", "meid",
    "wiFiMacAddress", "ethernetMacAddress", "subscriberCarrier", "managedDeviceName", "iccid",
)  # fmt: skip
_SHAPE = Shape(
    SLUG,
    signature=(("serialNumber", "operatingSystem"),),
    headers={**_TAKEN, **dict.fromkeys(_PEOPLE, DROP)},
    units={_BYTES: "gb"},
    values={"managedDeviceOwnerType": {"company": "owned", "unknown": ""}},
    patterns={"deviceName": _ASSET_CODE},
)


def _recognises(source: Source) -> float:
    root = json_root(source)
    rows = root.get("value") if isinstance(root, dict) else None
    if not isinstance(rows, list):
        return 0.0
    first = next((each for each in rows if isinstance(each, dict)), {})
    if {"serialNumber", "operatingSystem"} <= first.keys():
        return 0.95
    context = str(root.get("@odata.context", ""))
    return 0.95 if not rows and "managedDevices" in context else 0.0


def _read(source: Source) -> Reading:
    answer = source.json()
    odd: list[Problem] = []
    rows = [_row(number, each, odd) for number, each in enumerate(answer["value"], start=1)]
    grid = Grid([[*_TAKEN], *([row.get(name, "") for name in _TAKEN] for row in rows)], 0)
    reading = read_table(Source.of_grid(source.name, grid, source.options), _SHAPE)
    reading.encoding = source.encoding
    keys = dict.fromkeys(key for each in answer["value"] if isinstance(each, dict) for key in each)
    reading.dropped = tuple(key for key in keys if key in _PEOPLE)
    reading.unused = tuple(key for key in keys if key not in _PEOPLE and key not in _TAKEN)
    reading.fates |= {each.row_no: Fate.PROBLEM for each in odd if each.row_no}
    reading.problems = [*source.problems, *odd, *reading.problems]
    return reading


def _row(row_no: int, value: object, odd: list[Problem]) -> dict[str, GridCell]:
    if not isinstance(value, dict):
        odd.append(problem("wrong-shape", row_no, None, type(value).__name__))
        return {}
    cells = {name: str(value[name]) for name in _TAKEN if isinstance(value.get(name), str | int)}
    size = value.get(_BYTES)
    if isinstance(size, int | float) and not isinstance(size, bool):
        cells[_BYTES] = f"{size / _A_GB:.0f}" if size > 0 else ""
    return dict(cells)


FORMAT = Format(
    slug=SLUG,
    name_nl="Microsoft Intune, antwoord van Microsoft Graph (JSON)",
    name_en="Microsoft Intune, answer of Microsoft Graph (JSON)",
    suffixes=(".json",),
    recognises=_recognises,
    read=_read,
)
