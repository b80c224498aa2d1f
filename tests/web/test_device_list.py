"""The list of devices: what it shows, counts, keeps and leaves with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.site import AT, an_organisation, columns, somebody
from tests.web.test_pages import filled, signed_in, text_of

from kringspoor.core.calendar import days_of
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.models import Device, PastedList, SavedView

pytestmark = pytest.mark.django_db
LIST = "/hier/devices/"


@pytest.fixture
def here() -> Organisation:
    """An organisation with three devices."""
    return filled("hier")


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser of its asset manager."""
    return signed_in(somebody(here))


def sent(answer: Iterable[bytes]) -> bytes:
    """Everything an answer sends; the test's browser closes it at its end."""
    return b"".join(answer)


def rows_of(client: Client, query: str = "") -> list[str]:
    """The tags on a page of the list, in its order."""
    page = client.get(f"{LIST}?{query}").content.decode()
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', page)


def options_of(client: Client, query: str, field: str) -> list[str]:
    """The choices of a filter, with their counts."""
    page = client.get(f"{LIST}?{query}").content.decode()
    (select,) = re.findall(rf'<select[^>]* name="{field}".*?</select>', page, re.S)
    return re.findall(r">\s*([^<>]+?)\s*</option>", select)


def test_a_facet_counts_what_each_choice_gives_beside_the_other_filters(client: Client) -> None:
    assert options_of(client, "", "make") == ["alle", "Dell (2)", "HP (1)"]
    assert options_of(client, "category=monitor", "make") == ["alle", "Dell (1)"]
    assert options_of(client, "make=HP", "make") == ["alle", "Dell (2)", "HP (1)"]
    assert options_of(client, "make=HP", "category") == ["alle", "laptop (1)"]
    assert options_of(client, "q=elite", "make") == ["alle", "HP (1)"]


def test_what_nobody_knows_is_a_choice_too(client: Client, here: Organisation) -> None:
    import_devices(
        columns({"tag": "VB-9", "make": "Dell", "unit": "Ruimte"}),
        organisation=here, actor=None, at=AT, name="b.csv", key="2",
    )  # fmt: skip
    assert options_of(client, "", "unit") == ["alle", "Ruimte (1)", "niet gekend (3)"]
    assert rows_of(client, "unit=-") == ["VB-1", "VB-2", "VB-3"]
    assert rows_of(client, "unit=Ruimte") == ["VB-9"]


def test_counts_are_those_of_now_also_just_after_a_change(
    client: Client, here: Organisation
) -> None:
    assert "3 toestellen" in text_of(client, LIST)
    import_devices(
        columns({"tag": "VB-9", "make": "HP"}),
        organisation=here, actor=None, at=AT, name="b.csv", key="2",
    )  # fmt: skip
    assert "4 toestellen" in text_of(client, LIST)
    assert options_of(client, "", "make") == ["alle", "Dell (2)", "HP (2)"]


def test_bounds_of_days_filter_and_are_chips(client: Client, here: Organisation) -> None:
    rows = [
        {"tag": f"D-{year}", "purchased_days": days_of(date(year, 3, 1)),
         "warranty_end_days": days_of(date(year + 3, 3, 1))}
        for year in (2020, 2022)
    ]  # fmt: skip
    import_devices(columns(*rows), organisation=here, actor=None, at=AT, name="b.csv", key="2")
    assert rows_of(client, "bought_from=2022-03-01") == ["D-2022"]
    assert rows_of(client, "bought_to=2022-02-28") == ["D-2020", "VB-1"]
    assert rows_of(client, "warranty_before=2023-03-02") == ["D-2020"]
    assert rows_of(client, "warranty_before=2023-03-01") == []
    assert "Garantie eindigt voor: 02/03/2023" in text_of(
        client, f"{LIST}?warranty_before=2023-03-02"
    )
    assert rows_of(client, "bought_from=rubbish") == []


def test_columns_stand_in_the_address_and_are_remembered(client: Client) -> None:
    assert "Serienummer" not in text_of(client, LIST).partition("Filteren")[2].partition("Label")[2]
    shown = client.get(f"{LIST}?columns=serial,price").content.decode()
    heads = re.findall(r'<th scope="col".*?</th>', shown, re.S)
    assert len(heads) == 3
    assert "BBB222" in shown
    assert "912,50" in shown
    answer = client.post("/hier/devices/columns/", {"column": ["serial"], "rows": "100"})
    assert answer.headers["Location"] == LIST + "?"
    assert "BBB222" in text_of(client, LIST)


def test_who_may_not_see_prices_has_no_such_column(here: Organisation) -> None:
    expert = signed_in(somebody(here, "expert"))
    assert "912" not in text_of(expert, f"{LIST}?columns=price")
    assert "912" not in sent(expert.get(f"{LIST}?columns=price&export=csv")).decode()


