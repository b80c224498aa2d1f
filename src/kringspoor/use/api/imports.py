"""Taking in lists: send one, look what it would do, answer, accept, follow, undo."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Query, Router, Schema
from ninja.files import UploadedFile

from kringspoor.people.api import REFUSALS, Number, Part, allowed, by, checked, part_of, there
from kringspoor.record.actions.batches import ask_undo, cancel_batch, open_batch
from kringspoor.record.actions.files import keep_file
from kringspoor.record.api import BatchOut
from kringspoor.record.models import Batch
from kringspoor.use.actions import imports as actions
from kringspoor.use.actions.imports_undo import undo_import
from kringspoor.use.forms.imports import AnswerForm
from kringspoor.use.queries import imports as queries
from kringspoor.use.rules import demand_import

router = Router(tags=["imports"])


class ImportOut(BatchOut):
    """An import with what it would do and what could not be read."""

    looked: dict[str, Any]
    problems: list[dict[str, Any]]


class ImportsOut(Schema):
    """A part of the imports, the latest first."""

    count: int
    items: list[BatchOut]


class AnswerIn(Schema):
    """What the columns hold: header to field, '' leaves one out; and how dates are written."""

    mapping: dict[str, str] = Field(default_factory=dict)
    is_day_first: bool | None = None


@router.get("", response={200: ImportsOut, **REFUSALS}, summary="List imports")
def imports(request: HttpRequest, part: Annotated[Part, Query()]) -> dict[str, Any]:
    """Every list that was given, the latest first."""
    member = allowed(request, demand_import)
    return dict(part_of(queries.imports(organisation=member.organisation), part))


@router.post("", response={200: BatchOut, **REFUSALS}, summary="Send a list")
def send(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> Batch:
    """Send a CSV, XLSX, JSON or XML; a worker looks at it. The same bytes open one import."""
    member, at = allowed(request, demand_import), timezone.now()
    organisation, name = member.organisation, file.name or ""
    kept = keep_file(
        file.chunks(), organisation=organisation, name=name, kind=actions.IMPORT, at=at
    )
    return open_batch(
        actions.IMPORT, organisation=organisation, actor=member.user, at=at, name=name,
        key=kept.sha256, evidence=kept,
    )  # fmt: skip


@router.get("/{number}", response={200: ImportOut, **REFUSALS}, summary="One import")
def one(request: HttpRequest, number: Number) -> Batch:
    """How far an import is, what it would do, and what could not be read."""
    return _found(request, number)


@router.post("/{number}/answer", response={200: BatchOut, **REFUSALS}, summary="Answer it")
def answer(request: HttpRequest, number: Number, body: AnswerIn) -> Batch:
    """Say what the columns hold, and have the file looked at again."""
    batch, organisation = _found(request, number), allowed(request).organisation
    if batch.state == "looked_at":
        form = checked(AnswerForm(batch.looked, _filled(batch, body)))
        actions.answer_batch(
            batch, form.mapping, organisation=organisation, is_day_first=form.is_day_first
        )
    return _found(request, number)


@router.post("/{number}/accept", response={200: BatchOut, **REFUSALS}, summary="Let it be done")
def accept(request: HttpRequest, number: Number) -> Batch:
    """Let what was shown be done; a worker does it."""
    batch, member = _found(request, number), allowed(request)
    actions.accept_import(batch, organisation=member.organisation, actor=member.user)
    return _found(request, number)


@router.post("/{number}/cancel", response={200: BatchOut, **REFUSALS}, summary="Stop it")
def cancel(request: HttpRequest, number: Number) -> Batch:
    """Stop an import of which nothing was done yet."""
    batch, organisation = _found(request, number), allowed(request).organisation
    cancel_batch(batch, organisation=organisation, at=timezone.now())
    return _found(request, number)


@router.post("/{number}/undo", response={200: BatchOut, **REFUSALS}, summary="Take it back")
def undo(request: HttpRequest, number: Number) -> Batch:
    """Take an import back: what it made goes, what it changed returns to what it was.

    A worker takes a long one back; follow it until its state is `undone`.
    """
    batch, member = _found(request, number), allowed(request)
    if not ask_undo(batch, organisation=member.organisation, actor=member.user):
        undo_import(batch, **by(member))
    return _found(request, number)


def _found(request: HttpRequest, number: int) -> Batch:
    member = allowed(request, demand_import)
    return there(queries.import_of(number, organisation=member.organisation))


def _filled(batch: Batch, body: AnswerIn) -> dict[str, Any]:
    """An answer as the form of the page is filled in: its columns are numbered."""
    form = AnswerForm(batch.looked)
    data: dict[str, Any] = {
        each.name: body.mapping.get(str(each.label), each.initial) for each in form.columns
    }
    if body.is_day_first is not None:
        data["order"] = "day" if body.is_day_first else "month"
    return data
