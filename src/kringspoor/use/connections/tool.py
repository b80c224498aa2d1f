"""What every asset tool can do for us, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kringspoor.core.words import Text
from kringspoor.use.connections.http import Caller

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Part of an answer: rows without the people in them, and how many there are in all."""

    rows: Sequence[Row]
    total_count: int


@dataclass(frozen=True, slots=True)
class Account:
    """With what we ask: what may be seen, and what is secret."""

    plain: Mapping[str, str]
    secret: Mapping[str, str]

    def __repr__(self) -> str:
        return "Account(...)"  # a key never reaches a log


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a tool needs to know before it can be asked."""

    name: str
    label: Text
    hint: Text
    is_secret: bool = True
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """How a row of a tool names a device: its number there, its serial and its tag."""

    number: str
    serial: str
    tag: str
    status_no: int | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """An asset tool: how to ask it, and what it can tell.

    ``pages`` gives every device, ``document`` wraps rows in the shape that the readers know,
    ``names`` says which device a row is about. ``fields`` are what it can own.
    """

    slug: str
    name: str
    about: Text
    address: str  # an example, or the address everybody has
    asks: Sequence[Asked]
    fields: Sequence[str]
    pages: Callable[[Caller, Account], Generator[Page, None, None]]
    document: Callable[[Sequence[Row]], dict[str, Any]]
    names: Callable[[Row], Name]
    can_be_written: bool = False
    is_sure_of: Sequence[str] = ()  # what it owns unless somebody says otherwise; () is all


def names_in(tool: Tool, document: Mapping[str, Any]) -> Iterator[Name]:
    """Which devices a document that was kept is about."""
    for value in document.values():
        if isinstance(value, list):
            yield from (tool.names(each) for each in value if isinstance(each, dict))


def text(row: Mapping[str, Any], key: str) -> str:
    """A value as text; nothing for what is empty, or of another shape."""
    value = row.get(key)
    return str(value).strip() if isinstance(value, str | int) and value not in ("", 0) else ""
