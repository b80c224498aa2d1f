"""The pages of the record, as a browser asks for them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.site import AT, an_organisation, somebody
from tests.web.test_pages import signed_in, text_of

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.checkpoints import make_checkpoint
from kringspoor.record.actions.evidence import About, add_evidence
from kringspoor.record.actions.writing import Happening, write_down
from kringspoor.record.checkpoints import read, written
from kringspoor.record.models import Chain, Checkpoint, Event, Evidence, Link
from kringspoor.record.queries.checkpoints import statement_of
from kringspoor.record.queries.proof import faults_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 <script>alert(1)</script>"
Caught = Callable[..., object]


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> Organisation:
    """An organisation with an import, two changes by a person and one by itself on record."""
    settings.MEDIA_ROOT = tmp_path
    found = an_organisation("hier")
    person = somebody(found, "service_desk", name="desk")
    batch = open_batch(
        "import",
        organisation=found,
        actor=person,
        at=AT,
        name="register.csv",
        key="1",
        state="done",
    )
    made = [Happening("device.imported", f"device:{n}", {"tag": f"VB-{n}"}) for n in range(1, 4)]
    write_down(made, organisation=found, actor=person, at=AT, batch=batch)
    changed = Happening("device.changed", "device:2", {"tag": ["VB-2", "=cmd()"]})
    write_down((changed,), organisation=found, actor=person, at=AT + timedelta(days=1))
    by_itself = Happening("import.undone", "batch:1", {"events": 3})
    write_down((by_itself,), organisation=found, actor=None, at=AT + timedelta(days=2))
    return found


@pytest.fixture
def admin(here: Organisation) -> Client:
    """A browser in which an administrator signed in."""
    return signed_in(somebody(here, "admin"))


@pytest.fixture
def auditor(here: Organisation) -> Client:
    """A browser in which an auditor signed in."""
    return signed_in(somebody(here, "auditor"))


def a_file(here: Organisation, name: str = "wis.pdf", **about: object) -> Evidence:
    """A file kept as evidence."""
    told = About(**{"kind": "wipe_certificate", "issuer": "Kringwinkel", **about})  # type: ignore[arg-type]
    kept, _ = add_evidence(
        [PDF, name.encode()], told, organisation=here, actor=None, at=AT, name=name
    )
    return kept


def links_shown(client: Client, address: str) -> list[int]:
    """The numbers of the acts that a journal shows."""
    page = client.get(address).content.decode()
    return [int(number) for number in re.findall(r'href="/hier/record/(\d+)/"', page)]


def paper(here: Organisation) -> str:
    """A checkpoint of now, as text."""
    made = make_checkpoint(organisation=here, actor=None, at=AT)
    statement = statement_of(made.pk, organisation=here)
    assert statement is not None
    return written(statement)


def test_the_journal_shows_every_act_the_latest_first(auditor: Client) -> None:
    page = text_of(auditor, "/hier/record/")
    assert links_shown(auditor, "/hier/record/") == [3, 2, 1]
    assert "3 × Toestel: ingelezen uit een lijst" in page
    assert "Toestel: gewijzigd Toestel 2 25/11/2026 10:30" in page
    assert "3 handelingen" in page


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("subject=device:2", [2, 1]),
        ("subject=device:9", []),
        ("kind=device.imported", [1]),
        ("kind=device.changed&subject=device:2", [2]),
        ("kind=device.changed&subject=device:1", []),
        ("person=nobody", [3]),
        ("person=forgotten", []),
        ("first=2026-11-25", [3, 2]),
        ("last=2026-11-25", [2, 1]),
        ("first=2026-11-25&last=2026-11-25", [2]),
        ("last=9999-12-31", [3, 2, 1]),
        ("first=gisteren", [3, 2, 1]),  # what cannot be read filters nothing
        ("person=99999&batch=niets", [3, 2, 1]),
    ],
)
def test_the_journal_is_filtered_by_its_address(
    auditor: Client, filters: str, shown: list[int]
) -> None:
    assert links_shown(auditor, f"/hier/record/?{filters}") == shown


def test_the_journal_is_filtered_by_a_person_and_by_a_piece_of_work(
    auditor: Client, here: Organisation
) -> None:
    with scope(here):
        link = Link.objects.get(number_no=1)
    assert links_shown(auditor, f"/hier/record/?person={link.actor_id}") == [2, 1]
    address = f"/hier/record/?batch={link.batch_id}"
    assert links_shown(auditor, address) == [1]
    assert "Werk: register.csv" in text_of(auditor, address)


@pytest.mark.parametrize("address", ["", "?kind=device.changed", "evidence/", "checkpoints/"])
def test_a_list_asks_as_many_questions_for_one_row_as_for_three(
    auditor: Client, here: Organisation, address: str
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert auditor.get(f"/hier/record/{address}").status_code == 200
        return len(asked)

    def add(number: int) -> None:
        a_file(here, f"{number}.pdf")
        changed = Happening("device.changed", f"device:{number}", {"no": number})
        write_down((changed,), organisation=here, actor=somebody(here, name=str(number)), at=AT)
        make_checkpoint(organisation=here, actor=None, at=AT)

    add(1)
    auditor.get("/hier/record/evidence/")  # the session is written down once
    first = questions()
    add(2)
    add(3)
    assert questions() == first


def test_no_act_that_fits_leads_back_to_all(auditor: Client) -> None:
    assert "Toon alle handelingen" in text_of(auditor, "/hier/record/?subject=device:9")


def test_an_act_shows_its_events_and_what_binds_it(auditor: Client, here: Organisation) -> None:
    page = text_of(auditor, "/hier/record/2/")
    assert "VB-2 → =cmd()" in page
    with scope(here):
        first, second = Link.objects.order_by("number_no")[:2]
    assert bytes(second.hash).hex() in page
    assert bytes(first.hash).hex() in page
    assert auditor.get("/hier/record/9/").status_code == 404


def exported(client: Client, address: str) -> list[list[str]]:
    """The rows of a list as a CSV file."""
    answer = client.get(address)
    told = b"".join(answer).decode("utf-8-sig")
    answer.close()
    return [*csv.reader(told.splitlines(), delimiter=";" if ";" in told else ",")]


def test_the_journal_leaves_as_a_file_filtered_as_it_is(auditor: Client) -> None:
    head, row = exported(auditor, "/hier/record/?export=csv&kind=device.changed")
    assert head[:4] == ["Schakel", "Tijdstip", "Door", "Wat er gebeurde"]
    assert row[:5] == ["2", "25/11/2026 10:30", "service_desk", "Toestel: gewijzigd", "device:2"]
    assert row[5] == '{"tag":["VB-2","=cmd()"]}'


def test_no_cell_of_a_file_becomes_a_formula(auditor: Client, here: Organisation) -> None:
    a_file(here, "=1+1.pdf", issuer="@bad")
    row = exported(auditor, "/hier/record/evidence/?export=csv")[1]
    assert (row[0], row[2]) == ("'=1+1.pdf", "'@bad")


def test_a_file_speaks_the_language_of_who_asks(auditor: Client) -> None:
    auditor.cookies["language"] = "en"
    head, *rows = exported(auditor, "/hier/record/?export=csv")
    assert head[0] == "Chain link"
    assert rows[-1][3] == "Import: undone"


@pytest.mark.parametrize("address", ["", "1/", "?export=csv", "evidence/", "checkpoints/"])
def test_who_may_not_see_the_record_is_refused(here: Organisation, address: str) -> None:
    buyer = signed_in(somebody(here, "buyer"))
    assert buyer.get(f"/hier/record/{address}").status_code == 403


def test_an_empty_record_says_what_to_do() -> None:
    empty = signed_in(somebody(an_organisation("leeg"), "admin"))
    assert "Er staat nog niets in het logboek" in text_of(empty, "/leeg/record/")
    assert "Nog geen bestand bewaard" in text_of(empty, "/leeg/record/evidence/")
    answer = empty.post("/leeg/record/checkpoints/make/")
    assert answer.status_code == 403
    assert "er staat nog niets in het logboek" in answer.content.decode()


def test_a_file_is_kept_with_what_is_said_of_it(admin: Client, here: Organisation) -> None:
    sent = {
        "file": SimpleUploadedFile("wis.pdf", PDF, "text/html"), "kind": "wipe_certificate",
        "issuer": "Kringwinkel", "issued_on": "2026-11-01", "expires_on": "2027-11-01",
        "visibility": "private",
    }  # fmt: skip
    answer = admin.post("/hier/record/evidence/add/", sent)
    with scope(here):
        kept = Evidence.objects.get()
        event = Event.objects.get(kind="evidence.kept")
    assert answer.headers["Location"] == f"/hier/record/evidence/{kept.pk}/"
    assert (event.payload or {})["sha256"] == kept.sha256
    page = text_of(admin, answer.headers["Location"])
    for words in ("Kringwinkel", "01/11/2026", "01/11/2027", kept.sha256, "Bewijsstuk: bewaard"):
        assert words in page
    again = admin.post("/hier/record/evidence/add/", {**sent, "file": SimpleUploadedFile("b", PDF)},
                       follow=True)  # fmt: skip
    assert "al eerder bewaard" in again.content.decode()
    with scope(here):
        assert Evidence.objects.count() == 1


def test_a_file_that_is_over_before_it_began_is_said(admin: Client) -> None:
    sent = {
        "file": SimpleUploadedFile("a", b"x"), "kind": "other", "visibility": "private",
        "issued_on": "2026-11-02", "expires_on": "2026-11-01",
    }  # fmt: skip
    answer = admin.post("/hier/record/evidence/add/", sent)
    assert answer.status_code == 400
    assert "vroeger dan de dag" in answer.content.decode()


def test_no_file_and_too_big_a_file_are_said(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert admin.post("/hier/record/evidence/add/", {"kind": "other"}).status_code == 400
    monkeypatch.setattr("kringspoor.record.forms.uploads.MAX_BYTES", 10)
    sent = {"file": SimpleUploadedFile("a", b"x" * 99), "kind": "other", "visibility": "private"}
    answer = admin.post("/hier/record/evidence/add/", sent)
    assert answer.status_code == 400
    assert "te groot" in answer.content.decode()


def test_a_form_from_elsewhere_keeps_no_file(here: Organisation) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(somebody(here, "admin"))
    assert strict.post("/hier/record/evidence/add/", {"kind": "other"}).status_code == 403


def test_what_is_said_of_a_file_is_changed_and_written_down(
    admin: Client, here: Organisation
) -> None:
    kept = a_file(here)
    sent = {"kind": "report", "issuer": "Kringwinkel", "visibility": "organisation"}
    admin.post(f"/hier/record/evidence/{kept.pk}/describe/", sent)
    with scope(here):
        event = Event.objects.get(kind="evidence.described")
        admin.post(f"/hier/record/evidence/{kept.pk}/describe/", sent)  # the same once more
        assert Event.objects.filter(kind="evidence.described").count() == 1
    assert event.payload == {
        "kind": ["wipe_certificate", "report"], "visibility": ["private", "organisation"],
    }  # fmt: skip


def test_a_file_is_downloaded_and_never_run(auditor: Client, here: Organisation) -> None:
    kept = a_file(here, 'wis".html')
    answer = auditor.get(f"/hier/record/evidence/{kept.pk}/file/")
    assert b"".join(answer) == PDF + b'wis".html'
    answer.close()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("visibility", "status"), [("private", 403), ("organisation", 200), ("public", 200)]
)
def test_a_member_opens_what_is_meant_for_them(
    here: Organisation, visibility: str, status: int
) -> None:
    kept = a_file(here, visibility=visibility)
    answer = signed_in(somebody(here, "expert")).get(f"/hier/record/evidence/{kept.pk}/file/")
    assert answer.status_code == status
    answer.close()


def test_a_missing_file_says_what_to_do(auditor: Client, here: Organisation) -> None:
    kept = a_file(here)
    kept.path.unlink()
    answer = auditor.get(f"/hier/record/evidence/{kept.pk}/file/")
    assert answer.status_code == 404
    assert "reservekopie" in answer.content.decode().lower()


def test_an_auditor_reads_files_and_keeps_none(auditor: Client, here: Organisation) -> None:
    kept = a_file(here)
    assert auditor.get("/hier/record/evidence/add/").status_code == 403
    assert auditor.post(f"/hier/record/evidence/{kept.pk}/describe/", {}).status_code == 403
    page = text_of(auditor, f"/hier/record/evidence/{kept.pk}/")
    assert "Bewaar" not in page.replace("Bewaard", "")


def test_the_list_of_files_is_filtered_and_sorted_by_its_address(
    auditor: Client, here: Organisation
) -> None:
    old = AT.date() - timedelta(days=400)
    a_file(here, "b.pdf", expires_on=old)
    a_file(here, "a.pdf", kind="report", visibility="public", issuer="Recupel")

    def shown(filters: str) -> list[str]:
        page = auditor.get(f"/hier/record/evidence/?{filters}").content.decode()
        return re.findall(r'<a href="/hier/record/evidence/\d+/">([^<]+)</a>', page)

    assert shown("sort=name") == ["a.pdf", "b.pdf"]
    assert shown("sort=-name") == ["b.pdf", "a.pdf"]
    assert shown("sort=expires") == ["b.pdf", "a.pdf"]  # without an end comes last
    assert shown("q=recu") == ["a.pdf"]
    assert shown("kind=wipe_certificate") == ["b.pdf"]
    assert shown("visibility=public") == ["a.pdf"]
    assert shown("validity=expired") == ["b.pdf"]
    assert shown("validity=valid") == ["a.pdf"]
    assert shown("q=zzz") == []


def test_a_checkpoint_is_made_once_printed_and_compared(
    auditor: Client, here: Organisation
) -> None:
    made = auditor.post("/hier/record/checkpoints/make/")
    assert (
        auditor.post("/hier/record/checkpoints/make/").headers["Location"]
        == made.headers["Location"]
    )
    address = made.headers["Location"]
    kept = auditor.get(f"{address.rstrip('/')}.txt").content.decode()
    assert read(kept).link_no == 3
    assert "Kringspoor checkpoint 1 organisation hier link 3" in text_of(auditor, address)
    drawn = auditor.get(f"{address.rstrip('/')}.svg")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    answer = auditor.post("/hier/record/checkpoints/check/", {"text": kept})
    assert "zegt hetzelfde als uw controlepunt" in answer.content.decode()
    assert (
        "Het logboek klopt."
        in auditor.post("/hier/record/checkpoints/check/", {"text": ""}).content.decode()
    )


def test_the_code_on_a_checkpoint_reads_as_its_words(auditor: Client, here: Organisation) -> None:
    from io import BytesIO

    import zxingcpp
    from PIL import Image

    words = paper(here)
    with scope(here):
        number = Checkpoint.objects.get().pk
    drawn = auditor.get(f"/hier/record/checkpoints/{number}.svg").content.decode()
    size = int(re.findall(r'<svg width="(\d+)"', drawn)[0])
    image = Image.new("L", (size, size), 255)
    for runs in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", drawn):
        x, y, width, height = map(int, runs)
        image.paste(0, (x, y, x + width, y + height))
    buffer = BytesIO()
    image.resize((size * 4, size * 4), Image.Resampling.NEAREST).save(buffer, "PNG")
    (code,) = zxingcpp.read_barcodes(Image.open(buffer))
    assert code.text == words


def test_a_changed_record_is_told_on_the_page_with_its_place(
    auditor: Client, here: Organisation
) -> None:
    words = paper(here)
    with scope(here):
        Event.objects.filter(link__number_no=1, position_no=1).update(payload={"tag": "X"})
    answer = auditor.post("/hier/record/checkpoints/check/", {"text": words}).content.decode()
    assert "Het logboek klopt niet" in answer
    assert "schakel 1, gebeurtenis 2: deze gebeurtenis werd gewijzigd" in answer


def test_a_paper_that_was_changed_says_nothing_about_the_record(
    auditor: Client, here: Organisation
) -> None:
    words = paper(here).replace("link 3", "link 2")
    answer = auditor.post("/hier/record/checkpoints/check/", {"text": words}).content.decode()
    assert "Dit controlepunt bewijst niets" in answer
    assert "de handtekening klopt niet" in answer
    assert "Het logboek klopt." in answer
    assert "Het logboek klopt niet" not in answer


def test_a_text_that_is_no_checkpoint_says_what_to_paste(auditor: Client) -> None:
    answer = auditor.post("/hier/record/checkpoints/check/", {"text": "hallo"})
    assert answer.status_code == 400
    assert "dit is geen volledig controlepunt" in answer.content.decode()


def test_a_record_too_long_for_a_page_says_so(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kringspoor.record.queries.checking.MOST_EVENTS_COUNT", 2)
    answer = auditor.post("/hier/record/checkpoints/check/", {"text": ""})
    assert "kringspoor record verify" in answer.content.decode()


def test_an_administrator_erases_with_a_reason_and_the_record_holds(
    admin: Client, here: Organisation
) -> None:
    page = text_of(admin, "/hier/record/erase/?subject=device:2")
    assert "2 gebeurtenissen verliezen wat er staat" in page
    without = admin.post("/hier/record/erase/", {"subject": "device:2", "reason": ""})
    assert without.status_code == 400
    admin.post("/hier/record/erase/", {"subject": "device:2", "reason": "verzoek"})
    with scope(here):
        assert set(Event.objects.filter(subject="device:2").exclude(kind="record.erased")
                   .values_list("payload", "salt")) == {(None, None)}  # fmt: skip
        assert Chain.objects.get().links_count == 4
    assert faults_of(organisation=here) == []
    assert "verzoek" in text_of(admin, "/hier/record/4/")
    assert "gewist" in text_of(admin, "/hier/record/2/")


def test_nobody_else_erases(auditor: Client, here: Organisation) -> None:
    manager = signed_in(somebody(here))
    for each in (auditor, manager):
        answer = each.post("/hier/record/erase/", {"subject": "device:2", "reason": "zomaar"})
        assert answer.status_code == 403
        assert "Wis iets" not in text_of(each, "/hier/record/")


def test_there_is_nothing_of_another_organisation(auditor: Client, here: Organisation) -> None:
    there = an_organisation("ginder")
    write_down([Happening("x", "device:1", {})], organisation=there, actor=None, at=AT)
    kept = a_file(there)
    made = make_checkpoint(organisation=there, actor=None, at=AT)
    for address in (
        f"evidence/{kept.pk}/", f"evidence/{kept.pk}/file/", f"checkpoints/{made.pk}/",
        f"checkpoints/{made.pk}.txt", f"checkpoints/{made.pk}.svg",
    ):  # fmt: skip
        assert auditor.get(f"/hier/record/{address}").status_code == 404
