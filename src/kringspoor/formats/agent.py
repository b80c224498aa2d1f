"""What an inventory agent reports of a device: the sections GLPI, Fusion and OCS share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kringspoor.formats.disks import Disk, disk_kind, is_loose
from kringspoor.formats.edid import maker_name, read_edid
from kringspoor.formats.fillers import clean_id, is_filler
from kringspoor.formats.reading import Cell
from kringspoor.formats.scan import Scan
from kringspoor.formats.screens import Screen
from kringspoor.formats.tree import Branch

_MB = 2.0**20  # agents count memory in binary megabytes ...
_DISK_MB = 1e6  # ... and disks in decimal ones

_PRIVATE_SECTIONS = [
    "users",
    "local_users",
    "local_groups",
    "softwares",
    "networks",
    "network_ports",
    "processes",
    "envs",
    "licenseinfos",
    "remote_mgmt",
    "simcards",
    "antivirus",
    "databases_services",
    "logs",
]
_PRIVATE_FIELDS = {
    "hardware": [
        "name",
        "lastloggeduser",
        "datelastloggeduser",
        "userid",
        "userdomain",
        "ipaddr",
        "defaultgateway",
        "dns",
        "workgroup",
        "winowner",
        "wincompany",
        "winprodid",
        "winprodkey",
        "description",
    ],
    "operatingsystem": ["fqdn", "hostid", "ssh_key", "dns_domain"],
    "network_device": ["name", "ips", "mac", "contact", "description"],
    "accesslog": ["userid"],
}
_READ_SECTIONS = frozenset(
    [
        "accesslog",
        "batteries",
        "bios",
        "cpus",
        "hardware",
        "memories",
        "monitors",
        "network_components",
        "network_device",
        "operatingsystem",
        "printers",
        "storages",
        "usbdevices",
    ]
)
_PHYSICAL = frozenset(["", "physical"])
_DOCK = re.compile(r"\bdock(ing)?\b", re.IGNORECASE)
_NO_TAG = frozenset(["release-keys", "test-keys"])  # Android's build tag, not an asset tag
_ENOUGH_SHARE = 0.5  # modules that hold less than this share of the memory in use are misread


def read_agent(scan: Scan, content: Branch, item_type: str | None) -> None:
    """Take everything an agent's content tells of its device, and of devices attached to it."""
    _drop_private(scan, content)
    bios, hardware = content.branch("bios"), content.branch("hardware")
    network = content.branch("network_device")
    _learn_identity(scan, bios, network)
    _learn_kind(scan, bios, hardware, network, item_type)
    _learn_system(scan, content)
    _learn_memory(scan, content, hardware, network)
    _learn_battery(scan, content)
    scan.stores(_disks(content))
    scan.screens.extend(_screens(scan, content))
    scan.inside.extend(_attached(content))
    scan.inside.extend(_stacked(content, scan.facts.get("serial")))
    scan.seen(content.branch("accesslog").text("logdate"), content.where("accesslog.logdate"))
    scan.seen(hardware.text("lastdate"), hardware.where("lastdate"))
    scan.unused = tuple(
        key
        for key in content.fields
        if key not in _READ_SECTIONS and content.has(key) and key not in _PRIVATE_SECTIONS
    )


def _drop_private(scan: Scan, content: Branch) -> None:
    scan.drop(content, *_PRIVATE_SECTIONS)
    for section, keys in _PRIVATE_FIELDS.items():
        if isinstance(content.fields.get(section), dict):
            scan.drop(content.branch(section), *keys)


def _learn_identity(scan: Scan, bios: Branch, network: Branch) -> None:
    scan.learn("serial", bios, "ssn", "enclosureserial", "biosserial")
    scan.learn("make", bios, "smanufacturer")
    scan.learn("model", bios, "smodel")
    scan.learn("part_no", bios, "skunumber")
    scan.learn("serial", network, "serial")
    scan.learn("make", network, "manufacturer")
    scan.learn("model", network, "model")
    scan.learn("location", network, "location")
    for branch in (bios, network):
        tag = branch.text("assettag")
        if tag and tag.casefold() not in _NO_TAG:
            scan.tell("tag", tag, branch.where("assettag"))
    if scan.facts.get("model") is None and bios.has("mmodel"):
        board = " ".join(filter(None, (bios.text("mmanufacturer"), bios.text("mmodel"))))
        scan.tell("description", board, bios.where("mmodel"))


