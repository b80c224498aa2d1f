"""The replacement plan as a workbook that finance types in: categories by year, euro, what-ifs.

Totals are formulas with their values stored, so a sheet that is opened without calculating still
shows them. The same answer gives the same bytes. Text from a file never becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import xlsxwriter

from kringspoor.assess.answer import Answer
from kringspoor.assess.live_formulas import neutral
from kringspoor.assess.plan import Plan
from kringspoor.assess.report.words import Speaker, cited_sources, plan_name
from kringspoor.assess.workbook_devices import DueDevice, due_devices
from kringspoor.catalogue.entries import Source
from kringspoor.core.words import Language, Text

FORMATS: Mapping[str, Mapping[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14},
    "text": {},
    "wrap": {"text_wrap": True, "valign": "top"},
    "count": {"num_format": "#,##0"},
    "euro": {"num_format": "€ #,##0"},
    "price": {"num_format": "€ #,##0.00"},
    "year": {"num_format": "0"},
    "kg": {"num_format": "#,##0"},
    "count_sum": {"num_format": "#,##0", "bold": True, "top": 1},
    "euro_sum": {"num_format": "€ #,##0", "bold": True, "top": 1},
    "kg_sum": {"num_format": "#,##0", "bold": True, "top": 1},
    "text_sum": {"bold": True, "top": 1},
}
FIRST_ROW = 3  # title, note, blank, then the heads
NO_SOURCES: Mapping[str, Source] = {}


def plan_workbook(
    answer: Answer,
    language: Language = "nl",
    due: Iterable[DueDevice] | None = None,
    sources: Mapping[str, Source] = NO_SOURCES,
) -> bytes:
    """The plan of an answer as an XLSX file.

    ``due`` fills the sheet of devices; left out, it is the answer's own fleet.
    """
    into = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(into, options)
    day = datetime.combine(answer.setting.today, time())
    speaker = Speaker(language)
    book.set_properties({"title": speaker("Vervangingsplan", "Replacement plan"), "created": day})
    pages = _Pages(book, {name: book.add_format(dict(each)) for name, each in FORMATS.items()})
    _plan_sheet(pages, answer, speaker)
    _what_if_sheet(pages, answer, speaker)
    found = due_devices(answer) if due is None else due
    devices = sorted(found, key=lambda each: (each.due_year, each.category, each.tag))
    if devices:
        _device_sheet(pages, devices, answer, speaker)
    _note_sheet(pages, answer, sources, speaker)
    book.close()
    return into.getvalue()


@dataclass(frozen=True, slots=True)
class _Pages:
    """The workbook and its named formats."""

    book: Any
    formats: Mapping[str, Any]

    def sheet(self, name: str, title: str, note: str, widths: Sequence[int]) -> Any:
        """A sheet with its title and one sentence that says what it is for."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, title, self.formats["title"])
        sheet.write_string(1, 0, note)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def heads(self, sheet: Any, names: Sequence[str]) -> None:
        """The names of the columns; they stay in sight and repeat in print."""
        for column, name in enumerate(names):
            sheet.write_string(FIRST_ROW, column, name, self.formats["head"])
        sheet.freeze_panes(FIRST_ROW + 1, 1)
        sheet.repeat_rows(FIRST_ROW)

    def text(self, sheet: Any, row: int, column: int, text: str, how: str = "text") -> None:
        """Words, never a formula."""
        sheet.write_string(row, column, neutral(text), self.formats[how])

    def number(self, sheet: Any, row: int, column: int, value: float, how: str) -> None:
        """A number with its format."""
        sheet.write_number(row, column, value, self.formats[how])

    def formula(
        self, sheet: Any, row: int, column: int, formula: str, value: float, how: str
    ) -> None:
        """A formula with the value it gives."""
        sheet.write_formula(row, column, formula, self.formats[how], value)


