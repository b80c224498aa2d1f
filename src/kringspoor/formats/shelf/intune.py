"""Microsoft Intune's exports: DevicesWithInventory (CSV or its zip) and ChromeOS devices.

Neither knows when a device was bought. A re-install resets the enrolment date, so it is kept as
what it is and never taken for an age.
"""

from __future__ import annotations

from kringspoor.formats.headers import DROP
from kringspoor.formats.shape import Shape
from kringspoor.formats.tables import table_format

SLUG = "intune"
_ASSET_CODE = r"[A-Za-z]{0,6}[-_]?\d{4,9}"
"""A device name that is an asset tag; any other name may be a person's and stays outside."""
_LEFT_OUT = (
    "Device ID", "Category", "Device state", "Compliance", "Managed by", "SkuFamily", "JoinType",
    "Free storage", "Supervised", "Encrypted", "Jailbroken", "EAS status", "EAS reason",
    "EAS activated", "Intune registered", "Microsoft Entra registered", "Azure AD registered",
    "Microsoft Entra Device ID", "Azure AD Device ID", "TPMManufacturerId", "Last EAS sync time",
    "Compliance grace period expiration", "EnrollmentType", "CertExpirationDate", "ReferenceId",
)  # fmt: skip
FORMAT = table_format(
    "Microsoft Intune",
    "Microsoft Intune",
    SLUG,
    (
        Shape(
            SLUG,
            signature=(
                ("Device ID", "Enrollment date", "Serial number", "Ownership"),
                ("Device ID", "Last check-in", "Serial number", "Primary user UPN"),
                ("DeviceId", "DeviceName", "SerialNumber", "LastContact"),
            ),
            headers={
                "Device name": "tag",
                "DeviceName": "tag",
                "Enrollment date": "enrolled_days",
                "CreatedDate": "enrolled_days",
                "Last check-in": "last_seen_days",
                "LastContact": "last_seen_days",
                "Total storage": "storage_gb",
                "OS": "os",
                "OS version": "os",
                "Management name": DROP,
                "EID": DROP,
            }
            | dict.fromkeys(_LEFT_OUT, ""),
            units={"Total storage": "gb"},
            patterns={"Device name": _ASSET_CODE, "DeviceName": _ASSET_CODE},
        ),
        Shape(
            SLUG,
            signature=(("SerialNumber", "AutoUpdateExpiration", "Model"),),
            headers={
                "IntuneDeviceId": "",
                "IntuneDeviceName": DROP,
                "OSVersion": "",
                "LastOSUpdateTime": "",
                "LastRebootTime": "",
                "LastSyncFromGoogle": "last_seen_days",
                "AutoUpdateExpiration": "support_end_days",
                "LastEnrollmentTime": "enrolled_days",
                "OrganizationalUnitPath": "unit",
                "ChromeOSDeviceStatus": "state_text",
            },
            constants={"kind": "Chromebook", "os": "ChromeOS"},
        ),
    ),
)
