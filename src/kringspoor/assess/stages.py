"""The chain of formulas from facts to answer, each written once in core.

A stage takes the operations and a device (one, or a column of millions) and names what it adds.
The same stages run on floats in :mod:`kringspoor.assess.one` and on columns in the engine. They
come in four groups, by what they depend on: the *kind* of device (a few hundred even in a large
fleet), the *device*, the *choice* (a kind under an outcome of the ladder), and the *price*.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kringspoor.assess.setting import NO_CATEGORY, Setting
from kringspoor.core import footprint, ladder, lifetime, saving
from kringspoor.core.quantity import Z_95, Ops

Stage = Callable[[Ops, Any], dict[str, Any]]
DAYS_A_MONTH = 30.4375
MEASURED_RATIO = 0.05  # a meter's own error; the spread of models no longer matters
LEFT = ("gone", "lost")  # no longer part of the fleet
ENDS = ("low", "mid", "high")
OTHER_END = {"low": "high", "mid": "mid", "high": "low"}


def stages_of_kind(setting: Setting) -> tuple[Stage, ...]:
    """Electricity, footprint a year with its interval, support: the same for all of a kind."""

    def use(ops: Ops, d: Any) -> dict[str, Any]:
        measured = d.kwh_per_year
        end = _known_first(ops, d.support_end_days, d.model_support_end_days)
        return {
            "used_kwh_per_year": _known_first(ops, measured, d.model_kwh_per_year),
            "used_source_ratio": _if_measured(ops, measured, 0.0, d.kwh_source_ratio),
            "used_model_ratio": _if_measured(ops, measured, MEASURED_RATIO, d.kwh_model_ratio),
            "support_until_days": end,
            "support_months": ops.given((end,), lambda: (end - setting.today_days) / DAYS_A_MONTH),
        }

    def weigh(ops: Ops, d: Any) -> dict[str, Any]:
        yearly = footprint.yearly_kg(
            ops, d.embodied_kg, d.target_months, d.used_kwh_per_year, setting.kg_per_kwh
        )
        variance = footprint.yearly_variance(ops, d, setting.kg_per_kwh, setting.grid_ratio)
        return {
            "yearly_kg": yearly,
            "yearly_low_kg": footprint.lognormal_bound(ops, yearly, variance, footprint.LOW),
            "yearly_high_kg": footprint.lognormal_bound(ops, yearly, variance, footprint.HIGH),
        }

    return use, weigh


def stages_of_device(setting: Setting) -> tuple[Stage, ...]:
    """Age, use so far, and which rung of the ladder is taken."""
    grid_today = setting.calendar.kg_per_yearly_kwh[setting.calendar.row(setting.today_days)]

    def time(ops: Ops, d: Any) -> dict[str, Any]:
        age = lifetime.age_months(ops, d, setting.today_month_no, setting.today.day)
        warranty = d.warranty_end_days
        return {
            "age_months": age,
            "due_month_no": ops.given(
                (d.purchased_month_no, d.target_months),
                lambda: d.purchased_month_no + d.target_months,
            ),
            "remaining_months": ops.given((age, d.target_months), lambda: d.target_months - age),
            "warranty_left_days": ops.given((warranty,), lambda: warranty - setting.today_days),
            "fleet_count": ops.choose(
                (lambda: ops.among(d.state, LEFT), lambda: ops.value(0)),
                otherwise=lambda: d.quantity_count,
            ),
            "grade_no": _numbered(ops, d.grade, ladder.GRADE_NO),
            "use_to_date_kg": footprint.use_to_date_kg(
                ops, d.used_kwh_per_year, grid_today, d.grid_then
            ),
        }

    def decide(ops: Ops, d: Any) -> dict[str, Any]:
        return {
            "taken_no": ops.choose(
                (lambda: ops.unknown(d.category), lambda: ops.value(NO_CATEGORY)),
                otherwise=lambda: ladder.taken(ops, setting.ladder, setting.profiles, d),
            )
        }

    return time, decide


def stages_of_choice(setting: Setting) -> tuple[Stage, ...]:
    """What an outcome of the ladder saves for a kind of device, in three scenarios."""

    def gain(ops: Ops, d: Any) -> dict[str, Any]:
        return {
            f"gained_years_{end}": saving.years_gained(
                ops, getattr(d, f"step_years_{end}"), d.step_needs_support, d.support_months
            )
            for end in ENDS
        }

    def scenarios(ops: Ops, d: Any) -> dict[str, Any]:
        claim = ops.given((d.embodied_kg, d.claim_ratio), lambda: d.embodied_kg * d.claim_ratio)
        added: dict[str, Any] = {}
        for end in ENDS:
            added |= _scenario(ops, d, setting, claim, end)
        return added

    def claim(ops: Ops, d: Any) -> dict[str, Any]:
        error = _factor_error_kg(ops, d)
        mid = d.avoided_mid_kg
        low = saving.saving_bound(ops, mid, d.avoided_low_kg, error, -Z_95)
        high = saving.saving_bound(ops, mid, d.avoided_high_kg, error, Z_95)
        return {
            "saving_kg": saving.claimed(ops, mid, low),
            "saving_low_kg": saving.claimed(ops, low, low),
            "saving_high_kg": saving.claimed(ops, high, low),
            "scenario_low_kg": saving.claimed(ops, d.avoided_low_kg, low),
            "scenario_high_kg": saving.claimed(ops, d.avoided_high_kg, low),
            "saving_error_kg": saving.claimed(ops, error, low),
        }

    return gain, scenarios, claim


def stages_of_price() -> tuple[Stage, ...]:
    """Euro: the device's own price where it is known in euro, else the price of its kind."""

    def price(ops: Ops, d: Any) -> dict[str, Any]:
        own = ops.choose(
            (lambda: ops.among(d.currency, ("EUR",)), lambda: d.price_cents),
            otherwise=lambda: ops.value(None),
        )
        own_eur = ops.given((own,), lambda: own / 100.0)
        return {"price_eur": _known_first(ops, own_eur, d.reference_price_eur)}

    def defer(ops: Ops, d: Any) -> dict[str, Any]:
        eur = {
            end: saving.deferred_eur(
                ops,
                d.price_eur,
                getattr(d, f"deferred_{end}_share"),
                getattr(d, f"step_eur_{OTHER_END[end]}"),
            )
            for end in ENDS
        }
        return {
            "saving_eur": saving.claimed(ops, eur["mid"], eur["low"]),
            "saving_low_eur": saving.claimed(ops, eur["low"], eur["low"]),
            "saving_high_eur": saving.claimed(ops, eur["high"], eur["low"]),
        }

    return price, defer


