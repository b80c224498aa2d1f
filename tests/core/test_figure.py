"""A figure says its value, unit and range, and can be walked down to what it was made from."""

from __future__ import annotations

import pytest

from kringspoor.core.figure import Figure
from kringspoor.core.quantity import Range
from kringspoor.core.words import Text

AGE = Figure(Text(nl="leeftijd", en="age"), 61.0, "months", "calculated", decimals=0)
PRICE = Figure(Text(nl="prijs", en="price"), 1000.0, "EUR", "reported", decimals=0)
UNKNOWN = Figure(Text(nl="massa", en="mass"), None, "kg", "unknown")


@pytest.mark.parametrize(
    ("figure", "nl", "en"),
    [
        (AGE, "61 maanden", "61 months"),
        (PRICE, "€ 1.000", "€ 1,000"),
        (UNKNOWN, "onbekend", "unknown"),
        (Figure(Text("stap", "step"), "school", "", "calculated"), "school", "school"),
        (Figure(Text("deel", "share"), 83.0, "%", "calculated", decimals=0), "83 %", "83 %"),
    ],
)
def test_a_figure_is_spoken_in_the_language_of_its_reader(figure: Figure, nl: str, en: str) -> None:
    assert (figure.spoken("nl"), figure.spoken("en")) == (nl, en)


def test_a_range_follows_the_value_with_the_same_decimals() -> None:
    kg = Figure(
        Text("productie", "making"),
        241.04,
        "kg CO2e",
        "estimated",
        interval=Range(156, 241.04, 339),
    )
    assert kg.spoken("en") == "241.0 kg CO₂e (156.0 – 339.0)"


def test_walking_down_meets_every_input_below_what_it_made() -> None:
    yearly = Figure(Text("jaar", "year"), 60.0, "kg CO2e/year", "estimated", inputs=(AGE, PRICE))
    whole = Figure(Text("vloot", "fleet"), 600.0, "kg CO2e", "estimated", inputs=(yearly, UNKNOWN))
    depths = [(depth, each.name.en) for depth, each in whole.walk()]
    assert depths == [(0, "fleet"), (1, "year"), (2, "age"), (2, "price"), (1, "mass")]
