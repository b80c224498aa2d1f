"""Kinds of device: what all devices of one model, category, system and processor share.

A fleet of a million devices has a few hundred kinds. Each is looked up once in the catalogue:
factor with its rung and errors, electricity, mass, lifetimes, support, the price of a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kringspoor.assess.setting import Setting
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.catalogue.support import support_end, windows_11
from kringspoor.engine.columns import Kind

KEY: dict[str, Kind] = {
    "category": "text",
    "make": "text",
    "model": "text",
    "screen_inches": "number",
    "os": "text",
    "cpu": "text",
    "support_end_days": "whole",
}
FACTS: dict[str, Kind] = {
    "kind_no": "whole",
    "factor_key": "word",
    "factor_sources": "text",
    "rung": "word",
    "embodied_kg": "number",
    "embodied_source_ratio": "number",
    "embodied_model_ratio": "number",
    "claim_ratio": "number",
    "kwh_key": "text",
    "model_kwh_per_year": "number",
    "kwh_source_ratio": "number",
    "kwh_model_ratio": "number",
    "mass_kg": "number",
    "has_storage": "whole",
    "minimum_months": "whole",
    "target_months": "whole",
    "window_months": "whole",
    "model_support_end_days": "whole",
    "windows_11": "whole",
    "reference_price_eur": "number",
}
# Where the same model is metered alike over and over, its electricity is part of its kind.
METER: dict[str, Kind] = {"kwh_per_year": "number"}
COLUMNS: dict[str, Kind] = {**KEY, **METER, **FACTS}


def resolved(
    keys: Iterable[Sequence[Any]], catalogue: Catalogue, factors: FactorLadder, setting: Setting
) -> dict[str, list[Any]]:
    """The table of kinds, one row per key in the order given; ``kind_no`` counts from 0.

    Each key is (category, make, model, screen_inches, os, cpu, support_end_days, kwh_per_year),
    None unknown or, for the last, left to the device.
    """
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for number, key in enumerate(keys):
        row = {**dict(zip((*KEY, *METER), key, strict=True)), "kind_no": number}
        row |= facts_of(row, catalogue, factors, setting)
        for name, values in columns.items():
            values.append(row[name])
    return columns


def facts_of(
    key: Mapping[str, Any], catalogue: Catalogue, factors: FactorLadder, setting: Setting
) -> dict[str, Any]:
    """Everything the catalogue knows about one kind; what it does not know is None."""
    category = catalogue.categories.get(key["category"] or "")
    facts = weights_of(key, factors)
    if category is None:
        return {**dict.fromkeys(FACTS), **facts, "kind_no": key["kind_no"]}
    rule = setting.lifetime.rule(category.slug)
    end = support_end(catalogue, key["os"], key["cpu"], category.slug, key["model"], key["make"])
    accepted = windows_11(key["cpu"])
    return facts | {
        "has_storage": int(category.has_storage),
        "minimum_months": rule.minimum,
        "target_months": rule.target_months,
        "window_months": rule.window,
        "model_support_end_days": end.days,
        "windows_11": None if accepted is None else int(accepted),
        "reference_price_eur": category.reference_price_eur.mid,
    }


def weights_of(key: Mapping[str, Any], factors: FactorLadder) -> dict[str, Any]:
    """What the sources say a kind weighs and draws, under one rule for choosing them."""
    factor = factors.find(key["make"], key["model"], key["category"], key["screen_inches"])
    return {
        "factor_key": factor.key,
        "factor_sources": "+".join(factor.sources),
        "rung": factor.rung,
        "embodied_kg": factor.embodied_kg,
        "embodied_source_ratio": factor.source_ratio,
        "embodied_model_ratio": factor.model_ratio,
        "claim_ratio": _ratio(factor.claim_embodied_kg, factor.embodied_kg),
        "kwh_key": f"{factor.kwh_rung}:{'+'.join(factor.kwh_sources)}:{key['category']}",
        "model_kwh_per_year": factor.kwh_per_year,
        "kwh_source_ratio": factor.kwh_source_ratio,
        "kwh_model_ratio": factor.kwh_model_ratio,
        "mass_kg": factor.mass_kg,
    }


def _ratio(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None
