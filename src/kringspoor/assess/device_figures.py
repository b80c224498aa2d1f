"""The figures of one device: each value with its row, factor, formula, source and interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kringspoor.assess.figures import KG, KG_YEAR, RUNG_NAMES, grid_figure
from kringspoor.assess.fleet import Fleet
from kringspoor.assess.saving_figures import saving_figures
from kringspoor.assess.sentences import OWNERSHIP_WORDS, STATE_WORDS
from kringspoor.assess.setting import Setting
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.catalogue.support import support_end
from kringspoor.core.calendar import date_of
from kringspoor.core.device import FIELDS, Field, short_name
from kringspoor.core.factor import Factor
from kringspoor.core.figure import Figure, Status
from kringspoor.core.footprint import HIGH, LOW, lognormal_bound
from kringspoor.core.ladder import Step
from kringspoor.core.quantity import FLOATS, Range
from kringspoor.core.words import NOTHING, Text

SKIPPED = ("row_no", "state_text")
ASSUMED = Text(nl="aangenomen: geen bestand zegt het", en="assumed: no file says it")
WORDS: Mapping[str, Mapping[str, Text]] = {
    "state": STATE_WORDS,
    "ownership": OWNERSHIP_WORDS,
    "purchased_precision": {
        "day": Text(nl="op de dag", en="to the day"),
        "month": Text(nl="op de maand", en="to the month"),
        "year": Text(nl="op het jaar", en="to the year"),
    },
}
FIND = "catalogue.factor_ladder.FactorLadder.find"


def identity_figures(at: int, fleet: Fleet) -> tuple[Figure, ...]:
    """What the files say of one device, each value with the file and row it was read in."""
    found = []
    for field in FIELDS:
        value = fleet.columns[field.name][at]
        if value is None or field.name in SKIPPED:
            continue
        where = fleet.origin(at, field.name)
        shown, unit, note = _shown(field, value)
        found.append(
            Figure(
                short_name(field.name),
                shown,
                unit,
                "reported" if where else "estimated",
                source=f"{where.file}:{where.row_no}" if where else "",
                note=note if where else _together(note, ASSUMED),
                decimals=2 if field.name == "price_cents" else 0,
            )
        )
    return tuple(found)


def _shown(field: Field, value: Any) -> tuple[str | float, str, Text]:
    """A value as a person reads it, its unit, and what a word of ours means."""
    if field.kind == "day":
        return date_of(int(value)).isoformat(), "", NOTHING
    if field.name == "price_cents":
        return value / 100, "", NOTHING
    if isinstance(value, str):
        return value, "", WORDS.get(field.name, {}).get(value, NOTHING)
    return float(value), "", NOTHING


def _together(*texts: Text) -> Text:
    said = [each for each in texts if each.nl]
    return Text(nl="; ".join(each.nl for each in said), en="; ".join(each.en for each in said))


def facts_figures(
    facts: Mapping[str, Any],
    catalogue: Catalogue,
    factors: FactorLadder,
    setting: Setting,
    step: Step,
) -> tuple[Figure, ...]:
    """Footprint, age, support and saving of one device."""
    asked = (facts["make"], facts["model"], facts["category"] or "", facts["screen_inches"])
    factor = factors.find(*asked)
    embodied = _embodied(facts, factor, catalogue)
    power = _electricity(facts, factor)
    to_date = _calculated(
        Text(nl="stroom tot vandaag", en="electricity to date"),
        facts["use_to_date_kg"],
        KG,
        "core.footprint.use_to_date_kg",
        (power, grid_figure(setting)),
    )
    mass = _reported(Text(nl="massa", en="mass"), facts["mass_kg"], "kg", factor.mass_source)
    return (
        _yearly(facts, embodied, power, setting),
        to_date,
        mass,
        *_time_figures(facts, catalogue, setting),
        *saving_figures(facts, embodied, step, catalogue),
    )


def _embodied(facts: Mapping[str, Any], factor: Factor, catalogue: Catalogue) -> Figure:
    beside = tuple(
        _reported(
            _according_to(side.source, catalogue), side.embodied_kg, KG, side.source, side.where
        )
        for side in catalogue.figures.get(facts["category"] or "", ())
        if side.embodied_kg is not None
    )
    layers = (
        _share(
            Text(nl="fout van de bron (gedeeld)", en="error of the source (shared)"),
            factor.source_ratio,
        ),
        _share(Text(nl="spreiding van modellen", en="spread of models"), factor.model_ratio),
    )
    found_as = Text(nl="gevonden als", en="found as")
    matched = (
        (Figure(found_as, factor.matched_model, "", "reported"),) if factor.matched_model else ()
    )
    return Figure(
        Text(nl="productie", en="making"),
        factor.embodied_kg,
        KG,
        "unknown" if factor.embodied_kg is None else "estimated",
        formula=FIND,
        source="; ".join(each for each in (", ".join(factor.sources), factor.where) if each),
        interval=_interval(factor.embodied_kg, factor.source_ratio, factor.model_ratio),
        inputs=(*matched, *layers, *beside),
        note=RUNG_NAMES[factor.rung],
    )


def _according_to(source: str, catalogue: Catalogue) -> Text:
    kept = catalogue.sources.get(source)
    title = (kept.short_title or kept.title) if kept else source
    return Text(nl=f"volgens {title}", en=f"according to {title}")


def _electricity(facts: Mapping[str, Any], factor: Factor) -> Figure:
    value = facts["used_kwh_per_year"]
    name = Text(nl="stroomverbruik", en="electricity")
    interval = _interval(value, facts["used_source_ratio"], facts["used_model_ratio"])
    if facts["kwh_per_year"] is not None:
        return Figure(name, value, "kWh/year", "measured", interval=interval)
    return Figure(
        name,
        value,
        "kWh/year",
        "unknown" if value is None else "estimated",
        formula=FIND,
        source=", ".join(factor.kwh_sources),
        interval=interval,
        note=RUNG_NAMES[factor.kwh_rung],
    )


def _yearly(facts: Mapping[str, Any], embodied: Figure, power: Figure, setting: Setting) -> Figure:
    low, high = facts["yearly_low_kg"], facts["yearly_high_kg"]
    policy = setting.lifetime
    rule = policy.rule(facts["category"]) if facts["category"] else policy.every_category
    months = replace(
        _reported(
            Text(nl="levensduur", en="lifetime"),
            facts["target_months"],
            "months",
            rule.source or policy.source,
        ),
        note=Text(nl=f"beleid {policy.name_nl}", en=f"policy {policy.name_en}"),
        decimals=0,
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
    age = Text(nl="leeftijd", en="age")
    left = Text(nl="tot het doel van de levensduur", en="to the target of its lifetime")
    return (
        _calculated(age, facts["age_months"], "months", "core.lifetime.age_months", (), 0),
        _calculated(left, facts["remaining_months"], "months", "target_months - age_months", (), 0),
        Figure(
            Text(nl="ondersteund tot", en="supported until"),
            None if until is None else date_of(until).isoformat(),
            "",
            "unknown" if until is None else "reported",
            source=end.source,
            note=end.note,
        ),
    )


def _interval(value: float | None, source: float | None, model: float | None) -> Range | None:
    if not value or source is None or model is None:
        return None
    variance = value**2 * (source**2 + model**2)
    low, high = (lognormal_bound(FLOATS, value, variance, z) for z in (LOW, HIGH))
    return Range(min(low, value), value, max(high, value))


def _calculated(
    name: Text, value: Any, unit: str, formula: str, inputs: tuple[Figure, ...], decimals: int = 1
) -> Figure:
    status: Status = "unknown" if value is None else "calculated"
    return Figure(name, value, unit, status, formula, inputs=inputs, decimals=decimals)


def _reported(name: Text, value: Any, unit: str, source: str, where: str = "") -> Figure:
    """A value that a source states, with the place in that source."""
    status: Status = "unknown" if value is None else "reported"
    said = "; ".join(each for each in (source, where) if each)
    return Figure(name, value, unit, status, source=said)


def _share(name: Text, share: float | None) -> Figure:
    value = None if share is None else 100 * share
    return Figure(name, value, "%", "unknown" if share is None else "estimated", decimals=0)
