"""Pages of labels: SVG that needs nothing beside it, and the pages together as one PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from io import BytesIO
from urllib.parse import quote
from xml.sax.saxutils import escape

import vl_convert
from pypdf import PdfWriter

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text, number
from kringspoor.use.labels.codes import (
    CODE_SHARE,
    KINDS,
    Kind,
    Squares,
    module_mm,
    need_mm,
    path_of,
    squares_of,
)
from kringspoor.use.labels.layouts import LAYOUTS, Layout
from kringspoor.use.labels.lettering import FONT, is_printable, plain, shortened, width_em

POINTS_PER_MM = 72 / Decimal("25.4")
LEAST_MM = Decimal("1.8")  # the size of letters one can read: 5 points
MOST_TAG_MM, MOST_LINE_MM = Decimal(6), Decimal(3)
TAG_SHARE, LINE_SHARE = Decimal("0.3"), Decimal("0.13")  # of the height that can be printed
LEAST_GAP_MM = Decimal(1)  # between the code and the text
LEADING = Decimal("1.25")
BASELINE = Decimal("0.95")  # of a line's size, below its top


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says. With an address the code leads to it; without, it is the tag alone."""

    tag: str
    organisation: str
    model: str = ""
    address: str = ""

    @property
    def content(self) -> str:
        """What a scanner reads."""
        return self.address or self.tag


def address_of(site: str, organisation: str, tag: str) -> str:
    """Where the page of a device is, in letters that every scanner can type.

    >>> address_of("https://kringspoor.example/", "gent", "PC/12 é")
    'https://kringspoor.example/gent/t/PC%2F12%20%C3%A9'
    """
    if tag in (".", ".."):  # a browser takes these for a folder, however they are spelt
        raise _tag_refused(tag)
    return f"{site.rstrip('/')}/{organisation}/t/{quote(tag, safe='')}"


def sheet(labels: Sequence[Label], layout: Layout, kind: Kind, *, start_no: int = 1) -> list[str]:
    """Labels in their order on as many pages as they need, each an SVG at its true size.

    The first page begins at label ``start_no``, so that a sheet used in part is used up.

    >>> gent = [Label(f"PC-{no}", "Stad Gent") for no in range(1, 191)]
    >>> pages = sheet(gent, LAYOUTS["avery-l4731"], "qr")
    >>> len(pages), pages[0][:67]
    (2, '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm')
    """
    if not labels:
        raise Refused(
            Text(nl="er is geen toestel gekozen", en="no device was chosen"),
            hint=Text(nl="kies minstens één toestel", en="choose at least one device"),
            code="label-nothing",
        )
    skipped = layout.checked_start(start_no) - 1
    drawn = [_drawn(each, layout, kind) for each in labels]
    pages = []
    for first in range(-skipped, len(drawn), layout.per_page):
        places = range(max(first, 0), min(first + layout.per_page, len(drawn)))
        pages.append(_page([(no - first + 1, drawn[no]) for no in places], layout))
    return pages


def as_pdf(pages: Sequence[str]) -> bytes:
    """The pages as one PDF at true size, to be printed without scaling."""
    writer = PdfWriter()
    for page in pages:
        writer.append(BytesIO(vl_convert.svg_to_pdf(_SIDE.sub(_in_points, page, count=2))))
    writer.compress_identical_objects()  # the pages bring the same letters
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


_SIDE = re.compile(r'(width|height)="([\d.]+)mm"')


def _in_points(side: re.Match[str]) -> str:
    # The PDF writer makes a millimetre 96 / 25.4 pixels, and then takes a pixel for a point.
    return f'{side[1]}="{_mm(Decimal(side[2]) * POINTS_PER_MM)}"'


def _page(drawn: Sequence[tuple[int, str]], layout: Layout) -> str:
    width, height = _mm(layout.page_width_mm), _mm(layout.page_height_mm)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        f' viewBox="0 0 {width} {height}" font-family="{FONT}">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
    ]
    size = f'width="{_mm(layout.width_mm)}" height="{_mm(layout.height_mm)}"'
    for position_no, inner in drawn:
        place = layout.place(position_no)
        # A nested SVG cuts off what leaves it, also in a font that is wider than ours.
        parts.append(f'<svg x="{_mm(place.x_mm)}" y="{_mm(place.y_mm)}" {size}>{inner}</svg>')
    return "".join([*parts, "</svg>\n"])


