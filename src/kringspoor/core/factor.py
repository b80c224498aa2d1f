"""A footprint factor: what a device weighs in carbon and electricity, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FactorRung = Literal["exact", "family", "maker_screen", "maker", "category", "none"]
FACTOR_RUNGS: tuple[FactorRung, ...] = (
    "exact",
    "family",
    "maker_screen",
    "maker",
    "category",
    "none",
)


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor row as the ladder found it.

    ``source_ratio`` is the relative standard deviation of the error that every device on this row
    shares; ``model_ratio`` the part that averages out over models. ``claim_embodied_kg`` is what
    a saving may count. ``key`` names the row for good: the same key is the same number.
    A value nobody knows is None.

    Units: kg CO2e, 1, kWh a year, kg.
    """

    key: str
    rung: FactorRung
    sources: tuple[str, ...]
    where: str  # page, sheet or table the figure stands in
    embodied_kg: float | None
    source_ratio: float
    model_ratio: float
    claim_embodied_kg: float | None
    kwh_per_year: float | None
    kwh_rung: FactorRung
    kwh_sources: tuple[str, ...]
    kwh_source_ratio: float
    kwh_model_ratio: float
    mass_kg: float | None
    mass_source: str
    matched_model: str = ""  # the model name of the sheet, on the rungs exact and family
    match_score_share: float = 0.0  # how alike the names are, 0..1


@dataclass(frozen=True, slots=True)
class SourceFigure:
    """What one source says about one category. Units: kg CO2e, 1, kWh a year."""

    category: str
    source: str
    embodied_kg: float | None
    embodied_error_ratio: float | None
    kwh_per_year: float | None
    where: str
    note: str = ""
