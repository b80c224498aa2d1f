"""Many rows at once: what Django's own way would have written, and what it would have refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import repeat
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.site import AT, an_organisation

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.models import Batch, Event
from kringspoor.record.rows import change_rows, numbers_for, remove_rows, write_rows
from kringspoor.use.models import Device

pytestmark = pytest.mark.django_db
ODD = ("tab\there", "back\\slash", "two\nlines", "\\N", "'quoted'", '{"a":1}', "é€😀", "%s", "")


def written(here: Organisation, **columns: Iterable[Any]) -> list[Device]:
    """Devices written with these columns, and read again."""
    same: dict[str, Iterable[Any]] = {
        "organisation_id": repeat(here.pk), "state": repeat("in_use"),
    }  # fmt: skip
    write_rows(Device, {**same, **columns})
    with scope(here):
        return list(Device.objects.order_by("pk"))


def test_a_value_of_every_kind_comes_back_as_it_went() -> None:
    here = an_organisation()
    numbers = numbers_for(Device, 2)
    first, second = written(
        here,
        id=numbers,
        tag=["A", "B"],
        purchased_on=[date(2021, 10, 14), None],
        price_cents=[120_00, None],
        ram_gb=[16, 8.5],
        are_media_listed=[True, False],
    )
    assert [first.pk, second.pk] == numbers
    assert (first.purchased_on, second.purchased_on) == (date(2021, 10, 14), None)
    assert (first.price_cents, second.price_cents) == (120_00, None)
    assert (first.ram_gb, second.ram_gb) == (16.0, 8.5)
    assert (first.are_media_listed, second.are_media_listed) == (True, False)
    same = Device(organisation=here, state="in_use", tag="A")
    for name in ("version_no", "life_no", "data_state", "legal_class", "serial", "site_id"):
        assert getattr(first, name) == getattr(same, name)


def test_text_that_could_break_a_format_stays_as_it_is() -> None:
    here = an_organisation()
    found = written(here, description=list(ODD))
    assert tuple(each.description for each in found) == ODD


def test_json_moments_and_bytes_come_back_as_they_went() -> None:
    here = an_organisation()
    write_rows(
        Batch,
        {
            "organisation_id": repeat(here.pk), "kind": repeat("import"), "key": ["1", "2"],
            "name": ["a", "b"], "started_at": [AT, AT + timedelta(microseconds=1)],
            "answers": ['{"is_day_first":true}', "{}"],
        },
    )  # fmt: skip
    with scope(here):
        first, second = Batch.objects.order_by("key")
    assert (first.answers, first.looked, first.problems) == ({"is_day_first": True}, {}, [])
    assert (first.started_at, second.started_at) == (AT, AT + timedelta(microseconds=1))
    assert (first.state, first.heartbeat_at) == ("waiting", None)


def test_more_rows_than_one_statement_holds_are_all_there_and_told() -> None:
    here = an_organisation()
    told: list[int] = []
    tags = [f"T{number}" for number in range(4321)]
    same: dict[str, Iterable[Any]] = {
        "organisation_id": repeat(here.pk), "state": repeat("in_use"),
    }  # fmt: skip
    write_rows(Device, {**same, "tag": tags}, told.append)
    with scope(here):
        assert sorted(Device.objects.values_list("tag", flat=True)) == sorted(tags)
    assert told == [2000, 4000, 4321]


def test_what_the_database_refuses_is_refused_and_nothing_stays() -> None:
    here = an_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        written(here, tag=["VB-1", "VB-2", "vb-1"])
    with pytest.raises(IntegrityError, match=r"."), transaction.atomic():
        write_rows(
            Device,
            {"organisation_id": repeat(here.pk), "state": ["gone_recycled"], "tag": ["VB-3"]},
        )
    with scope(here):
        assert Device.objects.count() == 0


def test_columns_that_do_not_fit_are_a_fault_of_the_program() -> None:
    here = an_organisation()
    with pytest.raises(ValueError, match="rows"):
        written(here, tag=["A", "B"], serial=["S"])
    with pytest.raises(ValueError, match="colour"):
        written(here, tag=["A"], colour=["blue"])


def test_no_number_is_given_twice() -> None:
    here = an_organisation()
    first = numbers_for(Device, 3)
    written(here, id=first, tag=["A", "B", "C"])
    with scope(here):
        last = Device.objects.create(organisation=here, state="in_use", tag="D").pk
    assert len({*first, last, *numbers_for(Device, 3)}) == 7
    assert numbers_for(Device, 0) == []


def test_rows_are_changed_each_in_its_own_fields_and_removed_at_once() -> None:
    here, there = an_organisation("hier"), an_organisation("ginder")
    first, second = written(here, tag=["A", "B"], cpu=["i3", "i3"])
    (other,) = written(there, tag=["A"])
    new: list[tuple[int, dict[str, Any]]] = [
        (first.pk, {"cpu": "i5", "purchased_on": date(2020, 1, 2)}),
        (second.pk, {"ram_gb": 4}),
    ]
    change_rows(Device, new, "version_no")
    with scope(here):
        first, second = Device.objects.order_by("tag")
        assert (first.cpu, first.purchased_on, first.version_no) == ("i5", date(2020, 1, 2), 2)
        assert (second.cpu, second.ram_gb, second.version_no) == ("i3", 4.0, 2)
        remove_rows(Device.objects.all())
        assert Device.objects.count() == 0
    with scope(there):
        assert Device.objects.get() == other
        assert Event.objects.count() == 0


def test_an_empty_list_writes_nothing() -> None:
    here = an_organisation()
    assert written(here, tag=[]) == []
    assert open_batch("import", organisation=here, actor=None, at=AT, name="a", key="1").pk
