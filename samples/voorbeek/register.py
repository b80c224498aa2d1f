"""The accounting register: titles, sections, totals, and one text cell that hides everything."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from voorbeek.fleet import SEED, Device
from voorbeek.truth import Truth

REGISTER_HEADER = [
    "Inv.nr.",
    "Subnr.",
    "Rubriek",
    "Omschrijving",
    "Leverancier",
    "Bestelbon",
    "Datum aankoop",
    "Aantal",
    "Aankoopprijs",
    "Totale waarde",
    "Dienst",
    "Toestand",
    "Opmerkingen",
]
SECTIONS = (
    ("Draagbare computers", ("laptop", "chromebook"), ("Laptop", "NB", "draagbare pc", "laptop")),
    ("Vaste computers", ("desktop",), ("PC", "desktop", "Vaste pc")),
    ("Beeldschermen", ("monitor", "meeting_screen", "projector"), ("Scherm", "monitor", "")),
    ("Mobiele toestellen", ("smartphone", "tablet"), ("GSM", "Smartphone", "")),
    ("Printers en kopieertoestellen", ("printer", "mfp"), ("Printer", "printer")),
    (
        "Netwerk, servers en telefonie",
        ("access_point", "switch", "server", "ups", "desk_phone"),
        ("", ""),
    ),
)
OWN_WORDS = {
    "tablet": "Tablet",
    "chromebook": "Chromebook",
    "projector": "Beamer",
    "meeting_screen": "Touchscreen",
    "mfp": "Multifunctional",
    "access_point": "Accesspoint",
    "switch": "Switch",
    "server": "Server",
    "ups": "UPS",
    "desk_phone": "Telefoontoestel",
}
FREE_DATES = ("onbekend", "levering in 2 delen, zie factuur", "eind vorig jaar", "zie dossier")
SOFTWARE = (
    "Antivirus licentie 3 jaar, 250 gebruikers",
    "Microsoft Office 2010 licentie x 25",
    "Licentie tekenpakket omgeving",
    "Onderhoudscontract back-upsoftware",
    "Software financiële planning, jaarlicentie",
)
LOTS = (
    ("Muis optisch USB", 40, 950),
    ("Toetsenbord azerty USB", 35, 1490),
    ("Docking station Dell WD19S", 24, 18900),
    ("Headset Jabra Evolve 20", 30, 4250),
    ("Netwerkkabel cat6 3 m", 120, 310),
    ("USB-stick 32 GB", 50, 690),
    ("Webcam Logitech C270", 15, 2890),
)


def euros(cents: int) -> str:
    """Cents as a Flemish bookkeeper writes them: ``1.234,50``."""
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02d}"


class Register:
    """The accounting register: one text cell that hides make, model and serial."""

    def __init__(self, devices: Sequence[Device], truth: Truth) -> None:
        self.chance = random.Random(SEED + 1)
        self.truth = truth
        self.rows: list[list[str]] = [
            ["Gemeente Voorbeek"],
            ["Inventarisregister materiële vaste activa - rubriek 24 informatica"],
            ["Toestand op 31/10/2026 (bedragen in €, btw inbegrepen)"],
            [],
            REGISTER_HEADER,
        ]
        bought = [each for each in devices if each.is_bought]
        self.misread = {each.serial for each in self.chance.sample(_laptops(bought), 8)}
        self.corrected = {each.serial for each in self.chance.sample(_laptops(bought), 6)}
        for title, kinds, words in SECTIONS:
            self.section(title, [each for each in bought if each.kind in kinds], words)
        self.small_things()

    def section(self, title: str, devices: Sequence[Device], words: Sequence[str]) -> None:
        """One heading, its rows and its total."""
        self.rows.append([title])
        total_cents, lots = 0, dict[tuple[str, str], int]()
        for device in devices:
            if device.is_lot:
                lots[device.order, device.model] = lots.get((device.order, device.model), 0) + 1
        for device in devices:
            total_cents += device.price_cents
            if device.is_lot:
                quantity = lots.pop((device.order, device.model), 0)
                if quantity:
                    self.add(device, words, quantity, len(self.rows) + 1)
                self.note(device, len(self.rows))
                continue
            self.note(device, len(self.rows) + 1)
            self.add(device, words, 1, device.no)
            if device.serial in self.corrected:
                self.note(device, len(self.rows) + 1)
                self.add(device, words, 1, device.no, "correctie boeking, zie vorige lijn")
            if len(self.rows) % 260 == 0:
                self.rows.append(REGISTER_HEADER)
        self.rows.append(["", "", "", f"Totaal {title.lower()}", *[""] * 5, euros(total_cents)])
        self.rows.append([])

    def note(self, device: Device, row_no: int) -> None:
        """Remember the row of a device."""
        self.truth.register.setdefault(device.no, []).append(row_no)

    def add(
        self, device: Device, words: Sequence[str], quantity: int, sub_no: int, remark: str = ""
    ) -> None:
        """One row of the register."""
        tag = f"VB-{device.tag_no}" if device.bought.year > 2010 else f"{device.tag_no}"
        is_gone = device.state == "gone" and self.chance.random() < 0.35
        self.rows.append(
            [
                tag,
                f"{sub_no % 7 + 1:02d}" if self.chance.random() < 0.2 else "",
                "24100" if device.kind != "server" else "24200",
                self.description(device, words),
                device.supplier if self.chance.random() < 0.9 else f"  {device.supplier} ",
                device.order if device.bought.year > 2010 else "",
                self.date(device.bought),
                str(quantity),
                self.price(device),
                euros(device.price_cents * quantity),
                device.unit,
                self.chance.choice(("uit dienst", "verkocht")) if is_gone else "",
                remark,
            ]
        )

    def description(self, device: Device, words: Sequence[str]) -> str:
        """The one text cell: kind, make, model, now and then specifications and the serial."""
        chance = self.chance
        word = OWN_WORDS.get(device.kind) or chance.choice(words)
        model = _other_model(device.model) if device.serial in self.misread else device.model
        if chance.random() < 0.3 and device.serial not in self.misread:
            model = device.typed[0]
        text = f"{word} {device.make} {model}".strip()
        if device.cpu and chance.random() < 0.45:
            text += f" {device.cpu}/{device.ram_gb}GB/{device.storage_gb}GB"
        if device.inches and device.kind == "monitor" and chance.random() < 0.5:
            text += f' {device.inches.replace(".", ",")}"'
        shown = 0.08 if device.kind == "monitor" else 0.55
        if device.serial in self.misread | self.corrected or chance.random() < shown:
            text += chance.choice((" s/n ", " SN: ", " serienr. ", " ")) + device.serial
        if chance.random() < 0.06:
            text = text.upper()
        if chance.random() < 0.04:
            text += chance.choice((" + draagtas", "\n(incl. recupelbijdrage)", " - verv. defect"))
        return text

    def date(self, bought: date) -> str:
        """Day/month/year, a year alone for old rows, free text now and then."""
        draw = self.chance.random()
        if draw < 0.015:
            return self.chance.choice(FREE_DATES)
        if bought.year <= 2010 or draw < 0.04:
            return str(bought.year)
        return (
            bought.strftime("%d/%m/%Y")
            if draw < 0.8
            else f"{bought.day}/{bought.month}/{bought.year}"
        )

    def price(self, device: Device) -> str:
        """``1.234,50``, with a euro sign, or words."""
        draw = self.chance.random()
        if draw < 0.01:
            return "schenking"
        return f"€ {euros(device.price_cents)}" if draw < 0.08 else euros(device.price_cents)

    def small_things(self) -> None:
        """Software, and things bought by the dozen."""
        self.rows.append(["Software en klein materiaal"])
        for year in range(2010, 2027, 2):
            for text in self.chance.sample(SOFTWARE, 3):
                price = euros(self.chance.randrange(40_000, 900_000))
                self.rows.append(
                    ["", "", "21100", text, "", "", f"15/03/{year}", "1", price, price]
                )
        for year in range(2012, 2027, 2):
            for text, quantity, cents in self.chance.sample(LOTS, 4):
                many = quantity * self.chance.choice((1, 2))
                row = ["", "", "61300", text, self.chance.choice(("", "Bureau & Co nv")), ""]
                row += [f"{self.chance.randrange(1, 29)}/09/{year}", str(many)]
                self.rows.append([*row, euros(cents), euros(cents * many), "ICT"])
        self.rows.append(["", "", "", "Algemeen totaal", *[""] * 5, "zie jaarrekening"])

    def write(self, path: Path) -> None:
        """Semicolons, Windows line ends and Windows-1252, as the package exports it."""
        with path.open("w", encoding="cp1252", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
            writer.writerows(_padded(row, len(REGISTER_HEADER)) for row in self.rows)


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _laptops(devices: Sequence[Device]) -> list[Device]:
    return [each for each in devices if each.kind == "laptop" and each.is_managed]


def _other_model(model: str) -> str:
    """The sibling a tired bookkeeper types."""
    for one, other in (
        ("G8", "G7"),
        ("G6", "G5"),
        ("5420", "5430"),
        ("7490", "7480"),
        ("Gen 1", "Gen 2"),
    ):
        if one in model:
            return model.replace(one, other)
    return f"{model} Plus"
