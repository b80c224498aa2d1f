"""Numbers are said in the unit, decimals and language a person reads best."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.assess.synthetic_answer import synthetic_answer

from kringspoor.assess.report.words import Speaker, cited_sources, plan_name
from kringspoor.core.figure import Figure
from kringspoor.core.quantity import Range
from kringspoor.core.words import Text

NL, EN = Speaker("nl"), Speaker("en")
NAME = Text(nl="massa", en="mass")


def of(value: float | str | None, unit: str, interval: Range | None = None) -> Figure:
    return Figure(NAME, value, unit, "estimated", interval=interval)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (241.0, "kg CO2e", "241,0 kg CO₂e"),
        (9_999.0, "kg CO2e", "9.999 kg CO₂e"),
        (10_000.0, "kg CO2e", "10,0 ton\u00a0CO₂e"),
        (1_204_400.0, "kg CO2e", "1.204 ton\u00a0CO₂e"),
        (-50_000.0, "kg CO2e", "\N{MINUS SIGN}50,0 ton\u00a0CO₂e"),
        (288_000.0, "kWh/year", "288,0 MWh per jaar"),
        (426_000.0, "EUR", "€ 426.000"),
        (None, "kg", "onbekend"),
        ("Latitude 5440", "", "Latitude 5440"),
    ],
)
def test_an_amount_in_dutch(value: float | str | None, unit: str, said: str) -> None:
    assert NL.amount(of(value, unit)).line() == said


def test_the_range_has_the_unit_of_the_value() -> None:
    figure = of(12_000.0, "kg CO2e", Range(9_500.0, 12_000.0, 15_250.0))
    assert EN.amount(figure).line() == "12.0 tonnes\u00a0CO₂e (9.5 – 15.2)"


def test_a_column_has_one_unit_and_unknown_stays_unknown() -> None:
    column = NL.column([of(578_400.0, "kg CO2e"), of(720.0, "kg CO2e"), of(None, "kg CO2e")])
    assert column.unit == "ton\u00a0CO₂e"
    assert [each.value for each in column.amounts] == ["578,4", "0,7", "onbekend"]


def test_a_column_of_nothing_known_has_no_unit() -> None:
    assert NL.column([of(None, "kg")]).unit == ""
    assert NL.column([]).amounts == ()


def test_a_share_that_is_not_nought_is_never_said_to_be() -> None:
    assert NL.percent(0.0) == "0 %"
    assert NL.percent(0.0001) == "< 1 %"


def test_a_what_if_is_said_in_years() -> None:
    answer = synthetic_answer(200)
    lifetimes = {**answer.plans[""].lifetime_months, "laptop": 48, "monitor": 90}
    both = replace(answer.plans[""], lifetime_months=lifetimes)
    asked = replace(answer, plans={"": answer.plans[""], "laptop=4,monitor=7.5": both})
    assert plan_name("", asked, NL) == "volgens het beleid"
    said = plan_name("laptop=4,monitor=7.5", asked, NL)
    assert said == "als: laptop 4 jaar, beeldscherm 7,5 jaar"


def test_what_is_not_nought_is_never_said_to_be() -> None:
    column = NL.column([of(12_345.0, "kg CO2e", Range(40.0, 12_345.0, 20_000.0)), of(0, "kg CO2e")])
    assert column.amounts[0].range == "0,04 – 20,0"
    assert column.amounts[1].value == "0,0"


def test_every_source_an_answer_rests_on_is_cited() -> None:
    cited = cited_sources(synthetic_answer(200))
    assert {"boavizta-pcf", "impactco2", "ember", "fair-ict-flanders"} <= set(cited)
    assert cited == sorted(cited)
