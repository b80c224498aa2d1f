"""Reminders by mail: one a day at most, of what is new, to who may, in their own language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail as sent
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.site import AT, an_organisation, somebody
from tests.web.test_pages import signed_in, text_of

from kringspoor.people.actions import mail as actions
from kringspoor.people.models import Mail, Organisation, User
from kringspoor.people.queries.mail import mails
from kringspoor.people.tenancy import scope
from kringspoor.use.models import Assignment, Device
from kringspoor.use.models.contracts import Contract
from kringspoor.use.tasks import telling

pytestmark = pytest.mark.django_db
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _nobody_reminded_yet() -> None:
    telling._reminded_on.clear()


@pytest.fixture
def here() -> Organisation:
    """An organisation with a warranty that ends in 30 days, and one that ends in 31."""
    found = an_organisation("hier")
    with scope(found):
        for tag, days in (("VB-1", 30), ("VB-2", 31)):
            Device.objects.create(
                organisation=found, tag=tag, state="in_use",
                warranty_end_on=TODAY + timedelta(days=days),
            )  # fmt: skip
    return found


@pytest.fixture
def manager(here: Organisation) -> User:
    """Who keeps the inventory."""
    return somebody(here)


def told(here: Organisation, today: date = TODAY) -> list[Mail]:
    """The mails that are written on a day."""
    moment = datetime.combine(today, AT.timetz())
    telling.remind(here, today, moment)
    return list(mails(organisation=here).filter(key=f"digest:{today}"))


def test_a_warranty_is_told_of_from_thirty_days_before_its_end(
    here: Organisation, manager: User
) -> None:
    (mail,) = told(here)
    assert mail.user == manager
    assert "VB-1: tot 24/12/2026 [nieuw]" in mail.body
    assert "VB-2" not in mail.body
    assert "http://localhost:8000/hier/devices/" in mail.body


def test_what_was_told_is_not_told_again_until_there_is_something_new(
    here: Organisation, manager: User
) -> None:
    assert told(here)
    assert told(here) == told(here)
    (next_day,) = told(here, TODAY + timedelta(days=1))
    assert "VB-2: tot 25/12/2026 [nieuw]" in next_day.body
    assert "VB-1: tot 24/12/2026\n" in next_day.body
    assert told(here, TODAY + timedelta(days=2)) == []


def test_a_mail_speaks_the_language_of_who_gets_it(here: Organisation, manager: User) -> None:
    manager.language = "en"
    manager.save()
    (mail,) = told(here)
    assert mail.subject == "Hier: 1 thing waits for you"
    assert "until 24/12/2026 [new]" in mail.body


def test_nobody_is_told_of_what_is_not_theirs(here: Organisation) -> None:
    somebody(here, "expert")
    assert told(here) == []
    there = an_organisation("ginder")
    somebody(there)
    assert told(there) == []


def test_the_day_to_give_notice_counts_back_from_the_end(here: Organisation) -> None:
    buyer = somebody(here, "buyer")
    with scope(here):
        for name, days in (("NU", 90), ("LATER", 91)):
            Contract.objects.create(
                organisation=here, reference=name, kind="lease", notice_days=60,
                ends_on=TODAY + timedelta(days=days),
            )  # fmt: skip
    (mail,) = told(here)
    assert mail.user == buyer
    assert "NU: opzeggen uiterlijk op 24/12/2026" in mail.body
    assert "LATER" not in mail.body


def test_a_loan_is_late_the_day_after_and_comes_back_every_week(
    here: Organisation, manager: User
) -> None:
    with scope(here):
        device = Device.objects.get(tag="VB-2")
        Assignment.objects.create(device=device, life_no=1, from_on=TODAY, due_on=TODAY)
    assert "VB-2" not in told(here)[0].body
    (late,) = told(here, TODAY + timedelta(days=1))
    assert "VB-2: terug op 24/11/2026" in late.body
    assert told(here, TODAY + timedelta(days=2)) == []
    assert told(here, TODAY + timedelta(days=7))  # another week


def test_who_does_not_want_a_reminder_gets_none(here: Organisation, manager: User) -> None:
    browser = signed_in(manager)
    kept = browser.post("/hier/reminders/", {"wanted": ["repair", "loan"]})
    assert kept.status_code == 302
    assert told(here) == []


def test_a_mail_is_sent_once(here: Organisation, manager: User) -> None:
    told(here)
    assert actions.send_due_mails(AT)
    assert not actions.send_due_mails(AT + timedelta(days=1))
    (one,) = sent.outbox
    assert one.to == [manager.email]
    assert "verstuurd" in text_of(signed_in(manager), "/hier/reminders/")


def test_a_mail_server_that_is_away_is_tried_later_and_seen(
    here: Organisation, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> int:
        raise SMTPServerDisconnected("gone")

    told(here)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", away)
        for number in range(actions.MOST_TRIES):
            actions.send_due_mails(AT + timedelta(days=number))
    assert sent.outbox == []
    admin = signed_in(somebody(here, "admin"))
    page = text_of(admin, "/hier/reminders/outbox/")
    assert "opgegeven" in page
    assert "gone" in page
    assert "VB-1" not in page
    with scope(here):
        number = Mail.objects.get().pk
    admin.post(f"/hier/reminders/outbox/{number}/again/")
    actions.send_due_mails(AT + timedelta(days=9_000))
    assert len(sent.outbox) == 1


def test_the_worker_reminds_once_a_day_and_not_at_night(here: Organisation, manager: User) -> None:
    night, morning = AT.replace(hour=3), AT.replace(hour=6)
    telling.remind_due(night)
    assert not mails(organisation=here).exists()
    telling.remind_due(morning)
    telling.remind_due(AT)
    assert mails(organisation=here).count() == 1


def test_only_who_answers_for_people_sees_the_outbox(here: Organisation, manager: User) -> None:
    assert signed_in(manager).get("/hier/reminders/outbox/").status_code == 403


def test_reminding_asks_as_much_for_three_devices_as_for_one(
    here: Organisation, manager: User
) -> None:
    counts = []
    for tags in ((), ("VB-3", "VB-4")):
        with scope(here):
            for tag in tags:
                Device.objects.create(
                    organisation=here, tag=tag, state="in_use", warranty_end_on=TODAY
                )
            Mail.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            told(here)
        counts.append(len(asked))
    assert counts[0] == counts[1]
