"""The room count: a workbook with a sheet per building, typed by hand while walking."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from voorbeek.fleet import BUILDINGS, SEED, Device
from voorbeek.truth import Truth

HALL = ("Lokaal", "Soort", "Merk", "Type / model", "Serie-\nnummer", "Label", "Staat")
LAYOUTS: dict[str, tuple[str, ...]] = {
    "Gemeentehuis": (*HALL, "Graad", "Geteld op", "Opmerking"),
    "Bibliotheek": (*HALL, "Geteld op", "Opmerking"),
    "Technische dienst": (
        *("Label", "Lokaal", "Soort", "Merk", "Model", "S/N", "Toestand", "Geteld op"),
    ),
    "Basisschool De Linde": (
        *("Klas", "Soort toestel", "Merk", "Model", "Serienummer", "Label", "Staat"),
        *("Graad", "Geheugen (GB)", "Geteld op"),
    ),
    "Sporthal": (*HALL, "Geteld op"),
    "Kelder & magazijn": (
        *("Rek", "Soort", "Merk", "Model", "Serienummer", "Label", "Aantal", "Staat", "Graad"),
        *("Processor", "Geheugen (GB)", "Schijf (GB)", "Geteld op", "Opmerking"),
    ),
}
MEANS = {  # header -> what the counter writes under it
    "Lokaal": "room",
    "Klas": "room",
    "Rek": "room",
    "Soort": "kind",
    "Soort toestel": "kind",
    "Merk": "make",
    "Type / model": "model",
    "Model": "model",
    "Serie-\nnummer": "serial",
    "S/N": "serial",
    "Serienummer": "serial",
    "Label": "tag",
    "Aantal": "quantity",
    "Staat": "state",
    "Toestand": "state",
    "Graad": "grade",
    "Processor": "cpu",
    "Geheugen (GB)": "ram",
    "Schijf (GB)": "storage",
    "Geteld op": "day",
    "Opmerking": "note",
}
KIND_WORDS = {
    "laptop": ("laptop", "Laptop", "LAPTOP", "portable"),
    "chromebook": ("chromebook", "Chromebook"),
    "desktop": ("pc", "PC", "vaste pc", "desktop"),
    "monitor": ("scherm", "Scherm", "monitor", "beeldscherm"),
    "smartphone": ("gsm", "smartphone"),
    "tablet": ("tablet", "Tablet"),
    "printer": ("printer", "Printer"),
    "mfp": ("kopieerapparaat", "multifunctional"),
    "access_point": ("accesspoint", "wifi-punt"),
    "switch": ("switch",),
    "server": ("server",),
    "ups": ("UPS",),
    "projector": ("beamer", "projector"),
    "desk_phone": ("telefoon", "vaste telefoon"),
    "meeting_screen": ("touchscreen", "digibord"),
}
STATE_WORDS = {
    "in_use": ("in gebruik", "in gebruik", "In gebruik", "ok", ""),
    "in_stock": ("in kast", "reserve", "in voorraad"),
    "broken": ("defect", "stuk", "kapot"),
}
LOTS = (("muis", 64), ("toetsenbord", 41), ("docking station", 17), ("netwerkkabel", 150))
NO_SERIAL = ("", "", "", "niet leesbaar", "n.v.t.", "-")
NO_LABEL = ("", "", "geen label", "No tag")
Cell = str | int | float | date


class Count:
    """What was seen in each room, by whoever held the list that day."""

    def __init__(self, devices: Sequence[Device], truth: Truth) -> None:
        self.chance = random.Random(SEED + 3)
        self.truth = truth
        self.seen: dict[str, list[Device]] = {name: [] for name in BUILDINGS}
        counted = [each for each in devices if each.is_counted]
        for device in counted:
            self.seen[device.building].append(device)
        for device in self.chance.sample(counted, 14):  # carried along, and counted once more
            self.seen["Gemeentehuis"].append(device)
        for device in self.chance.sample(counted, 4):
            self.seen["Bibliotheek"].append(device)
            self.seen["Kelder & magazijn"].append(device)

    def write(self, path: Path) -> None:
        """One workbook; the created date is fixed, so the bytes are the same every time."""
        book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
        book.set_properties({"title": "Lokaaltelling", "created": datetime(2026, 10, 30)})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        about = book.add_worksheet("Toelichting")
        about.write("A1", "Lokaaltelling oktober 2026")
        about.write("A3", "Elke ploeg telde een gebouw. Niet alle labels waren leesbaar.")
        for number, building in enumerate(BUILDINGS):
            sheet = book.add_worksheet(building)
            for row_no, row in enumerate(self._rows(building, number)):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(row_no, column, cell, day)
                    elif cell != "":
                        sheet.write(row_no, column, cell)
        book.close()

    def _rows(self, building: str, number: int) -> list[list[Cell]]:
        layout = LAYOUTS[building]
        rows: list[list[Cell]] = []
        if number % 2 == 0:
            rows += [[f"Telling {building}"], []]
        rows.append(list(layout))
        devices = list(self.seen[building])
        self.chance.shuffle(devices)
        for at, device in enumerate(devices):
            if building == "Gemeentehuis" and at % 120 == 60:
                rows.append([f"Verdieping {at // 120 + 1}"])
            rows.append(self._row(layout, self._facts(device)))
            self.truth.count.setdefault(device.no, []).append(f"{building}!{len(rows)}")
        rows += [self._row(layout, facts) for facts in self._strangers(building)]
        if building == "Kelder & magazijn":
            rows += [self._row(layout, facts) for facts in self._lots()]
        rows.append([])
        rows.append(["Totaal", len(devices)])
        return rows

    def _row(self, layout: Sequence[str], facts: dict[str, Cell]) -> list[Cell]:
        return [facts.get(MEANS[header], "") for header in layout]

    def _facts(self, device: Device) -> dict[str, Cell]:
        chance = self.chance
        model = chance.choice((device.model, *device.typed))
        is_graded = device.state != "in_use" or chance.random() < 0.25
        weights = (5, 20, 40, 35) if device.state == "broken" else (35, 40, 20, 5)
        return {
            "room": self._room(device.building),
            "kind": chance.choice(KIND_WORDS[device.kind]),
            "make": device.make if chance.random() < 0.8 else "",
            "model": f"  {model} " if chance.random() < 0.06 else model,
            "serial": self._serial(device),
            "tag": self._tag(device),
            "quantity": 1 if chance.random() < 0.1 else "",
            "state": chance.choice(STATE_WORDS[device.state]),
            "grade": chance.choices("ABCD", weights)[0] if is_graded else "",
            "cpu": device.cpu if chance.random() < 0.8 else "",
            "ram": int(device.ram_gb) if device.ram_gb and chance.random() < 0.8 else "",
            "storage": int(device.storage_gb) if device.storage_gb else "",
            "day": self._day(),
            "note": chance.choice(("scherm gebarsten", "zonder lader")) * (chance.random() < 0.05),
        }

    def _serial(self, device: Device) -> str:
        draw = self.chance.random()
        if draw < (0.6 if device.kind == "monitor" else 0.25):
            return self.chance.choice(NO_SERIAL)
        if draw > 0.99 and device.make == "Microsoft":
            return "3.5E+15"
        if draw > 0.94:
            return f" {device.serial.lower()} "
        return device.serial

    def _tag(self, device: Device) -> Cell:
        draw = self.chance.random()
        if (device.kind == "monitor" and device.is_lot) or draw < 0.15:
            return self.chance.choice(NO_LABEL)
        if draw < 0.22:
            return device.tag_no
        return f"VB {device.tag_no}" if draw < 0.3 else f"VB-{device.tag_no}"

    def _room(self, building: str) -> str:
        number = self.chance.randrange(1, 40)
        prefixes = {"Kelder & magazijn": "rek ", "Basisschool De Linde": "klas "}
        return f"{prefixes.get(building, 'lokaal ')}{number}"

    def _day(self) -> date:
        return date(2026, 10, 5) + timedelta(days=self.chance.randrange(20))

    def _strangers(self, building: str) -> list[dict[str, Cell]]:
        """Things nobody could name, and one that had a filler for a serial."""
        words = ("zwart toestel zonder label", "??", "kastje achter scherm", "oude pc")
        strangers: list[dict[str, Cell]] = [
            {"room": self._room(building), "kind": word, "state": "?", "day": self._day()}
            for word in self.chance.sample(words, 2)
        ]
        filler: dict[str, Cell] = {"kind": "pc", "serial": "To be filled by O.E.M."}
        return [*strangers, {**filler, "room": self._room(building), "day": self._day()}]

    def _lots(self) -> list[dict[str, Cell]]:
        return [
            {"room": "rek 40", "kind": kind, "quantity": many, "state": "in voorraad"}
            for kind, many in LOTS
        ]
