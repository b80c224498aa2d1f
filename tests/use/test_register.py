"""The register in memory answers as the database does, whatever happened in between."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from tests.site import AT, an_organisation, columns, somebody

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.use.actions.devices import add_device, change_device
from kringspoor.use.actions.imports import import_devices
from kringspoor.use.actions.imports_undo import undo_import
from kringspoor.use.actions.media import Found, list_media, take_out
from kringspoor.use.actions.states import change_state
from kringspoor.use.models import Device
from kringspoor.use.queries import devices as queries
from kringspoor.use.queries import register as keeping
from kringspoor.use.queries.tallies import tally
from kringspoor.use.rules.filters import FACETS, NOT_KNOWN, SORTS, Asked, asked_of, fits
from kringspoor.use.rules.register import READ, Register
from kringspoor.use.rules.said import Said

pytestmark = pytest.mark.django_db
WORDS = ("", "dell", "VB-1", "b", "dell 5", "niets", "s-0 dell")
BOUNDS = {"bought_from": "2020-01-01", "bought_to": "2022-06-30", "warranty_before": "2024-01-01"}


def some(count: int, mark: str, dice: random.Random) -> dict[str, list[Any]]:
    """Devices that know much, little or nothing."""
    rows = [
        {
            "tag": f"{mark}-{number}",
            "serial": f"s-{number % 7}{mark}{number}" if dice.random() < 0.8 else None,
            "make": dice.choice(("Dell", "HP", None)),
            "model": dice.choice(("Latitude 5420", "ProBook", None)),
            "category": dice.choice(("laptop", "monitor", None)),
            "unit": dice.choice(("ICT", "Sport", None)),
            "location": dice.choice(("Depot", None)),
            "state": dice.choice(("in_use", "returned", "in_stock")),
            "purchased_days": dice.choice((17_900, 18_800, 19_500, None)),
            "warranty_end_days": dice.choice((19_000, 20_000, None)),
        }
        for number in range(count)
    ]
    return columns(*rows)


def brought(there: Organisation, count: int, mark: str, seed: int = 1) -> Any:
    """An import of so many devices."""
    return import_devices(
        some(count, mark, random.Random(seed)), organisation=there, actor=None, at=AT, name="a.csv",
        key=mark,
    )  # fmt: skip


@pytest.fixture
def here() -> Organisation:
    """An organisation with three hundred devices: more than a block of the register."""
    there = an_organisation("hier")
    brought(there, 300, "VB")
    return there


def asked_at_random(dice: random.Random) -> Asked:
    """A question that a list may be asked."""
    choices = {
        "state": ("in_use", "returned", NOT_KNOWN), "category": ("laptop", NOT_KNOWN, "boat"),
        "make": ("Dell", NOT_KNOWN), "unit": ("ICT", NOT_KNOWN), "site": ("Depot", NOT_KNOWN),
        "data_state": ("none", "holds", NOT_KNOWN, "x"), "life_no": ("1", "2", "x"),
        "ownership": ("owned",), "use_profile": (NOT_KNOWN,),
        **{name: (day, "no day") for name, day in BOUNDS.items()},
    }  # fmt: skip
    names = dice.sample(sorted(choices), dice.randrange(4))
    address = {name: dice.choice(choices[name]) for name in names}
    sort = dice.choice(("", "-")) + dice.choice(sorted(SORTS))
    return asked_of({**address, "q": dice.choice(WORDS), "sort": sort})


def told_by_the_database(asked: Asked, name: str, there: Organisation) -> dict[str, int]:
    """How many devices have each value of a facet, counted one by one."""
    with scope(there):
        found = Device.objects.filter(fits(asked.without(name))).values_list(FACETS[name])
        return Counter(NOT_KNOWN if each in ("", None) else str(each) for (each,) in found)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("few", [0, 1_000])
def test_a_question_is_answered_as_the_database_answers_it(
    here: Organisation, seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_FEW_ROWS", few)
    asked = asked_at_random(random.Random(seed))
    counted = tally(asked, organisation=here)
    for name, values in counted.facets.items():
        assert dict(values) == told_by_the_database(asked, name, here), (asked, name)
    in_order = [each.pk for each in queries.devices(asked, organisation=here)]
    assert counted.found_count == len(in_order)
    assert counted.all_count == 300
    for first in (0, 50, 150):
        part = queries.page_of(asked, first, first + 50, organisation=here)
        assert [each.pk for each in part] == in_order[first : first + 50], asked


def as_read_anew(there: Organisation) -> Register:
    with scope(there):
        return Register.of(Device.objects.order_by("pk").values_list(*READ))


def assert_up_to_date(there: Organisation) -> None:
    """Every value, day and name of the register is what the database holds."""
    kept, anew = keeping.register_of(organisation=there), as_read_anew(there)
    numbers = list(kept.numbers_in(kept.there))
    assert numbers == list(anew.numbers)
    for name, values in anew.facets.items():
        found = {
            value: list(kept.numbers_in(bits & kept.there))
            for value, bits in kept.facets[name].items()
            if bits & kept.there
        }
        assert found == {value: list(anew.numbers_in(bits)) for value, bits in values.items()}
    for word in ("DELL", "DEBIAN", "NIEUW", "VB-29", "XX"):
        asked = Asked(words=word)
        assert list(kept.numbers_in(kept.fitting(asked))) == list(
            anew.numbers_in(anew.fitting(asked))
        )
    bounds = asked_of(BOUNDS)
    assert list(kept.numbers_in(kept.fitting(bounds))) == list(
        anew.numbers_in(anew.fitting(bounds))
    )


def test_after_every_change_the_register_is_what_the_database_holds(here: Organisation) -> None:
    person = somebody(here)
    assert_up_to_date(here)
    with scope(here):
        first, second = Device.objects.filter(state="in_stock")[:2]
    new = {"make": "Nieuw", "category": "tablet", "purchased_on": None}
    change_device(
        first.pk, new, organisation=here, actor=person, at=AT, version_no=first.version_no
    )
    assert_up_to_date(here)
    add_device({"tag": "NIEUW-1"}, organisation=here, actor=person, at=AT, state="in_stock")
    assert_up_to_date(here)
    change_state(
        second, "returned", organisation=here, actor=person, at=AT, today=AT.date(),
        said=Said(reason="upgrade"),
    )  # fmt: skip
    assert_up_to_date(here)
    list_media(first, [Found("S1")], organisation=here, actor=person, at=AT)
    assert_up_to_date(here)
    batch = brought(here, 9, "XX", seed=2)
    assert_up_to_date(here)
    undo_import(batch, organisation=here, actor=person, at=AT)
    assert_up_to_date(here)
    brought(here, 9, "XY", seed=3)
    assert_up_to_date(here)


def test_one_change_among_many_devices_reads_that_device_alone(
    here: Organisation, django_assert_num_queries: Any
) -> None:
    person = somebody(here)
    keeping.register_of(organisation=here)
    add_device({"tag": "NIEUW-1"}, organisation=here, actor=person, at=AT, state="in_stock")
    with django_assert_num_queries(4):  # chain, the link that was known, events, that device
        keeping.register_of(organisation=here)
    with django_assert_num_queries(1):
        keeping.register_of(organisation=here)


def test_a_register_never_holds_a_device_of_another_organisation(here: Organisation) -> None:
    there = an_organisation("daar")
    brought(there, 5, "XX")
    for _ in range(2):
        ours = keeping.register_of(organisation=here)
        theirs = keeping.register_of(organisation=there)
        assert not {*ours.numbers} & {*theirs.numbers}
        assert tally(Asked(words="XX"), organisation=here).found_count == 0
        assert tally(Asked(words="XX"), organisation=there).found_count == 5
        assert queries.page_of(Asked(words="XX"), 0, 50, organisation=here) == []


def test_another_history_under_the_same_number_is_read_anew(here: Organisation) -> None:
    kept = keeping._kept
    keeping.register_of(organisation=here)
    other = an_organisation("daar")
    brought(other, 3, "XX")
    keeping.register_of(organisation=other)
    kept[other.pk] = kept[here.pk]  # as after a backup was put back under a server that runs
    assert len(keeping.register_of(organisation=other).numbers) == 3


def test_the_least_recent_registers_make_room(
    here: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_DEVICES_COUNT", 302)
    keeping._kept.clear()
    keeping.register_of(organisation=here)
    other = an_organisation("daar")
    brought(other, 3, "XX")
    keeping.register_of(organisation=other)
    assert [*keeping._kept] == [other.pk]


def test_an_organisation_without_a_history_has_an_empty_register() -> None:
    assert get_user_model().objects.count() == 0
    empty = an_organisation("leeg")
    assert tally(Asked(), organisation=empty).all_count == 0
    assert queries.page_of(Asked(sort="price"), 0, 50, organisation=empty) == []


def data_of(there: Organisation, tag: str) -> str:
    """What the list says of the data on a device, by the filter that finds it."""
    found = tally(Asked(words=tag), organisation=there)
    ((value, count),) = found.facets["data_state"]
    asked = asked_of({"q": tag, "data_state": value})
    (device,) = queries.page_of(asked, 0, 50, organisation=there)
    with scope(there):
        assert [each.tag for each in Device.objects.filter(fits(asked))] == [device.tag] == [tag]
    assert count == 1
    return value


def test_what_nobody_looked_at_is_not_known_until_somebody_lists_its_media() -> None:
    there = an_organisation("hier")
    person = somebody(there)
    for tag, category in (("PC-1", "laptop"), ("TV-1", "monitor"), ("XX-1", "")):
        add_device({"tag": tag, "category": category}, organisation=there, actor=person, at=AT)
    assert data_of(there, "PC-1") == NOT_KNOWN
    assert data_of(there, "XX-1") == NOT_KNOWN
    assert data_of(there, "TV-1") == "none"
    with scope(there):
        device = Device.objects.get(tag="PC-1")
    list_media(device, [Found("S1")], organisation=there, actor=person, at=AT)
    assert data_of(there, "PC-1") == "holds"
    with scope(there):
        (medium,) = device.media.all()
    take_out(medium, organisation=there, actor=person, at=AT, reason="stuk")
    assert data_of(there, "PC-1") == "media_removed"
    listed = [Found("S1")]
    list_media(device, [*listed, Found("S2")], organisation=there, actor=person, at=AT)
    assert data_of(there, "PC-1") == "holds"
