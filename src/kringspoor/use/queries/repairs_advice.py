"""Is a repair worth it? In euro and kilograms, against a new device of the same kind."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.setting import Setting
from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue, load
from kringspoor.core.calendar import month_no_of
from kringspoor.core.factor import Factor
from kringspoor.core.figure import Figure
from kringspoor.core.ladder import Step
from kringspoor.core.quantity import FLOATS, Range
from kringspoor.core.repair import RepairAdvice, RepairCase, equivalent_annual_eur, repair_advice
from kringspoor.core.saving import NEW_USES_LESS_SHARE, years_gained
from kringspoor.core.words import NOTHING, Text
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.use.models import Device
from kringspoor.use.rules.lifetimes import rule_for

FORMULA = "core.repair.repair_advice"
SPREAD = Text(
    nl="het bereik volgt de herstelling en het zuinigere nieuwe toestel",
    en="the range follows the repair and the thriftier new device",
)
WITHOUT = Text(
    nl="zonder rente, restwaarde en onderhoud: die zijn hier niet bekend",
    en="without interest, residual value or upkeep: those are not known here",
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a person expects of a repair. Units: eur, years, eur, share of a new one's service."""

    repair_eur: float
    extra_years: float
    downtime_eur: float = 0.0
    quality_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Advised:
    """The advice in the middle of its range, and the figures it rests on."""

    advice: RepairAdvice
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is on record of a new device of the same kind, and of repairing."""

    price_eur: Range
    price_source: str
    factor: Factor
    lifetime_months: int
    lifetime_source: str
    repair: Step
    kg_per_kwh: float
    support_months: int | None


@within_organisation
def advice_on(
    device: Device, estimate: Estimate, *, organisation: Organisation, today: date
) -> Advised | None:
    """What a repair would save or lose; None where nothing is known of a device of this kind."""
    catalogue, factors, setting = _facts(organisation.country, today)
    category = catalogue.categories.get(device.category)
    factor = factors.find(None, None, device.category or None)
    if category is None or factor.embodied_kg is None:
        return None
    rule = rule_for(device, organisation=organisation, on=today)
    end = device.support_end_on
    known = _Known(
        price_eur=category.reference_price_eur,
        price_source=category.price_source,
        factor=factor,
        lifetime_months=rule.rule.target_months,
        lifetime_source=rule.rule.source or rule.of,
        repair=catalogue.steps["repair"],
        kg_per_kwh=setting.kg_per_kwh,
        support_months=None if end is None else max(month_no_of(end) - month_no_of(today), 0),
    )
    is_supported = device.security_state != "unsupported" and (end is None or end >= today)
    low, mid, high = (
        repair_advice(_case(estimate, known, at, is_supported)) for at in ("low", "mid", "high")
    )
    return Advised(mid, _figures(estimate, known, low, mid, high))


def _case(estimate: Estimate, known: _Known, at: str, is_supported: bool) -> RepairCase:
    """The case at one end of what is known: low is what speaks least for a repair."""
    worst = {"low": "high", "mid": "mid", "high": "low"}[at]
    years = _years(estimate, known)
    used_kg = (known.factor.kwh_per_year or 0.0) * known.kg_per_kwh * years
    assert known.factor.embodied_kg is not None
    return RepairCase(
        repair_eur=estimate.repair_eur,
        downtime_eur=estimate.downtime_eur,
        extra_years=years,
        new_eur_per_year=_new_eur_per_year(known, at),
        repair_kg=getattr(known.repair.handling_kg, worst),
        new_embodied_kg=known.factor.embodied_kg,
        new_lifetime_months=known.lifetime_months,
        is_supported=is_supported,
        quality_share=estimate.quality_share,
        forgone_kg=used_kg * getattr(NEW_USES_LESS_SHARE, worst),
    )


def _years(estimate: Estimate, known: _Known) -> float:
    """The years gained, cut off where the system's support ends."""
    return float(years_gained(FLOATS, estimate.extra_years, 1, known.support_months))


def _new_eur_per_year(known: _Known, at: str) -> float:
    nothing = [0.0] * max(round(known.lifetime_months / 12), 1)
    return equivalent_annual_eur(getattr(known.price_eur, at), 0.0, nothing, 0.0)


def _figures(
    estimate: Estimate, known: _Known, low: RepairAdvice, mid: RepairAdvice, high: RepairAdvice
) -> tuple[Figure, ...]:
    years = _typed(Text(nl="extra jaren", en="extra years"), _years(estimate, known), "years", 1)
    quality = _typed(
        Text(nl="even goed als nieuw", en="as good as new"), 100 * estimate.quality_share, "%", 0
    )
    eur = Figure(
        Text(nl="bespaard in euro", en="saved in euros"),
        mid.saved_eur,
        "EUR",
        "estimated",
        formula=FORMULA,
        source="kringspoor-repair",
        interval=Range(low.saved_eur, mid.saved_eur, high.saved_eur),
        inputs=(_price(known), *_paid(estimate), years, quality),
        note=WITHOUT,
        decimals=0,
    )
    kg = Figure(
        Text(nl="vermeden", en="avoided"),
        mid.saved_kg,
        "kg CO2e",
        "estimated",
        formula=FORMULA,
        source="kringspoor-saving",
        interval=Range(low.saved_kg, mid.saved_kg, high.saved_kg),
        inputs=(*_weighed(known), years, quality),
        note=SPREAD,
        decimals=0,
    )
    return eur, kg


def _paid(estimate: Estimate) -> tuple[Figure, ...]:
    return (
        _typed(Text(nl="herstelling", en="repair"), estimate.repair_eur, "EUR", 0),
        _typed(Text(nl="stilstand", en="downtime"), estimate.downtime_eur, "EUR", 0),
    )


def _price(known: _Known) -> Figure:
    return Figure(
        Text(nl="nieuw toestel per jaar", en="new device a year"),
        _new_eur_per_year(known, "mid"),
        "EUR",
        "estimated",
        formula="core.repair.equivalent_annual_eur",
        source=known.price_source,
        interval=Range(*(_new_eur_per_year(known, at) for at in ("low", "mid", "high"))),
        decimals=0,
    )


def _weighed(known: _Known) -> tuple[Figure, ...]:
    factor, step = known.factor, known.repair
    return (
        Figure(
            Text(nl="nieuw toestel maken", en="making a new device"),
            factor.embodied_kg,
            "kg CO2e",
            "reported",
            formula="catalogue.factor_ladder.FactorLadder.find",
            source=", ".join(factor.sources),
            decimals=0,
        ),
        Figure(
            Text(nl="levensduur van een nieuw toestel", en="lifetime of a new device"),
            float(known.lifetime_months),
            "months",
            "reported",
            source=known.lifetime_source,
            decimals=0,
        ),
        Figure(
            Text(nl="onderdelen en werk", en="parts and work"),
            step.handling_kg.mid,
            "kg CO2e",
            "estimated",
            source=step.handling_source or step.source,
            interval=step.handling_kg,
            decimals=0,
        ),
    )


def _typed(name: Text, value: float, unit: str, decimals: int) -> Figure:
    return Figure(name, value, unit, "reported", source="u / you", scope=NOTHING, decimals=decimals)


@lru_cache(maxsize=8)  # of a day, for each country
def _facts(country: str, today: date) -> tuple[Catalogue, FactorLadder, Setting]:
    catalogue = load(user_folder(os.environ))
    setting = setting_of(catalogue, Choice(country=country), today)
    return catalogue, FactorLadder(catalogue), setting
