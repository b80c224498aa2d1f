"""A recall letter in words, on a page to print, and as PDF. It names a pseudonym or a unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from django.utils import timezone

from kringspoor.core.words import Language, Text
from kringspoor.use.labels.lettering import FONT, plain, shortened, width_em
from kringspoor.use.models import RecallLetter

_WIDE_MM, _HIGH_MM, _EDGE_MM = 210, 297, 25
_SIZE_MM, _TITLE_MM = Decimal("3.9"), Decimal("5.6")  # 11 and 16 points
_LEADING = Decimal("1.45")
_MOST_ROWS = (_HIGH_MM - 2 * _EDGE_MM) // 6

_TITLE = Text(nl="Breng dit toestel binnen", en="Please hand in this device")
_OPENING = {
    "dormant": Text(
        nl="De toestellen hieronder zijn aan u toegewezen. Wij hebben ze lang niet gezien.",
        en="The devices below are assigned to you. We have not seen them for a long time.",
    ),
    "leaver": Text(
        nl="U verlaat onze organisatie, en de toestellen hieronder zijn nog aan u toegewezen.",
        en="You are leaving our organisation, and the devices below are still assigned to you.",
    ),
}
_ASK = Text(
    nl="Breng ze ten laatste op {day} binnen bij de ICT-dienst, met lader en toebehoren.",
    en="Please hand them in at the ICT service by {day}, with charger and accessories.",
)
_STILL = {
    "dormant": Text(
        nl="Gebruikt u een toestel nog? Laat het ons weten: dan noteren wij dat het gezien is.",
        en="Do you still use a device? Tell us: we then note that it was seen.",
    ),
    "leaver": Text(
        nl="Wis zelf niets. De ICT-dienst wist de gegevens voor iemand anders het toestel krijgt.",
        en="Do not erase anything. The ICT service erases the data before anybody else gets it.",
    ),
}
_TO, _REFERENCE = Text(nl="Aan", en="To"), Text(nl="Kenmerk", en="Reference")
_WHOEVER = Text(nl="wie het toestel heeft", en="whoever has the device")
_SERIAL = Text(nl="serienummer", en="serial number")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the language of who gets it."""

    said: Language
    organisation: str
    to: str
    day: str
    reference: str
    title: str
    opening: str
    devices: tuple[str, ...]
    ask: str
    still: str


def letter_of(letter: RecallLetter) -> Letter:
    """The words of a letter, whatever language the site is read in."""
    said: Language = "en" if letter.language == "en" else "nl"
    to = letter.holder or str(letter.unit or _WHOEVER.spoken(said))
    devices = []
    for each in letter.devices.all():
        parts = [str(each), f"{each.make} {each.model}".strip()]
        if each.serial and each.tag:
            parts.append(f"{_SERIAL.spoken(said)} {each.serial}")
        devices.append(", ".join(filter(None, parts)))
    return Letter(
        said=said,
        organisation=letter.organisation.name,
        to=f"{_TO.spoken(said)}: {to}",
        day=f"{timezone.localtime(letter.written_at):%d/%m/%Y}",
        reference=f"{_REFERENCE.spoken(said)}: R{letter.pk}",
        title=_TITLE.spoken(said),
        opening=_OPENING[letter.reason].spoken(said),
        devices=tuple(devices),
        ask=_ASK.filled(day=f"{letter.hand_in_on:%d/%m/%Y}").spoken(said),
        still=_STILL[letter.reason].spoken(said),
    )


def as_pages(letter: Letter) -> list[str]:
    """The letter on sheets of A4, each an SVG at its true size."""
    rows = list(_rows(letter))
    parts = [rows[at : at + _MOST_ROWS] for at in range(0, len(rows), _MOST_ROWS)]
    return [_drawn(part) for part in parts]


def _rows(letter: Letter) -> Iterator[tuple[str, Decimal]]:
    """Every line of the letter with the size of its letters; an empty line keeps its place."""
    for text in (letter.organisation, letter.day, letter.reference, "", letter.to, "", ""):
        yield text, _SIZE_MM
    yield letter.title, _TITLE_MM
    yield "", _SIZE_MM
    for text in (letter.opening, "", *(f"– {each}" for each in letter.devices), "", letter.ask, "",
                 letter.still):  # fmt: skip
        for line in wrapped(plain(text)):
            yield line, _SIZE_MM


def wrapped(text: str) -> list[str]:
    """A paragraph in lines that fit between the margins.

    >>> len(wrapped("woord " * 40)), wrapped("")
    (4, [''])
    """
    most_em = (_WIDE_MM - 2 * _EDGE_MM) / _SIZE_MM
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_em(longer) <= most_em:
            lines[-1] = longer
        else:
            lines.append(shortened(word, most_em))
    return [each for each in lines if each] or [""]


def _drawn(rows: Sequence[tuple[str, Decimal]]) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE_MM}mm" height="{_HIGH_MM}mm"'
        f' viewBox="0 0 {_WIDE_MM} {_HIGH_MM}" font-family="{FONT}">'
        f'<rect width="{_WIDE_MM}" height="{_HIGH_MM}" fill="#fff"/>'
    ]
    y_mm = Decimal(_EDGE_MM)
    for text, size_mm in rows:
        y_mm += size_mm * _LEADING
        if text:
            parts.append(
                f'<text x="{_EDGE_MM}" y="{y_mm}" font-size="{size_mm}">{escape(text)}</text>'
            )
    return "".join([*parts, "</svg>\n"])
