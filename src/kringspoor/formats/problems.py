"""Everything a reader can say about a file: one table of codes, one sentence each, nl and en."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from kringspoor.core.errors import BadInput, Where
from kringspoor.core.words import Text
from kringspoor.formats.reading import Problem

TABLES = (
    "problems.toml",
    "problems_scans.toml",
    "problems_devices.toml",
    "problems_erasures.toml",
)
MAX_ORIGINAL = 120  # characters of the original text that a problem repeats


@cache
def templates() -> dict[str, tuple[Text, Text]]:
    """Code -> (what is wrong, what to do about it), with ``{names}`` still to be filled in."""
    tables = (files("kringspoor.formats") / name for name in TABLES)
    rows = [row for each in tables for row in tomllib.loads(each.read_text("utf-8")).items()]
    return {
        code: (
            Text(nl=row["what_nl"], en=row["what_en"]),
            Text(nl=row["hint_nl"], en=row["hint_en"]),
        )
        for code, row in rows
    }


def problem(
    code: str,
    row_no: int | None = None,
    column: str | None = None,
    original: object = "",
    **values: object,
) -> Problem:
    """One located problem; ``values`` fill the sentence of its code.

    >>> problem("empty-file").what.spoken("en")
    'is empty'
    """
    what, hint = templates()[code]
    text = clipped(str(original))
    filled = {"original": text, **values}
    count = values.get("count", 1)
    rows_count = count if isinstance(count, int) else 1
    what, hint = what.filled(**filled), hint.filled(**filled)
    return Problem(code, row_no, column, text, what, hint, rows_count)


def refusal(
    code: str,
    file: str,
    row_no: int | None = None,
    column: str | None = None,
    original: object = "",
    **values: object,
) -> BadInput:
    """The same as an error: the whole file cannot be read.

    >>> print(refusal("empty-file", "gent.csv"))
    gent.csv: is empty (export the list again)
    """
    found = problem(code, row_no, column, original, **values)
    return BadInput(found.what, hint=found.hint, where=Where(file, row_no, column), code=found.code)


def clipped(text: str) -> str:
    """The first characters of a text on one line, so that a report stays readable."""
    line = " ".join(text.split()) if len(text) < 10_000 else " ".join(text[:10_000].split())
    return line if len(line) <= MAX_ORIGINAL else line[: MAX_ORIGINAL - 1] + "…"


def size_words(size_bytes: int) -> str:
    """A size as people write it. Units: bytes -> text.

    >>> size_words(512 * 1024 * 1024), size_words(900)
    ('512 MB', '900 B')
    """
    if size_bytes < 1024:
        return f"{size_bytes} B"
    if size_bytes < 1024 * 1024:
        return f"{size_bytes // 1024} kB"
    return f"{size_bytes // (1024 * 1024)} MB"
