"""Which tools there are, and everything one of them has to say, in one document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from kringspoor.core.errors import Unknown
from kringspoor.core.words import Text
from kringspoor.use.connections import glpi, intune, snipeit
from kringspoor.use.connections.http import Caller
from kringspoor.use.connections.tool import Account, Row, Tool
from kringspoor.use.connections.troubles import trouble

TOOLS: Mapping[str, Tool] = {each.TOOL.slug: each.TOOL for each in (snipeit, glpi, intune)}


@dataclass(frozen=True, slots=True)
class Found:
    """What a first look at a tool shows: how many it has, and the first rows."""

    total_count: int
    document: dict[str, Any]


def tool_of(slug: str) -> Tool:
    """The tool of that slug. Raises Unknown."""
    if slug not in TOOLS:
        known = ", ".join(TOOLS)
        raise Unknown(
            Text(nl=f"tool '{slug}' is niet bekend", en=f"tool '{slug}' is not known"),
            hint=Text(nl=f"bekend zijn {known}", en=f"known are {known}"),
            code="unknown-tool",
        )
    return TOOLS[slug]


def first_look(tool: Tool, caller: Caller, account: Account) -> Found:
    """Ask the first page alone: is the address right, does the key open, what is there."""
    with closing(tool.pages(caller, account)) as pages:
        page = next(pages, None)
    rows = list(page.rows) if page else []
    return Found(page.total_count if page else 0, tool.document(rows))


def fetched(
    tool: Tool, caller: Caller, account: Account, told: Callable[[int, int], None]
) -> bytes:
    """Every page as one document, in the same bytes for the same answers.

    ``told`` hears how many rows came and how many there are. Raises BadInput when there are too
    many, or when a page fails: half a fleet is never taken for a whole one.
    """
    rows: list[Row] = []
    with closing(tool.pages(caller, account)) as pages:
        for page in pages:
            rows += page.rows
            if len(rows) > caller.limits.most_rows:
                raise trouble("too-many", host=caller.host, status=caller.limits.most_rows)
            told(len(rows), max(page.total_count, len(rows)))
    document = tool.document(_once(tool, rows))
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _once(tool: Tool, rows: list[Row]) -> list[Row]:
    """Each row once: a list that changes while it is paged through may give one twice."""
    seen: set[str] = set()
    kept = []
    for each in rows:
        number = tool.names(each).number
        if number and number in seen:
            continue
        seen.add(number)
        kept.append(each)
    return kept
