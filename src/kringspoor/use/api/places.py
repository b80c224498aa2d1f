"""Where devices belong, and who takes part: departments, places and partners."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from kringspoor.people.api import REFUSALS, allowed
from kringspoor.use.queries import counting
from kringspoor.use.queries.steps import partners_by_name
from kringspoor.use.rules import demand_inventory

router = Router(tags=["places"])


class PlaceOut(Schema):
    """A department or a place."""

    id: int
    name: str


class PartnerOut(PlaceOut):
    """Another organisation, and what it does for this one."""

    roles: list[str]
    country: str


@router.get("/units", response={200: list[PlaceOut], **REFUSALS}, summary="Departments")
def units(request: HttpRequest) -> list[Any]:
    """Every department."""
    return list(counting.units(organisation=allowed(request, demand_inventory).organisation))


@router.get("/sites", response={200: list[PlaceOut], **REFUSALS}, summary="Places")
def sites(request: HttpRequest) -> list[Any]:
    """Every place where devices stand."""
    return list(counting.sites(organisation=allowed(request, demand_inventory).organisation))


@router.get("/partners", response={200: list[PartnerOut], **REFUSALS}, summary="Partners")
def partners(request: HttpRequest) -> list[Any]:
    """Every partner, by name."""
    return list(partners_by_name(organisation=allowed(request, demand_inventory).organisation))
