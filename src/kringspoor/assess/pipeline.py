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
from kringspoor.core.calendar import date_of, days_of
from kringspoor.core.collecting import without_collecting
from kringspoor.core.errors import BadInput, Unknown
from kringspoor.core.words import Text
from kringspoor.engine import Engine
from kringspoor.formats.headers import fold
from kringspoor.formats.problems import problem
from kringspoor.formats.reading import Cell, Options, Reading

AFTER_TODAY = "after-today"
FEWEST_MONTHS, MOST_MONTHS = 6, 300  # of a lifetime that somebody may try


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

    def named_fleet(self) -> Fleet:
        """The devices as the files name them. Raises BadInput for columns that name none."""
        if self.answer.fleet is None:
            raise _no_names()
        return self.answer.fleet


@without_collecting()
def assess(job: Job, catalogue: Catalogue, engine: Engine, result: Path, tell: Told) -> Done:
    """Read, reconcile, assess and add up. ``result`` is where the answer per device is written.

    Raises BadInput for a file that cannot be read, Unknown for a name that is on no shelf.
    """
    setting = setting_of(catalogue, job.choice, job.today)
    factors = FactorLadder(catalogue, job.choice.source_rule)
    assessment = Assessment(engine, catalogue, factors, setting)
    if len(job.files) == 1 and is_straight(engine, job.files[0], catalogue.categories):
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
    _check_mapping(job.options.mapping, readings)
    _nothing_bought_tomorrow(readings, job.today)
    tell(Text(nl="bestanden naast elkaar leggen", en="reconciling files"))
    fleet = gather(readings, Lexicon.of(catalogue), job.fixes)
    if not len(fleet):
        raise _no_devices(job.files)
    return fleet


def _check_mapping(mapping: Mapping[str, str], readings: Sequence[Reading]) -> None:
    """Raises BadInput when --map names a header that stands in none of the files."""
    headers = [
        header for each in readings for header in (*each.mapping, *each.unused, *each.dropped)
    ]
    known = {fold(header) for header in headers}
    for header in mapping:
        if fold(header) not in known:
            raise BadInput(
                Text(
                    nl=f"--map: geen enkel bestand heeft een kolom '{header}'",
                    en=f"--map: no file has a column '{header}'",
                ),
                hint=Text(
                    nl=f"de kolommen zijn {', '.join(dict.fromkeys(headers))}",
                    en=f"the columns are {', '.join(dict.fromkeys(headers))}",
                ),
                code="unknown-header",
            )


def _nothing_bought_tomorrow(readings: Sequence[Reading], today: date) -> None:
    """A purchase date after today is no purchase date: it is told, and another file may know.

    Of this year or this month alone, the day that stands for it may still have to come: then it
    was today at the latest.
    """
    for reading in readings:
        days = reading.columns.get("purchased_days", [])
        precisions = reading.columns.get("purchased_precision", [])
        header = next((h for h, f in reading.mapping.items() if f == "purchased_days"), None)
        told = []
        for at, day in enumerate(days):
            if not isinstance(day, int) or day <= days_of(today):
                continue
            if _in_part(date_of(day), today, precisions[at]):
                days[at] = days_of(today)
                continue
            days[at] = precisions[at] = None
            row_no = reading.columns["row_no"][at]
            row = row_no if isinstance(row_no, int) else None
            told.append(problem(AFTER_TODAY, row, header, date_of(day).isoformat()))
        if told:
            reading.problems = sorted([*reading.problems, *told], key=lambda each: each.row_no or 0)


def _in_part(day: date, today: date, precision: Cell) -> bool:
    """Whether a coarse date still holds today: the same year, or the same month of it."""
    same_month = (day.year, day.month) == (today.year, today.month)
    return (precision == "year" and day.year == today.year) or (precision == "month" and same_month)


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


def _no_names() -> BadInput:
    return BadInput(
        Text(
            nl="kolommen uit Parquet noemen geen toestellen bij hun rij",
            en="columns from Parquet do not name devices by their row",
        ),
        hint=Text(
            nl="--write-matches en 'explain' vragen lijsten als CSV of Excel",
            en="--write-matches and 'explain' ask for lists as CSV or Excel",
        ),
        code="no-names",
    )


def what_if_of(words: Sequence[str], categories: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """``laptop=4,5,6`` as lifetimes in months, keyed by what to call each.

    Raises BadInput when it is not written so, Unknown when it names no category.

    >>> what_if_of(["laptop=4,5"], {"laptop": 1})
    {'laptop=4': {'laptop': 48}, 'laptop=5': {'laptop': 60}}
    """
    asked: dict[str, dict[str, int]] = {}
    for word in words:
        category, _, years = word.partition("=")
        if category not in categories:
            raise _unknown_kind(category, categories)
        for each in years.split(","):
            asked[f"{category}={each.strip()}"] = {category: _months(each, word)}
    return asked


def _months(years: str, word: str) -> int:
    try:
        months = round(float(years.strip()) * 12)
    except (ValueError, OverflowError) as error:
        raise _bad_what_if(word) from error
    if not FEWEST_MONTHS <= months <= MOST_MONTHS:
        raise _bad_what_if(word)
    return months


def _bad_what_if(word: str) -> BadInput:
    return BadInput(
        Text(nl=f"--what-if {word} is niet te lezen", en=f"--what-if {word} cannot be read"),
        hint=Text(
            nl="schrijf soort=jaren, bijvoorbeeld laptop=4,5,6; van een half jaar tot 25 jaar",
            en="write kind=years, for example laptop=4,5,6; from half a year to 25 years",
        ),
        code="what-if",
    )


def _unknown_kind(category: str, categories: Mapping[str, Any]) -> Unknown:
    known = ", ".join(sorted(categories))
    return Unknown(
        Text(
            nl=f"--what-if: soort '{category}' is niet bekend",
            en=f"--what-if: kind '{category}' is not known",
        ),
        hint=Text(nl=f"bekend zijn {known}", en=f"known are {known}"),
        code="unknown-category",
    )
