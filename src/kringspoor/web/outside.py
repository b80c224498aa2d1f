"""Addresses that belong to a person and to no organisation: their account, an invitation."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse


def outside(request: HttpRequest, name: str, *args: object) -> str:
    """The address of that name without the organisation that one is in.

    A provider of identities sends people back to one fixed address: it must not name a tenant.
    """
    inside = get_script_prefix()
    here = getattr(request, "organisation", None)
    root = inside.removesuffix(f"{here.slug}/") if here else inside
    return root + reverse(name, args=args).removeprefix(inside)
