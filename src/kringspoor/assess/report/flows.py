"""What the loop shows: the devices of a fleet by where their next step takes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kringspoor.assess.answer import Answer, StepLine
from kringspoor.core.words import Text

Turn = Literal["keep", "longer", "plan", "back", "out", "end", "unknown"]
RINGS: tuple[Turn, ...] = ("keep", "longer", "plan", "back")  # the device stays in the house
BRANCHES: tuple[Turn, ...] = ("out", "end", "unknown")
MOST_OUT = 6  # more routes out than this become one
TURN_WORDS: dict[Turn, Text] = {
    "keep": Text(nl="blijft in gebruik", en="stays in use"),
    "longer": Text(nl="blijft langer in gebruik", en="stays in use for longer"),
    "plan": Text(nl="blijft tot de vervanging er is", en="stays until it is replaced"),
    "back": Text(nl="keert terug in huis", en="returns to use in house"),
    "out": Text(nl="krijgt een volgend leven elders", en="gets a next life elsewhere"),
    "end": Text(nl="einde van het toestel of van de huur", en="end of the device or of the lease"),
    "unknown": Text(nl="onbekend", en="unknown"),
}


@dataclass(frozen=True, slots=True)
class Flow:
    """Devices that take the same way, with its name."""

    name: Text
    turn: Turn
    device_count: int


@dataclass(frozen=True, slots=True)
class Flows:
    """The year of a fleet. ``bought_year`` is the year whose purchases come in on the left."""

    bought_year: int
    bought_count: int
    routes: tuple[Flow, ...]

    def of(self, *turns: Turn) -> tuple[Flow, ...]:
        """The routes that turn these ways."""
        return tuple(each for each in self.routes if each.turn in turns)

    @property
    def device_count(self) -> int:
        """Every device that has a route; *unknown* is one."""
        return sum(each.device_count for each in self.routes)


def flows_of(answer: Answer) -> Flows:
    """The routes of a fleet, those that stay first, *unknown* always last and always there."""
    year = answer.setting.today.year
    bought = sum(line.device_count for line in answer.bought if line.year == year)
    return Flows(year, bought, tuple(_routes(answer.steps)))


def is_action(line: StepLine) -> bool:
    """Whether somebody has to do something; keeping a device is the answer that asks nothing."""
    return line.step.kind != "use" or line.step.extra_years.mid > 0


def _routes(steps: tuple[StepLine, ...]) -> Iterable[Flow]:
    use = [each for each in steps if each.step.kind == "use"]
    kept = [each for each in use if not each.step.extra_years.mid]
    longer = [each for each in use if each.step.extra_years.mid]
    yield from _together(kept, Text(nl="houden", en="keep"), "keep")
    yield from _together(longer, Text(nl="langer laten dienen", en="serve longer"), "longer")
    planned = [each for each in steps if each.step.kind == "plan"]
    yield from _together(planned, Text(nl="vervanging plannen", en="plan replacement"), "plan")
    next_lives = [each for each in steps if each.step.kind == "next_life"]
    at_home = [each for each in next_lives if not each.step.leaves_organisation]
    yield from _together(at_home, Text(nl="ander werk in huis", en="other work in house"), "back")
    yield from _each([each for each in next_lives if each.step.leaves_organisation], "out")
    yield from _each([each for each in steps if each.step.kind == "end"], "end")
    unknown = [each for each in steps if each.step.kind in ("inspect", "ask")]
    count = sum(each.device_count for each in unknown)
    yield Flow(Text(nl="onbekend: nakijken", en="unknown: inspect"), "unknown", count)


def _together(lines: list[StepLine], name: Text, turn: Turn) -> Iterable[Flow]:
    count = sum(each.device_count for each in lines)
    if count:
        yield Flow(name, turn, count)


def _each(lines: list[StepLine], turn: Turn) -> Iterable[Flow]:
    for line in lines[:MOST_OUT]:
        name = Text(nl=line.step.name_nl, en=line.step.name_en)
        if line.device_count:
            yield Flow(name, turn, line.device_count)
    yield from _together(lines[MOST_OUT:], Text(nl="andere wegen", en="other ways"), turn)
