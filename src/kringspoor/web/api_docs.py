"""What the API can do, as a page that is served here: drawn from its own description."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from kringspoor.web.api import schema
from kringspoor.web.middleware import Request

Told = Mapping[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")
_SHORT = 400  # characters of an example that still help


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation, grouped, with what it takes, what it answers, and how to ask it."""
    root = request.build_absolute_uri(reverse("api:api-root"))
    told = schema(reverse("api:api-root"))
    host = root.removesuffix(reverse("api:api-root"))
    context = {
        "groups": _groups(told, host),
        "version": told["info"]["version"],
        "root": root,
        "organisation": cast(Request, request).member.organisation,
    }
    return render(request, "api/docs.html", context)


def _groups(told: Told, host: str) -> list[dict[str, Any]]:
    """The operations under their subject, in the order of the API."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in told["paths"].items():
        for method in _METHODS:
            if method in methods:
                one = _operation(told, path, method, methods[method], host)
                groups.setdefault(methods[method]["tags"][0], []).append(one)
    return [{"name": name, "operations": found} for name, found in groups.items()]


def _operation(told: Told, path: str, method: str, said: Told, host: str) -> dict[str, Any]:
    body_kind, body = _body(told, said)
    return {
        "id": said["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": said["summary"],
        "words": said.get("description", ""),
        "parameters": [_parameter(told, each) for each in said.get("parameters", ())],
        "body_kind": body_kind,
        "fields": list(_fields(told, body)),
        "answers": [_answer(told, code, each) for code, each in said["responses"].items()],
        "curl": _curl(told, f"{host}{path}", method, body_kind, body),
    }


def _parameter(told: Told, said: Told) -> dict[str, Any]:
    return {
        "name": said["name"],
        "where": said["in"],
        "is_required": said.get("required", False),
        **_kind(told, said["schema"]),
    }


def _body(told: Told, said: Told) -> tuple[str, Told]:
    content = said.get("requestBody", {}).get("content", {})
    kind = next(iter(content), "")
    return kind, _resolved(told, content[kind]["schema"]) if kind else {}


def _fields(told: Told, body: Told) -> Iterator[dict[str, Any]]:
    """The fields of a body, or of the answer that a schema describes."""
    wanted = set(body.get("required", ()))
    for name, each in body.get("properties", {}).items():
        yield {"name": name, "is_required": name in wanted, **_kind(told, each)}


def _answer(told: Told, code: str, said: Told) -> dict[str, Any]:
    content = said.get("content", {})
    kind = next(iter(content), "")
    shape = content[kind].get("schema", {}) if kind else {}
    listed = shape.get("items", {}) if shape.get("type") == "array" else shape
    return {
        "code": code,
        "kind": kind,
        "name": _named(told, shape),
        "fields": list(_fields(told, _resolved(told, listed))) if code.startswith("2") else [],
    }


def _kind(told: Told, said: Told) -> dict[str, Any]:
    """What a value is, in a few words: its type, its bounds, its choices."""
    options = [each for each in said.get("anyOf", ()) if each.get("type") != "null"]
    is_empty = "anyOf" in said and len(options) < len(said["anyOf"])
    inner = {**said, **(options[0] if options else {})}
    words = said.get("description", "")
    known = _resolved(told, inner)
    bounds = [
        f"{word} {known[name]}"
        for name, word in (
            ("minimum", "from"), ("maximum", "to"), ("minLength", "at least"),
            ("maxLength", "at most"),
        )
        if name in known
    ]  # fmt: skip
    return {
        "kind": f"{_named(told, inner)}{' or null' if is_empty else ''}",
        "bounds": " ".join(bounds),
        "choices": known.get("enum", ()),
        "words": words,
    }


def _named(told: Told, said: Told) -> str:
    if "$ref" in said or "allOf" in said:
        known = _resolved(told, said)
        return str(known["type"] if "enum" in known else known.get("title", "object"))
    if said.get("type") == "array":
        return f"list of {_named(told, said['items'])}"
    return str(said.get("format") or said.get("type") or "")


def _resolved(told: Told, said: Told) -> Told:
    """A schema, looked up where it only names another."""
    if "allOf" in said:
        return _resolved(told, said["allOf"][0])
    if "$ref" not in said:
        return said
    return cast("Told", told["components"]["schemas"][said["$ref"].rpartition("/")[2]])


def _curl(told: Told, address: str, method: str, kind: str, body: Told) -> str:
    """How one asks it from a terminal, with the least it takes."""
    parts = ["curl", '-H "Authorization: Bearer $KEY"']
    if method != "get":
        parts.append(f"-X {method.upper()}")
    wanted = body.get("required", ())
    if kind == "application/json":
        least = {name: _example(told, body["properties"][name]) for name in wanted}
        parts += ['-H "Content-Type: application/json"', f"-d '{json.dumps(least)[:_SHORT]}'"]
    elif kind:
        for name in wanted:
            value = "@a.pdf" if name == "file" else _example(told, body["properties"][name])
            parts.append(f"-F {name}={value}")
    return " \\\n  ".join([*parts, f'"{address}"'])


def _example(told: Told, said: Told) -> Any:
    known = _resolved(told, said)
    if "enum" in known:
        return known["enum"][0]
    by_format = {"date": "2026-11-24", "date-time": "2026-11-24T09:30:00+01:00"}
    if known.get("format") in by_format:
        return by_format[known["format"]]
    by_type = {
        "integer": max(1, known.get("minimum", 1)), "number": 1.5, "boolean": True, "array": [],
        "object": {},
    }  # fmt: skip
    return by_type.get(known.get("type", ""), "…")
