"""What a step saves for one device, down to every parameter: range, source and all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kringspoor.assess.figures import KG
from kringspoor.catalogue.facts import Catalogue
from kringspoor.core.figure import Figure, Status
from kringspoor.core.ladder import Step
from kringspoor.core.quantity import Range
from kringspoor.core.words import NOTHING, Text

OUR_OWN: Mapping[str, Status] = {"kringspoor": "estimated", "illustrative": "illustrative"}
NOT_CLAIMED = Text(
    nl="kan nul zijn, en wordt dus niet geteld", en="may be nought, and so is not counted"
)
NO_STEP = Text(nl="deze stap wint geen jaren", en="this step gains no years")
OWN_PRICE = Text(nl="eigen prijs in euro", en="its own price in euro")
USUAL_PRICE = Text(nl="richtprijs van de soort", en="the usual price of its kind")


def saving_figures(
    facts: Mapping[str, Any], embodied: Figure, step: Step, catalogue: Catalogue
) -> tuple[Figure, ...]:
    """The kilograms and the euro of the step that a device takes."""
    years = _years(facts, step)
    displacement = _percent(
        Text(nl="verdringing van nieuw", en="displacement of new"),
        step.displacement_share,
        step.displacement_source or step.source,
    )
    return (
        _avoided(facts, step, (embodied, years, displacement)),
        _put_off(facts, step, catalogue, (years, displacement)),
    )


def _avoided(facts: Mapping[str, Any], step: Step, inputs: tuple[Figure, ...]) -> Figure:
    kg = facts["saving_kg"]
    forgone = Figure(
        Text(nl="zuiniger nieuw toestel, gemist", en="a thriftier new device, forgone"),
        facts["forgone_mid_kg"],
        KG,
        "unknown" if facts["forgone_mid_kg"] is None else "estimated",
        formula="core.saving.NEW_USES_LESS_SHARE",
        source="oeko-2012",
    )
    rebound = _percent(
        Text(nl="terugslag", en="rebound"), step.rebound_share, step.rebound_source or step.source
    )
    return Figure(
        Text(nl="besparing van de stap", en="saving of the step"),
        kg,
        KG,
        "unknown" if kg is None else "estimated",
        formula="core.saving.avoided_kg",
        interval=_claimed(kg, facts["saving_low_kg"], facts["saving_high_kg"]),
        inputs=(*inputs, forgone, rebound, _handling(step, step.handling_kg, KG)),
        note=_why_nought(kg, facts["gained_years_mid"]),
    )


def _put_off(
    facts: Mapping[str, Any], step: Step, catalogue: Catalogue, inputs: tuple[Figure, ...]
) -> Figure:
    eur = facts["saving_eur"]
    return Figure(
        Text(nl="uitgestelde aankoop", en="purchase put off"),
        eur,
        "EUR",
        "unknown" if eur is None else "estimated",
        formula="core.saving.deferred_eur",
        interval=_claimed(eur, facts["saving_low_eur"], facts["saving_high_eur"]),
        inputs=(_price(facts, catalogue), *inputs, _handling(step, step.handling_eur, "EUR")),
        note=_why_nought(eur, facts["gained_years_mid"]),
        decimals=0,
    )


def _why_nought(value: float | None, years: float | None) -> Text:
    if value != 0:
        return NOTHING
    return NOT_CLAIMED if years else NO_STEP


def _years(facts: Mapping[str, Any], step: Step) -> Figure:
    mid = facts["gained_years_mid"]
    ends = (facts["gained_years_low"], mid, facts["gained_years_high"])
    source = step.extra_source or step.source
    return Figure(
        Text(nl="gewonnen jaren", en="years gained"),
        mid,
        "years",
        "unknown" if mid is None else OUR_OWN.get(source, "reported"),
        formula="core.saving.years_gained",
        source=source,
        interval=Range(min(ends), mid, max(ends)) if mid else None,
    )


def _price(facts: Mapping[str, Any], catalogue: Catalogue) -> Figure:
    is_own = facts["currency"] == "EUR" and facts["price_cents"] is not None
    category = catalogue.categories.get(facts["category"] or "")
    value = facts["price_eur"]
    is_usual = category is not None and not is_own
    return Figure(
        Text(nl="prijs van een nieuw toestel", en="price of a new device"),
        value,
        "EUR",
        "unknown" if value is None else "reported",
        source=category.price_source if category is not None and is_usual else "",
        note=OWN_PRICE if is_own else USUAL_PRICE if is_usual else NOTHING,
        decimals=0,
    )


def _handling(step: Step, spread: Range, unit: str) -> Figure:
    source = step.handling_source or step.source
    name = Text(nl="kost van de stap", en="cost of the step")
    return _parameter(name, spread, unit, source, decimals=0)


def _percent(name: Text, share: Range, source: str) -> Figure:
    ends = Range(100 * share.low, 100 * share.mid, 100 * share.high)
    return _parameter(name, ends, "%", source, decimals=0)


def _parameter(name: Text, spread: Range, unit: str, source: str, decimals: int) -> Figure:
    return Figure(
        name,
        spread.mid,
        unit,
        OUR_OWN.get(source, "reported"),
        source=source,
        interval=spread if spread.low != spread.high else None,
        decimals=decimals,
    )


def _claimed(mid: float | None, low: float, high: float) -> Range | None:
    return Range(min(low, mid), mid, max(high, mid)) if mid else None
