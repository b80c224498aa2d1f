"""The chain of formulas from facts to answer, each written once in core.

A stage takes the operations and a device (one, or a column of millions) and names what it adds.
The same stages run on floats in :mod:`kringspoor.assess.one` and on columns in the engine. They
come in groups, by what they depend on: the *kind* of device (a few hundred even in a large fleet),
the *day* of purchase, the *device*, the *choice* (a kind that takes a step), and the *price*. What
one stage adds the next one uses by name, so that no formula is ever written out inside another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kringspoor.assess.setting import NO_CATEGORY, Setting
from kringspoor.core import footprint, ladder, lifetime, saving
from kringspoor.core.device import OWNERSHIPS, STATES
from kringspoor.core.quantity import Z_95, Ops

Stage = Callable[[Ops, Any], dict[str, Any]]
DAYS_A_MONTH = 30.4375
MEASURED_RATIO = 0.05  # a meter's own error; the spread of models no longer matters
LEFT = ("gone", "lost")  # no longer part of the fleet
STATE_NO = {state: number for number, state in enumerate(STATES)}
OWNERSHIP_NO = {ownership: number for number, ownership in enumerate(OWNERSHIPS)}
ENDS = ("low", "mid", "high")
OTHER_END = {"low": "high", "mid": "mid", "high": "low"}


def stages_of_kind(setting: Setting) -> tuple[Stage, ...]:
    """Electricity, footprint a year with its interval, support: the same for all of a kind."""

    def use(ops: Ops, d: Any) -> dict[str, Any]:
        measured = d.kwh_per_year
        return {
            "used_kwh_per_year": _known_first(ops, measured, d.model_kwh_per_year),
            "used_source_ratio": _if_measured(ops, measured, 0.0, d.kwh_source_ratio),
            "used_model_ratio": _if_measured(ops, measured, MEASURED_RATIO, d.kwh_model_ratio),
            "support_until_days": _known_first(ops, d.support_end_days, d.model_support_end_days),
            "claim_kg": ops.given(
                (d.embodied_kg, d.claim_ratio), lambda: d.embodied_kg * d.claim_ratio
            ),
        }

    def weigh(ops: Ops, d: Any) -> dict[str, Any]:
        until = d.support_until_days
        return {
            "support_months": ops.given(
                (until,), lambda: (until - setting.today_days) / DAYS_A_MONTH
            ),
            "yearly_kg": footprint.yearly_kg(
                ops, d.embodied_kg, d.target_months, d.used_kwh_per_year, setting.kg_per_kwh
            ),
            "yearly_kg2": footprint.yearly_variance(ops, d, setting.kg_per_kwh, setting.grid_ratio),
        }

    def bound(ops: Ops, d: Any) -> dict[str, Any]:
        low, high = (
            footprint.lognormal_bound(ops, d.yearly_kg, d.yearly_kg2, z)
            for z in (footprint.LOW, footprint.HIGH)
        )
        met = ladder.kinds_met(ops, setting.ladder, setting.profiles, d)
        return met | {"yearly_low_kg": low, "yearly_high_kg": high}

    return use, weigh, bound


def stages_of_day(setting: Setting) -> tuple[Stage, ...]:
    """The age of what was bought on a day."""

    def age(ops: Ops, d: Any) -> dict[str, Any]:
        today = setting.today
        return {"age_months": lifetime.age_months(ops, d, setting.today_month_no, today.day)}

    return (age,)


def stages_of_device(setting: Setting) -> tuple[Stage, ...]:
    """Which rung of the ladder is taken; use so far, and the months that are left."""
    grid_today = setting.calendar.kg_per_yearly_kwh[setting.calendar.row(setting.today_days)]

    def number(ops: Ops, d: Any) -> dict[str, Any]:
        warranty = d.warranty_end_days
        return {
            "warranty_left_days": ops.given((warranty,), lambda: warranty - setting.today_days),
            "grade_no": _numbered(ops, d.grade, ladder.GRADE_NO),
            "state_no": _numbered(ops, d.state, STATE_NO),
            "ownership_no": _numbered(ops, d.ownership, OWNERSHIP_NO),
        }

    def decide(ops: Ops, d: Any) -> dict[str, Any]:
        age, bought, target = d.age_months, d.purchased_month_no, d.target_months
        return {
            # the catalogue knows a lifetime for every category it knows
            "taken_no": ops.choose(
                (lambda: ops.unknown(target), lambda: ops.value(NO_CATEGORY)),
                otherwise=lambda: ladder.taken(ops, setting.ladder, setting.profiles, d),
            ),
            "remaining_months": ops.given((age, target), lambda: target - age),
            "due_month_no": ops.given((bought, target), lambda: bought + target),
            "use_to_date_kg": footprint.use_to_date_kg(
                ops, d.used_kwh_per_year, grid_today, d.grid_then
            ),
            "fleet_count": ops.choose(
                (lambda: ops.among(d.state, LEFT), lambda: ops.value(0)),
                otherwise=lambda: _known_first(ops, d.quantity_count, ops.value(1)),
            ),
        }

    return number, decide


def stages_of_choice(setting: Setting) -> tuple[Stage, ...]:
    """What a step saves for a kind of device, in three scenarios and with its interval."""

    def gain(ops: Ops, d: Any) -> dict[str, Any]:
        return {
            f"gained_years_{end}": saving.years_gained(
                ops, getattr(d, f"step_years_{end}"), d.step_needs_support, d.support_months
            )
            for end in ENDS
        }

    def replace(ops: Ops, d: Any) -> dict[str, Any]:
        return {name: v for end in ENDS for name, v in _replaced(ops, d, setting, end).items()}

    def avoid(ops: Ops, d: Any) -> dict[str, Any]:
        avoided = {f"avoided_{end}_kg": _avoided_kg(ops, d, end) for end in ENDS}
        return avoided | {"error_kg": _factor_error_kg(ops, d)}

    def bound(ops: Ops, d: Any) -> dict[str, Any]:
        mid, error = d.avoided_mid_kg, d.error_kg
        return {
            "low_kg": saving.saving_bound(ops, mid, d.avoided_low_kg, error, -Z_95),
            "high_kg": saving.saving_bound(ops, mid, d.avoided_high_kg, error, Z_95),
        }

    def claim(ops: Ops, d: Any) -> dict[str, Any]:
        named = {
            "saving_kg": d.avoided_mid_kg,
            "saving_low_kg": d.low_kg,
            "saving_high_kg": d.high_kg,
            "scenario_low_kg": d.avoided_low_kg,
            "scenario_high_kg": d.avoided_high_kg,
            "saving_error_kg": d.error_kg,
        }
        return {name: saving.claimed(ops, value, d.low_kg) for name, value in named.items()}

    return gain, replace, avoid, bound, claim


def stages_of_price() -> tuple[Stage, ...]:
    """Euro: the device's own price where it is known in euro, else the price of its kind."""

    def price(ops: Ops, d: Any) -> dict[str, Any]:
        cents = d.price_cents
        is_own = ops.all_of([ops.among(d.currency, ("EUR",)), ops.negate(ops.unknown(cents))])
        return {
            "price_eur": ops.choose(
                (lambda: is_own, lambda: cents / 100.0), otherwise=lambda: d.reference_price_eur
            )
        }

    def claim(ops: Ops, d: Any) -> dict[str, Any]:
        low, mid, high = (
            saving.deferred_eur(
                ops,
                d.price_eur,
                getattr(d, f"deferred_{end}_share"),
                getattr(d, f"step_eur_{OTHER_END[end]}"),
            )
            for end in ENDS
        )
        named = {"saving_eur": mid, "saving_low_eur": low, "saving_high_eur": high}
        return {name: saving.claimed(ops, value, low) for name, value in named.items()}

    return price, claim


