"""The device management export: exact serials, no purchase date, and people who stay out."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from voorbeek.fleet import SEED, TODAY, Device
from voorbeek.truth import Truth

MDM_HEADER = [
    "Device ID",
    "Device name",
    "Enrollment date",
    "Last check-in",
    "Microsoft Entra Device ID",
    "OS version",
    "Microsoft Entra registered",
    "EAS activation ID",
    "Serial number",
    "Manufacturer",
    "Model",
    "EAS activated",
    "IMEI",
    "Last EAS sync time",
    "EAS reason",
    "EAS status",
    "Compliance grace period expiration",
    "Security patch level",
    "Wi-Fi MAC",
    "MEID",
    "Subscriber carrier",
    "Total storage",
    "Free storage",
    "Management name",
    "Category",
    "UserId",
    "Primary user UPN",
    "Primary user email address",
    "Primary user display name",
    "WiFiIPv4Address",
    "WiFiSubnetID",
    "Compliance",
    "Managed by",
    "Ownership",
    "Device state",
    "Intune registered",
    "Supervised",
    "Encrypted",
    "OS",
    "SkuFamily",
    "JoinType",
    "Phone number",
    "Jailbroken",
    "ICCID",
    "EthernetMAC",
    "CellularTechnology",
    "ProcessorArchitecture",
    "EID",
    "SystemManagementBIOSVersion",
    "TPMManufacturerId",
    "TPMManufacturerVersion",
]
MDM_MAKERS = {
    "Dell": "Dell Inc.",
    "Lenovo": "LENOVO",
    "Samsung": "samsung",
    "Microsoft": "Microsoft Corporation",
}


def write_mdm(devices: Sequence[Device], truth: Truth, path: Path) -> None:
    """UTF-8 with a byte order mark, commas, as the management console exports it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(MDM_HEADER)
        writer.writerows(mdm_rows(devices, truth))


def mdm_rows(devices: Sequence[Device], truth: Truth) -> Iterator[list[str]]:
    """The management export: exact serials, no purchase date, and people who must stay out."""
    chance = random.Random(SEED + 2)
    managed = [each for each in devices if each.is_managed]
    chance.shuffle(managed)
    again = chance.sample([each for each in managed if not each.is_personal], 11)
    for row_no, device in enumerate(managed + again, start=2):
        truth.mdm.setdefault(device.no, []).append(row_no)
        row = dict.fromkeys(MDM_HEADER, "")
        row.update(_mdm_facts(chance, device))
        row.update(_mdm_person(chance))
        yield [row[name] for name in MDM_HEADER]


def _mdm_facts(chance: random.Random, device: Device) -> dict[str, str]:
    days = chance.choices((chance.randrange(0, 14), chance.randrange(100, 500)), (92, 8))[0]
    if device.state in ("gone", "in_stock", "broken"):
        days = chance.randrange(60, 900)
    seen = datetime(TODAY.year, TODAY.month, TODAY.day, 7) - timedelta(days=days, minutes=days * 7)
    enrolled = device.bought + timedelta(days=chance.randrange(3, 200))
    enrolled = min(enrolled, seen.date())
    model = device.model
    if device.make == "HP":
        model = f"HP {model} Notebook PC" if device.kind == "laptop" else f"HP {model} SFF"
    if device.make == "Lenovo" and chance.random() < 0.3:
        model = f"20{chance.choice('SWX')}{chance.randrange(10)}S{chance.randrange(10)}GF00"
    system, version = _system(chance, device)
    storage = int(device.storage_gb or 0)
    return {
        "Device ID": f"{chance.getrandbits(128):032x}",
        "Device name": f"VB{device.tag_no}" if not device.is_personal else "Galaxy",
        "Enrollment date": f"{enrolled.isoformat()} 09:12:44.0000000",
        "Last check-in": seen.strftime("%Y-%m-%d %H:%M:%S.0000000"),
        "OS version": version,
        "Serial number": device.serial if chance.random() > 0.01 else "Default string",
        "Manufacturer": MDM_MAKERS.get(device.make, device.make),
        "Model": model,
        "Total storage": f"{storage * 0.93:.2f}",
        "Free storage": f"{storage * chance.uniform(0.1, 0.7):.2f}",
        "Compliance": chance.choice(("Compliant", "Compliant", "Noncompliant")),
        "Managed by": "Intune",
        "Ownership": "Personal" if device.is_personal else "Corporate",
        "Device state": "Managed",
        "Encrypted": chance.choice(("True", "True", "False")),
        "OS": system,
        "ProcessorArchitecture": "9" if system == "Windows" else "12",
    }


def _system(chance: random.Random, device: Device) -> tuple[str, str]:
    if device.make == "Apple":
        mobile = {"smartphone": "iOS", "tablet": "iPadOS"}.get(device.kind)
        return (mobile, "18.1.1") if mobile else ("macOS", "15.1")
    if device.kind in ("smartphone", "tablet"):
        return "Android", chance.choice(("12.0", "13.0", "14.0"))
    if device.bought.year < 2018:
        return "Windows", "10.0.19045.6456"
    newer = 0.55 if device.bought.year < 2021 else 0.9
    is_eleven = chance.random() < newer
    return "Windows", "10.0.26100.7171" if is_eleven else "10.0.19045.6456"


def _mdm_person(chance: random.Random) -> dict[str, str]:
    no = chance.randrange(1, 480)
    mac = "".join(f"{chance.randrange(256):02X}" for _ in range(6))
    return {
        "UserId": f"{chance.getrandbits(64):016x}",
        "Primary user UPN": f"gebruiker{no:04d}@voorbeek.example",
        "Primary user email address": f"gebruiker{no:04d}@voorbeek.example",
        "Primary user display name": f"Gebruiker {no:04d}",
        "Wi-Fi MAC": mac,
        "WiFiIPv4Address": f"192.0.2.{chance.randrange(1, 255)}",
    }
