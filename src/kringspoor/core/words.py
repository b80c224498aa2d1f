"""Words in the two languages of the product, and numbers written as a Fleming reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Dutch and in English.

    >>> Text(nl="rij {row}", en="row {row}").filled(row=3).spoken("nl")
    'rij 3'
    """

    nl: str
    en: str

    def spoken(self, language: Language) -> str:
        """The sentence in one language."""
        return self.nl if language == "nl" else self.en

    def filled(self, **values: object) -> Text:
        """Both sentences with their ``{names}`` filled in."""
        return Text(nl=self.nl.format(**values), en=self.en.format(**values))


NOTHING = Text(nl="", en="")
MINUS = "\N{MINUS SIGN}"


def number(value: float | None, language: Language, decimals: int = 0) -> str:
    """A number as the reader writes it: ``1.234,5`` in Dutch, ``1,234.5`` in English.

    Unknown is printed as ``?``, never as a zero; below zero stands a minus, not a hyphen.

    >>> number(1234.5, "nl", 1), number(1234.5, "en", 1), number(None, "nl"), number(-28, "nl")
    ('1.234,5', '1,234.5', '?', '\u221228')
    """
    if value is None:
        return "?"
    english = f"{value:,.{decimals}f}".replace("-", MINUS)
    if language == "en":
        return english
    return english.translate(str.maketrans(",.", ".,"))


def euros(value_eur: float | None, language: Language, decimals: int = 0) -> str:
    """An amount with the euro sign in front, as Belgium writes it.

    Units: eur -> text.

    >>> euros(36400, "nl"), euros(None, "en")
    ('€ 36.400', '€ ?')
    """
    return f"€ {number(value_eur, language, decimals)}"
