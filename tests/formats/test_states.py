"""State and ownership words: each language can say each of them, and says one thing at a time."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from kringspoor.core.device import OWNERSHIPS, STATES
from kringspoor.formats.headers import fold
from kringspoor.formats.states import Listed, meaning

LISTED = tomllib.loads((files("kringspoor.formats") / "states.toml").read_text("utf-8"))


def test_each_state_and_ownership_has_words_in_seven_languages() -> None:
    assert set(LISTED["states"]) == set(STATES)
    assert set(LISTED["ownerships"]) == set(OWNERSHIPS)
    for languages in [*LISTED["states"].values(), *LISTED["ownerships"].values()]:
        assert set(languages) == {"nl", "en", "fr", "de", "es", "pt", "cs"}


@pytest.mark.parametrize("listed", ["states", "ownerships"])
def test_within_one_language_a_word_means_one_thing(listed: Listed) -> None:
    seen: dict[tuple[str, str], str] = {}
    for slug, languages in LISTED[listed].items():
        for language, words in languages.items():
            for word in words:
                assert seen.setdefault((language, fold(word)), slug) == slug, word


@pytest.mark.parametrize(
    ("word", "ownership"),
    [
        ("Corporate", "owned"), ("Personal", "personal"), ("geleased", "leased"),
        ("alugado", "rented"), ("BYOD", "personal"), ("crédit-bail", "leased"),
    ],
)  # fmt: skip
def test_ownership_words_are_understood(word: str, ownership: str) -> None:
    assert meaning("ownerships", word) == ownership


def test_a_slug_is_a_word_too() -> None:
    for slug in (*STATES,):
        assert meaning("states", slug) == slug
