"""The five organisations' ladders, a sixth from a file, and what is refused."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kringspoor.catalogue.facts import Catalogue, load
from kringspoor.core.device import OWNERSHIPS, STATES
from kringspoor.core.errors import BadInput, Unknown
from kringspoor.core.ladder import (
    GRADE_NO,
    INSPECT_STRIDE,
    Ladder,
    asked_fields,
    kinds_met,
    taken,
)
from kringspoor.core.quantity import FLOATS

PRESETS = ("ghent", "ku-leuven", "laakdal", "leuven", "ugent")
SIXTH = """
name_nl = "Jeugdhuis eerst"
name_en = "Youth centre first"
source = "kringspoor"
lifetime = "leuven"

[[rungs]]
step = "youth_centre"
states = ["returned"]
categories = ["laptop"]
min_grade = "C"

[[rungs]]
include = "in_use"

[[rungs]]
step = "recycle"
states = ["returned"]

[[step]]
slug = "youth_centre"
name_nl = "jeugdhuis"
name_en = "youth centre"
kind = "next_life"
source = "kringspoor"
extra_years = [1, 2, 3]
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def _device(catalogue: Catalogue, ladder: str, **known: Any) -> SimpleNamespace:
    """A laptop of 61 months under a ladder's own lifetime, of which ``known`` is known."""
    rule = catalogue.lifetime(catalogue.ladder(ladder).lifetime).rule(
        known.get("category", "laptop")
    )
    grade = known.pop("grade", None)
    facts: dict[str, Any] = {
        "state": "in_use",
        "ownership": None,
        "category": "laptop",
        "has_storage": 1,
        "age_months": 61,
        "minimum_months": rule.minimum,
        "target_months": rule.target_months,
        "window_months": rule.window,
        "warranty_left_days": None,
        "support_months": None,
        "windows_11": None,
        "grade_no": GRADE_NO.get(grade) if grade else None,
        "ram_gb": None,
        "storage_gb": None,
        "battery_share": None,
    }
    facts |= known
    facts["state_no"] = STATES.index(facts["state"]) if facts["state"] else None
    facts["ownership_no"] = OWNERSHIPS.index(facts["ownership"]) if facts["ownership"] else None
    return SimpleNamespace(**facts)


def _answer(catalogue: Catalogue, ladder: Ladder, device: SimpleNamespace) -> int:
    of_kind = kinds_met(FLOATS, ladder, catalogue.profiles, device)
    walked = SimpleNamespace(**vars(device), **of_kind)
    return int(taken(FLOATS, ladder, catalogue.profiles, walked))


def _step(catalogue: Catalogue, slug: str, **known: Any) -> str:
    """The step, or ``ask``, or ``inspect: <the value that is missing>``."""
    ladder = catalogue.ladder(slug)
    answer = _answer(catalogue, ladder, _device(catalogue, slug, **known))
    if answer == 0:
        return "ask"
    if answer > 0:
        return ladder.rungs[answer - 1].step
    rung, condition = divmod(-answer, INSPECT_STRIDE)
    return f"inspect: {asked_fields(ladder, catalogue.profiles)[rung - 1][condition]}"


T1 = {"state": "returned", "grade": "A", "support_months": 24, "ownership": "owned"}


@pytest.mark.parametrize("slug", PRESETS)
def test_every_preset_loads_and_its_steps_and_lifetime_exist(
    catalogue: Catalogue, slug: str
) -> None:
    ladder = catalogue.ladder(slug)
    steps = catalogue.steps_of(ladder)
    assert {rung.step for rung in ladder.rungs} <= set(steps)
    assert catalogue.lifetime(ladder.lifetime).slug == slug
    codes = [rung.code or rung.step for rung in ladder.rungs]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("slug", "good_and_old"),
    [
        ("ghent", "school"),
        ("leuven", "reserve"),
        ("laakdal", "school"),
        ("ugent", "south_project"),
        ("ku-leuven", "school"),
    ],
)
def test_a_good_laptop_past_its_term_goes_where_the_organisation_says(
    catalogue: Catalogue, slug: str, good_and_old: str
) -> None:
    assert _step(catalogue, slug, **T1) == good_and_old


