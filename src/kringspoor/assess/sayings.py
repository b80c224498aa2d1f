"""Assumptions in words: a count, written as each language writes it."""

from __future__ import annotations

from kringspoor.assess.fleet import Assumption
from kringspoor.core.words import Text, number


def stated(code: str, count: int, text: Text) -> Assumption:
    """An assumption with its count filled in.

    >>> stated("no-state", 2310, Text(nl="Zonder: {count}.", en="Without: {count}.")).text.nl
    'Zonder: 2.310.'
    """
    nl, en = number(count, "nl"), number(count, "en")
    return Assumption(code, count, Text(nl=text.nl.format(count=nl), en=text.en.format(count=en)))
