"""The figures of one device: each value with its row, factor, formula, source and interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kringspoor.assess.figures import KG, KG_YEAR, grid_figure
from kringspoor.assess.fleet import Fleet
from kringspoor.assess.setting import Setting
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.catalogue.support import support_end
from kringspoor.core.calendar import date_of
from kringspoor.core.device import FIELDS, Field, short_name
from kringspoor.core.factor import Factor
from kringspoor.core.figure import Figure, Status
from kringspoor.core.footprint import HIGH, LOW, lognormal_bound
from kringspoor.core.quantity import FLOATS, Range
from kringspoor.core.words import NOTHING, Text

SKIPPED = ("row_no", "state_text")
ASSUMED = Text(nl="aangenomen: geen bestand zegt het", en="assumed: no file says it")


def identity_figures(at: int, fleet: Fleet) -> tuple[Figure, ...]:
    """What the files say of one device, each value with the file and row it was read in."""
    found = []
    for field in FIELDS:
        value = fleet.columns[field.name][at]
        if value is None or field.name in SKIPPED:
            continue
        where = fleet.origin(at, field.name)
        found.append(
            Figure(
                short_name(field.name),
                *_shown(field, value),
                "reported" if where else "estimated",
                source=f"{where.file}:{where.row_no}" if where else "",
                note=NOTHING if where else ASSUMED,
                decimals=2 if field.name == "price_cents" else 0,
            )
        )
    return tuple(found)


def _shown(field: Field, value: Any) -> tuple[str | float, str]:
    """A value as a person reads it, and its unit."""
    if field.kind == "day":
        return date_of(int(value)).isoformat(), ""
    if field.name == "price_cents":
        return value / 100, ""
    if isinstance(value, str):
        return value, ""
    return float(value), ""


def facts_figures(
    facts: Mapping[str, Any], catalogue: Catalogue, factors: FactorLadder, setting: Setting
) -> tuple[Figure, ...]:
    """Footprint, age, support and saving of one device."""
    asked = (facts["make"], facts["model"], facts["category"] or "", facts["screen_inches"])
    factor = factors.find(*asked)
    embodied = _embodied(facts, factor, catalogue)
    power = _electricity(facts, factor)
    yearly = _yearly(facts, embodied, power, setting)
    return (
        yearly,
        _plain(
            "stroom tot vandaag",
            "electricity to date",
            facts["use_to_date_kg"],
            KG,
            "core.footprint.use_to_date_kg",
            (power, grid_figure(setting)),
        ),
        _plain("massa", "mass", facts["mass_kg"], "kg", "", (), source=factor.mass_source),
        *_time_figures(facts, catalogue, setting),
        *_saving_figures(facts, embodied),
    )


def _embodied(facts: Mapping[str, Any], factor: Factor, catalogue: Catalogue) -> Figure:
    sides = catalogue.figures.get(facts["category"] or "", ())
    beside = tuple(
        _plain(
            f"volgens {s.source}",
            f"according to {s.source}",
            s.embodied_kg,
            KG,
            s.where,
            (),
            source=s.source,
        )
        for s in sides
        if s.embodied_kg is not None
    )
    layers = (
        _percent("fout van de bron (gedeeld)", "error of the source (shared)", factor.source_ratio),
        _percent("spreiding van modellen", "spread of models", factor.model_ratio),
    )
    matched = (
        (_plain("gevonden als", "found as", factor.matched_model, "", "", ()),)
        if factor.matched_model
        else ()
    )
    return Figure(
        Text(nl="productie", en="making"),
        factor.embodied_kg,
        KG,
        "unknown" if factor.embodied_kg is None else "estimated",
        formula=f"factor ladder, rung {factor.rung}: {factor.key}",
        source=f"{', '.join(factor.sources)}; {factor.where}",
        interval=_interval(factor.embodied_kg, factor.source_ratio, factor.model_ratio),
        inputs=(*matched, *layers, *beside),
    )


def _electricity(facts: Mapping[str, Any], factor: Factor) -> Figure:
    measured = facts["kwh_per_year"] is not None
    value = facts["used_kwh_per_year"]
    status: Status = "measured" if measured else "unknown" if value is None else "estimated"
    return Figure(
        Text(nl="stroomverbruik", en="electricity"),
        value,
        "kWh/year",
        status,
        formula="measured" if measured else f"factor ladder, rung {factor.kwh_rung}",
        source="" if measured else ", ".join(factor.kwh_sources),
        interval=_interval(value, facts["used_source_ratio"], facts["used_model_ratio"]),
    )


def _yearly(facts: Mapping[str, Any], embodied: Figure, power: Figure, setting: Setting) -> Figure:
    low, high = facts["yearly_low_kg"], facts["yearly_high_kg"]
    months = _plain(
        "levensduur",
        "lifetime",
        facts["target_months"],
        "months",
        f"policy {setting.lifetime.slug}",
        (),
        source=setting.lifetime.source,
    )
    mid = facts["yearly_kg"]
    return Figure(
        Text(nl="voetafdruk per jaar", en="footprint a year"),
        mid,
        KG_YEAR,
        "unknown" if mid is None else "estimated",
        formula="core.footprint.yearly_kg",
        interval=None if mid is None else Range(min(low, mid), mid, max(high, mid)),
        inputs=(embodied, months, power, grid_figure(setting)),
    )


def _time_figures(
    facts: Mapping[str, Any], catalogue: Catalogue, setting: Setting
) -> tuple[Figure, ...]:
    end = support_end(
        catalogue, facts["os"], facts["cpu"], facts["category"] or "", facts["model"], facts["make"]
    )
    until = facts["support_until_days"]
    return (
        _plain(
            "leeftijd",
            "age",
            facts["age_months"],
            "months",
            "core.lifetime.age_months",
            (),
            decimals=0,
        ),
        _plain(
            "tot het doel van de levensduur",
            "to the target of its lifetime",
            facts["remaining_months"],
            "months",
            "target - age",
            (),
            decimals=0,
        ),
        Figure(
            Text(nl="ondersteund tot", en="supported until"),
            None if until is None else date_of(until).isoformat(),
            "",
            "unknown" if until is None else "reported",
            source=end.source,
            note=end.note,
        ),
    )


def _saving_figures(facts: Mapping[str, Any], embodied: Figure) -> tuple[Figure, ...]:
    years = _plain(
        "extra jaren",
        "years gained",
        facts["gained_years_mid"],
        "years",
        "core.saving.years_gained",
        (),
    )
    share = _percent("verdringing", "displacement", facts["step_displacement_mid"])
    price = _plain(
        "prijs van een nieuw toestel",
        "price of a new device",
        facts["price_eur"],
        "EUR",
        "own price in euro, else the category's",
        (),
    )
    kg, eur = facts["saving_kg"], facts["saving_eur"]
    return (
        Figure(
            Text(nl="besparing van de stap", en="saving of the step"),
            kg,
            KG,
            "unknown" if kg is None else "estimated",
            formula="core.saving.avoided_kg",
            interval=_claimed(kg, facts["saving_low_kg"], facts["saving_high_kg"]),
            inputs=(embodied, years, share),
        ),
        Figure(
            Text(nl="uitgestelde aankoop", en="purchase put off"),
            eur,
            "EUR",
            "unknown" if eur is None else "estimated",
            formula="core.saving.deferred_eur",
            interval=_claimed(eur, facts["saving_low_eur"], facts["saving_high_eur"]),
            inputs=(price, years, share),
            decimals=0,
        ),
    )


def _claimed(mid: float | None, low: float, high: float) -> Range | None:
    return Range(min(low, mid), mid, max(high, mid)) if mid else None


def _interval(value: float | None, source: float | None, model: float | None) -> Range | None:
    if not value or source is None or model is None:
        return None
    variance = value**2 * (source**2 + model**2)
    low, high = (lognormal_bound(FLOATS, value, variance, z) for z in (LOW, HIGH))
    return Range(min(low, value), value, max(high, value))


def _plain(
    nl: str,
    en: str,
    value: Any,
    unit: str,
    formula: str,
    inputs: tuple[Figure, ...],
    *,
    source: str = "",
    decimals: int = 1,
) -> Figure:
    status: Status = "unknown" if value is None else "calculated" if formula else "reported"
    return Figure(
        Text(nl=nl, en=en),
        value,
        unit,
        status,
        formula=formula,
        source=source,
        inputs=inputs,
        decimals=decimals,
    )


def _percent(nl: str, en: str, share: float | None) -> Figure:
    return _plain(nl, en, None if share is None else 100 * share, "%", "", (), decimals=0)