def _replaced(ops: Ops, d: Any, setting: Setting, end: str) -> dict[str, Any]:
    """One end of the scenarios: what its years replace, and the energy they forgo."""
    years = getattr(d, f"gained_years_{end}")
    share = getattr(saving.NEW_USES_LESS_SHARE, OTHER_END[end])
    forgone = ops.choose(
        (lambda: ops.unknown(d.used_kwh_per_year), lambda: ops.value(0.0)),
        otherwise=lambda: d.used_kwh_per_year * years * (share * setting.kg_per_kwh),
    )
    # what leaves the organisation puts off a purchase of somebody else
    displaced = getattr(d, f"step_displacement_{end}") * d.step_puts_off
    return {
        f"replaced_{end}_kg": saving.replaced_kg(ops, d.claim_kg, d.target_months, years),
        f"forgone_{end}_kg": forgone,
        f"deferred_{end}_share": saving.deferred_share(ops, d.target_months, years, displaced),
    }


def _avoided_kg(ops: Ops, d: Any, end: str) -> Any:
    """One end of the scenarios: its displacement against the other end's costs."""
    against = OTHER_END[end]
    return saving.avoided_kg(
        ops,
        getattr(d, f"replaced_{end}_kg"),
        getattr(d, f"forgone_{end}_kg"),
        getattr(d, f"step_kg_{against}"),
        getattr(d, f"step_displacement_{end}"),
        getattr(d, f"step_rebound_{against}"),
    )


def _factor_error_kg(ops: Ops, d: Any) -> Any:
    """The standard deviation that the embodied factor gives the middle saving."""
    source, model, replaced = d.embodied_source_ratio, d.embodied_model_ratio, d.replaced_mid_kg

    def error() -> Any:
        ratio = ops.sqrt(source * source + model * model)
        return replaced * d.step_displacement_mid * (1.0 - d.step_rebound_mid) * ratio

    return ops.given((replaced, source, model), error)


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