def _drawn(label: Label, layout: Layout, kind: Kind) -> str:
    if not label.tag.strip() or not all(map(is_printable, label.tag)):
        raise _tag_refused(label.tag)
    squares = squares_of(label.content, kind)
    size_mm = module_mm(len(squares), kind, layout)
    if size_mm is None:
        raise _too_small(label, layout, kind, squares)
    code_mm, quiet_mm = size_mm * len(squares), size_mm * KINDS[kind].quiet_count
    x_mm, y_mm = max(layout.edge_x_mm, quiet_mm), (layout.height_mm - code_mm) / 2
    text_mm = x_mm + code_mm + max(quiet_mm, LEAST_GAP_MM)
    code = (
        f'<path transform="translate({_mm(x_mm)} {_mm(y_mm)}) scale({_mm(size_mm)})"'
        f' d="{path_of(squares)}"/>'
    )
    return code + "".join(_lines(label, layout, text_mm))


def _lines(label: Label, layout: Layout, x_mm: Decimal) -> Iterator[str]:
    """The tag, as large as fits; the organisation and the model in small letters under it."""
    room_mm = layout.width_mm - layout.edge_x_mm - x_mm
    high_mm = layout.height_mm - 2 * layout.edge_y_mm
    widest_mm = (room_mm / width_em(label.tag)).quantize(Decimal("0.001"), ROUND_FLOOR)
    tag_mm = max(min(widest_mm, high_mm * TAG_SHARE, MOST_TAG_MM), LEAST_MM)
    line_mm = max(min(high_mm * LINE_SHARE, MOST_LINE_MM), LEAST_MM)
    lines = [(label.tag, tag_mm, True)]
    lines += [(plain(each), line_mm, False) for each in (label.organisation, label.model)]
    lines = [each for each in lines if each[0]]
    y_mm = (layout.height_mm - sum(size_mm for _, size_mm, _ in lines) * LEADING) / 2
    for text, size_mm, is_tag in lines:
        shown = escape(shortened(text, room_mm / size_mm, keep_end=is_tag))
        yield (
            f'<text x="{_mm(x_mm)}" y="{_mm(y_mm + BASELINE * size_mm)}"'
            f' font-size="{_mm(size_mm)}">{shown}</text>'
        )
        y_mm += LEADING * size_mm


def _mm(length_mm: Decimal) -> str:
    """A length as SVG writes it, to a tenth of a micrometre and without idle zeros."""
    return f"{length_mm:.4f}".rstrip("0").rstrip(".")


def _tag_refused(tag: str) -> Refused:
    return Refused(
        Text(
            nl=f"inventarisnummer {tag!r} kan niet op een etiket",
            en=f"asset tag {tag!r} cannot stand on a label",
        ),
        hint=Text(
            nl="gebruik letters, cijfers en leestekens van ons schrift",
            en="use letters, digits and marks of the Latin script",
        ),
        code="label-tag",
    )


def _too_small(label: Label, layout: Layout, kind: Kind, squares: Squares) -> Refused:
    needed_mm = need_mm(len(squares), kind, layout).quantize(Decimal("0.1"), ROUND_CEILING)
    need, have = float(needed_mm), float(min(layout.height_mm, layout.width_mm * CODE_SHARE))
    return Refused(
        Text(
            nl=f"de {KINDS[kind].name}-code van {label.tag} heeft {number(need, 'nl', 1)} mm"
            f" nodig, en {layout.name_nl} heeft {number(have, 'nl', 1)} mm",
            en=f"the {KINDS[kind].name} code of {label.tag} needs {number(need, 'en', 1)} mm,"
            f" and {layout.name_en} has {number(have, 'en', 1)} mm",
        ),
        hint=_what_fits(label, layout, kind),
        code="label-too-small",
    )


def _what_fits(label: Label, layout: Layout, kind: Kind) -> Text:
    """Other codes on this paper, and other papers for this code."""
    fits = []
    for other, symbology in KINDS.items():
        for content in dict.fromkeys((label.content, label.tag)):
            if _has_room(content, other, layout):
                alone = content != label.content
                fits.append(
                    Text(
                        nl=symbology.name + " met alleen het inventarisnummer" * alone,
                        en=symbology.name + " with the tag alone" * alone,
                    )
                )
    fits += [each.name for each in LAYOUTS.values() if _has_room(label.content, kind, each)]
    if not fits:
        return Text(nl="zet er minder in", en="put less in it")
    return Text(
        nl="dit past: " + "; ".join(each.nl for each in fits),
        en="this fits: " + "; ".join(each.en for each in fits),
    )


def _has_room(content: str, kind: Kind, layout: Layout) -> bool:
    try:
        squares = squares_of(content, kind)
    except Refused:
        return False
    return module_mm(len(squares), kind, layout) is not None
