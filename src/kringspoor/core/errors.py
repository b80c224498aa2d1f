"""Everything Kringspoor can say no with.

    KringspoorError
    ├── BadInput   a file, a cell or an option is wrong; says where and how to mend it
    ├── Unknown    a name that is in no shelf; says which names are known
    └── Refused    a rule forbids it; carries a machine code and the remedy

Readers *collect* problems, actions raise, only the doors (command line, web) catch.
"""

from __future__ import annotations

from dataclasses import dataclass

from kringspoor.core.words import NOTHING, Language, Text


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file: the row as a spreadsheet counts it (from 1), the column by its header."""

    file: str
    row_no: int | None = None
    column: str | None = None

    def spoken(self, language: Language) -> str:
        """``gent.csv, row 3, column 'serial'``."""
        row, column = ("rij", "kolom") if language == "nl" else ("row", "column")
        parts = [self.file]
        if self.row_no is not None:
            parts.append(f"{row} {self.row_no}")
        if self.column is not None:
            parts.append(f"{column} '{self.column}'")
        return ", ".join(parts)


def _text(words: Text | str) -> Text:
    return words if isinstance(words, Text) else Text(nl=words, en=words)


class KringspoorError(Exception):
    """What is wrong, where, and what to do about it, in both languages.

    >>> where = Where("gent.csv", row_no=3, column="serial")
    >>> print(BadInput("is empty", hint="give every device a serial", where=where))
    gent.csv, row 3, column 'serial': is empty (give every device a serial)
    """

    def __init__(
        self,
        what: Text | str,
        *,
        hint: Text | str = NOTHING,
        where: Where | None = None,
        code: str = "",
    ) -> None:
        self.what = _text(what)
        self.hint = _text(hint)
        self.where = where
        self.code = code
        super().__init__(self.spoken("en"))

    def spoken(self, language: Language) -> str:
        """The whole message in one language."""
        message = self.what.spoken(language)
        if self.where is not None:
            message = f"{self.where.spoken(language)}: {message}"
        hint = self.hint.spoken(language)
        return f"{message} ({hint})" if hint else message

    def __str__(self) -> str:
        return self.spoken("en")


class BadInput(KringspoorError):  # noqa: N818 - the tree reads as sentences: "raise BadInput"
    """A file, a cell or an option cannot be used as it is."""


class Unknown(KringspoorError):  # noqa: N818
    """A name that stands on no shelf."""


class Refused(KringspoorError):  # noqa: N818
    """A rule forbids it; ``code`` names the rule."""
