"""The papers that labels are printed on: sheets of A4 and a roll, in millimetres.

Lengths are decimals, not floats: 7 x 25.4 mm is 177.8 mm exactly, and is written so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label lies on its page: the corner at the top left. Units: mm."""

    x_mm: Decimal
    y_mm: Decimal


@dataclass(frozen=True, slots=True)
class Layout:
    """A paper with labels of one size, which lie in the middle of the page.

    The edge is what a printer cannot reach, or may be off by; nothing is printed there.
    Units: mm.
    """

    slug: str
    name_nl: str
    name_en: str
    page_width_mm: Decimal
    page_height_mm: Decimal
    width_mm: Decimal
    height_mm: Decimal
    columns: int
    rows: int
    pitch_x_mm: Decimal  # from one label's left side to the next one's
    pitch_y_mm: Decimal
    edge_x_mm: Decimal
    edge_y_mm: Decimal
    source: str

    @property
    def name(self) -> Text:
        """The paper in words."""
        return Text(nl=self.name_nl, en=self.name_en)

    @property
    def per_page(self) -> int:
        """How many labels one page holds."""
        return self.columns * self.rows

    @property
    def left_mm(self) -> Decimal:
        """The margin on the left, which is the margin on the right. Units: mm."""
        used_mm = (self.columns - 1) * self.pitch_x_mm + self.width_mm
        return (self.page_width_mm - used_mm) / 2

    @property
    def top_mm(self) -> Decimal:
        """The margin at the top, which is the margin at the bottom. Units: mm."""
        used_mm = (self.rows - 1) * self.pitch_y_mm + self.height_mm
        return (self.page_height_mm - used_mm) / 2

    def place(self, position_no: int) -> Place:
        """The place of a label, counted from 1 as one reads: along the row, then down.

        >>> LAYOUTS["avery-l4731"].place(1)
        Place(x_mm=Decimal('8.6'), y_mm=Decimal('13.5'))
        >>> LAYOUTS["avery-l4731"].place(9)
        Place(x_mm=Decimal('36.5'), y_mm=Decimal('23.5'))
        """
        row, column = divmod(position_no - 1, self.columns)
        return Place(
            x_mm=self.left_mm + column * self.pitch_x_mm,
            y_mm=self.top_mm + row * self.pitch_y_mm,
        )

    def checked_start(self, start_no: int) -> int:
        """The first free label of a sheet that was used before, if the sheet has it."""
        if not 1 <= start_no <= self.per_page:
            raise Refused(
                Text(
                    nl=f"{self.name_nl} heeft geen etiket {start_no}",
                    en=f"{self.name_en} has no label {start_no}",
                ),
                hint=Text(
                    nl=f"kies een begin van 1 tot {self.per_page}",
                    en=f"choose a start from 1 to {self.per_page}",
                ),
                code="label-start",
            )
        return start_no


def _a4(part: str, size: str, grid: tuple[int, int], pitch: str, edge: str) -> Layout:
    width, height = map(Decimal, size.split("x"))
    pitch_x, pitch_y = map(Decimal, pitch.split("x"))
    columns, rows = grid
    printed = f"{part}, {{}} per A4 ({{}} × {{}} mm)"
    numbers = (columns * rows, width, height)
    return Layout(
        slug=part.lower().replace(" ", "-"),
        name_nl=printed.format(*numbers).replace(".", ","),
        name_en=printed.format(*numbers),
        page_width_mm=Decimal(210),
        page_height_mm=Decimal(297),
        width_mm=width,
        height_mm=height,
        columns=columns,
        rows=rows,
        pitch_x_mm=pitch_x,
        pitch_y_mm=pitch_y,
        edge_x_mm=Decimal(edge),
        edge_y_mm=Decimal(edge),
        source=(
            "size, number and pitch as label programs publish them for this part of the maker;"
            " their margins differ by less than 0.5 mm from those of a symmetrical sheet"
        ),
    )


_ROLL = Layout(
    slug="brother-dk-11209",
    name_nl="Brother DK-11209, rol (62 × 29 mm)",
    name_en="Brother DK-11209, roll (62 × 29 mm)",
    page_width_mm=Decimal(62),
    page_height_mm=Decimal(29),
    width_mm=Decimal(62),
    height_mm=Decimal(29),
    columns=1,
    rows=1,
    pitch_x_mm=Decimal(62),
    pitch_y_mm=Decimal(29),
    edge_x_mm=Decimal("1.6"),
    edge_y_mm=Decimal("3.1"),
    source=(
        "696 × 271 dots of it can be printed, at 300 to the inch: 58.9 × 22.9 mm, as programs"
        " that drive the maker's printers publish it"
    ),
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        each.slug: each
        for each in (
            _a4("Avery L4731", "25.4x10", (7, 27), pitch="27.9x10", edge="0.5"),
            _a4("Avery L4732", "35.6x16.9", (5, 16), pitch="38.1x16.9", edge="1"),
            _a4("Avery L7160", "63.5x38.1", (3, 7), pitch="66.04x38.1", edge="2"),
            _ROLL,
        )
    }
)
"""Every paper by its slug, the smallest label first."""
