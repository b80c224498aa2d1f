"""The curve of how many are left at each age, with its interval and the target of the policy."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kringspoor.assess.report.charts import ACCENT, SECOND, Spec
from kringspoor.engine.survival import Steps
from kringspoor.people.language import language
from kringspoor.use.tables.plan_chart import picture

MOST_POINTS_COUNT = 240
HEIGHT_POINTS = 240


def curve_chart(steps: Steps, last_months: float, targets: Sequence[int]) -> SafeString:
    """The share still here at each age; nobody knows what is past the last age watched."""
    points = _points(steps, last_months)
    y: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "tickCount": 5, "title": _("still here")},
    }
    x: Spec = {
        "field": "age",
        "type": "quantitative",
        "scale": {"domain": [0, max([last_months, *targets]) + 6], "nice": False},
        "axis": {"title": _("age in months"), "format": ",.0f", "labelOverlap": True},
    }
    low, high = {"field": "low", **y}, {"field": "high"}
    band = {"mark": {"type": "area", "interpolate": "step-after", "color": ACCENT, "opacity": 0.18},
            "encoding": {"x": x, "y": low, "y2": high}}  # fmt: skip
    line = {"mark": {"type": "line", "interpolate": "step-after", "color": ACCENT},
            "encoding": {"x": x, "y": {"field": "share", **y}}}  # fmt: skip
    spec = {
        "data": {"values": points},
        "height": HEIGHT_POINTS,
        "layer": [band, line, *_marks(targets, x)],
    }
    said = _("The share still here at each age")
    return mark_safe(picture(json.dumps(spec), language(), said))


def _marks(targets: Sequence[int], x: Spec) -> list[Spec]:
    """A dashed line at each target of the policy, with its name."""
    rows = [{"age": each, "label": _("target {months}").format(months=each)} for each in targets]
    rule = {"mark": {"type": "rule", "strokeDash": [4, 4], "color": SECOND}}
    # At the foot of the line: at its head the curve runs.
    text = {"mark": {"type": "text", "align": "left", "dx": 4, "dy": -6, "baseline": "bottom",
                     "y": "height"}}  # fmt: skip
    return [
        {**rule, "data": {"values": rows}, "encoding": {"x": x}},
        {**text, "data": {"values": rows}, "encoding": {"x": x, "text": {"field": "label"}}},
    ]


def _points(steps: Steps, last_months: float) -> list[Spec]:
    """The corners of the curve, thinned where there are more than an eye can part."""
    every = max(1, -(-len(steps.months) // MOST_POINTS_COUNT))
    chosen = [*range(0, len(steps.months), every)]
    points = [
        {
            "age": round(steps.months[i], 2),
            "share": round(steps.share[i], 4),
            "low": round(steps.low[i], 4),
            "high": round(steps.high[i], 4),
        }
        for i in dict.fromkeys([*chosen, len(steps.months) - 1])
    ]
    return [*points, {**points[-1], "age": round(last_months, 2)}]