def _learn_kind(
    scan: Scan, bios: Branch, hardware: Branch, network: Branch, item_type: str | None
) -> None:
    if item_type and item_type not in ("Computer", "Unmanaged"):
        scan.tell("kind", item_type, "itemtype")
    scan.learn("kind", hardware, "chassis_type")
    scan.learn("kind", bios, "type")  # where OCS puts it
    scan.learn("kind", network, "type")
    if hardware:
        scan.tell("kind", item_type or "Computer", "itemtype")
    system = hardware.text("vmsystem") or ""
    if system.casefold() not in _PHYSICAL:
        scan.virtual(system, hardware.where("vmsystem"))


def _learn_system(scan: Scan, content: Branch) -> None:
    system, hardware = content.branch("operatingsystem"), content.branch("hardware")
    name = system.text("full_name") or system.text("name") or hardware.text("osname") or ""
    version = system.text("version") or (hardware.text("osversion") if not system else "") or ""
    full = name if version.casefold() in name.casefold() else f"{name} {version}"
    scan.tell("os", full, system.where("full_name") if system else hardware.where("osname"))
    for cpu in content.branches("cpus"):
        scan.learn("cpu", cpu, "name", "type")
    scan.learn("cpu", hardware, "processort")


def _learn_memory(scan: Scan, content: Branch, hardware: Branch, network: Branch) -> None:
    sizes = [each.size("capacity", _MB, is_memory=True) for each in content.branches("memories")]
    fitted = sum(size for size in sizes if size is not None)
    in_use = hardware.size("memory", _MB, is_memory=True)
    if fitted >= _ENOUGH_SHARE * (in_use or 0.0):
        scan.memory(fitted, content.where("memories.capacity"))
    scan.memory(in_use, hardware.where("memory"))
    scan.memory(network.size("ram", _MB, is_memory=True), network.where("ram"))


def _learn_battery(scan: Scan, content: Branch) -> None:
    design = left = 0.0
    for each in content.branches("batteries"):
        new, now = each.measure("capacity"), each.measure("real_capacity")
        if new and now:
            design, left = design + new, left + now
    scan.battery(design, left, content.where("batteries.real_capacity"))


def _disks(content: Branch) -> Iterator[Disk]:
    for each in content.branches("storages"):
        words = [each.text(key) for key in ("type", "description", "interface", "model", "name")]
        if is_loose(*words):
            continue
        serial = clean_id(each.text("serial")) or clean_id(each.text("serialnumber"))
        yield Disk(serial, each.size("disksize", _DISK_MB), disk_kind(*words))


def _screens(scan: Scan, content: Branch) -> Iterator[Screen]:
    for each in content.branches("monitors"):
        serial = clean_id(each.text("serial")) or clean_id(each.text("altserial"))
        make = each.text("manufacturer")
        block = each.fields.get("base64")
        edid = read_edid(block) if isinstance(block, str) else None
        if edid is not None:
            yield Screen.of_edid(edid, serial, make)
            continue
        if each.has("base64"):
            scan.report("scan-no-edid", each.where("base64"), str(block))
        model = each.text("caption") or each.text("name")
        if make or model or serial:
            yield Screen(maker_name(make) if make else None, model, serial)


def _attached(content: Branch) -> Iterator[dict[str, Cell]]:
    """Printers and the dock that tell a serial of their own; without one they may be a queue."""
    for each in content.branches("printers"):
        serial, driver = clean_id(each.text("serial")), each.text("driver")
        if serial:
            yield {"kind": "Printer", "model": driver, "serial": serial}
    for each in content.branches("usbdevices"):
        name = each.text("caption") or each.text("name") or ""
        serial = clean_id(each.text("serial"))
        if serial and _DOCK.search(name):  # a dock shows itself several times, as hub and as port
            make = each.text("manufacturer")
            known = make if make and not is_filler(make) else None
            yield {"kind": "Dock", "make": known, "model": name, "serial": serial}
            return


def _stacked(content: Branch, own_serial: Cell) -> Iterator[dict[str, Cell]]:
    """The other switches of a stack: one answers for all, each is a device."""
    known = {own_serial}
    for each in content.branches("network_components"):
        serial = clean_id(each.text("serial"))
        if each.text("type") == "chassis" and serial and serial not in known:
            known.add(serial)
            make, model = each.text("manufacturer"), each.text("model")
            yield {"kind": "NetworkEquipment", "make": make, "model": model, "serial": serial}
