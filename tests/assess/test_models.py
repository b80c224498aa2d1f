"""One model under many names; two models that look alike stay two."""

from __future__ import annotations

import pytest

from kringspoor.assess.models import alike, model_keys

ONE_MODEL: list[list[tuple[str | None, str]]] = [
    [("Dell", "Latitude 5420"), ("Dell", "lat 5420"), ("Dell", "5420"), (None, "latitude 5420")],
    [("HP", "EliteBook 840 G8 Notebook PC"), ("HP", "840 G8"), ("HP", "elitebook 840g8")],
    [("Lenovo", "ThinkPad T14 Gen 2"), ("Lenovo", "T14 gen2"), ("Lenovo", "thinkpad t14 g2")],
    [("Apple", "iPhone SE (3rd generation)"), ("Apple", "iphone SE gen 3")],
    [("Fairphone", "Fairphone 4"), ("Fairphone", "fairphone 4")],
]
SEVERAL: list[list[tuple[str | None, str]]] = [
    [("Dell", "Latitude 5420"), ("Dell", "Latitude 5430")],
    [("HP", "EliteBook 840 G8"), ("HP", "EliteBook 840 G9")],
    [("HP", "EliteBook 840 G8"), ("HP", "EliteBook 840 G8 Plus")],
    [("Dell", "OptiPlex 7090"), ("HP", "OptiPlex 7090")],
    [("Apple", "iPhone 12"), ("Apple", "iPhone 12 mini")],
]


@pytest.mark.parametrize("names", ONE_MODEL)
def test_all_names_of_a_model_share_its_key(names: list[tuple[str | None, str]]) -> None:
    keys = set(model_keys(names).values())
    assert len(keys) == 1 and None not in keys


@pytest.mark.parametrize("names", SEVERAL)
def test_siblings_keep_their_own_keys(names: list[tuple[str | None, str]]) -> None:
    assert len(set(model_keys(names).values())) == len(names)


def test_a_short_name_of_two_models_is_neither() -> None:
    keys = model_keys([("Dell", "Latitude 5420"), ("Dell", "Precision 5420"), ("Dell", "5420")])
    assert len(set(keys.values())) == 3


def test_the_order_in_which_names_come_changes_nothing() -> None:
    names = [each for model in ONE_MODEL for each in model]
    assert model_keys(names) == model_keys(list(reversed(names)))


@pytest.mark.parametrize("model", ["beamer", "G8", ""])
def test_a_name_that_tells_nothing_apart_has_no_key(model: str) -> None:
    assert model_keys([(None, model)]) == {(None, model): None}


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("LaserJet Pro M404dn", "LaserJet M404", True),
        ("iPad (8th generation)", "iPad 8", True),
        ("iPhone SE (3rd generation)", "iPhone SE 2022", True),
        ("iPhone SE 2020", "iPhone SE 2022", False),
        ("EliteBook 840 G8", "EliteBook 840 G7", False),
        ("Latitude 5450", "Latitude 5450 Plus", False),
        ("MacBook Air 13", "MacBook Pro 13", False),
    ],
)
def test_two_names_contradict_each_other_or_not(left: str, right: str, same: bool) -> None:
    assert alike(left, right) is same
    assert alike(right, left) is same
