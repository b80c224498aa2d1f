"""Every number of one device, down to the row, the factor and the formula it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Literal

from kringspoor.assess.choose import setting_of
from kringspoor.assess.device_figures import facts_figures, identity_figures
from kringspoor.assess.fleet import Fleet
from kringspoor.assess.keys import serial_key
from kringspoor.assess.one import assessed, outcome_of
from kringspoor.assess.pipeline import Job
from kringspoor.assess.sentences import device_sentence, reason_sentence, rung_sentence
from kringspoor.assess.setting import Setting
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.core.device import short_name
from kringspoor.core.errors import Unknown, Where
from kringspoor.core.figure import Figure
from kringspoor.core.ladder import Step, conditions
from kringspoor.core.quantity import FLOATS
from kringspoor.core.words import NOTHING, Text

Answered = Literal["yes", "no", "unknown", "passed"]
ANSWERS: Mapping[Answered, Text] = {
    "yes": Text(nl="ja", en="yes"),
    "no": Text(nl="nee", en="no"),
    "unknown": Text(nl="onbekend, dus nakijken", en="unknown, so inspect"),
    "passed": Text(nl="onbekend, dus verder", en="unknown, so on"),
}


@dataclass(frozen=True, slots=True)
class RungSeen:
    """One rung as this device met it: what it asks, and what the answer was.

    ``passed``: a value is unknown and the rung says to go on.
    """

    step: Step
    asks: Text
    answer: Answered
    because: Text
    failed_on: str  # the field of the first condition that does not hold, "" when none fails


@dataclass(frozen=True, slots=True)
class Verdict:
    """The best next step of one device, the walk down the ladder that led to it, its figures."""

    step: Step
    reason: Text
    walk: tuple[RungSeen, ...]
    figures: tuple[Figure, ...]

    @property
    def telling(self) -> list[RungSeen]:
        """The rungs that say something: not those for another state or other owners."""
        return [each for each in self.walk if each.failed_on not in ("state", "ownership")]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One device: where it stands, what is known, and its verdict."""

    title: str
    seen_at: tuple[Where, ...]
    facts: tuple[Figure, ...]
    verdict: Verdict


def explained(tag: str, fleet: Fleet, catalogue: Catalogue, job: Job) -> list[Explanation]:
    """Every device that carries this tag or serial number.

    Raises Unknown when none does.
    """
    setting = setting_of(catalogue, job.choice, job.today)
    factors = FactorLadder(catalogue, job.choice.source_rule)
    found = _with_tag(tag, fleet)
    if not found:
        raise Unknown(
            Text(nl=f"geen toestel met '{tag}'", en=f"no device with '{tag}'"),
            hint=Text(
                nl="geef een inventarisnummer of een serienummer uit de bestanden",
                en="give an asset tag or a serial number from the files",
            ),
            code="unknown-tag",
        )
    return [_explained(at, fleet, catalogue, factors, setting) for at in found]


def _with_tag(tag: str, fleet: Fleet) -> list[int]:
    wanted = tag.strip().casefold()
    key = serial_key(tag)
    tags, serials = fleet.columns["tag"], fleet.columns["serial"]
    return [
        at
        for at in range(len(fleet))
        if str(tags[at] or "").casefold() == wanted
        or (key is not None and serial_key(str(serials[at] or "")) == key)
    ]


def _explained(
    at: int, fleet: Fleet, catalogue: Catalogue, factors: FactorLadder, setting: Setting
) -> Explanation:
    device = {name: values[at] for name, values in fleet.columns.items()}
    known = (device["make"], device["model"], device["tag"] or device["serial"])
    sightings = fleet.members[at]
    return Explanation(
        title=" ".join(str(each) for each in known if each),
        seen_at=tuple(fleet.sightings.where(each) for each in sightings),
        facts=identity_figures(at, fleet),
        verdict=verdict(device, catalogue, factors, setting),
    )


def verdict(
    device: Mapping[str, Any], catalogue: Catalogue, factors: FactorLadder, setting: Setting
) -> Verdict:
    """What should happen to one device, and why. ``device`` is named as in core.device.

    What it lacks is unknown, which is an answer.
    """
    facts = assessed(device, catalogue, factors, setting)
    outcome = outcome_of(facts["taken_no"], setting)
    return Verdict(
        step=outcome.step,
        reason=_reason(outcome.reason, outcome.rung_no, facts, setting),
        walk=_walk(facts, setting, outcome.rung_no),
        figures=facts_figures(facts, catalogue, factors, setting, outcome.step),
    )


def _reason(code: str, rung_no: int | None, facts: Mapping[str, Any], setting: Setting) -> Text:
    if rung_no is None or code.startswith("unknown:"):
        return reason_sentence(code, setting)
    rung = setting.ladder.rungs[rung_no - 1]
    return device_sentence(rung, facts, setting.profiles.get(rung.fits_profile))


def _walk(facts: Mapping[str, Any], setting: Setting, last: int | None) -> tuple[RungSeen, ...]:
    """The rungs from the top to the one that was taken, or all of them."""
    d = SimpleNamespace(**facts)
    seen: list[RungSeen] = []
    for rung in setting.ladder.rungs[: last or None]:
        profile = setting.profiles.get(rung.fits_profile)
        asked = conditions(FLOATS, rung, d, profile)
        met = FLOATS.all_of([each.met for each in asked])
        failed = next((each.field for each in asked if each.met is False), None)
        missing = next((each.field for each in asked if each.met is None), None)
        answer: Answered = "yes" if met is True else "no"
        if met is None:
            answer = "unknown" if rung.on_unknown == "inspect" else "passed"
        because = _because(failed if met is False else missing, met)
        asks = rung_sentence(rung, profile)
        step = setting.steps[rung.step]
        seen.append(RungSeen(step, asks, answer, because, (failed or "") if met is False else ""))
    return tuple(seen)


def _because(field: str | None, met: bool | None) -> Text:
    if field is None:
        return NOTHING
    name = short_name(field)
    if met is None:
        return Text(nl=f"onbekend: {name.nl}", en=f"unknown: {name.en}")
    return Text(nl=f"door {name.nl}", en=f"for its {name.en}")
