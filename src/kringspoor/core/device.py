"""What can be known about a device: the fields every reader fills and every formula asks.

The vocabulary is data (name, kind, unit, both languages): readers, the column engine, the
explanations and the documentation all take it from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kringspoor.core.words import Text

FieldKind = Literal["text", "day", "whole", "number"]

STATES = (
    "ordered",
    "in_use",
    "in_stock",
    "on_loan",
    "returned",
    "in_repair",
    "broken",
    "gone",
    "lost",
)
OWNERSHIPS = ("owned", "leased", "rented", "personal")
GRADES = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Field:
    """One fact about a device: its name (which ends in its unit), kind and meaning."""

    name: str
    kind: FieldKind
    meaning: Text


def _field(name: str, kind: FieldKind, nl: str, en: str) -> Field:
    return Field(name, kind, Text(nl=nl, en=en))


FIELDS: tuple[Field, ...] = (
    _field("row_no", "whole", "rij in het bronbestand", "row in the source file"),
    _field("tag", "text", "inventarisnummer", "asset tag"),
    _field("serial", "text", "serienummer", "serial number"),
    _field("make", "text", "merk", "make"),
    _field("model", "text", "model", "model"),
    _field("part_no", "text", "modelnummer van de fabrikant", "maker's model or part number"),
    _field("kind", "text", "soort, zoals geschreven", "kind of device, as written"),
    _field("description", "text", "omschrijving, zoals geschreven", "description, as written"),
    _field("quantity_count", "whole", "aantal", "quantity"),
    _field("order_no", "text", "bestelbon of factuur", "order or invoice number"),
    _field("supplier", "text", "leverancier", "supplier"),
    _field("purchased_days", "day", "aankoopdatum", "purchase date"),
    _field(
        "purchased_precision",
        "text",
        "precisie van de aankoopdatum: day, month of year",
        "precision of the purchase date: day, month or year",
    ),
    _field("price_cents", "whole", "aankoopprijs per stuk", "purchase price each"),
    _field("currency", "text", "munt (ISO 4217)", "currency (ISO 4217)"),
    _field("warranty_months", "whole", "garantie in maanden", "warranty in months"),
    _field("warranty_end_days", "day", "einde van de garantie", "end of warranty"),
    _field(
        "support_end_days",
        "day",
        "einde van de ondersteuning, zoals opgegeven",
        "end of support, as stated",
    ),
    _field("location", "text", "plaats", "location"),
    _field("unit", "text", "dienst of entiteit", "unit or department"),
    _field("state", "text", f"toestand: {', '.join(STATES)}", f"state: {', '.join(STATES)}"),
    _field("state_text", "text", "toestand, zoals geschreven", "state, as written"),
    _field(
        "ownership",
        "text",
        f"eigendom: {', '.join(OWNERSHIPS)}",
        f"ownership: {', '.join(OWNERSHIPS)}",
    ),
    _field("grade", "text", "graad A tot D na screening", "grade A to D after screening"),
    _field("use_profile", "text", "gebruiksprofiel", "use profile"),
    _field("cpu", "text", "processor", "processor"),
    _field("ram_gb", "number", "werkgeheugen", "memory"),
    _field("storage_gb", "number", "opslag", "storage"),
    _field("storage_kind", "text", "soort opslag: ssd, hdd, emmc", "storage kind: ssd, hdd, emmc"),
    _field(
        "storage_serials",
        "text",
        "serienummers van de opslagmedia, met ';' ertussen",
        "serials of the storage media, separated by ';'",
    ),
    _field("screen_inches", "number", "schermdiagonaal", "screen diagonal"),
    _field("os", "text", "besturingssysteem, met versie", "operating system, with version"),
    _field(
        "battery_share",
        "number",
        "resterende batterijcapaciteit (0 tot 1)",
        "battery capacity left (0 to 1)",
    ),
    _field("power_on_hours", "number", "draaiuren van de schijf", "power-on hours of the disk"),
    _field("made_year", "whole", "bouwjaar", "year of manufacture"),
    _field("last_seen_days", "day", "laatst gezien", "last seen"),
    _field(
        "enrolled_days",
        "day",
        "ingeschreven in het beheer (herinstallatie zet dit terug)",
        "enrolled in management (a re-install resets this)",
    ),
    _field("retired_days", "day", "uit gebruik", "left use on"),
    _field("destination", "text", "bestemming, zoals geschreven", "destination, as written"),
    _field("mass_kg", "number", "massa", "mass"),
    _field("kwh_per_year", "number", "gemeten verbruik per jaar", "measured electricity a year"),
)

CATEGORY = Text(nl="soort toestel", en="kind of device")


def short_name(field: str) -> Text:
    """What a field is called in a sentence, without the list of what it may hold.

    >>> short_name("state").nl, short_name("category").en
    ('toestand', 'kind of device')
    """
    meaning = next((each.meaning for each in FIELDS if each.name == field), CATEGORY)
    return Text(nl=meaning.nl.partition(":")[0], en=meaning.en.partition(":")[0])


NAMES: tuple[str, ...] = tuple(each.name for each in FIELDS)
