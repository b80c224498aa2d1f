"""The answer fits on a screen, in two languages, in ASCII, and lets no file write to a terminal."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console
from tests.assess.synthetic_answer import synthetic_answer

from kringspoor.assess.answer import Answer
from kringspoor.cli.screen import show_answer
from kringspoor.core.words import LANGUAGES, Language

ANSWER = synthetic_answer(6000)


def shown(
    language: Language = "nl",
    *,
    answer: Answer = ANSWER,
    width: int = 80,
    encoding: str = "utf-8",
) -> str:
    into = io.BytesIO()
    file = io.TextIOWrapper(into, encoding=encoding, newline="\n")
    show_answer(answer, Console(file=file, width=width), language, 1.44, ["uit/verslag.html"])
    file.flush()
    return into.getvalue().decode(encoding)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_fits_on_one_screen(language: Language) -> None:
    lines = shown(language).splitlines()
    assert len(lines) <= 45
    assert max(len(line) for line in lines) <= 80


def test_it_says_weight_with_range_steps_saving_and_coverage() -> None:
    said = shown("nl")
    assert "6.000 toestellen uit 3 bestanden" in said
    assert "1.174 ton\u00a0CO₂e, tussen 822 en 1.644" in said
    assert "62 % van de kilogrammen komt van exacte modellen" in said
    assert "beeldscherm, 65 tot 510 kg per toestel" in said
    assert "langer houden" in said and "€ 136.800" in said
    assert "110 ton\u00a0CO₂e, tussen 77 en 155" in said


def test_it_says_how_files_agree_and_how_to_mend_what_was_not_read() -> None:
    said = " ".join(shown("en").split())
    assert "3,600 pairs: 2,160 same serial number" in said
    assert "500 bought and never seen" in said
    assert "42 rows: give --day-first or --month-first" in said
    assert "row 40: the serial number is missing (fill it in)" in said


def test_the_last_line_is_what_the_run_cost_and_where_its_files_are() -> None:
    assert shown("nl").splitlines()[-1].strip() == "1,4 CPU-seconden · uit/verslag.html"


def test_keeping_is_said_and_stands_last() -> None:
    lines = shown("nl").splitlines()
    steps = [at for at, line in enumerate(lines) if "  houden" in line or "langer houden" in line]
    assert [("langer" in lines[at]) for at in steps] == [True, False]


def test_in_ascii_it_stays_readable() -> None:
    said = shown("nl", encoding="ascii")
    assert "EUR 136.800" in said
    assert "####" in said
    assert "CO2e" in said
    assert "\\u" not in said


def test_a_narrow_terminal_drops_bars_and_keeps_numbers() -> None:
    said = shown("en", width=40)
    assert max(len(line) for line in said.splitlines()) <= 40
    assert "█" not in said
    assert "29.5" in said


def test_a_piped_answer_has_no_colour_codes() -> None:
    assert "\x1b" not in shown()


def test_a_file_cannot_send_codes_to_the_terminal() -> None:
    assert ANSWER.fleet is not None
    seen = ANSWER.fleet.files[0]
    bad = replace(seen.table.reading.problems[0], original="", column="\x1b[2J\x1b]0;owned\x07")
    reading = replace(seen.table.reading, problems=[bad] * 9)
    files = (replace(seen, table=replace(seen.table, reading=reading)), *ANSWER.fleet.files[1:])
    said = shown(answer=replace(ANSWER, fleet=replace(ANSWER.fleet, files=files)))
    assert "owned" in said
    assert "\x1b" not in said


def test_square_brackets_of_a_file_are_no_style() -> None:
    assert ANSWER.fleet is not None
    each = replace(
        ANSWER.fleet.assumptions[0],
        text=replace(ANSWER.fleet.assumptions[0].text, en="[bold]x[/bold]"),
    )
    fleet = replace(ANSWER.fleet, assumptions=(each,))
    assert "[bold]x[/bold]" in shown("en", answer=replace(ANSWER, fleet=fleet))


def test_columns_read_from_parquet_have_no_files_to_speak_of() -> None:
    said = shown("en", answer=synthetic_answer(300, has_fleet=False))
    assert "300 devices" in said
    assert "files" not in said


def test_the_same_answer_is_the_same_text() -> None:
    assert shown("nl") == shown("nl")