def _scenario(ops: Ops, d: Any, setting: Setting, claim: Any, end: str) -> dict[str, Any]:
    """One end of the scenarios: its years and displacement against the other end's costs."""
    against = OTHER_END[end]
    years, displaced = getattr(d, f"gained_years_{end}"), getattr(d, f"step_displacement_{end}")
    replaced = saving.replaced_kg(ops, claim, d.target_months, years)
    share = getattr(saving.NEW_USES_LESS_SHARE, against)
    forgone = ops.choose(
        (lambda: ops.unknown(d.used_kwh_per_year), lambda: ops.value(0.0)),
        otherwise=lambda: d.used_kwh_per_year * years * (share * setting.kg_per_kwh),
    )
    return {
        f"replaced_{end}_kg": replaced,
        f"avoided_{end}_kg": saving.avoided_kg(
            ops,
            replaced,
            forgone,
            getattr(d, f"step_kg_{against}"),
            displaced,
            getattr(d, f"step_rebound_{against}"),
        ),
        f"deferred_{end}_share": saving.deferred_share(ops, d.target_months, years, displaced),
    }


def _factor_error_kg(ops: Ops, d: Any) -> Any:
    """The standard deviation that the embodied factor gives the middle saving."""
    source, model = d.embodied_source_ratio, d.embodied_model_ratio

    def error() -> Any:
        ratio = ops.sqrt(source * source + model * model)
        return d.replaced_mid_kg * d.step_displacement_mid * (1.0 - d.step_rebound_mid) * ratio

    return ops.given((d.replaced_mid_kg, source, model), error)


def _known_first(ops: Ops, first: Any, second: Any) -> Any:
    return ops.choose((lambda: ops.unknown(first), lambda: second), otherwise=lambda: first)


def _if_measured(ops: Ops, measured: Any, then: float, otherwise: Any) -> Any:
    return ops.choose(
        (lambda: ops.unknown(measured), lambda: otherwise), otherwise=lambda: ops.value(then)
    )


def _numbered(ops: Ops, value: Any, numbers: dict[str, int]) -> Any:
    def rung(word: str, number: int) -> tuple[Callable[[], Any], Callable[[], Any]]:
        return (lambda: ops.among(value, (word,)), lambda: ops.value(number))

    return ops.choose(*(rung(w, n) for w, n in numbers.items()), otherwise=lambda: ops.value(None))
