"""Whether Windows 11 accepts a processor, from the text an inventory holds.

Intel Core from the 8th generation, AMD Ryzen from 2000, Snapdragon from 850, and what else is on
the list. Where the list depends on the machine, or the text does not tell enough, the answer is
None: unknown, never a guess. TPM 2.0 and Secure Boot are asked as well; an inventory does not show
them.
Source: windows-11-processors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

Verdict = bool | None
Judge = Callable[[re.Match[str]], Verdict]

FIRST_INTEL_GENERATION = 8
OTHER_COUNTS = r"\b(?:amd|ryzen|xeon|epyc|snapdragon)\b"  # their generations are other numbers
CPU = "(?:cpu |processor )"


def _from_generation(match: re.Match[str]) -> Verdict:
    return int(next(filter(None, match.groups()))) >= FIRST_INTEL_GENERATION


def _from_core_number(match: re.Match[str]) -> Verdict:
    """8250 is the 8th generation, 1135 the 11th, 12700 the 12th; three digits are the first."""
    digits, letters = match.group(1), match.group(2)
    if len(digits) == 3:
        return False
    if digits + letters == "7820hq":
        return None  # on the list for one line of machines only
    if "x" in letters and digits[:2] in ("78", "79"):
        return True  # the 7th generation that is made as the 8th
    generation = int(digits[:2]) if len(digits) == 5 or digits[0] == "1" else int(digits[0])
    return generation >= FIRST_INTEL_GENERATION


def _from_ryzen(match: re.Match[str]) -> Verdict:
    """The 1000 series is refused; of the 2000 series only the parts without graphics pass."""
    series, letters = int(match.group(1)[0]), match.group(2)
    if len(match.group(1)) == 4 and series == 2:
        return letters in ("", "x", "e", "wx")
    return len(match.group(1)) == 3 or series >= 2


def _from_snapdragon(match: re.Match[str]) -> Verdict:
    return int(match.group(1)) >= 850


def _always(verdict: Verdict) -> Judge:
    return lambda match: verdict


# The first pattern that occurs decides.
JUDGES: tuple[tuple[re.Pattern[str], Judge], ...] = tuple(
    (re.compile(pattern), judge)
    for pattern, judge in (
        (r"\bcore ?(?:2|duo|solo)\b|\bcore2\b|\bpentium [234d]\b|\bpentium m\b", _always(False)),
        (r"\bcore ultra\b|\bultra [579] \d{3}", _always(True)),
        (rf"^(?!.*{OTHER_COUNTS}).*\b(\d{{1,2}})(?:st|nd|rd|th|e|de|ste)? ?gen", _from_generation),
        (r"\bi[3579](?: ?cpu)?[ -]?(?:[mu] )?(\d{3,5})([a-z]{0,2})", _from_core_number),
        (r"\b[im][357]-?(\d)y\d\d\b|\bm[357]-(\d)\d{3}y\b", _from_generation),
        (r"\bm-5y\d\d", _always(False)),
        (r"\bcore [3579] \d{3}[uh]", _always(True)),
        (r"\bryzen (?:ai|z1|z2)\b", _always(True)),
        (
            r"\b(?:ryzen|threadripper)(?: threadripper)?(?: [3579])?(?: pro)? ?"
            r"(\d{3,4})([a-z]{0,2})",
            _from_ryzen,
        ),
        (r"\bathlon (?:gold|silver)\b|\bathlon (?:pro )?3\d{2,3}[a-z]", _always(True)),
        (r"\bathlon (?:64|ii|x2|x4|xp)\b|\b(?:phenom|turion|sempron|opteron)\b", _always(False)),
        (r"\bamd (?:a\d{1,2}|e\d|fx|c)-\w+|\ba(?:4|6|8|9|10|12)-\d{4}", _always(False)),
        (r"\bxeon(?: cpu)? (?:e-2\d{3}|w-\d{4,5}|(?:bronze|silver|gold|platinum))", _always(True)),
        (r"\bxeon(?: cpu)? (?:[elxw]\d{4}|e[357]-\d{4}|e[357] ?v\d)", _always(False)),
        (rf"\bpentium silver\b|\bpentium {CPU}?[nj][56]\d{{3}}", _always(True)),
        (rf"\bceleron {CPU}?(?:[nj][456]\d{{3}}|g[45]9\d\d|[456][23]05)", _always(True)),
        (rf"\bpentium gold {CPU}?(?:g[56]\d{{3}}|4417u|4425y|[56]405u|6500y|7505)", _always(True)),
        (
            rf"\b(?:celeron|pentium)(?: gold)? {CPU}?(?:[nj][1234]\d{{3}}|g[1234][0-8]\d\d\b)",
            _always(False),
        ),
        (r"\batom x6\d{3}", _always(True)),
        (r"\batom\b(?! x7)", _always(False)),
        (r"\bsnapdragon x\b|\bsnapdragon [78]cx?\b|\bmicrosoft sq[123]\b", _always(True)),
        (r"\bsnapdragon (\d{3})\b", _from_snapdragon),
    )
)
_MARKS = re.compile(r"\((?:r|tm|c)\)|[®™©]|,")


@lru_cache(maxsize=16384)
def windows_11(cpu: str | None) -> Verdict:
    """Whether Windows 11 accepts this processor; None is unknown.

    >>> windows_11("Intel(R) Core(TM) i7-7700 CPU @ 3.60GHz"), windows_11("i5-8250U")
    (False, True)
    >>> windows_11("11th Gen Intel(R) Core(TM) i5-1135G7"), windows_11("AMD Ryzen 5 2500U")
    (True, False)
    """
    if not cpu:
        return None
    text = " ".join(_MARKS.sub(" ", cpu.casefold()).split())
    for pattern, judge in JUDGES:
        found = pattern.search(text)
        if found is not None:
            return judge(found)
    return None
