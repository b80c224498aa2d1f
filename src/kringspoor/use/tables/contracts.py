"""Contracts as a person reads them, and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.words import number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.record.tables import filter_bar
from kringspoor.use.forms.contracts import ContractFilterForm
from kringspoor.use.models import Device
from kringspoor.use.models.contracts import Contract
from kringspoor.use.rules.contracts import SOON_DAYS, ContractKind, notice_on
from kringspoor.use.tables import category_name, day
from kringspoor.use.tables.repairs import heads_of


def columns(sort: str) -> list[dict[str, Any]]:
    """The heads of the list."""
    return heads_of(
        (
            (_("Reference"), "reference", False),
            (_("Kind"), "kind", True),
            (_("Supplier or lessor"), "supplier", False),
            (_("Begins on"), "starts", True),
            (_("Ends on"), "ends", False),
            (_("Standing"), "", False),
            (_("Devices"), "devices", True),
        ),
        sort,
    )


def filters(form: ContractFilterForm, chosen: Mapping[str, str], count: int) -> dict[str, Any]:
    """The filter bar, in words."""
    named = {
        name: str(dict(form.fields[name].choices).get(chosen.get(name, ""), ""))  # type: ignore[attr-defined]
        for name in ("kind", "standing")
    }
    told = ngettext("{count} contract", "{count} contracts", count)
    return filter_bar(form, chosen, named, told.format(count=number(count, language())))


def kind_name(kind: str) -> str:
    """What a contract is, in words; as it was written when nobody knows that kind."""
    known = kind in set(ContractKind)
    return ContractKind(kind).text.spoken(language()) if known else kind


def row(contract: Contract, today: date) -> dict[str, Any]:
    """One contract as a row. Its devices were counted by the question that found it."""
    level, words = standing(contract, today)
    count: int = contract.devices_count  # type: ignore[attr-defined]
    return {
        "number": contract.pk,
        "reference": contract.reference,
        "kind": kind_name(contract.kind),
        "supplier": str(contract.supplier or ""),
        "starts": day(contract.starts_on),
        "ends": day(contract.ends_on),
        "devices": number(count, language()),
        "level": level,
        "words": words,
    }


def standing(contract: Contract, today: date) -> tuple[str, str]:
    """Whether it runs, must be given notice of soon, or is over."""
    ends, notice = contract.ends_on, notice_on(contract)
    if ends is None or notice is None:
        return "", _("no end")
    if ends < today:
        return "bad", _("is over")
    days = (notice - today).days
    if days < 0:
        return "warn", _("notice is past")
    if days > SOON_DAYS:
        return "good", _("runs")
    told = ngettext("notice within {count} day", "notice within {count} days", days)
    return "warn", told.format(count=days)


def facts(contract: Contract) -> list[tuple[str, str]]:
    """What is known of a contract, and only that."""
    said = language()
    days = ("notice_days", "response_days")
    counted = {n: getattr(contract, n) for n in days}
    known = [
        (_("Kind"), kind_name(contract.kind)),
        (_("Supplier or lessor"), str(contract.supplier or "")),
        (_("Begins on"), day(contract.starts_on)),
        (_("Ends on"), day(contract.ends_on)),
        (_("Give notice by"), day(notice_on(contract))),
        *(
            (label, "" if counted[name] is None else number(counted[name], said))
            for name, label in zip(
                days, (_("Days of notice"), _("Working days until service comes")), strict=True
            )
        ),
        (_("Note"), contract.note),
    ]
    return [(name, value) for name, value in known if value]


def device_row(device: Device) -> dict[str, Any]:
    """A device under a contract."""
    return {
        "number": device.pk,
        "name": str(device),
        "what": f"{device.make} {device.model}".strip() or category_name(device.category),
        "unit": str(device.unit or ""),
        "warranty": day(device.warranty_end_on),
    }


def file_heads() -> list[str]:
    """The heads of the list as a file."""
    return [
        _("Reference"), _("Kind"), _("Supplier or lessor"), _("Begins on"), _("Ends on"),
        _("Give notice by"), _("Days of notice"), _("Working days until service comes"),
        _("Devices"), _("Note"),
    ]  # fmt: skip


def file_row(contract: Contract) -> list[Cell]:
    """One contract as a row of a file."""
    return [
        contract.reference, kind_name(contract.kind), str(contract.supplier or ""),
        contract.starts_on, contract.ends_on, notice_on(contract), contract.notice_days,
        contract.response_days, contract.devices_count, contract.note,  # type: ignore[attr-defined]
    ]  # fmt: skip
