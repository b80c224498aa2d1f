"""Telling another program something, at an address that a person typed in."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from kringspoor.use.connections.http import HURRIED, Caller


def tell(address: str, headers: Mapping[str, str], body: bytes) -> None:
    """Send it once, with the care of every connection. Raises BadInput when it is not taken."""
    caller = Caller(address, may_be_private=settings.PRIVATE_CONNECTIONS, limits=HURRIED)
    caller.tell(headers, body)
