"""Checking an optimum without trusting who found it: weak duality in whole numbers.

Any weights that are not negative, one for each limit, bound every placement from above. So the
weights a solver hands over need not be right to be safe: rounded, they are summed exactly.

    c x  <=  y b + sum over j of max(0, c_j - (y A)_j) u_j      for each y >= 0
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = "NDArray[Any]"
SCALE = 1 << 30


class Rows:
    """Limits in whole numbers, each a weighted sum that is at most a number."""

    def __init__(self) -> None:
        self.places: list[Values] = []
        self.weights: list[Values] = []
        self.most: list[int] = []

    def __len__(self) -> int:
        return len(self.most)

    def add(self, places: Values, weights: int | Values, most: int) -> None:
        """One more limit: the sum of weights times values at these places is at most this."""
        self.places.append(np.asarray(places, dtype=np.int64))
        self.weights.append(np.broadcast_to(np.asarray(weights, dtype=np.int64), len(places)))
        self.most.append(most)

    def copy(self) -> Rows:
        """The same limits, to add others to."""
        found = Rows()
        found.places, found.weights = list(self.places), list(self.weights)
        found.most = list(self.most)
        return found


def bound_of(rows: Rows, upper: Values, objective: Values, dual: Values) -> int:
    """The most that any whole placement can be worth, as the weights prove.

    Errors of rounding only loosen it, never below the truth.
    """
    weights = [max(round(float(each) * SCALE), 0) for each in dual]
    left = [int(each) * SCALE for each in objective]
    total = 0
    for weight, places, factors, most in zip(
        weights, rows.places, rows.weights, rows.most, strict=True
    ):
        if weight:
            total += weight * most
            for place, factor in zip(places.tolist(), factors.tolist(), strict=True):
                left[place] -= weight * factor
    highest: list[int] = upper.tolist()
    total += sum(each * most for each, most in zip(left, highest, strict=True) if each > 0)
    return total // SCALE


def keeps(rows: Rows, values: Values) -> bool:
    """Whether whole numbers keep every limit, exactly."""
    return bool((values >= 0).all()) and all(
        int(weights @ values[places]) <= most
        for places, weights, most in zip(rows.places, rows.weights, rows.most, strict=True)
    )
