"""A walk through a JSON document of which nothing can be trusted: every step is checked.

A scan may hold a list where a string belongs, or lack half its sections. Each step down gives
what was asked for or an empty branch, and a value of the wrong shape becomes a located problem.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kringspoor.formats.sizes import leading_number, memory_bytes, plain_number, size_bytes

Report = Callable[[str, str, str], None]
"""Takes a problem: its code, the path of the value, and the value as it stood there."""

_SHOWN_CHARACTERS = 80
_LONGEST_TEXT_CHARACTERS = 2_000


def shown(value: object) -> str:
    """A value as a problem quotes it, cut short; what is inside an object is nobody's business.

    >>> shown({"name": "An"}), shown(["x"]), shown("x" * 200)[-3:]
    ('object (1)', 'list (1)', 'xx…')
    """
    if isinstance(value, (dict, list)):
        return f"{'object' if isinstance(value, dict) else 'list'} ({len(value)})"
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


@dataclass(frozen=True, slots=True)
class Branch:
    """One object in a document, with the path that leads to it.

    >>> seen = []
    >>> root = Branch({"bios": {"ssn": ["?"]}}, "", lambda *problem: seen.append(problem))
    >>> root.branch("bios").text("ssn"), root.branch("hardware").text("memory")
    (None, None)
    >>> seen
    [('wrong-shape', 'bios.ssn', 'list (1)')]
    """

    fields: dict[str, object]
    path: str
    report: Report

    def __bool__(self) -> bool:
        return bool(self.fields)

    def where(self, key: str) -> str:
        """The path of one value under this branch."""
        return f"{self.path}.{key}" if self.path else key

    def branch(self, key: str) -> Branch:
        """The object under a key; empty when it is missing or is no object."""
        value = self.fields.get(key)
        if isinstance(value, dict):
            return Branch(value, self.where(key), self.report)
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            return Branch(value[0], self.where(key), self.report)
        self._refuse(key, value)
        return Branch({}, self.where(key), self.report)

    def branches(self, key: str) -> Iterator[Branch]:
        """The objects in the list under a key; a single object counts as a list of one."""
        value = self.fields.get(key)
        if isinstance(value, dict):
            yield Branch(value, self.where(key), self.report)
        elif isinstance(value, list):
            for index, each in enumerate(value):
                if isinstance(each, dict):
                    yield Branch(each, f"{self.where(key)}[{index}]", self.report)
                else:
                    self.report("wrong-shape", f"{self.where(key)}[{index}]", shown(each))
        else:
            self._refuse(key, value)

    def text(self, key: str) -> str | None:
        """The words under a key, in one line and stripped; numbers as they are written."""
        value = self.fields.get(key)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = plain_number(value)
        if not isinstance(value, str):
            self._refuse(key, value)
            return None
        if len(value) > _LONGEST_TEXT_CHARACTERS:
            self.report("wrong-shape", self.where(key), shown(value))
            return None
        return " ".join(value.replace("\0", " ").split()) or None

    def number(self, key: str) -> float | None:
        """The number under a key, also when it is written as text (``"8192"``)."""
        value = self.fields.get(key)
        if isinstance(value, str) and value.strip():
            try:
                value = float(value)
            except ValueError:
                self._refuse(key, value)
                return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._refuse(key, value)
            return None
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            self.report("wrong-shape", self.where(key), shown(value)[:_SHOWN_CHARACTERS])
            return None
        return number

    def measure(self, key: str) -> float | None:
        """The number a value begins with, whatever unit follows (``"2200 mWh"``)."""
        value = self.fields.get(key)
        number = leading_number(value) if isinstance(value, str) else None
        return self.number(key) if number is None else number

    def size(self, key: str, unit_bytes: float, *, is_memory: bool = False) -> float | None:
        """A size in bytes: text with its own unit, or a bare number of ``unit_bytes``."""
        value = self.fields.get(key)
        read = memory_bytes if is_memory else size_bytes
        own = read(value) if isinstance(value, str) else None
        if own is not None:
            return own
        number = self.number(key)
        return None if number is None else number * unit_bytes

    def has(self, key: str) -> bool:
        """Whether anything stands under a key."""
        return self.fields.get(key) not in (None, "", [], {})

    def _refuse(self, key: str, value: object) -> None:
        if value not in (None, "", [], {}):
            self.report("wrong-shape", self.where(key), shown(value))