@pytest.mark.parametrize(
    ("slug", "worn"),
    [
        ("ghent", "parts"),
        ("leuven", "ask"),
        ("laakdal", "ask"),
        ("ugent", "donation"),
        ("ku-leuven", "staff_sale"),
    ],
)
def test_a_worn_laptop_ends_where_the_organisation_says_or_the_ladder_asks(
    catalogue: Catalogue, slug: str, worn: str
) -> None:
    assert _step(catalogue, slug, **{**T1, "grade": "C"}) == worn


@pytest.mark.parametrize(
    ("slug", "irreparable"),
    [
        ("ghent", "parts"),
        ("leuven", "ask"),
        ("laakdal", "recycle"),
        ("ugent", "recycle"),
        ("ku-leuven", "recycle"),
    ],
)
def test_what_is_beyond_repair_ends_where_the_organisation_says(
    catalogue: Catalogue, slug: str, irreparable: str
) -> None:
    assert _step(catalogue, slug, state="broken", grade="D", age_months=30) == irreparable


@pytest.mark.parametrize("slug", PRESETS)
@pytest.mark.parametrize("ownership", ["leased", "rented"])
def test_a_rented_device_is_only_kept_repaired_inspected_or_returned(
    catalogue: Catalogue, slug: str, ownership: str
) -> None:
    allowed = {"keep", "repair_supplier", "return_to_lessor", "inspect"}
    for state in set(STATES) - {"gone", "lost", "ordered"}:
        for age in (None, 3, 50, 61, 200):
            for grade in (None, "A", "D"):
                step = _step(
                    catalogue,
                    slug,
                    state=state,
                    age_months=age,
                    grade=grade,
                    ownership=ownership,
                    windows_11=0,
                    support_months=0,
                    ram_gb=4,
                )
                assert step.partition(":")[0] in allowed, (state, age, grade, step)
    assert _step(catalogue, slug, **{**T1, "ownership": ownership}) == "return_to_lessor"


def test_a_working_phone_follows_the_only_organisations_that_speak_of_phones(
    catalogue: Catalogue,
) -> None:
    phone = {**T1, "category": "smartphone", "grade": "B", "age_months": 70}
    steps = {slug: _step(catalogue, slug, **phone) for slug in PRESETS}
    assert steps["laakdal"] == "reserve"
    assert steps["ugent"] == "inspect"
    assert steps["ghent"] == steps["ku-leuven"] == "ask"


@pytest.mark.parametrize("slug", PRESETS)
def test_unknown_age_or_state_is_inspected_never_recycled(catalogue: Catalogue, slug: str) -> None:
    assert _step(catalogue, slug, age_months=None) == "inspect: purchased_days"
    assert _step(catalogue, slug, state=None) == "inspect: state"
    returned = {**T1, "grade": None}
    assert _step(catalogue, slug, **returned) == "inspect: grade"


@pytest.mark.parametrize("slug", PRESETS)
def test_an_office_laptop_with_unknown_details_is_kept_until_its_target(
    catalogue: Catalogue, slug: str
) -> None:
    assert _step(catalogue, slug, age_months=30) == "keep"


@pytest.mark.parametrize(
    ("known", "step"),
    [
        ({"windows_11": 0, "support_months": -13, "ram_gb": 8, "age_months": 100}, "other_os"),
        ({"support_months": 2, "age_months": 30}, "plan_replacement"),
        ({"ram_gb": 4, "support_months": 23, "age_months": 40, "windows_11": 1}, "upgrade"),
        ({"battery_share": 0.3, "support_months": 23, "age_months": 40}, "upgrade"),
        ({"grade": "B", "support_months": 23, "age_months": 70}, "extend"),
        ({"grade": "C", "support_months": 23, "age_months": 70}, "plan_replacement"),
        (
            {"ram_gb": 16, "storage_gb": 256, "support_months": 23, "age_months": 70},
            "lower_profile",
        ),
        ({"age_months": 70}, "plan_replacement"),
        ({"category": "monitor", "age_months": 120}, "extend"),
        ({"category": "monitor", "age_months": 150}, "plan_replacement"),
        ({"state": "broken", "warranty_left_days": 10, "age_months": 30}, "repair_supplier"),
        ({"state": "broken", "warranty_left_days": -10, "age_months": 40}, "repair"),
        ({"state": "broken", "age_months": 40}, "repair"),
        ({"state": "broken", "age_months": 90}, "parts"),
        ({"state": "in_stock", "age_months": 10}, "redeploy"),
        ({"state": "returned", "age_months": 40, "grade": "B"}, "redeploy"),
        ({"state": "gone"}, "left"),
        ({"state": "lost"}, "trace"),
        ({"state": "ordered", "age_months": None}, "keep"),
        ({"ownership": "personal", "age_months": 99}, "leave_to_owner"),
    ],
)
def test_a_device_in_the_hands_of_ghent(
    catalogue: Catalogue, known: dict[str, Any], step: str
) -> None:
    assert _step(catalogue, "ghent", **known) == step


