"""What is wrong with the HTML of a page: its grammar, its references, and what stands in what.

The grammar is that of the WHATWG parser (html5lib, strict); the rest follows the content models of
https://html.spec.whatwg.org/multipage/ for the elements that the pages use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped, unused-ignore]

SVG = "{http://www.w3.org/2000/svg}"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PHRASING = {
    "a", "abbr", "b", "br", "button", "cite", "code", "data", "del", "em", "i", "img", "input",
    "ins", "kbd", "label", "meter", "output", "progress", "q", "s", "samp", "script", "select",
    "small", "span", "strong", "sub", "sup", "textarea", "time", "u", "var", "video", "wbr",
}  # fmt: skip
# what may hold phrasing alone; a legend and a summary may be headed too
HOLDS_PHRASING = PHRASING - {"a", "del", "ins", "video"} | {*HEADINGS, "p", "legend", "summary"}
CHILDREN = {
    "ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "select": {"option", "optgroup"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"}, "tr": {"th", "td"},
    "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"},
}  # fmt: skip
INTERACTIVE = {"a", "button", "input", "select", "textarea", "label", "details"}
POINTERS = (
    "for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "form",
    "popovertarget", "list", "headers", "aria-errormessage", "aria-activedescendant",
)  # fmt: skip
NEEDS_NAME = {"input", "select", "textarea"}
EVERYWHERE = {
    "id", "class", "lang", "dir", "title", "hidden", "tabindex", "role", "popover", "autofocus",
    "inert", "translate", "enterkeyhint", "inputmode", "spellcheck", "autocapitalize",
}  # fmt: skip
OWN = {
    "a": {"href", "download", "rel", "target", "hreflang", "type"},
    "button": {"type", "name", "value", "disabled", "form", "formaction", "formmethod",
               "formnovalidate", "popovertarget", "popovertargetaction"},
    "data": {"value"}, "details": {"open", "name"}, "dialog": {"open"},
    "fieldset": {"disabled", "form", "name"},
    "form": {"action", "method", "enctype", "name", "novalidate", "autocomplete", "target"},
    "html": set(), "img": {"src", "alt", "width", "height", "loading"},
    "input": {"type", "name", "value", "checked", "disabled", "form", "list", "max", "maxlength",
              "min", "minlength", "multiple", "pattern", "placeholder", "readonly", "required",
              "size", "step", "accept", "autocomplete", "capture"},
    "label": {"for"}, "li": {"value"}, "link": {"rel", "href", "type", "media", "sizes"},
    "meta": {"charset", "name", "content"}, "meter": {"value", "min", "max", "low", "high"},
    "ol": {"start", "reversed", "type"}, "optgroup": {"label", "disabled"},
    "option": {"value", "selected", "disabled", "label"}, "output": {"for", "form", "name"},
    "progress": {"value", "max"}, "script": {"src", "defer", "async", "type"},
    "select": {"name", "multiple", "required", "disabled", "size", "form", "autocomplete"},
    "td": {"colspan", "rowspan", "headers"},
    "textarea": {"name", "rows", "cols", "placeholder", "required", "maxlength", "minlength",
                 "disabled", "readonly", "form", "autocomplete", "wrap"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"}, "time": {"datetime"},
    "video": {"src", "muted", "playsinline", "autoplay", "controls", "width", "height"},
}  # fmt: skip


def faults(page: str) -> list[str]:
    """Everything that is wrong with a page, in words that show where."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(page)
    lines = page.splitlines()
    grammar = [
        f"{code} {told or ''} near {lines[at[0] - 1][max(0, at[1] - 60) : at[1] + 20]!r}"
        for at, code, told in parser.errors
    ]
    every = list(_elements(tree))
    return [*grammar, *_page(tree, every), *_references(every), *_nesting(tree, ())]


def _elements(element: Element) -> Iterator[Element]:
    """The elements of HTML: a drawing has a grammar of its own."""
    for each in element:
        if isinstance(each.tag, str) and not each.tag.startswith(SVG):
            yield each
            yield from _elements(each)


def said(element: Element) -> str:
    """What an element says to who does not see it."""
    return " ".join(" ".join(element.itertext()).split()) or element.get("aria-label", "")


def _page(tree: Element, every: list[Element]) -> Iterator[str]:
    """One heading of the first level, no level skipped, a title, a language."""
    levels = [int(each.tag[1]) for each in every if each.tag in HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of the first level"
    title = next((said(each) for each in every if each.tag == "title"), "")
    if title.removesuffix("· Kringspoor").strip() in ("", "Kringspoor"):
        yield "no title"
    if tree.get("lang") not in ("nl", "en"):
        yield "no language"
    for each in every:
        if each.tag in ("a", "button", *HEADINGS, "th", "label", "legend", "summary") and not said(
            each
        ):
            yield f"an empty {each.tag} {each.attrib}"
        if each.tag == "a" and not each.get("href"):
            yield f"a link to nowhere: {said(each)}"
        if each.tag == "img" and each.get("alt") is None:
            yield "an image without words"


def _references(every: list[Element]) -> Iterator[str]:
    """Ids that are there once, and that each pointer finds; fields that have a name."""
    ids = Counter(each.get("id", "") for each in every if each.get("id") is not None)
    yield from (f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1)
    labelled = {each.get("for") for each in every if each.tag == "label"}
    within = {id(field) for each in every if each.tag == "label" for field in each.iter()}
    for each in every:
        for name in POINTERS:
            for pointed in each.get(name, "").split():
                if pointed not in ids:
                    yield f"{each.tag} {name}={pointed!r} points at nothing"
        is_named = (
            each.get("aria-label") or each.get("aria-labelledby") or each.get("id") in labelled
        )
        is_asked = each.tag in NEEDS_NAME and each.get("type") != "hidden"
        if is_asked and not is_named and id(each) not in within:
            yield f"{each.tag} {each.get('name')!r} has no label"
        known = EVERYWHERE | OWN.get(str(each.tag), set())
        for name in each.attrib:
            if name not in known and not name.startswith(("data-", "aria-")):
                yield f"{each.tag} has no attribute {name!r}"


def _nesting(element: Element, around: tuple[str, ...]) -> Iterator[str]:
    """What stands where it may not stand."""
    tag = str(element.tag)
    below = (*around, tag)
    if tag == "dl":
        yield from _described(element)
    for each in element:
        name = str(each.tag)
        if not isinstance(each.tag, str) or name.startswith(SVG):
            continue
        if tag in CHILDREN and name not in CHILDREN[tag] | {"script", "template"}:
            yield f"{name} in {tag}: {said(each)[:60]!r}"
        holder = next((at for at in reversed(below) if at not in ("a", "del", "ins")), "")
        allowed = PHRASING | ({*HEADINGS} if holder in ("legend", "summary") else set())
        if holder in HOLDS_PHRASING - {"select", "script"} and name not in allowed:
            yield f"{name} in {holder}: {said(each)[:60]!r}"
        is_hidden = name == "input" and each.get("type") == "hidden"
        for outer in ("a", "button"):
            if outer in below and name in INTERACTIVE and not is_hidden:
                yield f"{name} in {outer}: {said(each)[:60]!r}"
        if name in ("label", "form") and name in below:
            yield f"{name} in {name}"
        yield from _nesting(each, below)


def _described(element: Element) -> Iterator[str]:
    """Names and values: each value after a name, each name before a value."""
    before = ""
    for each in element:
        if each.tag == "dd" and not before:
            yield f"dd before dt: {said(each)[:60]!r}"
        before = str(each.tag)
    if before == "dt":
        yield "a name without a value"
    if not len(element):
        yield "a dl of nothing"
