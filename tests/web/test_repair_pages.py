"""The pages of repairs and parts as a browser asks for them, from fault to closing and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.site import AT, an_organisation, somebody
from tests.use.repairing import (
    a_partner,
    a_screened_device,
    an_own_device,
    closed,
    on_the_bench,
    reported,
)

from kringspoor.people.models import Membership, Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.parts import Taken, buy_part, install_part, take_parts
from kringspoor.use.actions.repairs_settings import set_bench_rate
from kringspoor.use.models import BenchRate, Device, Part, PartKind, RepairOrder
from kringspoor.use.queries import repairs as queries
from kringspoor.use.queries.repairs_measured import Period, repairers_in
from kringspoor.use.views.repairs import of_device

pytestmark = pytest.mark.django_db
AHEAD, BEHIND = timedelta(days=400), timedelta(days=400)


@pytest.fixture
def here() -> Iterator[Organisation]:
    """The organisation whose pages are asked for."""
    organisation = an_organisation("hier")
    with scope(organisation):
        yield organisation


@pytest.fixture
def client(here: Organisation) -> Client:
    """A browser in which the asset manager of ``here`` signed in."""
    return signed_in(here)


def signed_in(organisation: Organisation, role: str = "asset_manager") -> Client:
    """A browser in which somebody with that role signed in."""
    browser = Client()
    browser.force_login(somebody(organisation, role))
    return browser


def words_of(client: Client, address: str, status: int = 200) -> str:
    """The words of a page of ``here``, without its markup."""
    answer = client.get(f"/hier/{address}")
    assert answer.status_code == status, answer.status_code
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def posted(client: Client, address: str, status: int = 302, **said: Any) -> str:
    """What a form of ``here`` answers: where it leads, or the words of the page it stays on."""
    answer = client.post(f"/hier/{address}", said)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.headers.get("Location") or " ".join(
        re.sub(r"<[^>]*>", " ", answer.content.decode()).split()
    )


def now_typed() -> str:
    """This minute, as a browser sends it."""
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def in_warranty(here: Organisation, **rest: Any) -> Device:
    """A device that its supplier still repairs, whatever day these tests run."""
    return an_own_device(here, **{"warranty_end_on": timezone.localdate() + AHEAD, **rest})


def test_a_fault_is_reported_followed_closed_and_reopened(
    client: Client, here: Organisation
) -> None:
    device, supplier = in_warranty(here), a_partner(here)
    page = words_of(client, f"devices/{device.pk}/repair/")
    assert "Leverancier (garantie)" in page
    assert "Own" not in page
    assert "hersteldienst" not in page
    moment = now_typed()
    where = posted(
        client, f"devices/{device.pk}/repair/", fault="scherm zwart", reported_at=moment,
        route="supplier", repairer=supplier.pk, goes_away="on",
    )  # fmt: skip
    order = RepairOrder.objects.get()
    assert where == f"/hier/repairs/{order.pk}/"
    assert "in herstelling" in words_of(client, f"repairs/{order.pk}/")
    wrong = posted(client, f"repairs/{order.pk}/close/", 400, outcome="repaired",
                   closed_on=timezone.localdate().isoformat())  # fmt: skip
    assert "Kies een graad." in wrong
    assert "Vul in wanneer de hersteller kwam." in wrong
    posted(client, f"repairs/{order.pk}/serve/", responded_at=now_typed())
    posted(
        client, f"repairs/{order.pk}/close/", outcome="repaired", grade="B", worked_hours="1,5",
        cost_eur="12,50", closed_on=timezone.localdate().isoformat(),
    )  # fmt: skip
    order.refresh_from_db()
    device.refresh_from_db()
    assert (order.cost_cents, order.worked_hours, device.state) == (1_250, 1.5, "screened")
    posted(client, f"repairs/{order.pk}/reopen/")
    device.refresh_from_db()
    assert device.state == "in_repair"


def test_the_page_proposes_who_repairs_by_the_day_of_the_fault(
    client: Client, here: Organisation
) -> None:
    device = an_own_device(here, warranty_end_on=date(2026, 1, 15))
    last = words_of(client, f"devices/{device.pk}/repair/?fault_on=2026-01-15")
    assert "Leverancier (garantie) In garantie tot en met 15/01/2026" in last
    after = words_of(client, f"devices/{device.pk}/repair/?fault_on=2026-01-16")
    assert "Eigen hersteldienst · lokale hersteller" in after


def test_an_unknown_warranty_is_asked_and_then_known(client: Client, here: Organisation) -> None:
    device = an_own_device(here, warranty_end_on=None)
    page = words_of(client, f"devices/{device.pk}/repair/")
    assert "Het einde van de garantie is niet bekend" in page
    assert "Wat er stuk is" not in page
    posted(client, f"devices/{device.pk}/repair/warranty/", 400, ends_on="morgen")
    where = posted(client, f"devices/{device.pk}/repair/warranty/?repair_eur=80",
                   ends_on="2020-05-01")  # fmt: skip
    assert where == f"/hier/devices/{device.pk}/repair/?repair_eur=80"
    assert "Eigen hersteldienst" in words_of(client, f"devices/{device.pk}/repair/")


def test_a_leased_device_names_its_lessor(client: Client, here: Organisation) -> None:
    device = an_own_device(here, ownership="leased", warranty_end_on=None)
    page = words_of(client, f"devices/{device.pk}/repair/")
    assert "Het toestel is geleaset: de verhuurder herstelt het." in page


def test_the_advice_weighs_euros_and_kilograms_and_is_kept(
    client: Client, here: Organisation
) -> None:
    device = an_own_device(here, warranty_end_on=date(2020, 1, 1))
    asked = "repair_eur=80&extra_years=2"
    page = words_of(client, f"devices/{device.pk}/repair/?{asked}")
    assert "herstellen loont" in page
    assert "core.repair.repair_advice" in page
    assert "kg CO₂e" in page
    costly = words_of(client, f"devices/{device.pk}/repair/?repair_eur=5000&extra_years=2")
    assert "herstellen loont" not in costly
    posted(client, f"devices/{device.pk}/repair/?{asked}", fault="toets", route="own_bench",
           reported_at=now_typed())  # fmt: skip
    told = RepairOrder.objects.get()
    assert "80.00" in str(told.device.organisation.events.get(subject=told.subject).payload)


def test_a_device_without_a_kind_is_not_weighed(client: Client, here: Organisation) -> None:
    device = an_own_device(here, category="", warranty_end_on=date(2020, 1, 1))
    page = words_of(client, f"devices/{device.pk}/repair/?repair_eur=80&extra_years=2")
    assert "Van dit soort toestel is geen prijs of voetafdruk bekend" in page


def test_a_repairer_that_is_new_is_made_by_name(client: Client, here: Organisation) -> None:
    device = an_own_device(here, warranty_end_on=date(2020, 1, 1))
    said: dict[str, Any] = {"fault": "toets", "route": "local_repairer", "reported_at": now_typed()}
    assert "Kies wie het herstelt" in posted(client, f"devices/{device.pk}/repair/", 400, **said)
    posted(client, f"devices/{device.pk}/repair/", new_repairer="Herstelkring", **said)
    assert RepairOrder.objects.get().repairer.roles == ["repairer"]  # type: ignore[union-attr]


def test_what_is_still_to_come_is_not_reported(client: Client, here: Organisation) -> None:
    device = an_own_device(here, warranty_end_on=date(2020, 1, 1))
    said: dict[str, Any] = {
        "fault": "toets",
        "route": "own_bench",
        "reported_at": "2999-01-01T09:00",
    }
    answer = posted(client, f"devices/{device.pk}/repair/", 400, **said)
    assert "moet nog komen" in answer


def three_repairs(here: Organisation) -> list[RepairOrder]:
    """One that is late and open, one that is swapped, one on the bench."""
    supplier = a_partner(here, "Acme")
    late = reported(an_own_device(here), repairer=supplier)
    swapped = closed(reported(an_own_device(here), repairer=supplier), "swapped", responded_at=AT)
    bench = on_the_bench(an_own_device(here, category="monitor"), fault="=1+1")
    return [late, swapped, bench]


def test_the_list_filters_by_its_address(client: Client, here: Organisation) -> None:
    late, swapped, bench = three_repairs(here)
    for address, expected in (
        ("", {late, swapped, bench}),
        ("?status=open", {late, bench}),
        ("?status=closed", {swapped}),
        ("?route=own_bench", {bench}),
        ("?repairer=Acme", {late, swapped}),
        ("?category=monitor", {bench}),
        ("?q=scherm+gebarsten", {late, swapped}),
    ):
        page = client.get(f"/hier/repairs/{address}").content.decode()
        found = {int(n) for n in re.findall(r"/hier/repairs/(\d+)/", page)}
        assert found == {each.pk for each in expected}, address
    RepairOrder.objects.filter(pk=late.pk).update(due_on=date(2026, 11, 20))
    page = client.get("/hier/repairs/?late=yes").content.decode()
    assert re.findall(r"/hier/repairs/(\d+)/", page) == [str(late.pk)]
    assert "te laat" in words_of(client, "repairs/?late=yes")


def test_the_list_sorts_and_says_when_it_is_empty(client: Client, here: Organisation) -> None:
    assert "Zoek het toestel" in words_of(client, "repairs/")
    three_repairs(here)
    up = re.findall(r"\bL-\d+", words_of(client, "repairs/?sort=device"))
    down = re.findall(r"\bL-\d+", words_of(client, "repairs/?sort=-device"))
    assert up == list(reversed(down))
    assert len(up) == 3


@pytest.mark.parametrize("address", ["repairs/", "repairs/repairers/", "parts/"])
def test_each_list_leaves_as_a_file_without_formulas(
    client: Client, here: Organisation, address: str
) -> None:
    three_repairs(here)
    buy_part(PartKind.FAN, serial="=cmd", came_on=AT.date(), organisation=here, actor=None, at=AT)
    answer = client.get(f"/hier/{address}?export=csv")
    lines = b"".join(answer).decode().splitlines()
    assert len(lines) >= 2
    assert not any(cell.startswith("=") for line in lines for cell in line.split(";"))
    sheet = client.get(f"/hier/{address}?export=xlsx")
    assert b"".join(sheet)[:2] == b"PK"
    sheet.close()


def test_costs_are_for_who_may_see_prices(here: Organisation) -> None:
    order = closed(on_the_bench(an_own_device(here)), cost_cents=12_345)
    desk, buyer = Client(), signed_in(here, "buyer")
    desk.force_login(Membership.objects.get(role="service_desk").user)  # who closed it
    assert "123,45" in words_of(buyer, f"repairs/{order.pk}/")
    assert "123,45" not in words_of(desk, f"repairs/{order.pk}/")
    assert "Wat het kost" in words_of(buyer, "repairs/repairers/")
    assert "Wat het kost" not in words_of(desk, "repairs/repairers/")
    assert "Gefactureerd" not in b"".join(desk.get("/hier/repairs/?export=csv")).decode()


def test_who_may_only_look_changes_nothing(here: Organisation) -> None:
    order = on_the_bench(an_own_device(here))
    part = buy_part(PartKind.FAN, came_on=AT.date(), organisation=here, actor=None, at=AT)
    auditor = signed_in(here, "auditor")
    assert "Sluit de herstelling" not in words_of(auditor, f"repairs/{order.pk}/")
    for address in (
        f"repairs/{order.pk}/send/", f"repairs/{order.pk}/serve/", f"repairs/{order.pk}/close/",
        f"repairs/{order.pk}/reopen/", f"repairs/{order.pk}/withdraw/",
        f"repairs/{order.pk}/part/", f"parts/{part.pk}/scrap/", f"parts/{part.pk}/take-out/",
        f"parts/{part.pk}/put-back/", "parts/add/", "repairs/rate/",
        f"devices/{order.device_id}/repair/", f"devices/{order.device_id}/repair/warranty/",
        f"devices/{order.device_id}/parts/", f"devices/{order.device_id}/dismantled/",
    ):  # fmt: skip
        assert auditor.post(f"/hier/{address}").status_code == 403, address


def test_nothing_of_another_organisation_is_found(client: Client, here: Organisation) -> None:
    other = an_organisation("daar")
    with scope(other):
        order = on_the_bench(an_own_device(other))
        part = buy_part(PartKind.FAN, came_on=AT.date(), organisation=other, actor=None, at=AT)
    for address in (
        f"repairs/{order.pk}/", f"parts/{part.pk}/", f"devices/{order.device_id}/repair/",
        f"devices/{order.device_id}/parts/",
    ):  # fmt: skip
        assert client.get(f"/hier/{address}").status_code == 404, address
    mine = on_the_bench(an_own_device(here))
    posted(client, f"repairs/{mine.pk}/part/", 400, part=part.pk)
    assert "Zoek het toestel" not in words_of(client, "repairs/")
    assert "Nog geen onderdelen" in words_of(client, "parts/")


def test_parts_are_taken_from_a_sheet_and_one_is_put_in(client: Client, here: Organisation) -> None:
    donor = a_screened_device(here)
    medium = donor.media.create(serial="DISK1", last_used_at=AT)
    typed = {"row1-serial": "SCH-9", "row1-kind": "screen", "row1-way": "scrapped", "more": "8"}
    more = client.post(f"/hier/devices/{donor.pk}/parts/", typed).content.decode()
    assert 'name="row8-serial"' in more
    assert 'value="SCH-9"' in more
    assert 'value="scrapped" selected' in more
    assert "Kies wat het is." not in more
    wrong = posted(client, f"devices/{donor.pk}/parts/", 400, **{"row1-serial": "X"})
    assert "Kies wat het is." in wrong
    where = posted(
        client, f"devices/{donor.pk}/parts/", 302,
        **{f"medium-{medium.pk}": "stock", "row1-kind": "screen", "row1-serial": "SCR-1",
           "row1-way": "stock", "row2-kind": "case", "row2-way": "scrapped"},
    )  # fmt: skip
    assert where == f"/hier/devices/{donor.pk}/parts/"
    page = words_of(client, f"devices/{donor.pk}/parts/")
    assert "Eruit gehaald 3 In voorraad 2 In een ander toestel 0 Afgedankt 1" in page
    screen, disk = Part.objects.get(kind="screen"), Part.objects.get(kind="storage")
    order = on_the_bench(an_own_device(here))
    refused = posted(client, f"repairs/{order.pk}/part/", 403, part=disk.pk)
    assert "is niet aantoonbaar gewist" in refused
    posted(client, f"repairs/{order.pk}/part/", part=screen.pk)
    assert "SCR-1" in words_of(client, f"repairs/{order.pk}/")
    again = on_the_bench(an_own_device(here))
    assert "niet meer in voorraad" in posted(
        client, f"repairs/{again.pk}/part/", 403, part=screen.pk
    )
    posted(client, f"parts/{screen.pk}/take-out/")
    posted(client, f"parts/{screen.pk}/put-back/")
    assert not Part.objects.filter(kind="screen").exists()


def test_more_rows_can_be_asked_for(client: Client, here: Organisation) -> None:
    donor = a_screened_device(here)
    for asked, count in (("", 4), ("?rows=8", 8), ("?rows=9999", 40), ("?rows=x", 4)):
        page = client.get(f"/hier/devices/{donor.pk}/parts/{asked}").content.decode()
        assert len(re.findall(r'name="row\d+-serial"', page)) == count


def test_a_part_is_bought_filtered_and_scrapped(client: Client, here: Organisation) -> None:
    today = timezone.localdate().isoformat()
    posted(client, "parts/add/", 400, kind="fan", came_on="gisteren")
    posted(client, "parts/add/", kind="fan", serial="F-1", price_eur="12,50", came_on=today)
    part = Part.objects.get()
    assert part.price_cents == 1_250
    assert "F-1" in words_of(client, "parts/?kind=fan&q=f-1")
    assert "F-1" not in words_of(client, "parts/?kind=screen")
    posted(client, f"parts/{part.pk}/scrap/")
    assert "F-1" not in words_of(client, "parts/")
    assert "F-1" in words_of(client, "parts/?state=scrapped")
    assert "F-1" in words_of(client, "parts/?state=all")
    assert "Onderdeel afgedankt" in words_of(client, f"parts/{part.pk}/")


def test_a_rate_is_kept_and_wrong_ones_are_not(client: Client, here: Organisation) -> None:
    posted(client, "repairs/rate/", 400, hour_eur="-4", from_on="2026-01-01")
    posted(client, "repairs/rate/", hour_eur="45,50", from_on="2026-01-01")
    assert BenchRate.objects.get().hour_cents == 4_550
    assert "€ 45,50" in words_of(client, "repairs/repairers/")


def test_a_wrong_period_says_so(client: Client, here: Organisation) -> None:
    page = words_of(client, "repairs/repairers/?from_on=gisteren")
    assert "Sinds het begin" in page
    assert "Vanaf deze dag" in page


def test_the_page_of_a_device_tells_in_two_questions(here: Organisation) -> None:
    member = Membership._base_manager.select_related("organisation").get(user=somebody(here))
    set_bench_rate(4_000, date(2020, 1, 1), organisation=here, actor=None, at=AT)
    donor = a_screened_device(here)
    for count in (1, 3):
        for no in range(count):
            (part,) = take_parts(
                donor, [Taken(PartKind.FAN, f"F{count}{no}")], organisation=here, actor=None,
                at=AT, today=AT.date(),
            )  # fmt: skip
            order = on_the_bench(an_own_device(here))
            install_part(part, order, organisation=here, actor=None, at=AT, today=AT.date())
        with CaptureQueriesContext(connection) as asked:
            told = of_device(donor, member, AT.date())
        assert len(asked) == 2
    assert len(told["given"]) == 4


def test_the_lists_ask_as_often_for_one_as_for_more(client: Client, here: Organisation) -> None:
    counts: dict[str, list[int]] = {"repairs/": [], "parts/": [], "repairs/repairers/": []}
    words_of(client, "parts/")  # what the first page of a session asks once
    for _ in range(2):
        three_repairs_more(here)
        for address, found in counts.items():
            with CaptureQueriesContext(connection) as asked:
                words_of(client, address)
            found.append(len(asked))
    assert all(len(set(found)) == 1 for found in counts.values()), counts


@pytest.mark.parametrize("count", [1, 3])
def test_the_questions_are_as_many_for_one_as_for_three(here: Organisation, count: int) -> None:
    for _ in range(count):
        three_repairs_more(here)
    with CaptureQueriesContext(connection) as asked:
        found = list(queries.repairs(queries.Asked(), organisation=here, today=AT.date()))
        assert {str(each.device) and str(each.repairer) for each in found}
    assert (len(found), len(asked)) == (3 * count, 1)
    with CaptureQueriesContext(connection) as asked:
        assert len(repairers_in(Period(), organisation=here, today=AT.date())) == count
    assert len(asked) == 4


def three_repairs_more(here: Organisation) -> None:
    """Repairs and parts, with one repairer the more each time."""
    supplier = a_partner(here, f"Acme {RepairOrder.objects.count()}")
    for _ in range(3):
        reported(an_own_device(here), repairer=supplier)
        buy_part(PartKind.FAN, came_on=AT.date(), organisation=here, actor=None, at=AT)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_keeps_words_of_the_other_language(
    client: Client, here: Organisation, language: str
) -> None:
    order = three_repairs(here)[0]
    client.cookies["language"] = language
    for address in ("repairs/", "repairs/repairers/", "parts/", f"repairs/{order.pk}/"):
        page = words_of(client, address)
        assert ("Herstellingen" in page) == (language == "nl"), address
