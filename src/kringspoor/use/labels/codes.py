"""QR and Data Matrix as rows of squares (modules), and how large a label can print them.

QR (ISO/IEC 18004) wants four blank modules on every side, Data Matrix (ISO/IEC 16022) one. QR is
made at error correction M, which reads with 15 % of it damaged; Data Matrix has one level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from types import MappingProxyType
from typing import Any, Literal

import zxingcpp

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.use.labels.layouts import Layout

Kind = Literal["qr", "data-matrix"]
Squares = tuple[tuple[bool, ...], ...]

DOT_MM = Decimal("25.4") / 300  # modules of whole dots: no printer makes one wider than another
LEAST_MODULE_MM = 4 * DOT_MM  # the least from 0.33 mm up, which a phone reads in the hand
CODE_SHARE = Decimal("0.5")  # of a label's width at most; the rest is for people


@dataclass(frozen=True, slots=True)
class Symbology:
    """A kind of code: its name, how it is made, and how many modules around it stay blank."""

    name: str
    format: zxingcpp.BarcodeFormat
    options: Mapping[str, object]
    quiet_count: int


KINDS: Mapping[Kind, Symbology] = MappingProxyType(
    {
        "qr": Symbology("QR", zxingcpp.BarcodeFormat.QRCode, {"ec_level": "M"}, quiet_count=4),
        "data-matrix": Symbology(
            "Data Matrix", zxingcpp.BarcodeFormat.DataMatrix, {"force_square": True}, quiet_count=1
        ),
    }
)


def squares_of(content: str, kind: Kind) -> Squares:
    """The modules of a code, row by row; True is black.

    >>> [len(squares_of(text, "qr")) for text in ("PC-0001", "https://example.org/gent/t/PC-0001")]
    [21, 29]
    >>> len(squares_of("PC-0001", "data-matrix"))
    12
    """
    symbology = KINDS[kind]
    try:
        code = zxingcpp.create_barcode(content, symbology.format, **symbology.options)
    except ValueError as error:
        raise Refused(
            Text(
                nl=f"een {symbology.name}-code heeft geen plaats voor {len(content)} tekens",
                en=f"a {symbology.name} code has no room for {len(content)} characters",
            ),
            hint=Text(nl="zet er minder in", en="put less in it"),
            code="label-content-too-long",
        ) from error
    image = zxingcpp.write_barcode_to_image(code, add_quiet_zones=False)
    shades: Any = memoryview(image).tolist()  # type: ignore[arg-type]
    return tuple(tuple(shade == 0 for shade in row) for row in shades)


def module_mm(module_count: int, kind: Kind, layout: Layout) -> Decimal | None:
    """How large a module can be on a label, in whole dots; None is too small to be read.

    module = least of (height - 2 edge) / n, height / (n + 2 quiet), width / 2 / (n + 2 quiet)
    Units: count -> mm.

    >>> from kringspoor.use.labels.layouts import LAYOUTS
    >>> [str(module_mm(count, "qr", LAYOUTS["avery-l4731"]))[:5] for count in (21, 25)]
    ['0.338', 'None']
    """
    with_quiet = module_count + 2 * KINDS[kind].quiet_count
    room_mm = min(
        (layout.height_mm - 2 * layout.edge_y_mm) / module_count,
        layout.height_mm / with_quiet,
        layout.width_mm * CODE_SHARE / with_quiet,
    )
    dots = (room_mm / DOT_MM).to_integral_value(ROUND_FLOOR)
    return dots * DOT_MM if dots * DOT_MM >= LEAST_MODULE_MM else None


def need_mm(module_count: int, kind: Kind, layout: Layout) -> Decimal:
    """The side that the smallest readable code takes, with what stays blank around it.

    Units: count -> mm.
    """
    with_quiet = module_count + 2 * KINDS[kind].quiet_count
    with_edge_mm = module_count * LEAST_MODULE_MM + 2 * layout.edge_y_mm
    return max(with_quiet * LEAST_MODULE_MM, with_edge_mm)


def path_of(squares: Squares) -> str:
    """The black of a code as one path, a unit to the module: runs in one fill leave no seams.

    >>> path_of(((True, True, False), (False, False, True)))
    'M0 0h2v1h-2zM2 1h1v1h-1z'
    """
    runs = []
    for y, row in enumerate(squares):
        start = 0
        for x, is_black in enumerate((*row, False)):
            if not is_black:
                if x > start:
                    runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = x + 1
    return "".join(runs)
