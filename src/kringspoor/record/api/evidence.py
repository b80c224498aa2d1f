"""The files that prove something: listed, kept, described and given back byte for byte."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from kringspoor.people.api import (
    REFUSALS,
    Number,
    Part,
    allowed,
    as_file,
    by,
    checked,
    given,
    part_of,
    there,
)
from kringspoor.record.actions import evidence as actions
from kringspoor.record.api.told import EvidenceOut
from kringspoor.record.forms.evidence import AboutForm
from kringspoor.record.models import Evidence
from kringspoor.record.queries import evidence as queries
from kringspoor.record.rules import demand_file, demand_keeping, demand_record

router = Router(tags=["evidence"])


class FilesOut(Schema):
    """A part of the files asked for, and how many there are."""

    count: int
    items: list[EvidenceOut]


class Asked(Part):
    """Which files are asked for."""

    q: str = Field("", max_length=200)
    kind: str = Field("", max_length=40)
    visibility: str = Field("", max_length=12)
    validity: str = Field("", max_length=12)
    sort: str = Field("", max_length=20)


class About(Schema):
    """What a file is, who gave it and who may see it."""

    kind: str = Field("other", max_length=40)
    issuer: str = Field("", max_length=200)
    issued_on: date | None = None
    expires_on: date | None = None
    visibility: str = "private"


@router.get("", response={200: FilesOut, **REFUSALS}, summary="List files")
def files(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """The files that fit, the latest first."""
    member = allowed(request, demand_record)
    told = queries.Asked(
        words=asked.q, kind=asked.kind, visibility=asked.visibility, validity=asked.validity,
        sort=asked.sort or queries.USUAL_SORT,
    )  # fmt: skip
    today = timezone.localdate()
    return dict(
        part_of(queries.evidence(told, organisation=member.organisation, today=today), asked)
    )


@router.post("", response={200: EvidenceOut, **REFUSALS}, summary="Keep a file")
def keep(
    request: HttpRequest, about: Annotated[About, Form()], file: Annotated[UploadedFile, File()]
) -> Evidence:
    """Keep a file as evidence; the same bytes twice are kept once."""
    member = allowed(request, demand_keeping)
    told = checked(AboutForm(given(about))).about
    kept, _is_new = actions.add_evidence(file.chunks(), told, name=file.name or "", **by(member))
    return kept


@router.get("/{number}", response={200: EvidenceOut, **REFUSALS}, summary="One file")
def one(request: HttpRequest, number: Number) -> Evidence:
    """What is known of a file."""
    member = allowed(request, demand_record)
    return there(queries.evidence_numbered(number, organisation=member.organisation))


@router.patch("/{number}", response={200: EvidenceOut, **REFUSALS}, summary="Describe a file")
def describe(request: HttpRequest, number: Number, body: About) -> Evidence:
    """Say what a file is, who gave it and who may see it."""
    member = allowed(request, demand_keeping)
    kept = there(queries.evidence_numbered(number, organisation=member.organisation))
    actions.describe_evidence(kept, checked(AboutForm(given(body), now=kept)).about, **by(member))
    return kept


@router.get(
    "/{number}/file", response={200: None, **REFUSALS}, summary="Its bytes",
    openapi_extra=as_file("application/octet-stream"),
)  # fmt: skip
def content(request: HttpRequest, number: Number) -> FileResponse:
    """The file itself, byte for byte."""
    member = allowed(request)
    kept = there(queries.evidence_numbered(number, organisation=member.organisation))
    demand_file(member, kept)
    opened = queries.opened(kept, organisation=member.organisation)
    name = kept.name or kept.sha256
    return FileResponse(
        opened, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
