"""Lists that leave as a file: whole, in the reader's language, and without a live formula."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django.utils import translation
from openpyxl import load_workbook
from tests.site import an_organisation

from kringspoor.people.language import language
from kringspoor.people.models import Unit
from kringspoor.people.tables.export import Cell, download, wanted
from kringspoor.people.tenancy import scope

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
HEADS = ("naam", "gekocht", "prijs")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("=HYPERLINK(0)", date(2022, 3, 1), 912.5),
    ("@cmd", None, -3),
    ("café; twee", None, None),
)


def content_of(answer: StreamingHttpResponse) -> bytes:
    """Everything an answer sends; it is closed, but not the database, as the test needs that."""
    request_finished.disconnect(close_old_connections)
    try:
        with closing(answer):
            return b"".join(answer)
    finally:
        request_finished.connect(close_old_connections)


def exported(kind: str, rows: object = ROWS, said: str = "nl") -> StreamingHttpResponse:
    """The rows as a file of an organisation."""
    with translation.override(said):
        return download(
            kind, "Onze toestellen", HEADS, rows, organisation=an_organisation(), today=TODAY  # type: ignore[arg-type]
        )  # fmt: skip


def test_a_dutch_csv_opens_in_a_dutch_spreadsheet() -> None:
    text = content_of(exported("csv")).decode()
    assert text.startswith("\ufeffnaam;gekocht;prijs\r\n")
    assert "'=HYPERLINK(0);2022-03-01;912,5\r\n" in text
    assert '"café; twee";;\r\n' in text


def test_an_english_csv_has_commas_between_and_a_point_within() -> None:
    text = content_of(exported("csv", said="en")).decode()
    assert "'=HYPERLINK(0),2022-03-01,912.5\r\n'@cmd,,-3\r\n" in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_is_named_after_organisation_list_and_day(kind: str) -> None:
    answer = exported(kind)
    told = answer.headers["Content-Disposition"]
    assert content_of(answer)
    assert f'filename="voorbeek-onze-toestellen-2026-11-24.{kind}"' in told


def test_a_workbook_holds_days_and_numbers_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(content_of(exported("xlsx"))))
    (sheet,) = book.worksheets
    assert sheet.title == "Onze toestellen"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0][0] == "'=HYPERLINK(0)"
    assert rows[0][1].date() == date(2022, 3, 1)
    assert rows[0][2] == 912.5
    assert rows[1] == ["'@cmd", None, -3]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_more_rows_than_one_parcel_all_arrive() -> None:
    many = [(f"rij {number}", None, number) for number in range(1201)]
    assert content_of(exported("csv", many)).decode().count("\r\n") == 1202
    book = load_workbook(io.BytesIO(content_of(exported("xlsx", many))), read_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows()) == 1202


def test_rows_are_asked_within_the_organisation_and_language_also_after_the_answer() -> None:
    here = an_organisation("hier")
    with scope(here):
        Unit.objects.create(organisation=here, name="Ruimte")

    def rows() -> Iterator[tuple[str, str]]:
        for each in Unit.objects.all():
            yield each.name, language()

    with scope(here), translation.override("en"):
        answer = download("csv", "units", ("a", "b"), rows(), organisation=here, today=TODAY)
    with translation.override("nl"):
        assert "Ruimte,en" in content_of(answer).decode()


def test_a_kind_nobody_knows_is_the_page_itself() -> None:
    ask = RequestFactory().get
    assert wanted(ask("/?export=xlsx&page=2")) == "xlsx"
    assert wanted(ask("/?export=exe")) == ""
    assert wanted(ask("/")) == ""