def _plan_sheet(pages: _Pages, answer: Answer, speaker: Speaker) -> None:
    """One line per category and year: devices, the price of one, and the product as a formula."""
    plan = answer.plans[""]
    name = speaker("Plan", "Plan")
    title = speaker("Vervangingen per jaar", "Replacements a year")
    note = speaker(
        "Wat in elk begrotingsjaar aan zijn doel komt. Pas aantal of prijs aan, de rest volgt.",
        "What reaches its target in each budget year. Change a number or price, the rest follows.",
    )
    sheet = pages.sheet(name, title, note, (10, 24, 12, 16, 18, 18))
    pages.heads(
        sheet,
        [
            speaker("jaar", "year"),
            speaker("soort", "kind"),
            speaker("toestellen", "devices"),
            speaker("prijs per stuk (€)", "price each (€)"),
            speaker("bedrag (€)", "amount (€)"),
            speaker("maken (kg CO₂e)", "making (kg CO₂e)"),
        ],
    )
    cells = sorted(plan.cells, key=lambda cell: (cell.year, cell.category))
    for row, cell in enumerate(cells, start=FIRST_ROW + 1):
        each_eur = cell.price_cents / 100 / cell.device_count if cell.device_count else 0.0
        kind = answer.category_names.get(cell.category, Text(nl=cell.category, en=cell.category))
        pages.number(sheet, row, 0, cell.year, "year")
        pages.text(sheet, row, 1, speaker.say(kind))
        pages.number(sheet, row, 2, cell.device_count, "count")
        pages.number(sheet, row, 3, each_eur, "price")
        pages.formula(sheet, row, 4, f"=C{row + 1}*D{row + 1}", cell.price_cents / 100, "euro")
        pages.number(sheet, row, 5, cell.embodied_g / 1000, "kg")
    _year_totals(pages, sheet, plan, len(cells), speaker)


def _year_totals(pages: _Pages, sheet: Any, plan: Plan, lines: int, speaker: Speaker) -> None:
    """A total for each year by SUMIF, and one for all years."""
    first, last = FIRST_ROW + 2, FIRST_ROW + 1 + max(lines, 1)
    start = FIRST_ROW + lines + 2
    for row, year in enumerate(plan.years, start=start):
        cell = plan.of_year(year)
        pages.number(sheet, row, 0, year, "year")
        pages.text(sheet, row, 1, speaker("alle soorten", "all kinds"))
        values = ((2, cell.device_count, "count"), (4, cell.price_cents / 100, "euro"))
        for column, value, how in (*values, (5, cell.embodied_g / 1000, "kg")):
            letter = "ABCDEF"[column]
            criteria = f"$A${first}:$A${last},A{row + 1},{letter}${first}:{letter}${last}"
            pages.formula(sheet, row, column, f"=SUMIF({criteria})", value, how)
    end = start + len(plan.years)
    cells = [plan.of_year(year) for year in plan.years]
    pages.text(sheet, end, 0, speaker("samen", "together"), "text_sum")
    pages.text(sheet, end, 1, "", "text_sum")
    pages.text(sheet, end, 3, "", "text_sum")
    sums = (
        (2, sum(cell.device_count for cell in cells), "count_sum"),
        (4, sum(cell.price_cents for cell in cells) / 100, "euro_sum"),
        (5, sum(cell.embodied_g for cell in cells) / 1000, "kg_sum"),
    )
    for column, value, how in sums:
        letter = "ABCDEF"[column]
        formula = f"=SUM({letter}{start + 1}:{letter}{end})"
        pages.formula(sheet, end, column, formula, value, how)


def _what_if_sheet(pages: _Pages, answer: Answer, speaker: Speaker) -> None:
    """Each plan in two lines of years, with the difference from the policy."""
    years = answer.plans[""].years
    name = speaker("Wat als", "What if")
    title = speaker("Andere levensduren", "Other lifetimes")
    note = speaker(
        "Hetzelfde plan onder het beleid en onder elke levensduur waar u naar vroeg.",
        "The same plan under the policy and under each lifetime you asked for.",
    )
    sheet = pages.sheet(name, title, note, (30, 14, *[14] * (len(years) + 2)))
    different = speaker("verschil met het beleid", "difference from the policy")
    together = speaker("samen", "together")
    pages.heads(
        sheet,
        [speaker("levensduur", "lifetime"), "", *map(str, years), together, different],
    )
    row = FIRST_ROW + 1
    for what, how in ((speaker("toestellen", "devices"), "count"), ("€", "euro")):
        policy_row = row + 1
        policy_total = _total(answer.plans[""], how)
        for asked, plan in answer.plans.items():
            pages.text(sheet, row, 0, plan_name(asked, answer, speaker))
            pages.text(sheet, row, 1, what)
            for column, year in enumerate(years, start=2):
                pages.number(sheet, row, column, _value(plan, year, how), how)
            end = 2 + len(years)
            letters = _letter(2), _letter(end - 1), _letter(end)
            total = _total(plan, how)
            formula = f"=SUM({letters[0]}{row + 1}:{letters[1]}{row + 1})"
            pages.formula(sheet, row, end, formula, total, f"{how}_sum")
            formula = f"={letters[2]}{row + 1}-{letters[2]}${policy_row}"
            pages.formula(sheet, row, end + 1, formula, total - policy_total, how)
            row += 1
        row += 1


