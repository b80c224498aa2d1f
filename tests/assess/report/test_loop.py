"""The loop draws every device once, and the unknown always."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from tests.assess.synthetic_answer import synthetic_answer

from kringspoor.assess.report.flows import RINGS, Flow, Flows, flows_of, is_action
from kringspoor.assess.report.loop import NARROW, WIDE, Place, loop_svg
from kringspoor.assess.report.words import Speaker
from kringspoor.core.words import Text

ANSWER = synthetic_answer(1000)
NL = Speaker("nl")
NAME = Text(nl="naam", en="name")
NOBODY = Flows(2026, 0, (Flow(NAME, "unknown", 0),))


def widths(flows: Flows, place: Place = WIDE) -> list[float]:
    svg = loop_svg(flows, NL, place, "x")
    return [float(each) for each in re.findall(r'stroke-width="([\d.]+)"', svg)]


def test_every_device_takes_one_route() -> None:
    flows = flows_of(ANSWER)
    assert flows.device_count == sum(line.device_count for line in ANSWER.steps) == 1000


def test_the_unknown_is_drawn_also_when_nobody_is_unknown() -> None:
    known = [line for line in ANSWER.steps if line.step.kind not in ("inspect", "ask")]
    flows = flows_of(replace(ANSWER, steps=tuple(known)))
    assert flows.routes[-1].turn == "unknown"
    assert flows.routes[-1].device_count == 0
    assert "onbekend: nakijken 0" in loop_svg(flows, NL, WIDE, "x")
    assert "url(#x-hatch)" in loop_svg(flows, NL, WIDE, "x")


def test_what_stays_is_a_ring_and_what_leaves_a_branch() -> None:
    turns = {each.name.nl: each.turn for each in flows_of(ANSWER).routes}
    assert turns["houden"] in RINGS
    assert turns["ander werk in huis"] in RINGS
    assert turns["school"] == "out"
    assert turns["recycleren"] == "end"


def test_a_step_nobody_wrote_yet_has_its_branch() -> None:
    line = next(each for each in ANSWER.steps if each.step.slug == "school")
    museum = replace(line, step=replace(line.step, slug="museum", name_nl="museum"))
    flows = flows_of(replace(ANSWER, steps=(*ANSWER.steps, museum)))
    assert "museum" in [each.name.nl for each in flows.of("out")]


def test_many_routes_out_become_one_beyond_the_sixth() -> None:
    line = next(each for each in ANSWER.steps if each.step.slug == "school")
    flows = flows_of(replace(ANSWER, steps=(line,) * 9))
    assert [each.device_count for each in flows.of("out")] == [38] * 6 + [114]


def test_a_band_is_as_wide_as_its_devices() -> None:
    flows = Flows(2026, 0, (Flow(NAME, "keep", 300), Flow(NAME, "longer", 100), *NOBODY.routes))
    _, keep, longer, *_ = widths(flows)
    assert keep == pytest.approx(99 - 1.4)
    assert longer == pytest.approx(33 - 1.4)


def test_one_device_in_a_million_is_still_drawn() -> None:
    flows = Flows(2026, 0, (Flow(NAME, "keep", 1_000_000), Flow(NAME, "end", 1), *NOBODY.routes))
    assert min(widths(flows)) >= 1


@pytest.mark.parametrize("place", [WIDE, NARROW])
@pytest.mark.parametrize("flows", [flows_of(ANSWER), NOBODY], ids=["fleet", "nobody"])
def test_the_drawing_is_well_formed_and_says_itself_in_words(flows: Flows, place: Place) -> None:
    root = ElementTree.fromstring(loop_svg(flows, NL, place, "x"))
    assert root.attrib["role"] == "img"
    for each in flows.routes:
        assert f"{each.name.nl} {each.device_count}" in root.attrib["aria-label"]


def test_labels_of_branches_do_not_touch() -> None:
    svg = loop_svg(flows_of(ANSWER), NL, WIDE, "x")
    heights = [float(y) for y in re.findall(r'<text x="726" y="([\d.]+)"', svg)]
    assert len(heights) == 5
    assert min(b - a for a, b in pairwise(heights)) >= 20


def test_keeping_asks_nothing_of_anybody() -> None:
    asks = {line.step.slug: is_action(line) for line in ANSWER.steps}
    assert not asks["keep"]
    assert asks["extend"] and asks["inspect"] and asks["recycle"]
