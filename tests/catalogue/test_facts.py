"""The catalogue as a whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kringspoor.catalogue import facts
from kringspoor.catalogue.facts import SHIPPED, Catalogue, load

# fmt: off
NEEDED = (
    "laptop", "desktop", "all_in_one", "workstation", "thin_client", "monitor", "meeting_screen",
    "projector", "smartphone", "tablet", "server", "storage_array", "printer", "mfp", "scanner",
    "switch", "router", "access_point", "firewall", "ip_phone", "desk_phone", "dock", "keyboard",
    "mouse", "headset", "webcam", "ups", "external_drive", "usb_stick", "cable_lot", "mini_pc",
    "chromebook", "camera",
)
# fmt: on


def test_there_are_at_least_25_categories_and_every_asked_one_is_there() -> None:
    categories = load().categories
    assert len(categories) >= 25
    assert set(NEEDED) <= set(categories)


def test_a_word_means_one_category_or_one_thing_that_is_no_device() -> None:
    meanings: dict[str, set[str]] = {}
    for slug, category in load().categories.items():
        for word in category.words():
            meanings.setdefault(word, set()).add(slug)
    for slug, other in load().not_devices.items():
        for words in other.synonyms.values():
            for word in words:
                meanings.setdefault(word.casefold(), set()).add(f"not: {slug}")
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("draagbare computer", "laptop"),
        ("ordinateur portable", "laptop"),
        ("portátil", "laptop"),
        ("počítač", "desktop"),
        ("Bildschirm", "monitor"),
        ("gsm", "smartphone"),
        ("tiskárna", "printer"),
        ("onduleur", "ups"),
        ("kopieerapparaat", "mfp"),
    ],
)
def test_words_of_real_lists_are_known(word: str, category: str) -> None:
    assert word.casefold() in load().categories[category].words()


def test_what_holds_storage_or_a_battery_says_so() -> None:
    categories = load().categories
    assert {s for s, c in categories.items() if c.has_battery} >= {"laptop", "smartphone", "ups"}
    assert {s for s, c in categories.items() if c.has_storage} >= {"server", "mfp", "usb_stick"}
    assert {s for s, c in categories.items() if c.is_lot} >= {"mouse", "dock", "cable_lot"}


def test_a_laptop_costs_what_laakdal_did_not_spend() -> None:
    laptop = load().categories["laptop"]
    assert (laptop.reference_price_eur.mid, laptop.price_source) == (1000, "fair-ict-flanders")


def test_displacement_and_rebound_stay_apart_and_within_one() -> None:
    for step in load().steps.values():
        for share in (step.displacement_share, step.rebound_share):
            assert 0 <= share.low <= share.high <= 1, step.slug
        gained = step.extra_years.high > 0
        assert gained == bool(step.extra_source), step.slug
        assert (step.displacement_share.high > 0) == gained, step.slug


def test_a_return_a_recycling_or_an_inspection_gains_nothing() -> None:
    steps = load().steps
    for slug in ("inspect", "ask", "keep", "recycle", "return_to_lessor", "parts"):
        assert steps[slug].extra_years.high == 0
        assert steps[slug].displacement_share.high == 0


def test_the_catalogue_is_read_once_and_only_what_is_asked() -> None:
    assert load() is load()
    fresh = Catalogue((SHIPPED,))
    fresh.ladder("leuven")
    assert "makers" not in vars(fresh)
    assert "figures" not in vars(fresh)


def test_a_users_folder_adds_and_replaces(tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    text = 'name_nl = "n"\nname_en = "n"\nsource = "kringspoor"\nweight_no = 9\n'
    (folder / "drone.toml").write_text(text, encoding="utf-8")
    (folder / "lab.toml").write_text(text, encoding="utf-8")
    profiles = load(tmp_path).profiles
    assert profiles["drone"].weight_no == profiles["lab"].weight_no == 9
    assert "kiosk" in profiles


def test_another_package_offers_shelves_by_an_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "more_shelves"
    (package / "catalogue" / "profiles").mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    text = 'name_nl = "n"\nname_en = "n"\nsource = "kringspoor"\nweight_no = 9\n'
    (package / "catalogue" / "profiles" / "drone.toml").write_text(text, encoding="utf-8")
    info = tmp_path / "more_shelves-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: more-shelves\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[kringspoor.shelves]\nmore = more_shelves\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert facts.offered_folders() == (package / "catalogue",)
    assert "drone" in Catalogue((SHIPPED, *facts.offered_folders())).profiles