def test_a_view_is_saved_shared_renamed_and_dropped(client: Client, here: Organisation) -> None:
    client.post("/hier/devices/views/add/", {"name": "Van Dell", "query": "page=2&make=Dell"})
    with scope(here):
        view = SavedView.objects.get()
    assert view.query == "make=Dell"
    page = client.get(f"{LIST}?make=Dell").content.decode()
    assert re.search(r'href="\?make=Dell" aria-current="page">Van Dell', page)
    colleague = signed_in(somebody(here, "service_desk"))
    assert "Van Dell" not in text_of(colleague, LIST)
    change = f"/hier/devices/views/{view.pk}/change/"
    assert colleague.post(change, {"name": "Mijn"}).status_code == 404
    client.post(change, {"name": "Onze Dells", "is_shared": "on"})
    assert "Onze Dells" in text_of(colleague, LIST)
    assert "Verwijder dit overzicht" not in text_of(colleague, f"{LIST}?make=Dell")
    client.post(f"/hier/devices/views/{view.pk}/drop/")
    assert "Onze Dells" not in text_of(colleague, LIST)


def test_a_pasted_list_finds_its_devices_and_reports_the_rest(
    client: Client, here: Organisation
) -> None:
    text = "vb-3; AAA111\n\nNIET-1\tVB-3,ccc333"
    answer = client.post("/hier/devices/paste/", {"names": text})
    with scope(here):
        pasted = PastedList.objects.get()
    assert answer.headers["Location"] == f"{LIST}?pasted={pasted.pk}"
    found = answer.headers["Location"].partition("?")[2]
    assert rows_of(client, found) == ["VB-1", "VB-3"]
    words = text_of(client, f"{LIST}?{found}")
    assert "1 lijn van uw lijst wijst hier geen toestel aan: NIET-1" in words
    assert rows_of(client, f"{found}&category=laptop") == ["VB-1"]


def test_an_empty_paste_is_refused_at_its_field(client: Client) -> None:
    assert client.post("/hier/devices/paste/", {"names": ""}).status_code == 400


def test_the_list_leaves_as_a_file_with_its_filters_columns_and_order(client: Client) -> None:
    lines = (
        sent(client.get(f"{LIST}?make=Dell&sort=-tag&columns=price&export=csv"))
        .decode()
        .splitlines()
    )
    assert lines == ["\ufeffLabel;Serienummer;Prijs (€)", "VB-3;CCC333;", "VB-1;AAA111;912,5"]
    sheet = load_workbook(io.BytesIO(sent(client.get(f"{LIST}?export=xlsx")))).worksheets[0]
    assert sheet.max_row == 4
    assert [cell.value for cell in sheet["A"]] == ["Label", "VB-1", "VB-2", "VB-3"]


def test_chosen_rows_leave_as_a_file(client: Client, here: Organisation) -> None:
    with scope(here):
        number = Device.objects.get(tag="VB-2").pk
    sheet = load_workbook(
        io.BytesIO(sent(client.post("/hier/devices/chosen/", {"number": [number]})))
    ).worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["Label", "VB-2"]
    nothing = client.post("/hier/devices/chosen/", {})
    assert nothing.status_code == 400
    assert "u koos geen toestellen" in nothing.content.decode()


@pytest.mark.parametrize("key", ["tag", "serial", "model", "category", "state", "unit", "site",
                                 "ownership", "use_profile", "grade", "life", "purchased", "age",
                                 "warranty", "support", "seen", "price", "order", "supplier",
                                 "cpu", "ram", "storage", "os"])  # fmt: skip
def test_every_column_sorts_both_ways(client: Client, key: str) -> None:
    up, down = rows_of(client, f"sort={key}"), rows_of(client, f"sort=-{key}")
    assert sorted(up) == sorted(down) == ["VB-1", "VB-2", "VB-3"]


def test_the_unknown_stands_last_whichever_way_one_sorts(client: Client) -> None:
    for sort in ("purchased", "-purchased", "age", "-price"):
        assert rows_of(client, f"sort={sort}")[0] == "VB-1"


def a_page_of(devices: int) -> Client:
    """The browser of somebody who just saw the list of an organisation with so many devices."""
    there = an_organisation(f"met-{devices}")
    rows = [{"tag": f"T-{number}", "unit": "ICT", "make": "Dell"} for number in range(devices)]
    import_devices(columns(*rows), organisation=there, actor=None, at=AT, name="a", key="1")
    browser = signed_in(somebody(there))
    browser.get(f"/met-{devices}/devices/")
    return browser


def own(asked: CaptureQueriesContext) -> list[str]:
    """The questions about devices, without those about session and person."""
    told = [str(each["sql"]) for each in asked]
    return [each for each in told if '"use_' in each or '"record_' in each]


@pytest.mark.parametrize("devices", [1, 3])
def test_a_page_of_the_list_asks_as_much_for_one_device_as_for_three(devices: int) -> None:
    browser = a_page_of(devices)
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/met-{devices}/devices/")
    assert len(own(asked)) == 4  # habit, chain, devices, saved views
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/met-{devices}/devices/?make=Dell&unit=ICT&q=T-")
    assert len(own(asked)) == 4  # the counts and the filters are in memory


def test_a_cell_and_a_choice_never_become_markup(client: Client, here: Organisation) -> None:
    row = {"tag": "VB-9", "make": "<b>Dell", "model": "<script>", "unit": "R&D"}
    import_devices(columns(row), organisation=here, actor=None, at=AT, name="b.csv", key="2")
    page = client.get(LIST).content.decode()
    assert "&lt;b&gt;Dell &lt;script&gt;" in page
    assert "<b>Dell" not in page
    assert '<option value="R&amp;D">' in page
