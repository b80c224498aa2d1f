"""How long devices last when their chance of leaving grows with age: the Weibull formulas.

Shape 1 is no ageing, a larger shape bunches the exits around one age. The lifted ones answer for
one age or for a column of ages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from kringspoor.core.quantity import Ops

LN_2 = math.log(2.0)


@dataclass(frozen=True, slots=True)
class Weibull:
    """Lifetimes with this shape, of which 63 % are shorter than the scale.

    Units: 1, months.
    Source: kringspoor-achieved-lifetimes.
    """

    shape_ratio: float
    scale_months: float

    @property
    def mean_months(self) -> float:
        """The mean lifetime: scale x Gamma(1 + 1 / shape).

        Units: -> months.
        Source: kringspoor-achieved-lifetimes.

        >>> round(Weibull(2.5, 72.0).mean_months / 12, 2)
        5.32
        """
        return self.scale_months * math.gamma(1.0 + 1.0 / self.shape_ratio)

    @property
    def median_months(self) -> float:
        """The age at which half has left: scale x (ln 2) ^ (1 / shape).

        Units: -> months.
        Source: kringspoor-achieved-lifetimes.

        >>> round(Weibull(2.5, 72.0).median_months / 12, 2)
        5.18
        """
        return float(self.scale_months * LN_2 ** (1.0 / self.shape_ratio))

    def wear(self, ops: Ops, age_months: Any) -> Any:
        """The cumulative hazard, (age / scale) ^ shape; nought before the first day (lifted).

        Units: months -> 1.
        Source: kringspoor-achieved-lifetimes.
        """
        return ops.given(
            (age_months,),
            lambda: ops.choose(
                (
                    lambda: ops.below(0.0, age_months),
                    lambda: ops.exp(self.shape_ratio * ops.log(age_months / self.scale_months)),
                ),
                otherwise=lambda: ops.value(0.0),
            ),
        )

    def lasting_share(self, ops: Ops, age_months: Any, more_months: Any = 0.0) -> Any:
        """Of devices of this age, the share that lasts so many months more (lifted).

        exp(wear(age) - wear(age + more)); from age nought this is the survival curve itself.
        Units: months, months -> share 0..1.
        Source: kringspoor-achieved-lifetimes.

        >>> from kringspoor.core.quantity import FLOATS
        >>> laptops = Weibull(2.5, 72.0)
        >>> new, old = (laptops.lasting_share(FLOATS, age, 12.0) for age in (0.0, 60.0))
        >>> round(new, 3), round(old, 3), laptops.lasting_share(FLOATS, None, 12.0)
        (0.989, 0.693, None)
        """
        return ops.given(
            (age_months, more_months),
            lambda: ops.exp(self.wear(ops, age_months) - self.wear(ops, age_months + more_months)),
        )

    def remaining_months(self, ops: Ops, age_months: Any) -> Any:
        """The median remaining life: how much longer half of the devices of this age last (lifted).

        scale x (wear(age) + ln 2) ^ (1 / shape) - age.
        Units: months -> months.
        Source: kringspoor-achieved-lifetimes.

        >>> from kringspoor.core.quantity import FLOATS
        >>> laptops = Weibull(2.5, 72.0)
        >>> [round(laptops.remaining_months(FLOATS, age)) for age in (0.0, 60.0, 96.0)]
        [62, 21, 12]
        """
        return ops.given(
            (age_months,),
            lambda: (
                self.scale_months
                * ops.exp(ops.log(self.wear(ops, age_months) + LN_2) / self.shape_ratio)
                - age_months
            ),
        )
