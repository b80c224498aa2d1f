"""The emblem: the year of a fleet as a loop.

Devices come in on the left, run along the wide band, and every next step is a band of its own:
a ring where the device stays or returns, a branch where it leaves, hatched where nobody knows.
Widths are devices, so the picture shows how much of a fleet goes round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kringspoor.assess.report.flows import BRANCHES, RINGS, Flow, Flows
from kringspoor.assess.report.markup import Markup, tag
from kringspoor.assess.report.words import Speaker

THIN = 1.5  # the least a band of one device is drawn
READABLE = 15.0  # a ring as wide as this holds its own label
GAP = 1.4  # between two bands
LINE = 24.0  # between two labels
ABOVE = 20.0  # room for the labels of thin rings, each


@dataclass(frozen=True, slots=True)
class Place:
    """The measures of a drawing, in the units of its viewBox. Narrow ones carry no labels."""

    width_points: float
    bands_points: float  # the whole fleet's width
    left_points: float  # where the straight begins
    right_points: float  # where the straight ends
    inner_points: float  # the radius inside the rings
    out_points: float  # where the branches end
    has_labels: bool


WIDE = Place(980, 132, 250, 560, 30, 716, has_labels=True)
NARROW = Place(360, 92, 122, 200, 24, 344, has_labels=False)


@dataclass(frozen=True, slots=True)
class Band:
    """A flow with its width and its middle, measured from the top of the stack."""

    flow: Flow
    width_points: float
    middle_points: float


def loop_svg(flows: Flows, speaker: Speaker, place: Place, id_: str) -> Markup:
    """The drawing. ``id_`` keeps the patterns of several drawings on a page apart."""
    bands = list(_stacked(flows, place))
    rings = [each for each in bands if each.flow.turn in RINGS]
    branches = [each for each in bands if each not in rings]
    thickness = sum(each.width_points for each in rings)
    thin = [each for each in rings if each.width_points < READABLE] if place.has_labels else []
    top = ABOVE * len(thin) + 10
    base = top + thickness + 2 * place.inner_points  # the top of the stack of bands
    ends = list(_ends(branches, base, thickness, place))
    low = base + place.bands_points + LINE
    bottom = base + thickness + _inflow_width(flows, place) + 2 * LINE
    height = max([low, bottom if place.has_labels else low, *(each + LINE for each in ends)])
    return tag(
        "svg",
        _hatch(id_),
        _inflow(flows, speaker, place, base + thickness),
        [_ring(each, place, base) for each in rings],
        [_branch(each, end, place, base, id_) for each, end in zip(branches, ends, strict=True)],
        _ring_labels(rings, thin, speaker, place, base) if place.has_labels else Markup(""),
        _branch_labels(branches, ends, speaker, place) if place.has_labels else Markup(""),
        _infield(flows, speaker, place, base),
        class_=f"loop {'wide' if place.has_labels else 'narrow'}",
        viewBox=f"0 0 {place.width_points:.0f} {height:.0f}",
        role="img",
        aria_label=described(flows, speaker),
    )


def described(flows: Flows, speaker: Speaker) -> str:
    """The picture in one sentence, for who cannot see it."""
    routes = ", ".join(
        f"{speaker.say(each.name)} {speaker.count(each.device_count)}" for each in flows.routes
    )
    return speaker(
        f"De kringloop van {speaker.count(flows.device_count)} toestellen: {routes}",
        f"The loop of {speaker.count(flows.device_count)} devices: {routes}",
    )


def _stacked(flows: Flows, place: Place) -> Iterator[Band]:
    scale = place.bands_points / (flows.device_count or 1)
    top = 0.0
    for flow in (*flows.of(*RINGS), *flows.of(*BRANCHES)):
        width = max(flow.device_count * scale, THIN)
        yield Band(flow, width, top + width / 2)
        top += width


def _ends(branches: list[Band], base: float, thickness: float, place: Place) -> Iterator[float]:
    """Where each branch arrives: below the rings, far enough apart for a line of text."""
    reached = base + thickness - LINE / 2
    for band in branches:
        gap = LINE if place.has_labels else max(band.width_points, 6) + 8
        reached = max(reached + gap, base + band.middle_points)
        yield reached


def _ring(band: Band, place: Place, base: float) -> Markup:
    """A closed track: along the straight, round the right, back over the top, round the left."""
    low = base + band.middle_points
    radius = place.inner_points + band.middle_points
    high = low - 2 * radius
    left, right = place.left_points, place.right_points
    arc = f"A{radius:.1f} {radius:.1f} 0 0 0"
    path = f"M{left} {low:.1f}H{right}{arc} {right} {high:.1f}H{left}{arc} {left} {low:.1f}Z"
    return _stroke(path, band, f"band {band.flow.turn}")


def _branch(band: Band, end: float, place: Place, base: float, id_: str) -> Markup:
    start, right, out = base + band.middle_points, place.right_points, place.out_points
    tip = max(band.width_points, 6)
    bend = (out - tip - right) / 2
    path = (
        f"M{place.left_points} {start:.1f}H{right}"
        f"C{right + bend:.1f} {start:.1f} {right + bend:.1f} {end:.1f} {out - tip:.1f} {end:.1f}"
    )
    head = f"M{out - tip:.1f} {end - tip:.1f}L{out:.1f} {end:.1f}L{out - tip:.1f} {end + tip:.1f}Z"
    turn = band.flow.turn
    if turn != "unknown":
        return Markup(
            _stroke(path, band, f"band {turn}") + tag("path", d=head, class_=f"head {turn}")
        )
    edge = _stroke(path, band, "band edge")
    inside = tag(
        "path",
        d=path,
        class_="band",
        stroke=f"url(#{id_}-hatch)",
        stroke_width=max(band.width_points - 2, 1.0),
    )
    return Markup(edge + inside + tag("path", d=head, class_="head unknown"))


def _stroke(path: str, band: Band, class_: str) -> Markup:
    width = max(band.width_points - GAP, 1.0)
    return tag("path", d=path, class_=class_, stroke_width=width)


def _hatch(id_: str) -> Markup:
    """The stripes of *unknown*, which stay readable in black and white."""
    square = tag("rect", width=6, height=6, class_="gap")
    line = tag("rect", width=2, height=6, class_="line")
    pattern = tag(
        "pattern",
        square,
        line,
        id=f"{id_}-hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return tag("defs", pattern)


def _inflow(flows: Flows, speaker: Speaker, place: Place, at: float) -> Markup:
    """The purchases of the year, coming in on the left where devices also go out on the right."""
    width = _inflow_width(flows, place)
    middle = at + max(width / 2, 1)
    band = tag(
        "path", d=f"M0 {middle:.1f}H{place.left_points}", class_="band in", stroke_width=width
    )
    if not place.has_labels:
        return band
    below = at + width + 18
    said = speaker(f"gekocht in {flows.bought_year}", f"bought in {flows.bought_year}")
    return Markup(
        band
        + _text(0, below, said)
        + _text(0, below + 18, speaker.count(flows.bought_count), "strong")
    )


def _inflow_width(flows: Flows, place: Place) -> float:
    return max(flows.bought_count * place.bands_points / (flows.device_count or 1), THIN)


def _ring_labels(
    rings: list[Band], thin: list[Band], speaker: Speaker, place: Place, base: float
) -> Iterable[Markup]:
    middle = (place.left_points + place.right_points) / 2
    for band in rings:
        at = base - 2 * place.inner_points - band.middle_points
        if band in thin:
            above = ABOVE * (len(thin) - thin.index(band)) - 4
            x = place.left_points + 20 + 40 * (len(thin) - 1 - thin.index(band))
            yield tag("path", d=f"M{x} {above - 4:.1f}V{at:.1f}", class_="leader")
            yield _text(x + 6, above, f"← {_label(band.flow, speaker)}")
        else:
            said = f"← {_label(band.flow, speaker)}"
            yield _text(middle, at + 5, said, f"on {band.flow.turn}", "middle")


def _branch_labels(
    branches: list[Band], ends: list[float], speaker: Speaker, place: Place
) -> Iterable[Markup]:
    for band, end in zip(branches, ends, strict=True):
        yield _text(place.out_points + 10, end + 5, _label(band.flow, speaker))


def _label(flow: Flow, speaker: Speaker) -> str:
    return f"{speaker.say(flow.name)} {speaker.count(flow.device_count)}"


def _infield(flows: Flows, speaker: Speaker, place: Place, base: float) -> Markup:
    """The number of devices, inside the rings."""
    x = (place.left_points + place.right_points) / 2
    y = base - place.inner_points
    count = speaker.count(flows.device_count)
    words = speaker("toestellen", "devices")
    if place.has_labels:
        return _text(x, y + 9, f"{count} {words}", "title", "middle")
    return Markup(_text(x, y + 2, count, "title", "middle") + _text(x, y + 17, words, "", "middle"))


def _text(x: float, y: float, said: str, class_: str = "", anchor: str | None = None) -> Markup:
    return tag("text", said, x=x, y=y, class_=class_ or None, text_anchor=anchor)
