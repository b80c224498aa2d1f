"""What a person can do on a page, a program can do over the API; and what stays with people."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from tests.site import AT, somebody
from tests.web.test_api import KeyFor, here, key_for
from tests.web.test_pages import signed_in

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.queries import events_about
from kringspoor.use.models import Connection, Counterpart, Device
from kringspoor.web.api import schema

__all__ = ("here", "key_for")
pytestmark = pytest.mark.django_db

OPERATIONS = {
    "device_add": "POST devices", "device_edit": "PATCH devices/{number}",
    "device_step": "POST devices/{number}/step", "device_screen": "POST devices/{number}/screen",
    "device_correction": "POST devices/{number}/correction",
    "correction_confirm": "POST devices/{number}/correction/confirm",
    "correction_withdraw": "DELETE devices/{number}/correction",
    "device_media": "PUT devices/{number}/media",
    "device_last_use": "POST devices/{number}/last-use",
    "device_batteries": "PUT devices/{number}/batteries",
    "battery_way": "POST devices/{number}/batteries/{battery}",
    "medium_certificate": "POST media/{number}/certificates",
    "medium_out": "POST media/{number}/out",
    "devices_change": "POST changes", "devices_changed": "POST changes",
    "change_undo": "POST changes/{number}/undo", "devices_move": "POST moves",
    "move_accept": "POST moves/{number}/accept", "move_cancel": "POST moves/{number}/cancel",
    "move_undo": "POST moves/{number}/undo",
    "import_add": "POST imports", "import_accept": "POST imports/{number}/accept",
    "import_answer": "POST imports/{number}/answer",
    "import_cancel": "POST imports/{number}/cancel", "import_undo": "POST imports/{number}/undo",
    "connection_fetch": "POST connections/{number}/fetch",
    "connection_stop": "POST connections/{number}/stop",
    "connection_remove": "DELETE connections/{number}",
    "writing_turn": "POST connections/{number}/writing",
    "writing_again": "POST connections/{number}/writing/again",
    "lot_add": "POST lots", "lot": "POST lots/{number}/count",
    "contract_add": "POST contracts", "contract_edit": "PUT contracts/{number}",
    "contract_remove": "DELETE contracts/{number}",
    "contract_devices": "POST contracts/{number}/devices",
    "contract_device_off": "DELETE contracts/{number}/devices/{device}",
    "reminders": "PUT reminders", "mail_again": "POST reminders/outbox/{number}/again",
    "partner_add": "POST partners", "partner_edit": "PUT partners/{number}",
    "permit_add": "POST partners/{number}/permits",
    "permit_end": "POST partners/permits/{number}/end",
    "count_add": "POST counts", "count_scan": "POST counts/{number}/sightings",
    "count_sightings": "POST counts/{number}/sightings",
    "count_place": "POST counts/{number}/sightings",
    "count_close": "POST counts/{number}/close", "count_undo": "POST counts/{number}/undo",
    "count_move": "POST counts/{number}/move", "count_unscan": "DELETE counts/seen/{number}",
    "labels": "POST labels/sheets.{kind_of_file}",
    "draft_register": "POST labels/drafts/{number}/register",
    "draft_match": "POST labels/drafts/{number}/match",
    "draft_aside": "POST labels/drafts/{number}/aside",
    "order_add": "POST orders/files", "order_give": "POST orders/lines",
    "order_serials": "POST orders/lines/{number}/serials",
    "order_line_remove": "DELETE orders/lines/{number}",
    "order_file_undo": "POST orders/files/{number}/undo",
    "letter_add": "POST letters", "letter_withdraw": "POST letters/{number}/withdraw",
    "plan_keep": "POST plan/kept", "plan_drop": "DELETE plan/kept/{number}",
    "lifetime_rule": "POST lifetimes/rules",
    "lifetime_withdraw": "POST lifetimes/rules/withdraw",
    "lifetime_preset": "POST lifetimes/preset",
    "exception_ask": "POST lifetimes/exceptions/of/{number}",
    "exception_decide": "POST lifetimes/exceptions/{number}/decide",
    "exception_withdraw": "DELETE lifetimes/exceptions/{number}",
    "repair_send": "POST repairs/{number}/send", "repair_serve": "POST repairs/{number}/respond",
    "repair_close": "POST repairs/{number}/close",
    "repair_reopen": "POST repairs/{number}/reopen",
    "repair_withdraw": "POST repairs/{number}/cancel",
    "repair_part": "POST parts/{number}/install", "repair_report": "POST repairs",
    "repair_warranty": "POST repairs/warranty",
    "bench_rate": "POST repairs/own-bench/rate",
    "part_add": "POST parts", "part_scrap": "POST parts/{number}/scrap",
    "part_take_out": "POST parts/{number}/take-out",
    "part_put_back": "POST parts/{number}/put-back",
    "device_parts": "POST devices/{number}/parts",
    "device_dismantled": "POST devices/{number}/dismantled",
    "pool_add": "POST pools", "pool_change": "PUT pools/{number}",
    "pool_put": "POST pools/{number}/stays",
    "pool_lend": "POST pools/{number}/stays/{device}/lend",
    "pool_later": "POST pools/{number}/stays/{device}/extend",
    "evidence_add": "POST evidence", "evidence_describe": "PATCH evidence/{number}",
    "webhook_add": "POST webhooks", "webhook_edit": "PUT webhooks/{number}",
    "webhook_try": "POST webhooks/{number}/try", "webhook_remove": "DELETE webhooks/{number}",
    "delivery_again": "POST webhooks/deliveries/{number}/again",
    "checkpoint_make": "POST record/checkpoints", "checkpoint_check": "POST record/verify",
}  # fmt: skip
BY_PEOPLE = {
    # how a page looks to one person, and files that the API answers to a GET
    "device_columns", "devices_file", "devices_paste", "view_add", "view_change", "view_drop",
    "set_language", "tag", "export_snipeit", "export_glpi", "lifetime_inherited",
    # a list of people who left is compared on the page, and is neither kept nor sent on
    "leavers",
    # the secret of another tool is typed by a person, tried at once, and never goes by a program
    "connection_add", "connection_edit", "connection_try", "connection_writing",
    # a person answers for what is erased for good
    "erase",
    # accounts, roles and keys: a key makes no keys and gives no roles
    "people", "person", "end_membership", "withdraw_invitation", "keys", "revoke_key", "invitation",
    "organisation_rename", "organisation_succeed", "organisation_reopen",
}  # fmt: skip


def pages(resolver: Any) -> Iterator[URLPattern]:
    """Every address of the site that is ours, save those of the API."""
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield each
        elif getattr(each, "namespace", "") != "api" and str(each.pattern) != "accounts/":
            yield from pages(each)


def methods_of(view: Any) -> list[str] | None:
    """The methods that a view takes; None when it takes all."""
    while view is not None:
        known = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if known is not None:
            return list(known)
        view = getattr(view, "__wrapped__", None)
    return None


def test_a_program_can_do_what_a_page_does_or_it_is_said_why_not() -> None:
    acting = {
        str(each.name)
        for each in pages(get_resolver())
        if (taken := methods_of(each.callback)) is None or "POST" in taken
    }
    assert acting == OPERATIONS.keys() | BY_PEOPLE
    assert not OPERATIONS.keys() & BY_PEOPLE
    told = schema("/")["paths"]
    known = {f"{method.upper()} {path[1:]}" for path, all_of in told.items() for method in all_of}
    assert set(OPERATIONS.values()) - known == set()


def asked(method: str, path: str, key: dict[str, str], **body: Any) -> Any:
    """The answer to a question of a program."""
    address, kind = f"/hier/api/{path}", "application/json"
    return getattr(Client(), method)(address, body or None, content_type=kind, headers=key)


def test_a_program_keeps_partners_and_their_permits_on_record(
    here: Organisation, key_for: KeyFor
) -> None:
    key = key_for("see_inventory", "change_inventory")
    made = asked("post", "partners", key, name="Kringwinkel", roles=["repairer"], country="be")
    assert (made.status_code, made.json()["country"]) == (201, "BE")
    number = made.json()["id"]
    again = asked("post", "partners", key, name="Kringwinkel")
    assert (again.status_code, again.json()["code"]) == (403, "name-taken")
    permit = {"kind": "repairer", "valid_from": "2024-01-01"}
    (given,) = asked("post", f"partners/{number}/permits", key, **permit).json()["permits"]
    assert given["valid_to"] is None
    (ended,) = asked("post", f"partners/permits/{given['id']}/end", key).json()["permits"]
    assert ended["valid_to"]
    kinds = [each.kind for each in events_about(f"partner:{number}", organisation=here)]
    assert kinds == ["partner.permit_ended", "partner.permit_added", "partner.added"]
    assert (
        asked("post", "partners", key_for("see_inventory", role="auditor"), name="X").status_code
        == 403
    )


def test_a_program_prints_labels_and_hands_out_a_number_once(key_for: KeyFor) -> None:
    key = key_for("see_inventory", "change_inventory")
    drawn = asked("post", "labels/sheets.svg", key, tags=["VB-1"])
    assert (drawn["Content-Type"], b"VB-1" in drawn.content) == ("image/svg+xml", True)
    printed = asked("post", "labels/sheets.pdf", key, begins="NEW-", count=2, first_no=1)
    assert printed.content.startswith(b"%PDF")
    reader = key_for("see_inventory", role="auditor")
    refused = asked("post", "labels/sheets.pdf", reader, begins="NEW-", count=2)
    assert (refused.status_code, refused.json()["code"]) == (403, "role")
    wrong = asked("post", "labels/sheets.pdf", key, tags=["VB-1"], layout="papyrus")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "value")


def test_a_program_asks_for_devices_by_letter_and_takes_it_back(
    here: Organisation, key_for: KeyFor
) -> None:
    key = key_for("see_inventory", "change_inventory")
    with scope(here):
        number = Device.objects.get(tag="VB-1").pk
    (letter,) = asked("post", "letters", key, devices=[number], hand_in_on="2999-01-01").json()
    assert letter["devices"] == [number]
    again = asked("post", "letters", key, devices=[number], hand_in_on="2999-01-01")
    assert (again.status_code, again.json()["code"]) == (403, "asked-already")
    page = asked("get", f"letters/{letter['id']}/letter.pdf", key)
    assert page.content.startswith(b"%PDF")
    assert asked("post", f"letters/{letter['id']}/withdraw", key).json()["withdrawn_at"]


def test_a_program_chooses_the_reminders_of_who_made_its_key(key_for: KeyFor) -> None:
    key = key_for("see_inventory", "change_inventory")
    known = [each["slug"] for each in asked("get", "reminders", key).json()]
    told = asked("put", "reminders", key, wanted=known[:1]).json()
    assert [each["slug"] for each in told if each["is_wanted"]] == known[:1]
    wrong = asked("put", "reminders", key, wanted=["birthday"])
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown-reminder")


def test_a_program_says_what_an_hour_of_the_bench_costs(key_for: KeyFor) -> None:
    key = key_for("change_inventory", "change_state", "see_prices", "see_inventory")
    said = asked("post", "repairs/own-bench/rate", key, hour_cents=4_500, from_on="2026-01-01")
    assert (said.status_code, said.content) == (204, b"")


@pytest.fixture
def connected(here: Organisation) -> Connection:
    """Another tool that owns the model of one device."""
    with scope(here):
        made = Connection.objects.create(
            organisation=here, tool="snipeit", name="Onze Snipe-IT", address="https://x.example",
            plain={"account": "NIET-TONEN"}, sealed="NIET-TONEN", fields=["model", "order_no"],
            added_at=AT,
        )  # fmt: skip
        device = Device.objects.get(tag="VB-1")
        Counterpart.objects.create(connection=made, device=device, number="1", seen_at=AT)
    return made


def test_a_program_fetches_and_stops_and_never_reads_a_secret(
    connected: Connection, key_for: KeyFor
) -> None:
    key = key_for("import_inventory")
    (told,) = asked("get", "connections", key).json()
    assert (told["name"], told["fields"], told["last"]) == (
        "Onze Snipe-IT", ["model", "order_no"], None,
    )  # fmt: skip
    assert "NIET-TONEN" not in str(told)
    path = f"connections/{connected.pk}"
    first = asked("post", f"{path}/fetch", key).json()
    assert asked("post", f"{path}/fetch", key).json()["id"] == first["id"]
    assert asked("post", f"{path}/stop", key).json()["last"]["state"] == "stopped"
    refused = asked("post", f"{path}/writing", key, is_on=True)
    assert (refused.status_code, refused.json()["code"]) == (403, "nothing-to-write")
    assert asked("get", path, key_for("see_inventory", role="auditor")).status_code == 403


def test_a_program_does_not_change_what_another_tool_keeps(
    here: Organisation, connected: Connection, key_for: KeyFor
) -> None:
    key = key_for("see_inventory", "change_inventory")
    with scope(here):
        device, other = Device.objects.get(tag="VB-1"), Device.objects.get(tag="VB-2")
    path = f"devices/{device.pk}"
    refused = asked("patch", path, key, version_no=device.version_no, model="Iets anders")
    assert (refused.status_code, refused.json()["code"]) == (403, "kept-elsewhere")
    assert "Onze Snipe-IT" in refused.json()["nl"]
    assert refused.json()["remedy_nl"]
    kept = asked("patch", path, key, version_no=device.version_no, supplier="Econocom")
    assert kept.status_code == 200
    key_once = {**key, "Idempotency-Key": "een-twee-drie"}
    both = {"numbers": [device.pk, other.pk], "order_no": "PO-7", "expected_count": 2}
    many = asked("post", "changes", key_once, **both)
    assert (many.status_code, many.json()["code"]) == (403, "kept-elsewhere")
    one = {"numbers": [other.pk], "order_no": "PO-7", "expected_count": 1}
    assert asked("post", "changes", key_once, **one).status_code == 200


def test_a_page_shows_what_another_tool_keeps_and_saves_the_rest(
    here: Organisation, connected: Connection
) -> None:
    browser = signed_in(somebody(here))
    with scope(here):
        device = Device.objects.get(tag="VB-1")
    page = browser.get(f"/hier/devices/{device.pk}/edit/").content.decode()
    assert page.count("Dit wordt bijgehouden in Onze Snipe-IT.") == 2
    assert page.count(" disabled") == 2
    said = {"tag": "VB-1", "ownership": "owned", "supplier": "Econocom", "model": "Iets anders"}
    said["version_no"] = str(device.version_no)
    assert browser.post(f"/hier/devices/{device.pk}/edit/", said).status_code == 302
    with scope(here):
        after = Device.objects.get(pk=device.pk)
    assert (after.supplier, after.model) == ("Econocom", device.model)
