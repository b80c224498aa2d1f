"""Lines of text that keep within their place, on a machine that cannot measure them.

Widths are those of Helvetica, which Arial and Liberation Sans share. What is not in the table
counts as a whole em, and an accent takes no width.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal

# One font in one weight: the PDF writer puts several in an order that differs from run to run.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
LATIN_END = 0x250  # letters of every language of the Union that writes in Latin script
MARKS = "–—‘’“”…€"
ELLIPSIS = "…"
THOUSANDTHS = {
    " !',./:;I[\\]ijlft|": 280,
    "()-`{}r*": 390,
    '"#$0123456789_aceksvxyzJLbdghnopqu€–?': 556,
    "FTZ+<=>~^": 611,
    "ABEKPSVXY&": 667,
    "CDHNRUw": 722,
    "GOQ": 778,
    "Mm%": 889,
}
_WIDTHS = {letter: width for letters, width in THOUSANDTHS.items() for letter in letters}


def is_printable(letter: str) -> bool:
    """Whether a label can show a letter: Latin script and the marks of ordinary text.

    >>> [letter for letter in "aé/ł€😀ж" if is_printable(letter)]
    ['a', 'é', '/', 'ł', '€']
    """
    return letter in MARKS or (ord(letter) < LATIN_END and letter.isprintable())


def plain(text: str) -> str:
    """A line without what a label cannot show.

    >>> plain("Stad Gent 😀\\n (loket)")
    'Stad Gent (loket)'
    """
    return " ".join("".join(each if is_printable(each) else " " for each in text).split())


def width_em(text: str) -> Decimal:
    """How wide a line is at most, in sizes of its letters.

    >>> width_em("PC"), width_em("é") == width_em("e")
    (Decimal('1.389'), True)
    """
    letters = (
        each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)
    )
    return Decimal(sum(_WIDTHS.get(letter, 1000) for letter in letters)) / 1000


def shortened(text: str, most_em: Decimal, *, keep_end: bool = False) -> str:
    """A line that fits, with an ellipsis where it was cut: at the end, or in the middle.

    >>> shortened("HP EliteBook 840 G5", Decimal(6))
    'HP EliteBo…'
    >>> shortened("GENT-2026-LAPTOP-00123", Decimal(6), keep_end=True)
    'GENT…123'
    """
    if width_em(text) <= most_em:
        return text
    for count in range(len(text) - 1, 0, -1):
        tail = count // 2 if keep_end else 0
        head = text[: count - tail].rstrip()
        cut = head + ELLIPSIS + text[len(text) - tail :].lstrip()
        if width_em(cut) <= most_em:
            return cut
    return ELLIPSIS
