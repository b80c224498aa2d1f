"""Finding the words of the catalogue in what people write."""

from __future__ import annotations

import pytest

from kringspoor.assess.lexicon import Lexicon

KINDS = [
    ("LAPTOPS", "laptop", None),
    ("kleurenprinters", "printer", None),
    ("Ordinateur portable", "laptop", None),
    ("laptop dock", "dock", None),
    ("station d'accueil ordinateur portable", "dock", None),
    ("Dockingstation voor laptop", "dock", None),
    ("tablet toetsenbord", "keyboard", None),
    ("počítače", "desktop", None),
    ("tas voor laptop", None, "bag"),
    ("laptop tas", None, "bag"),
    ("laptop, tas", "laptop", None),
    ("printer toner", None, "supplies"),
    ("Antivirus licentie voor 40 pc", None, "software"),
    ("Latitude 5420 met Windows", "laptop", None),
    ("bureau van de burgemeester", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "category", "apart"), KINDS)
def test_the_first_word_says_what_it_is_and_the_next_may_correct_it(
    text: str, category: str | None, apart: str | None, lexicon: Lexicon
) -> None:
    verdict = lexicon.verdict(text)
    assert (verdict.category, verdict.apart) == (category, apart)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Hewlett-Packard", "HP"),
        ("hp inc.", "HP"),
        ("LENOVO", "Lenovo"),
        ("DELL Computer Corporation", "Dell"),
        ("  Fujitsu   Siemens ", "Fujitsu Siemens"),
        ("Dell Technologies", "Dell"),
    ],
)
def test_a_maker_gets_its_own_name(written: str, name: str, lexicon: Lexicon) -> None:
    assert lexicon.maker(written) == name


def test_a_product_line_belongs_to_its_maker_alone(lexicon: Lexicon) -> None:
    mine = lexicon.product("Dell", "latitude5420")
    assert mine is not None and (mine.slug, mine.maker) == ("laptop", "Dell")
    assert lexicon.product("HP", "Latitude 5420") is None
    assert lexicon.product(None, "EliteBook 840") is not None
