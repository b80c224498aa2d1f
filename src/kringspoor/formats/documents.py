"""JSON and XML from outside: size, depth and entities bounded, every refusal located."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kringspoor.formats.problems import refusal

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_json(text: str, file: str, max_depth_count: int) -> Any:
    """The value of a JSON text; refused with line and character when it is not valid."""
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        row = error.lineno
        raise refusal("bad-json", file, row, row=row, column_no=error.colno) from error
    except ValueError as error:  # a number of thousands of digits
        raise refusal("bad-json", file, 1, row=1, column_no=1) from error
    except RecursionError as error:
        raise refusal("too-deep", file, limit=max_depth_count) from error
    _refuse_deep(value, _json_children, file, max_depth_count)
    return _without_surrogates(value) if "\\ud" in text.lower() else value


def parse_xml(data: bytes | str, file: str, max_depth_count: int) -> Element:
    """The root of an XML document; entities are refused, never expanded."""
    try:
        root: Element = fromstring(data, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise refusal("forbidden-xml", file) from error
    except ParseError as error:
        row = error.position[0]
        raise refusal("bad-xml", file, row, row=row) from error
    except (ValueError, LookupError) as error:  # an encoding nobody knows
        raise refusal("bad-xml", file, 1, row=1) from error
    _refuse_deep(root, list, file, max_depth_count)
    return root


def without_declaration(text: str) -> str:
    """An XML text that may be parsed as decoded, whatever encoding it once declared."""
    return _DECLARED.sub("", text, count=1)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _json_children(value: Any) -> list[Any]:
    found = value.values() if isinstance(value, dict) else value
    return [each for each in found if type(each) in (dict, list)]


def _refuse_deep(
    root: Any, children: Callable[[Any], list[Any]], file: str, max_depth_count: int
) -> None:
    """Walk level by level, so that a deep document cannot exhaust the stack of any reader."""
    level = [root] if not isinstance(root, str | int | float | bool | None) else []
    for _ in range(max_depth_count):
        level = [below for each in level for below in children(each)]
        if not level:
            return
    raise refusal("too-deep", file, limit=max_depth_count)


def _without_surrogates(value: Any) -> Any:
    """Half characters cannot be written to any file again; they become the replacement sign."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(each) for each in value]
    return value
