"""What should happen to a device, and the numbers behind it, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kringspoor.assess.explain import ANSWERS, Verdict
from kringspoor.core.figure import STATUS_WORDS, Figure
from kringspoor.core.words import Language, number
from kringspoor.people.language import language


def shown(verdict: Verdict) -> dict[str, Any]:
    """The card of the next step: what, why, the walk, and each figure that is known."""
    said = language()
    step = verdict.step
    walk = [
        {
            "step": each.step.name_nl if said == "nl" else each.step.name_en,
            "asks": each.asks.spoken(said),
            "answer": ANSWERS[each.answer].spoken(said),
            "because": each.because.spoken(said),
        }
        for each in verdict.telling
    ]
    return {
        "step": step.name_nl if said == "nl" else step.name_en,
        "reason": verdict.reason.spoken(said),
        "walk": walk,
        "figures": [figure(f"f{i}", each, said) for i, each in enumerate(_told(verdict))],
    }


def _told(verdict: Verdict) -> Iterator[Figure]:
    """The footprint with what it is made of, and whatever else is known and is not nought."""
    for each in verdict.figures:
        if each.value and not isinstance(each.value, str):
            yield each
        if each.formula == "core.footprint.yearly_kg":
            yield from (part for part in each.inputs[:1] if part.value is not None)


def figure(name: str, told: Figure, said: Language) -> dict[str, Any]:
    """A figure as its component wants it, with everything that explains it."""
    value, _, spread = told.spoken(said).partition(" (")
    return {
        "id": name,
        "name": told.name.spoken(said).capitalize(),
        "value": value,
        "raw": told.value,
        "range": spread.rstrip(")"),
        "status": STATUS_WORDS[told.status].spoken(said),
        "formula": told.formula,
        "source": told.source,
        "note": told.note.spoken(said),
        "inputs": [
            {
                "name": each.name.spoken(said),
                "value": _short(each, said),
                "source": each.source,
            }
            for each in told.inputs
        ],
    }


def _short(told: Figure, said: Language) -> str:
    if isinstance(told.value, float) and told.unit == "%":
        return f"{number(told.value, said)} %"
    return told.spoken(said)
