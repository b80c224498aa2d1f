"""Pools as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kringspoor.core.figure import Figure
from kringspoor.core.pool import PoolKind, pool_share
from kringspoor.core.words import Text, euros, number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.use.models import Pool, PoolStay
from kringspoor.use.queries.pools import Charge, Use
from kringspoor.use.tables import day
from kringspoor.use.tables.verdicts import figure

SEED = "fair-ict-flanders"


def row(pool: Any) -> dict[str, Any]:
    """One pool as a row of the list."""
    return {
        "number": pool.pk,
        "name": pool.name,
        "kind": PoolKind(pool.kind).text.spoken(language()),
        "unit": pool.unit or "",
        "held": pool.held_count,
        "cap": pool.cap_count,
        "lent": pool.lent_count,
        "is_full": pool.held_count >= pool.cap_count,
        "is_open": pool.is_open,
        "lends": PoolKind(pool.kind).lends,
    }


def stay(each: PoolStay, today: date) -> dict[str, Any]:
    """One device in a pool, with whoever has it."""
    loans = each.device.open_loans  # type: ignore[attr-defined]
    loan = loans[0] if loans else None
    is_late = loan is not None and loan.due_on is not None and loan.due_on < today
    return {
        "number": each.device_id,
        "name": str(each.device),
        "model": f"{each.device.make} {each.device.model}".strip(),
        "since": day(each.from_on),
        "review": day(each.review_on),
        "is_to_review": each.review_on <= today,
        "holder": (loan.holder or str(loan.unit or "")) if loan else "",
        "due": day(loan.due_on) if loan else "",
        "is_lent": loan is not None,
        "is_late": is_late,
    }


def facts(pool: Pool) -> list[tuple[str, str]]:
    """The bounds of a pool."""
    said = language()
    price = "" if pool.month_cents is None else euros(pool.month_cents / 100, said, 2)
    known = [
        (_("What it is for"), PoolKind(pool.kind).text.spoken(said)),
        (_("Department"), str(pool.unit or "")),
        (_("Devices at most"), number(pool.cap_count, said)),
        (_("Days a device may lie idle"), _counted(pool.max_idle_days)),
        (_("Days of a loan"), _counted(pool.loan_days)),
        (_("Price of a month"), price),
    ]
    return [(name, value) for name, value in known if value]


def _counted(days: int | None) -> str:
    return "" if days is None else number(days, language())


def share_of_fleet(held_count: int, fleet_count: int) -> dict[str, Any]:
    """The part of the fleet that lies in pools, with what it is made from."""
    share = pool_share(held_count, fleet_count)
    told = Figure(
        Text(nl="deel van de vloot in pools", en="part of the fleet in pools"),
        None if share is None else 100 * share,
        "%",
        "measured",
        formula="core.pool.pool_share",
        source=SEED,
        inputs=(
            _count(Text(nl="toestellen in pools", en="devices in pools"), held_count),
            _count(Text(nl="toestellen in huis", en="devices in the house"), fleet_count),
        ),
    )
    return figure("fleet", told, language())


def served(use: Use, since: date, until: date) -> dict[str, Any]:
    """How well a pool served in a period, with what that is made from."""
    told = Figure(
        Text(nl="benutting", en="utilisation"),
        None if use.share is None else 100 * use.share,
        "%",
        "measured",
        formula="core.pool.utilisation_share",
        source=SEED,
        period=f"{day(since)} – {day(until)}",
        inputs=(
            _days(Text(nl="dagen uitgeleend", en="days lent"), use.lent_days),
            _days(Text(nl="dagen in de pool", en="days in the pool"), use.held_days),
        ),
    )
    return figure("use", told, language())


def _count(name: Text, count: int) -> Figure:
    return Figure(name, float(count), "devices", "measured", decimals=0)


def _days(name: Text, days: int) -> Figure:
    return Figure(name, float(days), "", "measured", decimals=0)


def charge_rows(charges: Sequence[Charge]) -> list[dict[str, str]]:
    """What each department had, and what that costs."""
    said = language()
    return [
        {
            "unit": each.unit or _("no department"),
            "days": number(each.lent_days, said),
            "price": euros(each.charge_cents / 100, said, 2),
        }
        for each in charges
    ]


def file_heads() -> list[str]:
    """The heads of the charges as a file."""
    return [_("Department"), _("Days lent"), _("Amount (€)")]


def file_row(charge: Charge) -> list[Cell]:
    """What one department had, as a row of a file."""
    return [charge.unit, charge.lent_days, charge.charge_cents / 100]
