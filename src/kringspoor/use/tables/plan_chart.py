"""The picture of a plan: a bar a year, and one for what has no year. Its twin is the table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kringspoor.assess.report.charts import ACCENT, SECOND, Spec, drawn
from kringspoor.assess.report.words import Speaker
from kringspoor.core.words import Language
from kringspoor.people.language import language
from kringspoor.use.tables.plan import Compared

BAR_POINTS = 84


def chart(plans: Sequence[Compared]) -> SafeString:
    """Every plan as a row of bars, all to one scale, so that they can be compared at a glance."""
    rows = [(each.name, _bars(each)) for each in plans]
    most = max((bar["devices"] for _name, bars in rows for bar in bars), default=0) or 1
    spec = {"spacing": 18, "vconcat": [_row(name, bars, most) for name, bars in rows]}
    said = _("Devices to replace each year")
    return mark_safe(picture(json.dumps(spec), language(), said))


def _bars(each: Compared) -> list[Spec]:
    plan, unknown = each.plan, _("unknown")
    bars = [
        {"year": name, "devices": plan.total(year_index=index).device_count, "is_dated": True}
        for index, name in enumerate(plan.horizon.names())
    ]
    undated_count = sum(plan.schedule.undated.values())
    return [*bars, {"year": unknown, "devices": undated_count, "is_dated": False}]


def _row(name: str, bars: Sequence[Spec], most_count: int) -> Spec:
    scale = {"domain": [0, most_count]}
    axis = {"labelAngle": 0, "labelFontSize": 11}
    x = {"field": "year", "type": "ordinal", "sort": None, "title": None, "axis": axis}
    y = {"field": "devices", "type": "quantitative", "axis": None, "scale": scale}
    text = {"field": "devices", "type": "quantitative", "format": ",.0f"}
    color = {"condition": {"test": "datum.is_dated", "value": ACCENT}, "value": SECOND}
    label: Spec = {"mark": {"type": "text", "dy": -7}, "encoding": {"text": text}}
    return {
        "data": {"values": bars},
        "title": {"text": name, "anchor": "start", "offset": 14},
        "height": BAR_POINTS,
        "encoding": {"x": x, "y": y},
        "layer": [{"mark": "bar", "encoding": {"color": color}}, label],
    }


@lru_cache(maxsize=64)
def picture(spec: str, said: Language, name: str) -> str:
    """A chart as SVG, for a desk and for a phone. The same question is drawn once."""
    return str(drawn(json.loads(spec), Speaker(said), name))
