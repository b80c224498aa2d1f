"""What a next step saves: kilograms and euro that are not spent on something new.

Lifted. One formula for every step: the years gained replace a part of a new device; displacement
says how much really is replaced, rebound what is lost again, handling what the step costs. A
saving whose interval includes zero is not claimed: it counts as nought.
"""

from __future__ import annotations

import math
from typing import Any

from kringspoor.core.quantity import Ops, Range

# A new device may use less: the part of the old one's electricity it saves.
NEW_USES_LESS_SHARE = Range(0.0, 0.1, 0.3)  # Source: oeko-2012 (10 %), its wider cases as range


def years_gained(ops: Ops, step_years: Any, needs_support: Any, support_months: Any) -> Any:
    """The years a step adds, cut off where the system's support ends.

    A step that brings another system does not need the old one's support. Unknown support does not
    cut: the ladder has dealt with it.
    Units: years, 1 or 0, months -> years.
    """
    supported = ops.choose(
        (lambda: ops.unknown(support_months), lambda: step_years),
        (lambda: ops.below(support_months, 0), lambda: ops.value(0.0)),
        otherwise=lambda: ops.least(step_years, support_months / 12.0),
    )
    return ops.choose(
        (lambda: ops.at_least(needs_support, 1), lambda: supported), otherwise=lambda: step_years
    )


def replaced_kg(ops: Ops, embodied_kg: Any, lifetime_months: Any, years: Any) -> Any:
    """The making of a new device, as far as the gained years stand for it.

    Units: kg CO2e, months, years -> kg CO2e.
    Source: kringspoor-saving, E_new x t2 / L_new.
    """
    return ops.given(
        (embodied_kg, lifetime_months, years),
        lambda: ops.divide(embodied_kg * years * 12.0, lifetime_months),
    )


def avoided_kg(
    ops: Ops, replaced: Any, forgone_kg: Any, handling_kg: Any, displacement: Any, rebound: Any
) -> Any:
    """Net kilograms: displacement x (replaced - handling - energy gain forgone) x (1 - rebound).

    Units: kg, kg, kg, share, share -> kg CO2e.
    Source: kringspoor-saving.
    """
    return ops.given(
        (replaced, forgone_kg, handling_kg, displacement, rebound),
        lambda: displacement * (replaced - handling_kg - forgone_kg) * (1.0 - rebound),
    )


def deferred_share(ops: Ops, lifetime_months: Any, years: Any, displacement: Any) -> Any:
    """The part of a new device's price that the gained years put off.

    Units: months, years, share -> share of the price.
    Source: fair-ict-flanders (Laakdal; the deferral reading of its EUR 40,000).
    """
    return ops.given(
        (lifetime_months, years, displacement),
        lambda: displacement * ops.divide(years * 12.0, lifetime_months),
    )


def deferred_eur(ops: Ops, price_eur: Any, share: Any, handling_eur: Any) -> Any:
    """Net euro: the part of a new purchase that is put off, less the handling.

    Units: eur, share, eur -> eur.
    Source: fair-ict-flanders (Laakdal: 40 laptops of EUR 1,000, 2 of 5 years = EUR 16,000).
    """
    return ops.given((price_eur, share, handling_eur), lambda: price_eur * share - handling_eur)


def saving_bound(ops: Ops, mid: Any, scenario_end: Any, error_sd: Any, z: float) -> Any:
    """One end of a saving's interval: scenario and factor error, two causes, in quadrature.

    A saving is a product of positive things, so the causes add on the logarithm. A scenario that
    reaches nought gives nought: then the interval includes zero.
    Units: kg, kg, kg, standard deviations (the sign says which end) -> kg CO2e.

    >>> from kringspoor.core.quantity import FLOATS
    >>> round(saving_bound(FLOATS, 100.0, 60.0, 20.0, -1.96), 1)
    52.6
    >>> saving_bound(FLOATS, 100.0, -5.0, 20.0, -1.96)
    0.0
    """
    sign = math.copysign(1.0, z)

    def bound() -> Any:
        ratio = ops.divide(error_sd, mid)
        error = ops.log(1.0 + ratio * ratio) * (z * z)
        gap = ops.log(ops.divide(scenario_end, mid))
        return mid * ops.exp(ops.sqrt(gap * gap + error) * sign)

    def checked() -> Any:
        positive = ops.all_of([ops.below(0.0, mid), ops.below(0.0, scenario_end)])
        return ops.choose((lambda: positive, bound), otherwise=lambda: ops.value(0.0))

    return ops.given((mid, scenario_end, error_sd), checked)


def claimed(ops: Ops, value: Any, low: Any) -> Any:
    """The saving when even its low end is above zero, else nought; unknown stays unknown."""
    return ops.given(
        (value, low),
        lambda: ops.choose(
            (lambda: ops.below(ops.value(0.0), low), lambda: value),
            otherwise=lambda: ops.value(0.0),
        ),
    )
