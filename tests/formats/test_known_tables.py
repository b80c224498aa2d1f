"""The exports of known tools: recognised by their headers, read with what we know of them."""

from __future__ import annotations

import io
import zipfile

from kringspoor.formats import read_source
from kringspoor.formats.reading import Fate, Options, Reading
from kringspoor.formats.source import Source

INTUNE = (
    "Device ID,Device name,Enrollment date,Last check-in,{entra} Device ID,OS version,"
    "Serial number,Manufacturer,Model,IMEI,Wi-Fi MAC,Total storage,Management name,Category,"
    "Primary user UPN,Ownership,Device state,OS,Phone number\n"
    "guid,{name},2023-08-07 09:12:44.0000000,2026-11-24 07:00:00.0000000,x,10.0.26100.1,"
    "5CG9683YYP,HP,EliteBook 840 G8,3569,8582A5,476.16,zorro_Windows,Unknown,"
    "zorro@voorbeek.example,Corporate,Managed,Windows,0499\n"
)


def reading_of(data: str | bytes, name: str = "export.csv") -> Reading:
    raw = data.encode() if isinstance(data, str) else data
    [reading] = read_source(Source.of_bytes(name, raw, Options()))
    return reading


def test_intune_knows_serials_and_never_an_age() -> None:
    for entra in ("Azure AD", "Microsoft Entra"):
        reading = reading_of(INTUNE.format(entra=entra, name="VB12616"))
        assert reading.format == "intune"
        assert list(reading.rows()) == [
            {
                "row_no": 2,
                "tag": "VB12616",
                "serial": "5CG9683YYP",
                "make": "HP",
                "model": "EliteBook 840 G8",
                "ownership": "owned",
                "storage_gb": 476.16,
                "os": "Windows 10.0.26100.1",
                "last_seen_days": 20781,
                "enrolled_days": 19576,
            }
        ]


def test_a_device_name_that_may_be_a_person_stays_outside() -> None:
    reading = reading_of(INTUNE.format(entra="Azure AD", name="Zorro's laptop"))
    assert reading.columns["tag"] == [None]
    assert "orro" not in repr([reading.columns, reading.problems])


def test_the_zip_of_intune_is_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("DevicesWithInventory.csv", INTUNE.format(entra="Azure AD", name="VB1"))
    reading = reading_of(packed.getvalue(), "export.zip")
    assert (reading.format, reading.file) == ("intune", "export.zip[DevicesWithInventory.csv]")


def test_chrome_devices_bring_the_end_of_their_support() -> None:
    reading = reading_of(
        "IntuneDeviceId,IntuneDeviceName,LastSyncFromGoogle,OSVersion,SerialNumber,Model,"
        "WifiMacAddress,MostRecentUserEmail,OrganizationalUnitPath,AutoUpdateExpiration,"
        "LastEnrollmentTime,ChromeOSDeviceStatus\n"
        "g,zorro,2026-01-02,120.0,5CD1,HP Chromebook 11,aa,zorro@x,/school,2029-06-01,"
        "2022-01-01,DEPROVISIONED\n"
    )
    [row] = reading.rows()
    assert (row["support_end_days"], row["enrolled_days"]) == (21701, 18993)
    assert (row["kind"], row["state"], row["unit"]) == ("Chromebook", "returned", "/school")
    assert "zorro" not in repr(reading.columns)


def test_autopilot_gives_serials_and_drops_the_hash() -> None:
    text = "Device Serial Number,Windows Product ID,Hardware Hash\r\n4895-7167,,T0FDRAAAA\r\n"
    reading = reading_of(text.encode("utf-16"))
    assert (reading.format, reading.encoding) == ("autopilot", "utf-16")
    assert list(reading.rows()) == [{"row_no": 2, "serial": "4895-7167"}]
    assert reading.dropped == ("Windows Product ID", "Hardware Hash")


def test_both_generations_of_homebox_are_read() -> None:
    old = "HB.asset_id,HB.labels,HB.purchase_time"
    new = "HB.asset_id,HB.tags,HB.purchase_date"
    rest = ",HB.name,HB.quantity,HB.serial_number,HB.model_number,HB.archived,HB.sold_to\n"
    row = "000-001,laptop,2021-03-04,Desk machine,1,5CG1234,EliteBook 840,true,Zorro\n"
    for header in (old, new):
        reading = reading_of(header + rest + row)
        [device] = reading.rows()
        assert reading.format == "homebox"
        assert (device["kind"], device["purchased_days"]) == ("laptop", 18690)
        assert (device["model"], device["state"]) == ("EliteBook 840", "returned")
        assert "Zorro" not in repr(reading.columns)


def test_a_snipeit_report_is_read_in_english_and_in_dutch() -> None:
    english = (
        "ID,Company,Asset Name,Asset Tag,Model,Model No.,Category,Manufacturer,Serial,Purchased,"
        "Cost,EOL,Warranty,Warranty Expires,Current Value,Checked Out,Type,Status,Address,Address\n"
    )
    dutch = (
        "ID,Bedrijf,Assetnaam,Asset-tag,Model,Modelnr.,Categorie,Fabrikant,Serienummer,Aangekocht,"
        "Kosten,EOL,Garantie,Garantie verloopt,Huidige waarde,Uitgecheckt,Type,Status,Adres,Adres\n"
    )
    row = (
        "7,Gent,desk,T-7,Latitude 5400,L54,Laptop,Dell,PF2ABC34,2021-03-04,999.00,2025-03-04,"
        "3,2024-03-04,120.00,Zorro Geheim,user,Deployed,Straat 1,9000\n"
    )
    readings = [reading_of(header + row) for header in (english, dutch)]
    assert [each.format for each in readings] == ["snipeit_report"] * 2
    [first], [second] = (list(each.rows()) for each in readings)
    assert first == second
    assert first["warranty_months"] == 3, "Snipe-IT counts a warranty in months"
    assert (first["unit"], first["part_no"], first["kind"]) == ("Gent", "L54", "Laptop")
    assert "Zorro" not in repr([each.columns for each in readings])


def test_snipeit_accessories_are_lots() -> None:
    reading = reading_of(
        "Company,Name,Category,Supplier,Manufacturer,QTY,Location,Order Number,Min Amount,"
        "Model Number,Notes,Purchase Date,Purchase Cost\n"
        "Gent,Muis,Muizen,X,Logitech,40,Kelder,B1,5,M90,,8/24/22,7.50\n"
    )
    assert (reading.format, list(reading.fates.values())) == ("snipeit_import", [Fate.LOT])
    assert reading.columns["quantity_count"] == [40]


def test_a_list_of_places_is_named_and_not_counted() -> None:
    reading = reading_of(
        "name,address,address2,city,state,country,zip\nHuis,Straat 1,,Gent,,BE,9\n"
    )
    assert not reading.is_inventory
    assert reading.about is not None and reading.about.nl == "lijst van plaatsen uit Snipe-IT"
    assert reading.fates == {2: Fate.NOT_A_DEVICE}
