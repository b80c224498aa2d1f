"""Charts as Vega-Lite dicts, drawn to SVG in one theme. Each has a table twin beside it.

Colours are those of the page (``currentColor`` and its tokens), so a chart follows light, dark
and print. A chart is drawn twice, for a desk and for a phone, because text must not shrink.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import vl_convert

from kringspoor.assess.answer import Answer, Spread, YearLine
from kringspoor.assess.report.markup import Markup, escaped, joined
from kringspoor.assess.report.words import Speaker, plan_name

Spec = dict[str, Any]
INK, FAINT, ACCENT, SECOND = "currentColor", "var(--line)", "var(--accent)", "var(--muted)"
WIDTHS = {"wide": 620, "narrow": 300}
FONT = "system-ui, sans-serif"
TICKS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
LETTER = 8  # points a letter needs at most, whatever font the reader has
MOST_SPREADS = 10  # categories in the picture; the table twin has them all
THEME: Spec = {
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "domainColor": SECOND,
        "tickColor": SECOND,
        "gridColor": FAINT,
        "labelLimit": 200,
    },
    "title": {"color": INK, "fontSize": 14, "fontWeight": "normal"},
    "text": {"color": INK, "fontSize": 12},
    "bar": {"color": ACCENT},
    "rule": {"color": SECOND},
    "point": {"color": ACCENT, "filled": True, "size": 70, "opacity": 1},
}
FORMATS: Mapping[str, Spec] = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€ ", ""]},
}


def drawn(spec: Spec, speaker: Speaker, said: str) -> Markup:
    """The chart as two SVG pictures, of which the page shows the one that fits."""
    return joined(
        *(
            _svg(_as_wide(spec, width), speaker, said, f"chart {name}")
            for name, width in WIDTHS.items()
        )
    )


def _as_wide(spec: Spec, width: int) -> Spec:
    """A spec with its width; of charts under each other each has it."""
    if "vconcat" in spec:
        return {**spec, "vconcat": [_as_wide(each, width) for each in spec["vconcat"]]}
    return {**spec, "width": width}


def _svg(spec: Spec, speaker: Speaker, said: str, class_: str) -> Markup:
    text = vl_convert.vegalite_to_svg(
        {"config": THEME, **spec}, format_locale=FORMATS[speaker.language], allowed_base_urls=[]
    )
    size = re.search(r' width="([\d.]+)" height="([\d.]+)"', text)
    body = text[text.index(">") + 1 :]
    body = re.sub(r' (?:aria-[a-z]+|role|pointer-events)="[^"]*"', "", body)
    box = f"0 0 {size[1]} {size[2]}" if size else "0 0 620 400"
    opened = f'<svg class="{class_}" viewBox="{box}" role="img" aria-label="{escaped(said)}">'
    return Markup(opened + body)


def ledger_spec(lines: Sequence[YearLine], speaker: Speaker) -> Spec:
    """The making of each year's purchases as bars, with its number on top. Units: tonnes CO2e."""
    rows = [
        {
            "year": speaker("onbekend", "unknown") if line.year is None else str(line.year),
            "order": line.year or 0,
            "tonnes": float(line.embodied.value or 0) / 1000,
        }
        for line in lines
    ]
    x: Spec = {"field": "year", "type": "ordinal", "sort": None, "title": None}
    x["axis"] = {"labelAngle": 0, "labelOverlap": True}
    y = {"field": "tonnes", "type": "quantitative", "title": speaker("ton CO₂e", "tonnes CO₂e")}
    text = {"field": "tonnes", "format": ",.0f" if _is_large(rows, "tonnes") else ",.1f"}
    return {
        "data": {"values": rows},
        "height": 200,
        "encoding": {"x": x, "y": {**y, "axis": {"tickCount": 4, "format": ",~f"}}},
        "layer": [
            {"mark": "bar"},
            {"mark": {"type": "text", "dy": -7, "fontSize": 11}, "encoding": {"text": text}},
        ],
    }


def spread_spec(spreads: Sequence[Spread], titles: Mapping[str, str], speaker: Speaker) -> Spec:
    """What the sources say of one device, as dots on a line: a factor has one length everywhere."""
    shown = spreads[:MOST_SPREADS]
    rows = [
        {"name": speaker.say(each.name), "kg": kg, "source": titles.get(source, source)}
        for each in shown
        for source, kg in sorted(each.by_source_kg.items())
    ]
    ends = [
        {
            "name": speaker.say(each.name),
            "low": min(each.by_source_kg.values()),
            "high": max(each.by_source_kg.values()),
        }
        for each in shown
    ]
    longest = max((len(speaker.say(each.name)) for each in shown), default=0)
    y: Spec = {"field": "name", "type": "nominal", "sort": None, "title": None}
    y["axis"] = {"minExtent": longest * LETTER, "ticks": False, "domain": False}
    title = speaker("kg CO₂e per toestel, maken", "kg CO₂e a device, making")
    axis = {"title": title, "format": ",~f", "values": TICKS}
    x = {"type": "quantitative", "scale": {"type": "log", "nice": False, "padding": 34}}
    return {
        "height": {"step": 30},
        "encoding": {"y": y},
        "layer": [
            _ranged("rule", ends, x, axis),
            {
                "data": {"values": rows},
                "mark": "point",
                "encoding": {"x": {"field": "kg", **x, "axis": axis}},
            },
            _end_label(ends, "low", "right", -9, x),
            _end_label(ends, "high", "left", 9, x),
        ],
    }


def _ranged(mark: str, ends: Sequence[Spec], x: Spec, axis: Spec) -> Spec:
    encoding = {"x": {"field": "low", **x, "axis": axis}, "x2": {"field": "high"}}
    return {"data": {"values": ends}, "mark": mark, "encoding": encoding}


def _end_label(ends: Sequence[Spec], field: str, align: str, dx: int, x: Spec) -> Spec:
    mark = {"type": "text", "align": align, "dx": dx, "baseline": "middle"}
    encoding = {
        "x": {"field": field, **x},
        "text": {"field": field, "type": "quantitative", "format": ",.0f"},
    }
    return {"data": {"values": ends}, "mark": mark, "encoding": encoding}


def plan_spec(answer: Answer, speaker: Speaker) -> Spec:
    """Devices to replace in each year: one row of bars for the policy and one for each what-if."""
    names = [plan_name(asked, answer, speaker) for asked in answer.plans]
    rows: list[Spec] = [
        {"plan": name, "year": str(year), "devices": plan.of_year(year).device_count}
        for name, plan in zip(names, answer.plans.values(), strict=True)
        for year in plan.years
    ]
    most = max((row["devices"] for row in rows), default=0) or 1
    return {"spacing": 18, "vconcat": [_plan_row(name, rows, most) for name in names]}


def _plan_row(name: str, rows: Sequence[Spec], most: int) -> Spec:
    """One plan's bars; all plans stand to the same scale."""
    x = {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}}
    y = {"field": "devices", "type": "quantitative", "axis": None, "scale": {"domain": [0, most]}}
    text = {"field": "devices", "type": "quantitative", "format": ",.0f"}
    return {
        "data": {"values": [row for row in rows if row["plan"] == name]},
        "title": {"text": name, "anchor": "start", "offset": 14},
        "height": 84,
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": "bar"},
            {"mark": {"type": "text", "dy": -7}, "encoding": {"text": text}},
        ],
    }


def _is_large(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    return max((row[name] for row in rows), default=0.0) >= 100
