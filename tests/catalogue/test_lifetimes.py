"""The five organisations' lifetimes, as their articles state them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kringspoor.catalogue.facts import load
from kringspoor.core.errors import BadInput

KU_LEUVEN_8_YEARS = ("monitor", "keyboard", "mouse", "router", "switch", "access_point")


def test_ghent_keeps_every_company_device_five_years_and_copiers_eight() -> None:
    ghent = load().lifetime("ghent")
    assert (ghent.rule("laptop").minimum, ghent.rule("laptop").cover_months) == (60, 36)
    assert ghent.rule("dock").target_months == 60
    assert ghent.rule("mfp").target_months == 96


def test_leuven_goes_from_four_to_five_years_with_four_years_on_site() -> None:
    rule = load().lifetime("leuven").rule("laptop")
    assert (rule.minimum, rule.target_months, rule.cover_months) == (48, 60, 48)


def test_ku_leuven_has_a_window_for_computers_and_eight_years_for_what_lasts() -> None:
    policy = load().lifetime("ku-leuven")
    for slug in ("laptop", "desktop", "server"):
        rule = policy.rule(slug)
        assert (rule.minimum, rule.target_months, rule.window, rule.is_hard) == (48, 48, 60, True)
    assert {policy.rule(slug).target_months for slug in KU_LEUVEN_8_YEARS} == {96}
    assert not any(policy.rule(slug).is_hard for slug in KU_LEUVEN_8_YEARS)


@pytest.mark.parametrize("slug", ["laakdal", "ugent"])
def test_who_states_no_term_gets_our_default_and_it_says_so(slug: str) -> None:
    policy = load().lifetime(slug)
    assert policy.source == "kringspoor"
    assert {policy.rule(each).source for each in load().categories} == {"kringspoor"}
    assert "Kringspoor" in policy.note_nl
    assert "Kringspoor" in policy.note_en


def test_a_lifetime_from_a_file_inherits_the_general_rule(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        'name_nl = "W"\nname_en = "O"\nsource = "kringspoor"\n'
        "[every_category]\ntarget_months = 72\n",
        encoding="utf-8",
    )
    policy = load().lifetime(path)
    assert (policy.slug, policy.rule("laptop").target_months) == ("ours", 72)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[category.laptops]\ntarget_months = 60", "'laptops' is not known"),
        ("[category.laptop]\ntarget_month = 60", "'category.laptop.target_month' is not known"),
        ("[category.laptop]\ntarget_months = 60\nmin_months = 72", "it says 72, 60, 60 months"),
        ("[category.laptop]\ntarget_months = 0", "it says 0, 0, 0 months"),
        ('[category.laptop]\ntarget_months = 60\nsource = "x"', "'x' is not known"),
    ],
)
def test_a_lifetime_that_does_not_hold_is_refused(tmp_path: Path, text: str, said: str) -> None:
    head = 'name_nl = "W"\nname_en = "O"\nsource = "kringspoor"\n'
    path = tmp_path / "ours.toml"
    path.write_text(f"{head}[every_category]\ntarget_months = 60\n{text}\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load().lifetime(path)
    assert said in str(refused.value)