def _value(plan: Plan, year: int, how: str) -> float:
    cell = plan.of_year(year)
    return cell.device_count if how == "count" else cell.price_cents / 100


def _total(plan: Plan, how: str) -> float:
    return sum(_value(plan, year, how) for year in plan.years)


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _device_sheet(
    pages: _Pages, devices: Sequence[DueDevice], answer: Answer, speaker: Speaker
) -> None:
    """The devices behind the plan, by year."""
    name = speaker("Toestellen", "Devices")
    title = speaker("Toestellen die vervangen worden", "Devices to replace")
    note = speaker("Eén rij per toestel, met filters.", "One row per device, with filters.")
    sheet = pages.sheet(name, title, note, (8, 20, 18, 16, 26, 20, 20, 10, 14))
    heads = [
        speaker("jaar", "year"),
        speaker("soort", "kind"),
        speaker("inventarisnummer", "asset tag"),
        speaker("merk", "make"),
        speaker("model", "model"),
        speaker("dienst", "department"),
        speaker("plaats", "location"),
        speaker("aantal", "quantity"),
        speaker("prijs per stuk (€)", "price each (€)"),
    ]
    pages.heads(sheet, heads)
    for row, each in enumerate(devices, start=FIRST_ROW + 1):
        kind = answer.category_names.get(each.category, Text(nl=each.category, en=each.category))
        pages.number(sheet, row, 0, each.due_year, "year")
        words = (speaker.say(kind), each.tag, each.make, each.model, each.unit, each.location)
        for column, word in enumerate(words, start=1):
            pages.text(sheet, row, column, word)
        pages.number(sheet, row, 7, each.quantity_count, "count")
        if each.price_cents is not None:
            pages.number(sheet, row, 8, each.price_cents / 100, "price")
    sheet.autofilter(FIRST_ROW, 0, FIRST_ROW + len(devices), len(heads) - 1)


def _note_sheet(
    pages: _Pages, answer: Answer, sources: Mapping[str, Source], speaker: Speaker
) -> None:
    """How the plan was made, and whose data it rests on."""
    name = speaker("Toelichting", "Notes")
    title = speaker("Hoe dit plan gemaakt is", "How this plan was made")
    sheet = pages.sheet(name, title, "", (34, 90))
    for row, (what, said) in enumerate(_notes(answer, sources, speaker), start=2):
        pages.text(sheet, row, 0, what, "wrap")
        pages.text(sheet, row, 1, said, "wrap")


def _notes(
    answer: Answer, sources: Mapping[str, Source], speaker: Speaker
) -> Iterable[tuple[str, str]]:
    setting, plan = answer.setting, answer.plans[""]
    lifetime, ladder = setting.lifetime, setting.ladder
    yield speaker("dag", "day"), speaker.day(setting.today)
    yield speaker("levensduur", "lifetime"), speaker(lifetime.name_nl, lifetime.name_en)
    yield speaker("ladder", "ladder"), speaker(ladder.name_nl, ladder.name_en)
    for category, months in sorted(plan.lifetime_months.items()):
        kind = answer.category_names.get(category, Text(nl=category, en=category))
        yield speaker.say(kind), speaker(f"{months} maanden", f"{months} months")
    yield (
        speaker("eerste jaar", "first year"),
        speaker(
            "Begrotingen gaan over kalenderjaren. Wat al over zijn doel is, staat in het eerste "
            "jaar. Wat binnen vijf jaar opnieuw aan zijn doel komt, telt opnieuw.",
            "Budgets are for calendar years. What is past its target already stands in the first "
            "year. What reaches its target again within five years counts again.",
        ),
    )
    yield (
        speaker("prijs", "price"),
        speaker(
            "De prijs uit uw bestanden, anders een richtprijs van de soort.",
            "The price in your files, else a reference price of the kind.",
        ),
    )
    yield (
        speaker("zonder aankoopdatum", "without a purchase date"),
        speaker(
            f"{speaker.count(plan.undated_count)} toestellen staan in geen enkel jaar.",
            f"{speaker.count(plan.undated_count)} devices are in no year.",
        ),
    )
    for slug in cited_sources(answer):
        if slug in sources:
            each = sources[slug]
            parts = (each.title, each.publisher, each.licence, each.attribution, each.url)
            yield speaker("bron", "source"), ". ".join(part for part in parts if part)
