"""Snipe-IT's custom asset report: its columns follow the ticked boxes and the site's language."""

from __future__ import annotations

from kringspoor.formats.headers import DROP
from kringspoor.formats.shape import Shape
from kringspoor.formats.tables import table_format

SLUG = "snipeit_report"
_LEFT_OUT = (
    "ID", "EOL", "EOL Date", "Current Value", "Huidige waarde", "Diff", "Verschil", "Type",
    "Fully Depreciated", "Volledig afgeschreven", "Address", "Adres", "City", "Stad", "State",
    "Zip", "Country", "Land", "Provincie", "Postcode", "Default Location", "Standaardlocatie",
    "Standaard locatie", "Checkout Date", "Uitcheckdatum", "Last Checkin", "Laatste incheckdatum",
    "Expected Checkin", "Verwachte incheckdatum", "Created", "Created at", "Aangemaakt",
    "Aangemaakt op", "Updated", "Bijgewerkt", "Deleted", "Verwijderd", "Next Audit",
    "Volgende audit", "Notes", "Notities", "URL", "Book Value",
)  # fmt: skip
_PERSON = ("Checked Out", "Uitgecheckt", "Uitgecheckt aan", "Title", "Titel", "Manager")
_MEANINGS = {
    "Company": "unit",
    "Bedrijf": "unit",
    "Department": "unit",
    "Afdeling": "unit",
    "Asset Name": "description",
    "Assetnaam": "description",
    "Asset naam": "description",
    "Model No.": "part_no",
    "Modelnr.": "part_no",
    "Model nr.": "part_no",
    "Purchased": "purchased_days",
    "Aangekocht": "purchased_days",
    "Gekocht": "purchased_days",
    "Cost": "price_cents",
    "Kosten": "price_cents",
    "Warranty": "warranty_months",
    "Garantie": "warranty_months",
    "Warranty Expires": "warranty_end_days",
    "Garantie verloopt": "warranty_end_days",
    "Last Audit": "last_seen_days",
    "Laatste audit": "last_seen_days",
}
FORMAT = table_format(
    "Snipe-IT, rapport van assets",
    "Snipe-IT, custom asset report",
    SLUG,
    (
        Shape(
            SLUG,
            signature=(
                ("Asset Tag", "Model No.", "Category", "Serial"),
                ("Asset Tag", "Fully Depreciated"),
                ("Asset Tag", "Current Value", "Diff"),
                ("Asset Tag", "Serial", "Checked Out", "Status"),
                ("Asset Tag", "Model", "Purchased", "Cost", "Warranty Expires"),
                ("Asset-tag", "Volledig afgeschreven"),
                ("Asset Tag", "Volledig afgeschreven"),
                ("Asset Tag", "Serienummer", "Uitgecheckt"),
                ("Asset-tag", "Serienummer", "Modelnr."),
                ("Asset Tag", "Serienummer", "Modelnr."),
            ),
            headers=_MEANINGS | dict.fromkeys(_LEFT_OUT, "") | dict.fromkeys(_PERSON, DROP),
            has_months_warranty=True,
        ),
    ),
)
