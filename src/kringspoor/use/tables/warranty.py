"""Warranty that ends before the minimum period of use, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kringspoor.core.figure import Figure
from kringspoor.core.words import Text, number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use import tables
from kringspoor.use.models import Device
from kringspoor.use.queries.warranty import Uncovered, WarrantyGaps
from kringspoor.use.tables.verdicts import figure


def gap_figures(gaps: WarrantyGaps) -> list[dict[str, Any]]:
    """How many devices have no cover up to their minimum, and for how many months."""
    said = language()
    covered = Figure(_COVERED, gaps.covered_count, "devices", "calculated", decimals=0)
    unknown = Figure(_UNKNOWN, gaps.unknown_count, "devices", "calculated", decimals=0)
    count = Figure(
        _UNCOVERED, len(gaps.uncovered), "devices", "calculated", formula=_FORMULA,
        source="fair-ict-flanders", inputs=(covered, unknown), decimals=0,
    )  # fmt: skip
    months = Figure(
        _MEDIAN, gaps.gap_months, "months", "calculated" if gaps.uncovered else "unknown",
        formula=f"median({_FORMULA})", source="fair-ict-flanders", inputs=(count,), decimals=0,
    )  # fmt: skip
    return [figure(f"gap{i}", each, said) for i, each in enumerate((count, months))]


def gap_models(gaps: WarrantyGaps) -> list[dict[str, str]]:
    """The models with devices without cover."""
    said = language()
    return [
        {
            "category": tables.category_name(each.category) or _("unknown"),
            "name": each.name or _("unknown"),
            "count": number(each.devices_count, said),
            "gap": number(each.gap_months, said),
        }
        for each in gaps.models
    ]


def gap_row(gap: Uncovered, device: Device) -> dict[str, Any]:
    """One device without cover as a row of the list."""
    return {
        "number": device.pk,
        "name": str(device),
        "model": gap.name or device.description,
        "category": tables.category_name(device.category),
        "bought": tables.day(device.purchased_on),
        "ends": tables.day(device.warranty_end_on),
        "cover": gap.cover_months,
        "minimum": gap.minimum_months,
        "gap": gap.gap_months,
    }


def gap_cells(gaps: WarrantyGaps, devices: Mapping[int, Device]) -> Iterator[Sequence[Cell]]:
    """Every device without cover as the rows of a file."""
    for each in gaps.uncovered:
        device = devices[each.device_no]
        yield (
            device.tag, device.serial, tables.category_name(device.category), device.make,
            device.model, str(device.unit or ""), device.purchased_on, device.warranty_end_on,
            each.cover_months, each.minimum_months, each.gap_months,
        )  # fmt: skip


def gap_heads() -> list[str]:
    """The heads of that file."""
    return [
        _("Tag"), _("Serial number"), _("Category"), _("Make"), _("Model"), _("Department"),
        _("Bought"), _("Warranty ends"), _("Warranty, months"), _("Minimum, months"),
        _("Without warranty, months"),
    ]  # fmt: skip


_FORMULA = "core.lifetime.warranty_gap_months"
_UNCOVERED = Text(
    nl="toestellen zonder garantie tot hun minimum",
    en="devices without warranty up to their minimum",
)
_MEDIAN = Text(nl="maanden zonder garantie (mediaan)", en="months without warranty (median)")
_COVERED = Text(nl="tot hun minimum gedekt", en="covered up to their minimum")
_UNKNOWN = Text(nl="aankoop of garantie onbekend", en="purchase or warranty unknown")
