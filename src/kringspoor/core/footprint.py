"""The footprint of a device: made once, used every year, and how sure both are.

Lifted: each formula answers for one device on floats and for a column of devices alike.
Recycling credits are never netted. Shares of production are computed, never quoted.
"""

from __future__ import annotations

from typing import Any

from kringspoor.core.quantity import Z_95, Ops


def yearly_kg(
    ops: Ops, embodied_kg: Any, lifetime_months: Any, kwh_per_year: Any, kg_per_kwh: Any
) -> Any:
    """What a device weighs a year: its making spread over its lifetime, plus a year of use.

    Units: kg CO2e, months, kWh/year, kg CO2e/kWh -> kg CO2e/year.
    Source: kringspoor-footprint (annualised ledger).
    """
    return ops.given(
        (embodied_kg, lifetime_months, kwh_per_year),
        lambda: ops.divide(embodied_kg * 12.0, lifetime_months) + kwh_per_year * kg_per_kwh,
    )


def use_to_date_kg(ops: Ops, kwh_per_year: Any, grid_today: Any, grid_then: Any) -> Any:
    """What the electricity of a device has emitted since it was bought, on the grid of each year.

    ``grid_*`` are kg CO2e of a steady 1 kWh a year, summed up to that day (see core.calendar).
    Units: kWh/year, kg year/kWh, kg year/kWh -> kg CO2e.
    """
    return ops.given((kwh_per_year, grid_then), lambda: kwh_per_year * (grid_today - grid_then))


def production_share(ops: Ops, embodied_kg: Any, use_kg: Any) -> Any:
    """The part of a footprint that stems from making the device.

    Units: kg CO2e, kg CO2e -> share 0..1.
    """
    return ops.given((embodied_kg, use_kg), lambda: ops.divide(embodied_kg, embodied_kg + use_kg))


def lognormal_bound(ops: Ops, mid: Any, variance: Any, z: float) -> Any:
    """One end of the interval of a positive quantity with this mean and variance.

    For one device; a sum over factor rows takes its third moment as well (core.estimate.Estimate).
    Units: x, x^2, standard deviations -> x.
    Source: fenton-1960.
    """

    def bound() -> Any:
        log_var = ops.log(1.0 + ops.divide(variance, mid * mid))
        return ops.exp(ops.log(mid) - log_var / 2.0 + z * ops.sqrt(log_var))

    def checked() -> Any:
        return ops.choose((lambda: ops.below(0.0, mid), bound), otherwise=lambda: mid)

    return ops.given((mid, variance), checked)


def yearly_variance(ops: Ops, d: Any, kg_per_kwh: Any, grid_ratio: float) -> Any:
    """The variance of :func:`yearly_kg` of one device, both layers and the grid together.

    Units: relative standard deviations -> (kg CO2e/year)^2.
    """

    def summed() -> Any:
        made = ops.divide(d.embodied_kg * 12.0, d.target_months)
        used = d.used_kwh_per_year * kg_per_kwh
        made_var = d.embodied_source_ratio * d.embodied_source_ratio
        made_var = made_var + d.embodied_model_ratio * d.embodied_model_ratio
        used_var = d.used_source_ratio * d.used_source_ratio
        used_var = used_var + d.used_model_ratio * d.used_model_ratio + grid_ratio * grid_ratio
        return made * made * made_var + used * used * used_var

    return ops.given((d.embodied_kg, d.target_months, d.used_kwh_per_year), summed)


LOW, HIGH = -Z_95, Z_95


def extension_saving_kg_per_year(embodied_kg: float, from_years: float, to_years: float) -> float:
    """What one device saves in each year when it serves ``to_years`` instead of ``from_years``.

    Units: kg CO2e, years, years -> kg CO2e per device and year.
    Source: kringspoor-footprint.

    >>> round(10_000 * extension_saving_kg_per_year(241.0, 4, 5) / 1000, 1)
    120.5
    """
    return embodied_kg * (1 / from_years - 1 / to_years)


def extension_saving_share(
    production_share_at: float,
    from_years: float,
    to_years: float,
    share_at_years: float | None = None,
) -> float:
    """The part of the yearly footprint that longer use saves, given the share of production.

    With making = 1 and use per year u = (1 - s)/(T s) at a life of T years, a year costs 1/L + u.
    Units: share, years, years, years -> share.
    Source: fair-ict-flanders (60 to 85 % from production); seed fixture F08.

    >>> [round(100 * extension_saving_share(s, 4, 5), 1) for s in (0.60, 0.85)]
    [12.0, 17.0]
    >>> [round(100 * extension_saving_share(s, 4, 6), 1) for s in (0.60, 0.85)]
    [20.0, 28.3]
    >>> [round(100 * extension_saving_share(s, 5, 8, share_at_years=4), 1) for s in (0.60, 0.85)]
    [20.5, 30.7]
    """
    at_years = from_years if share_at_years is None else share_at_years
    use_per_year = (1 - production_share_at) / (at_years * production_share_at)
    before, after = 1 / from_years + use_per_year, 1 / to_years + use_per_year
    return 1 - after / before


def break_even_years(new_embodied_kg: float, kwh_saved_per_year: float, kg_per_kwh: float) -> float:
    """Years a more efficient new device must run to earn back its making.

    Units: kg CO2e, kWh/year, kg CO2e/kWh -> years (infinite when nothing is saved).
    Source: kringspoor-footprint.

    >>> round(break_even_years(241.0, 18.8 * 0.10, 0.1176))
    1090
    """
    yearly = kwh_saved_per_year * kg_per_kwh
    return new_embodied_kg / yearly if yearly > 0 else float("inf")
