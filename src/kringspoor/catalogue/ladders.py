"""Ladders and lifetimes: read, parts filled in, every slug they use checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kringspoor.catalogue.shelf import (
    Spot,
    built,
    one_of,
    read_toml,
    value_of,
    with_slug,
)
from kringspoor.core.device import GRADES, OWNERSHIPS, STATES
from kringspoor.core.ladder import Ladder, Rung
from kringspoor.core.lifetime import LifetimePolicy
from kringspoor.core.words import Text


@dataclass(frozen=True, slots=True)
class LadderPart:
    """Rungs that several ladders share; a ladder takes them in with ``include = "<slug>"``."""

    slug: str
    name_nl: str
    name_en: str
    source: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The slugs a ladder or lifetime may use."""

    steps: Collection[str]
    categories: Collection[str]
    profiles: Collection[str]
    lifetimes: Collection[str]
    sources: Collection[str]
    parts: Mapping[str, LadderPart]


def ladder_from(path: Path, known: Known) -> Ladder:
    """One ladder file with its shared parts filled in and every slug checked."""
    spot = Spot(path.name)
    raw = with_slug(read_toml(path), path)
    ladder = built({**raw, "rungs": []}, Ladder, spot)
    rungs = _rungs(raw.get("rungs"), known, spot.at("rungs"))
    one_of(ladder.lifetime, known.lifetimes, spot.at("lifetime"))
    one_of(ladder.source, known.sources, spot.at("source"))
    own_steps = [each.slug for each in ladder.step]
    steps = [*known.steps, *own_steps]
    for i, rung in enumerate(rungs, start=1):
        _check_rung(rung, steps, known, spot.at("rungs").at(i))
    _check_codes(rungs, spot.at("rungs"))
    return Ladder(
        slug=ladder.slug,
        name_nl=ladder.name_nl,
        name_en=ladder.name_en,
        source=ladder.source,
        lifetime=ladder.lifetime,
        rungs=rungs,
        step=ladder.step,
    )


def lifetime_from(path: Path, known: Known) -> LifetimePolicy:
    """One lifetime file, its categories and sources checked."""
    spot = Spot(path.name)
    raw = {"category": {}, **with_slug(read_toml(path), path)}
    policy = built(raw, LifetimePolicy, spot)
    one_of(policy.source, known.sources, spot.at("source"))
    rules = {"every_category": policy.every_category, **policy.category}
    for category, rule in rules.items():
        place = spot if category == "every_category" else spot.at("category")
        if category != "every_category":
            one_of(category, known.categories, place)
        if rule.source:
            one_of(rule.source, known.sources, place.at(category).at("source"))
        if not 0 < rule.minimum <= rule.target_months <= rule.window:
            place.at(category).refuse(
                Text(
                    nl=f"'{category}': minimum, doel en venster moeten stijgen",
                    en=f"'{category}': minimum, target and window must rise",
                ),
                Text(
                    nl=f"er staat {rule.minimum}, {rule.target_months}, {rule.window} maanden",
                    en=f"it says {rule.minimum}, {rule.target_months}, {rule.window} months",
                ),
            )
    return policy


def _rungs(raw: Any, known: Known, spot: Spot) -> tuple[Rung, ...]:
    entries = value_of(raw if raw is not None else [], tuple[dict[str, Any], ...], spot)
    rungs: list[Rung] = []
    for i, entry in enumerate(entries, start=1):
        here = spot.at(i)
        if "include" in entry:
            one_of(entry["include"], known.parts, here.at("include"))
            rungs += known.parts[entry["include"]].rungs
        else:
            rungs.append(built(entry, Rung, here))
    return tuple(rungs)


def _check_rung(rung: Rung, steps: Collection[str], known: Known, spot: Spot) -> None:
    one_of(rung.step, steps, spot.at("step"))
    for key, values, allowed in (
        ("states", rung.states, STATES),
        ("ownerships", rung.ownerships, OWNERSHIPS),
        ("categories", rung.categories, known.categories),
        ("except_categories", rung.except_categories, known.categories),
    ):
        for i, value in enumerate(values, start=1):
            one_of(value, allowed, spot.at(key).at(i))
    for key, grade in (("min_grade", rung.min_grade), ("max_grade", rung.max_grade)):
        if grade:
            one_of(grade, GRADES, spot.at(key))
    if rung.fits_profile:
        one_of(rung.fits_profile, known.profiles, spot.at("fits_profile"))


def _check_codes(rungs: tuple[Rung, ...], spot: Spot) -> None:
    seen: set[str] = set()
    for i, rung in enumerate(rungs, start=1):
        code = rung.code or rung.step
        if code in seen:
            spot.at(i).refuse(
                Text(
                    nl=f"trede {i}: code '{code}' staat er al",
                    en=f"rung {i}: code '{code}' is there already",
                ),
                Text(nl="geef de trede een eigen code", en="give the rung a code of its own"),
            )
        seen.add(code)
