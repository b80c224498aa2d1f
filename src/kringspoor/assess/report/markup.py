"""HTML and SVG as values: whatever is not markup is escaped, so no file can write into a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

FEW = 4  # so few columns, most of them numbers, are kept close: the eye can follow a row
VOID = frozenset({"input", "meta", "br", "col"})
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Markup(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


Child = str | Iterable[Markup]  # a plain str is text and is escaped


def escaped(text: str) -> Markup:
    """Text from anywhere, safe between tags and inside quotes.

    >>> escaped('<b> & "quotes"')
    '&lt;b&gt; &amp; &quot;quotes&quot;'
    """
    return Markup(escape(UNPRINTABLE.sub("\ufffd", text), quote=True))


def tag(name: str, /, *children: Child, **attributes: str | int | float | bool | None) -> Markup:
    """One element. ``class_`` writes ``class``, ``aria_label`` writes ``aria-label``.

    >>> tag("p", "1 < 2", tag("b", "!"), class_="note", hidden=True, id=None)
    '<p class="note" hidden>1 &lt; 2<b>!</b></p>'
    """
    opened = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{opened}>")
    return Markup(f"<{opened}>{joined(*children)}</{name}>")


def _attribute(key: str, value: str | int | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    said = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f' {name}="{escaped(said)}"'


def joined(*children: Child) -> Markup:
    """Several children after each other."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(escaped(child))
        else:
            parts.extend(child)
    return Markup("".join(parts))


def quoted(text: str) -> Markup:
    """A text out of somebody's file: its direction cannot turn the words around it."""
    return tag("bdi", text)


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Child]],
    texts: int = 1,
    *,
    total: Sequence[Child] | None = None,
    is_titled: bool = False,
) -> Markup:
    """A table that scrolls sideways by itself; the first ``texts`` columns are words.

    The first cell of a row is its heading; ``total`` is a last row. Where a heading above the
    table says the same (``is_titled``) the caption is only heard.
    """
    head = tag("tr", [_cell("th", each, i >= texts, "col") for i, each in enumerate(heads)])
    parts = [tag("thead", head), tag("tbody", [_row(each, texts) for each in rows])]
    if total is not None:
        parts.append(tag("tfoot", _row(total, texts)))
    said = tag("caption", caption, class_="unseen" if is_titled else None)
    kind = "small" if len(heads) <= FEW and texts <= 2 else None
    inside = tag("table", said, parts, class_=kind)
    return tag("div", inside, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _row(cells: Sequence[Child], texts: int) -> Markup:
    return tag(
        "tr",
        [
            _cell("td" if i else "th", each, i >= texts, None if i else "row")
            for i, each in enumerate(cells)
        ],
    )


def _cell(name: str, child: Child, is_number: bool, scope: str | None) -> Markup:
    return tag(name, child, class_="n" if is_number else None, scope=scope)


def details(summary: Child, *children: Child, class_: str | None = None) -> Markup:
    """Something that opens on request, without a script."""
    return tag("details", tag("summary", summary), *children, class_=class_)


def listed(items: Iterable[Child], class_: str | None = None) -> Markup:
    """A bulleted list."""
    return tag("ul", [tag("li", each) for each in items], class_=class_)
