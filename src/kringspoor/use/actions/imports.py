"""Taking lists into the inventory, and taking them back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from django.db import transaction

from kringspoor.assess.fleet import Columns
from kringspoor.catalogue.additions import user_folder
from kringspoor.catalogue.facts import load
from kringspoor.core.collecting import without_collecting
from kringspoor.core.errors import Refused
from kringspoor.core.states import from_coarse
from kringspoor.core.words import Text
from kringspoor.people.actions import sites_named, units_named
from kringspoor.people.models import Organisation, Site, Unit, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.batches import accept_batch, move_batch, open_batch
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import canonical_rows
from kringspoor.record.models import Batch
from kringspoor.record.rows import (
    change_rows,
    numbers_for,
    write_rows,
)
from kringspoor.use.facts import STORED, plain
from kringspoor.use.importing import Change, Comparison, compared, counts_of
from kringspoor.use.models import Device, FileShape, Lot, StorageMedium

if TYPE_CHECKING:
    pass

IMPORT = "import"


def _quietly(_: int) -> None:
    """Nobody listens."""


@within_organisation
def import_devices(
    columns: Columns,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    name: str,
    key: str,
) -> Batch:
    """Take a fleet's columns into the inventory as one batch that can be undone.

    ``key`` names the act: the same key twice is the same batch, so a double click makes nothing
    twice. All of it is done, or nothing.
    """
    with transaction.atomic():
        batch = open_batch(
            IMPORT, organisation=organisation, actor=actor, at=at, name=name, key=key,
            state="running",
        )  # fmt: skip
        return import_batch(batch, columns, organisation=organisation, at=at)


@within_organisation
@without_collecting()  # nothing of a long list is garbage before its end
@transaction.atomic
def import_batch(
    batch: Batch,
    columns: Columns,
    *,
    organisation: Organisation,
    at: datetime,
    told: Callable[[int], None] = _quietly,
) -> Batch:
    """Do what a batch that is running promised: all of it, or nothing; once, whoever else tries.

    ``told`` hears how many rows are written. Raises Refused when what a person was shown is no
    longer what would happen.
    """
    hold_chain(organisation=organisation)
    batch = Batch.objects.select_related("actor").get(pk=batch.pk)
    if batch.state != "running":
        return batch
    batch.rows_count = len(columns["row_no"])
    comparison = compared(columns, organisation=organisation)
    if batch.looked and batch.looked["counts"] != counts_of(comparison):
        raise Refused(_OTHERWISE, code="changed-since-look")
    happenings = chain(
        _made(comparison, organisation, batch, told),
        _changed(comparison.changed),
        _lots(comparison, organisation, batch),
    )
    told(len(comparison.made) + len(comparison.changed))
    if comparison.made or comparison.changed or comparison.lots:
        write_down(happenings, organisation=organisation, actor=batch.actor, at=at, batch=batch)
    _finish(batch, comparison, at)
    return batch


_OTHERWISE = Text(
    nl="sinds u keek, is de inventaris veranderd", en="the inventory has changed since you looked"
)


def _finish(batch: Batch, comparison: Comparison, at: datetime) -> None:
    batch.state, batch.ended_at = "done", at
    batch.done_count = batch.rows_count
    batch.made_count = len(comparison.made) + len(comparison.lots)
    batch.changed_count = len(comparison.changed)
    if not batch.looked:  # else a person saw them already, with their place in the file
        batch.problems = [
            {"row_no": row_no, "code": code, "nl": text.nl, "en": text.en}
            for row_no, code, text in comparison.problems
        ]
    batch.save()


def _made(
    comparison: Comparison, organisation: Organisation, batch: Batch, told: Callable[[int], None]
) -> Iterator[Happening]:
    rows = comparison.of_rows(comparison.made)
    numbers = numbers_for(Device, len(comparison.made))
    entered = {word: from_coarse(word or "in_use").value for word in set(rows["state"])}
    states = [entered[word] for word in rows["state"]]
    fields = {name: rows[name] for name in STORED}
    unsaid = batch.answers.get("ownership", "")  # whose they are, where the list is silent
    write_rows(
        Device,
        {
            "id": numbers, "organisation_id": repeat(organisation.pk), "batch_id": repeat(batch.pk),
            "state": states, "ownership": [word or unsaid for word in rows["ownership"]],
            **_listed(rows), **_placed(rows, organisation), **fields,
        },
        told,
    )  # fmt: skip
    media = [
        (number, serial)
        for number, serials in zip(numbers, rows["media"], strict=True)
        if serials
        for each in serials.split(";")
        if (serial := each.strip())
    ]
    write_rows(
        StorageMedium,
        {"device_id": [number for number, _ in media], "serial": [serial for _, serial in media]},
    )
    payloads = canonical_rows({**fields, "state": states}, plain)  # an event says what was said
    return (
        Happening("device.imported", f"device:{number}", payload)
        for number, payload in zip(numbers, payloads, strict=True)
    )


def _listed(rows: Mapping[str, Sequence[str]]) -> dict[str, list[bool]]:
    """Whether all that goes its own way is known: by the list, or as its kind holds none."""
    kinds = load(user_folder(os.environ)).categories
    bare = {slug for slug, each in kinds.items() if not each.has_storage}
    whole = {slug for slug, each in kinds.items() if not each.has_battery}
    both = zip(rows["category"], rows["media"], strict=True)
    return {
        "are_media_listed": [bool(serials) or kind in bare for kind, serials in both],
        "are_batteries_listed": [kind in whole for kind in rows["category"]],
    }


def _placed(rows: Mapping[str, Sequence[str]], organisation: Organisation) -> dict[str, Any]:
    units = units_named(set(rows["unit"]), organisation=organisation)
    sites = sites_named(set(rows["site"]), organisation=organisation)
    return {"unit_id": _numbers(rows["unit"], units), "site_id": _numbers(rows["site"], sites)}


def _numbers(names: Sequence[str], known: Mapping[str, Unit | Site]) -> list[int | None]:
    numbers = {name: each.pk for name, each in known.items()}
    return [numbers.get(name[:200]) for name in names]


def _changed(changes: Sequence[Change]) -> list[Happening]:
    new = (
        (each.device_no, {name: value for name, (_, value) in each.changed.items()})
        for each in changes
    )
    change_rows(Device, new, "version_no")
    return [
        Happening(
            "device.changed",
            f"device:{each.device_no}",
            {name: [plain(old), plain(new)] for name, (old, new) in each.changed.items()},
        )
        for each in changes
    ]


_LOT_FIELDS = ("category", "make", "model", "description", "purchased_on", "price_cents",
               "currency", "order_no")  # fmt: skip


def _lots(comparison: Comparison, organisation: Organisation, batch: Batch) -> list[Happening]:
    rows = comparison.of_rows(comparison.lots)
    numbers = numbers_for(Lot, len(comparison.lots))
    quantities = [each or 1 for each in rows["quantity_count"]]
    write_rows(
        Lot,
        {
            "id": numbers, "organisation_id": repeat(organisation.pk), "batch_id": repeat(batch.pk),
            "quantity_count": quantities, **_placed(rows, organisation),
            **{name: rows[name] for name in _LOT_FIELDS},
        },
    )  # fmt: skip
    return [
        Happening("lot.imported", f"lot:{number}", {"quantity": quantity})
        for number, quantity in zip(numbers, quantities, strict=True)
    ]


@within_organisation
def accept_import(batch: Batch, *, organisation: Organisation, actor: User) -> None:
    """Let an import be done as it was shown. Raises Refused while it still asks something."""
    if batch.state == "looked_at" and batch.looked["questions"]:
        raise Refused(
            Text(nl="deze lijst heeft nog een vraag voor u", en="this list still asks something"),
            hint=Text(nl="beantwoord eerst de vraag", en="answer the question first"),
            code="question",
        )
    accept_batch(batch, organisation=organisation, actor=actor)


@within_organisation
def answer_batch(
    batch: Batch,
    mapping: Mapping[str, str],
    *,
    organisation: Organisation,
    is_day_first: bool | None,
    ownership: str = "",
) -> None:
    """Keep what a person says about a file, remember its columns, and have it looked at again.

    ``ownership`` is that of the devices of which the file does not say it.
    """
    said: dict[str, Any] = {"ownership": ownership}
    if is_day_first is not None:  # else it was not asked
        said["is_day_first"] = is_day_first
    FileShape.objects.update_or_create(
        key=batch.looked["shape"],
        defaults={"mapping": dict(mapping)},
        create_defaults={"organisation": organisation, "mapping": dict(mapping)},
    )
    move_batch(
        batch,
        "waiting",
        organisation=organisation,
        when=("looked_at",),
        answers={**batch.answers, **said},
        tries_count=0,
    )


@within_organisation
def forget_mapping(shape: str, *, organisation: Organisation) -> None:
    """Forget what was said about files of this shape: with it they cannot be read."""
    FileShape.objects.filter(key=shape).delete()
