"""What every part of the page is made of: a heading, a hint, a table twin."""

from __future__ import annotations

from kringspoor.assess.report.markup import Child, Markup, details, tag
from kringspoor.assess.report.words import Column, Speaker


def section(name: str, title: str, speaker: Speaker, *children: Child) -> Markup:
    """A part of the page with its heading and a name to link to."""
    return tag("section", tag("h2", title, id=f"{speaker.language}-{name}"), *children)


def hint(text: str) -> Markup:
    """One sentence under a heading that says what the part is for."""
    return tag("p", text, class_="hint")


def twin_of(speaker: Speaker, inside: Markup) -> Markup:
    """The table that says the same as a chart, on request."""
    return details(speaker("Als tabel", "As a table"), inside, class_="twin")


def head_of(name: str, column: Column) -> str:
    """What a column holds and in which unit; euro stands with each amount."""
    return f"{name}, {column.unit}" if column.unit not in ("", "euro", "euros") else name
