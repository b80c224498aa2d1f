"""The main job: files in, answer out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kringspoor.assess.answer import Answer
from kringspoor.assess.answering import answered
from kringspoor.assess.choose import Choice, setting_of
from kringspoor.assess.files import Told, is_straight, readings_of
from kringspoor.assess.fleet import Fleet
from kringspoor.assess.lexicon import Lexicon
from kringspoor.assess.matches_file import Fix
from kringspoor.assess.reconcile import gather
from kringspoor.assess.run import Assessment, Result
from kringspoor.catalogue.factor_ladder import FactorLadder
from kringspoor.catalogue.facts import Catalogue
from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.engine import Engine
from kringspoor.formats.reading import Options

AFTER_TODAY = "after-today"


@dataclass(frozen=True, slots=True)
class Job:
    """One question: these files, on this day, under these choices."""

    files: tuple[Path, ...]
    today: date
    choice: Choice = field(default_factory=Choice)
    options: Options = field(default_factory=Options)
    fixes: tuple[Fix, ...] = ()
    what_if: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """The answer, and the result per device it was made from."""

    answer: Answer
    assessment: Assessment
    result: Result


def assess(job: Job, catalogue: Catalogue, engine: Engine, result: Path, tell: Told) -> Done:
    """Read, reconcile, assess and add up. ``result`` is where the answer per device is written.

    Raises BadInput for a file that cannot be read, Unknown for a name that is on no shelf.
    """
    setting = setting_of(catalogue, job.choice, job.today)
    factors = FactorLadder(catalogue, job.choice.source_rule)
    assessment = Assessment(engine, catalogue, factors, setting)
    if len(job.files) == 1 and is_straight(engine, job.files[0]):
        fleet = None
        found = assessment.of_frame(engine.scan(job.files[0]))
    else:
        fleet = fleet_of(job, catalogue, engine, tell)
        tell(Text(nl="toestellen beoordelen", en="assessing devices"))
        found = assessment.of_columns(fleet.columns)
    saved = assessment.saved(found, result)
    tell(Text(nl="optellen", en="adding up"))
    return Done(answered(assessment, saved, fleet, job.what_if), assessment, saved)


def fleet_of(job: Job, catalogue: Catalogue, engine: Engine, tell: Told) -> Fleet:
    """The files as one fleet. Raises BadInput when none of them holds a device."""
    readings = readings_of(job.files, job.options, engine, tell)
    tell(Text(nl="bestanden naast elkaar leggen", en="reconciling files"))
    lexicon = Lexicon(
        catalogue.categories.values(), catalogue.not_devices.values(), catalogue.makers.values()
    )
    fleet = gather(readings, lexicon, job.fixes)
    if not len(fleet):
        raise _no_devices(job.files)
    return _nothing_bought_tomorrow(fleet, job.today)


def _nothing_bought_tomorrow(fleet: Fleet, today: date) -> Fleet:
    """A purchase date after today is no purchase date: unknown, so that the device is inspected."""
    from kringspoor.core.calendar import days_of

    dates = fleet.columns["purchased_days"]
    last = days_of(today)
    late = [i for i, day in enumerate(dates) if isinstance(day, int) and day > last]
    for at in late:
        dates[at] = None
    return fleet


def _no_devices(files: Sequence[Path]) -> BadInput:
    names = ", ".join(each.name for each in files)
    return BadInput(
        Text(nl=f"geen enkel toestel gevonden in {names}", en=f"no device found in {names}"),
        hint=Text(
            nl="een lijst heeft een rij met kolomnamen nodig, zoals serienummer, model, datum",
            en="a list needs a row of column names, such as serial, model, date",
        ),
        code="no-devices",
    )


def what_if_of(words: Sequence[str], categories: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """``laptop=4,5,6`` as lifetimes in months, keyed by what to call each.

    Raises BadInput when it is not written so, or names no category.

    >>> what_if_of(["laptop=4,5"], {"laptop": 1})
    {'laptop=4': {'laptop': 48}, 'laptop=5': {'laptop': 60}}
    """
    asked: dict[str, dict[str, int]] = {}
    for word in words:
        category, _, years = word.partition("=")
        if category not in categories:
            raise _bad_what_if(word, f"{', '.join(sorted(categories))}")
        for each in years.split(","):
            months = _months(each)
            if months is None:
                raise _bad_what_if(word, "laptop=4,5,6")
            asked[f"{category}={each.strip()}"] = {category: months}
    return asked


def _months(years: str) -> int | None:
    try:
        months = round(float(years) * 12)
    except ValueError:
        return None
    return months if 6 <= months <= 300 else None


def _bad_what_if(word: str, known: str) -> BadInput:
    return BadInput(
        Text(nl=f"--what-if {word} is niet te lezen", en=f"--what-if {word} cannot be read"),
        hint=Text(
            nl=f"schrijf categorie=jaren, bijvoorbeeld laptop=4,5,6 ({known})",
            en=f"write category=years, for example laptop=4,5,6 ({known})",
        ),
        code="what-if",
    )
