"""A terminal to write on: in ASCII where it must, without a file's control characters."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Line

from kringspoor.assess.report.markup import UNPRINTABLE
from kringspoor.assess.report.words import Amount, Speaker

ROOMY = 72  # from this width on bars and ranges fit
IN_ASCII = str.maketrans(
    {
        "₂": "2",
        "–": "-",
        "—": "-",
        "€": "EUR",
        "·": "|",
        "…": "...",
        "×": "x",
        "█": "#",
        "±": "+/-",
        "’": "'",
        "\u00a0": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Screen:
    """A console, and how to speak on it."""

    console: Console
    speaker: Speaker

    @property
    def is_ascii(self) -> bool:
        """Whether the terminal cannot show more than ASCII."""
        try:
            "₂–€█".encode(self.console.encoding)
        except UnicodeEncodeError:
            return True
        return False

    @property
    def is_roomy(self) -> bool:
        """Whether bars fit."""
        return self.console.width >= ROOMY

    def fitted(self, text: str) -> str:
        """Text from anywhere, without control characters, in what the terminal can show."""
        text = UNPRINTABLE.sub("?", text)
        if not self.is_ascii:
            return text
        plain = unicodedata.normalize("NFKD", text.translate(IN_ASCII))
        return (
            "".join(c for c in plain if not unicodedata.combining(c))
            .encode("ascii", "replace")
            .decode("ascii")
        )

    def line(self, text: str, style: str = "", indent: int = 2) -> None:
        """One paragraph, wrapped under its own beginning."""
        said = Line(self.fitted(text), style=style)
        self.console.print(Padding(said, (0, 0, 0, indent)))

    def heading(self, text: str) -> None:
        """The name of the lines that follow, after a blank one."""
        self.console.print()
        self.line(text, "bold", indent=0)


def ranged(amount: Amount, say: Speaker) -> str:
    """An amount with its range in words."""
    if not amount.range:
        return amount.line()
    between = say("tussen", "between"), say("en", "and")
    low, high = amount.range.split(" – ")
    return f"{amount.value} {amount.unit}, {between[0]} {low} {between[1]} {high}".replace(
        " ,", ","
    )
