"""The lifetimes a group of devices achieved, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kringspoor.engine.survival.curves import (
    Curve,
    Steps,
    aalen_johansen,
    kaplan_meier,
    watched,
)
from kringspoor.engine.survival.fit import Fit, NoFit, Prior, fitted
from kringspoor.engine.survival.lives import Lives


@dataclass(frozen=True, slots=True)
class Achieved:
    """The lifetimes a group of devices achieved: the curve, the estimate, and why they left."""

    lives: Lives
    curve: Curve
    fit: Fit | NoFit
    left_for: Mapping[str, Steps]


def achieved(lives: Lives, prior: Prior | None = None) -> Achieved:
    """Everything at once; the counting is done once.

    Source: kringspoor-achieved-lifetimes.
    """
    table = watched(lives)
    curve = kaplan_meier(table)
    return Achieved(lives, curve, fitted(lives, curve, prior), aalen_johansen(table, lives.causes))