def test_ku_leuven_replaces_in_the_course_of_the_fifth_year_and_then_gives_a_second_life(
    catalogue: Catalogue,
) -> None:
    assert _step(catalogue, "ku-leuven", age_months=47) == "keep"
    assert _step(catalogue, "ku-leuven", age_months=50) == "plan_replacement"
    supported = {"support_months": 23, "age_months": 50}
    assert _step(catalogue, "ku-leuven", **supported) == "extend"
    assert _step(catalogue, "ku-leuven", **{**T1, "age_months": 55}) == "second_life"


def test_ku_leuven_gives_what_is_no_longer_safe_a_chance_where_the_risk_is_smaller(
    catalogue: Catalogue,
) -> None:
    unsafe = {**T1, "support_months": -13}
    assert _step(catalogue, "ku-leuven", **unsafe) == "smaller_risk"
    assert _step(catalogue, "ku-leuven", **{**unsafe, "grade": "C"}) == "donation"


def test_a_sixth_ladder_is_one_file_with_new_steps_and_its_own_order(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "youth.toml"
    path.write_text(SIXTH, encoding="utf-8")
    ladder = catalogue.ladder(path)
    assert ladder.slug == "youth"
    assert catalogue.steps_of(ladder)["youth_centre"].extra_years.mid == 2
    assert ladder.rungs[0].step == "youth_centre"
    device = _device(catalogue, "leuven", state="returned", grade="C")
    assert _answer(catalogue, ladder, device) == 1
    assert catalogue.ladder(str(path)) == ladder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('min_grade = "C"', 'min_graad = "C"', "key 'rungs[1].min_graad' is not known (keys are"),
        ('step = "recycle"', 'step = "recicle"', "'recicle' is not known (known are ask,"),
        ('["laptop"]', '["laptops"]', "key 'rungs[1].categories[1]': 'laptops' is not known"),
        ('min_grade = "C"', 'min_grade = "E"', "'E' is not known (known are A, B, C, D)"),
        (
            'states = ["returned"]\n\n[[step]]',
            'states = ["back"]\n\n[[step]]',
            "'back' is not known",
        ),
        ('"in_use"', '"in_using"', "key 'rungs[2].include': 'in_using' is not known"),
        ('lifetime = "leuven"', 'lifetime = "brussels"', "key 'lifetime': 'brussels'"),
        ('source = "kringspoor"\nlife', 'source = "me"\nlife', "key 'source': 'me' is not known"),
        ('step = "recycle"', 'step = "recycle"\ncode = "keep"', "code 'keep' is there already"),
        ("extra_years", "extra_year", "key 'step[1].extra_year' is not known"),
        ('min_grade = "C"', 'fits_profile = "chef"', "'chef' is not known"),
    ],
)
def test_a_ladder_that_does_not_hold_is_refused_where_it_stands(
    catalogue: Catalogue, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in SIXTH
    path = tmp_path / "youth.toml"
    path.write_text(SIXTH.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        catalogue.ladder(path)
    assert str(refused.value).startswith("youth.toml: ")
    assert said in str(refused.value)


def test_an_unknown_ladder_is_refused_with_the_known_ones(catalogue: Catalogue) -> None:
    with pytest.raises(Unknown, match="known are ghent, ku-leuven, laakdal, leuven, ugent"):
        catalogue.ladder("antwerp")
