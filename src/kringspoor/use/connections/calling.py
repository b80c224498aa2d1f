"""From a connection that is stored to a tool that can be asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from kringspoor.use.connections.fetching import tool_of
from kringspoor.use.connections.http import Caller, Limits
from kringspoor.use.connections.sealing import opened
from kringspoor.use.connections.tool import Account, Tool
from kringspoor.use.models import Connection


@dataclass(frozen=True, slots=True)
class Line:
    """An open line: which tool, how it is called, and with what."""

    tool: Tool
    caller: Caller
    account: Account


def line_of(connection: Connection, limits: Limits | None = None) -> Line:
    """The line to a connection's tool. Raises BadInput for an address or key of no use."""
    may_be_private = bool(getattr(settings, "PRIVATE_CONNECTIONS", False))
    caller = Caller(connection.address, may_be_private=may_be_private, limits=limits)
    account = Account(dict(connection.plain), opened(connection.sealed))
    return Line(tool_of(connection.tool), caller, account)


def link_to(connection: Connection, device_no: int) -> str:
    """The address of our page of a device, as the other tool is told it."""
    return f"{connection.site_address}/devices/{device_no}/" if connection.site_address else ""
