"""Model names in comparable words."""

from __future__ import annotations

import pytest

from kringspoor.catalogue.model_names import model_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HP EliteBook 840 G8 Notebook PC", "EliteBook 840 G8"),
        ("Dell Latitude 5420 14inch i5-1145G7 16GB 256GB SSD", "Latitude 5420"),
        ("OptiPlex 7090 Micro Form Factor", "optiplex 7090 MFF"),
        ("ThinkPad X1 Carbon 9th Gen", "ThinkPad X1 Carbon Gen 9"),
        ("ThinkPad T14 Gen 2 (20W0S02K00)", "T14 Thinkpad gen2"),
        ("13-inch MacBook Air (M1 CPU) 256GB - 2020", "MacBook Air M1"),
        ('Dell 24" P2422H monitor', "P2422H"),
        ("Latitude 7320 2-in-1", "Latitude 7320 2 in 1"),
        ("Legion 5 15\\xe2\\x80\\x9d", "Legion 5 15"),
    ],
)
def test_the_same_model_written_two_ways_gives_the_same_words(one: str, other: str) -> None:
    assert model_name(one).plain == model_name(other).plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EliteBook 840 G8", "EliteBook 840 G9"),
        ("Latitude 5420", "Latitude 5430"),
        ("ThinkPad T14", "ThinkPad T14s"),
        ("ThinkPad T14 Gen 1", "ThinkPad T14 Gen 2"),
        ("P2422H", "P2423H"),
        ("iPhone 13", "iPhone 14"),
    ],
)
def test_another_number_is_another_model(one: str, other: str) -> None:
    assert model_name(one).numbers != model_name(other).numbers


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("Latitude 5420", "latitude 5xxx"),
        ("Latitude E5470", "latitude e54xx"),
        ("ThinkPad T14 Gen 2", "thinkpad t"),
        ("ThinkPad T480s", "thinkpad t4xx"),
        ("OptiPlex 7090 Tower", "optiplex 7xxx tower"),
        ("P2422H", "p24xx"),
        ("EliteBook 840 G8", "elitebook 8xx"),
        ("", ""),
    ],
)
def test_a_family_is_the_line_and_the_series(model: str, family: str) -> None:
    assert model_name(model).family == family
