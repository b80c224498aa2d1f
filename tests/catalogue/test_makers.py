"""Makers by any of their names, and in a description."""

from __future__ import annotations

import pytest

from kringspoor.catalogue.facts import load


@pytest.mark.parametrize(
    ("name", "maker"),
    [
        ("Hewlett-Packard", "HP"),
        ("HP Inc.", "HP"),
        ("hp", "HP"),
        ("Hewlett Packard Enterprise", "HP"),
        ("IBM", "Lenovo"),
        ("LENOVO", "Lenovo"),
        ("Dell Inc.", "Dell"),
        ("Dell Computer Corporation", "Dell"),
        ("Apple Inc.", "Apple"),
        ("Microsoft Corporation", "Microsoft"),
        ("ASUSTeK COMPUTER INC.", "Asus"),
        ("Samsung Electronics Co., Ltd.", "Samsung"),
    ],
)
def test_a_maker_is_found_by_any_of_its_names(name: str, maker: str) -> None:
    found = load().maker_names.named(name)
    assert found is not None
    assert found.name == maker


@pytest.mark.parametrize("name", [None, "", "To be filled by O.E.M.", "Leverancier nv"])
def test_what_is_no_maker_stays_unknown(name: str | None) -> None:
    assert load().maker_names.named(name) is None


@pytest.mark.parametrize(
    ("text", "maker", "category"),
    [
        ("Latitude 5420 14 inch", "Dell", "laptop"),
        ("laptop HP EliteBook 840 G8", "HP", "laptop"),
        ("ThinkPad T14", "Lenovo", "laptop"),
        ("OptiPlex 7090 SFF", "Dell", "desktop"),
        ("Surface Pro 7", "Microsoft", "tablet"),
        ("Surface Hub 2S", "Microsoft", "meeting_screen"),
        ("Pixelbook Go", "Google", "chromebook"),
        ("scherm iiyama 24", "iiyama", ""),
        ("HP monitor", "HP", ""),
    ],
)
def test_a_description_tells_maker_and_category(text: str, maker: str, category: str) -> None:
    found, told = load().maker_names.in_text(text)
    assert found is not None
    assert (found.name, told) == (maker, category)


def test_a_description_without_a_maker_tells_nothing() -> None:
    assert load().maker_names.in_text("bureaustoel") == (None, "")
    assert load().maker_names.in_text(None) == (None, "")


def test_every_alias_and_model_word_belongs_to_one_maker() -> None:
    words: dict[str, set[str]] = {}
    for slug, maker in load().makers.items():
        for word in (maker.name.casefold(), *maker.aliases, *(maker.models or {})):
            words.setdefault(word, set()).add(slug)
    assert {word: slugs for word, slugs in words.items() if len(slugs) > 1} == {}


def test_the_category_a_model_word_tells_exists() -> None:
    told = {c for maker in load().makers.values() for c in (maker.models or {}).values() if c}
    assert told <= set(load().categories)
