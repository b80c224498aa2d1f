"""TOML to dataclass: what fits is read, what does not is refused where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from kringspoor.catalogue.shelf import thing_from, things_on
from kringspoor.core.errors import BadInput
from kringspoor.core.quantity import Range

NOTHING_LOST = Range(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """A nested table."""

    size_gb: float


@dataclass(frozen=True, slots=True)
class Thing:
    """One of everything the loader reads."""

    slug: str
    name: str
    kind: Literal["a", "b"]
    price_eur: Range
    amount_count: int = 0
    is_big: bool = False
    words: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    by_name: Mapping[str, Part] | None = None
    limit_months: int | None = None
    lost_share: Range = NOTHING_LOST


WHOLE = """
name = "One"
kind = "a"
price_eur = [1, 2, 3]
amount_count = 4
is_big = true
words = ["x", "y"]
limit_months = 7
[[parts]]
size_gb = 8
[by_name.first]
size_gb = 1.5
"""


def _written(folder: Path, text: str, name: str = "close_the_gap.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _refusal(folder: Path, text: str) -> BadInput:
    with pytest.raises(BadInput) as refused:
        thing_from(_written(folder, text), Thing)
    return refused.value


def test_a_file_becomes_the_thing_it_describes(tmp_path: Path) -> None:
    thing = thing_from(_written(tmp_path, WHOLE), Thing)
    assert thing.slug == "close_the_gap"
    assert thing.price_eur == Range(1, 2, 3)
    assert thing.parts == (Part(8.0),)
    assert thing.by_name == {"first": Part(1.5)}
    assert (thing.words, thing.limit_months, thing.is_big) == (("x", "y"), 7, True)


def test_one_number_is_a_range_without_spread(tmp_path: Path) -> None:
    text = 'name = "One"\nkind = "a"\nprice_eur = 5\n'
    assert thing_from(_written(tmp_path, text), Thing).price_eur == Range(5, 5, 5)


def test_a_misspelt_key_is_refused_with_file_key_and_known_keys(tmp_path: Path) -> None:
    refused = _refusal(tmp_path, WHOLE.replace("amount_count", "min_graad"))
    assert refused.spoken("nl").startswith(
        "close_the_gap.toml: sleutel 'min_graad' is niet bekend (sleutels zijn name, kind,"
    )
    assert "key 'min_graad' is not known (keys are name, kind," in refused.spoken("en")


def test_a_misspelt_key_deep_inside_names_its_place(tmp_path: Path) -> None:
    refused = _refusal(tmp_path, WHOLE.replace("size_gb = 8", "size = 8"))
    assert "key 'parts[1].size' is not known (keys are size_gb)" in str(refused)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "One"', "", "key 'name' is missing"),
        ('name = "One"', "name = 1", "key 'name' must be a text (it says 1)"),
        ("amount_count = 4", "amount_count = 4.5", "key 'amount_count' must be a whole number"),
        ("amount_count = 4", "amount_count = true", "key 'amount_count' must be a whole number"),
        ("is_big = true", "is_big = 1", "key 'is_big' must be true or false"),
        ('kind = "a"', 'kind = "c"', "key 'kind': 'c' is not known (known are a, b)"),
        ("[1, 2, 3]", "[1, 3, 2]", "key 'price_eur' must be a rising list [low, mid, high]"),
        ("[1, 2, 3]", "[1, 2]", "key 'price_eur' must be a rising list [low, mid, high]"),
        ("[1, 2, 3]", "[1, 2, inf]", "key 'price_eur' must be a rising list [low, mid, high]"),
        ("[1, 2, 3]", "nan", "key 'price_eur' must be a rising list [low, mid, high]"),
        ("is_big = true", "lost_share = [0, 0.5, 25]", "key 'lost_share' is a share: from 0 to 1"),
        ("is_big = true", "lost_share = -0.1", "key 'lost_share' is a share: from 0 to 1"),
        ('["x", "y"]', '"x"', "key 'words' must be a list (it says 'x')"),
        ('["x", "y"]', '["x", 2]', "key 'words[2]' must be a text (it says 2)"),
        ('name = "One"', 'name = "One"\nslug = "two"', "key 'slug' may not be"),
        ('name = "One"', 'name = "One', "is not readable TOML"),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    refused = _refusal(tmp_path, WHOLE.replace(old, new))
    assert str(refused).startswith("close_the_gap.toml: ")
    assert said in str(refused)


def test_a_missing_file_and_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.toml: does not exist"):
        thing_from(tmp_path / "nowhere.toml", Thing)
    (tmp_path / "bytes.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(BadInput, match=r"bytes\.toml: is not readable TOML"):
        thing_from(tmp_path / "bytes.toml", Thing)


def test_a_later_folder_replaces_a_thing_of_the_same_name(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    _written(ours, WHOLE, "a.toml")
    _written(ours, WHOLE, "b.toml")
    _written(theirs, WHOLE.replace("One", "Two"), "b.toml")
    found = things_on((ours, theirs), Thing)
    assert {slug: each.name for slug, each in found.items()} == {"a": "One", "b": "Two"}
