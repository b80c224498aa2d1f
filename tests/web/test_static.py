"""What the pages are made of: nothing inline, nothing from elsewhere, in two languages, legible."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "kringspoor"
STATIC = SOURCE / "web" / "static" / "kringspoor"
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
SHEETS = sorted(STATIC.glob("*.css"))
STAGES = {"today", "buy", "use", "reuse", "prove", "share"}
LEVELS = {"good", "warn", "bad", "info", "unknown", "ascending", "descending"}
REST = sorted([*STATIC.glob("*.js"), *STATIC.glob("*.svg")])
MOST_BYTES = 12_000

FORBIDDEN = {
    "an inline style": r"\sstyle\s*=|<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)|javascript:",
    "an inline handler": r"\son[a-z]+\s*=|\shx-on",
    "something from elsewhere": r"(?:src|href|action|url\(|@import)[^>\n]{0,4}(?:https?:)?//",
    "a shout": r"[a-zé]!(?=[\"'<\s])",
}


def offences(text: str) -> list[str]:
    """What a strict policy would block, or a reader would mind."""
    without = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", text, flags=re.S)
    return [what for what, pattern in FORBIDDEN.items() if re.search(pattern, without, re.I)]


def msgids(text: str) -> list[str]:
    """The English words that a template asks the catalogue for."""
    plain = [found.group(2) for found in re.finditer(r"{%\s*translate\s+([\"'])(.*?)\1", text)]
    blocks = re.findall(r"{%\s*blocktranslate\b[^%]*%}(.*?){%\s*endblocktranslate", text, re.S)
    parts = [part for block in blocks for part in re.split(r"{%\s*plural\s*%}", block)]
    named = [re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", part) for part in parts]
    return plain + [" ".join(each.split()) for each in named]


def catalogue(text: str) -> dict[str, str]:
    """Msgid to msgstr, of a catalogue in the plain form that gettext writes."""
    said: dict[str, str] = {}
    for entry in re.split(r"\n\s*\n", text):
        lines = [each for each in entry.splitlines() if each and not each.startswith("#")]
        keyword = ""
        read: dict[str, str] = {}
        for line in lines:
            word, _, rest = line.partition(" ") if not line.startswith('"') else (keyword, "", line)
            keyword = word
            read[word] = read.get(word, "") + rest.strip()[1:-1].replace('\\"', '"')
        translated = read.get("msgstr") or read.get("msgstr[0]", "")
        said[read.get("msgid", "")] = translated
        if "msgid_plural" in read:
            said[read["msgid_plural"]] = read.get("msgstr[1]", "")
    return said


def used_icons(text: str) -> set[str]:
    """The icons that a template names outright."""
    return set(re.findall(r"{% icon (?:[\w.]+\|default:)?\"(\w+)\" %}", text))


def colours(css: str) -> dict[str, dict[str, str]]:
    """The colours of the light and the dark page."""
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    dark = dark.split("@media")[0]
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", each)) for each in (light, dark)]
    return {"light": found[0], "dark": {**found[0], **found[1]}}


def luminance(colour: str) -> float:
    """Relative luminance of a colour, as WCAG 2.1 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of contrast between two colours, from 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


WORDS = [(ink, on) for ink in ("ink", "muted", "accent", "accent-deep", "bad")
         for on in ("paper", "sheet", "wash")]  # fmt: skip
WORDS += [(level, f"{level}-wash") for level in ("good", "warn", "bad", "info")]
WORDS += [("ink", f"{level}-wash") for level in ("good", "warn", "bad", "info")]
WORDS += [("on-accent", "accent"), ("on-accent", "accent-deep"), ("on-bad", "bad")]
BOUNDS = [(bound, on) for bound in ("edge", "accent", "bad") for on in ("paper", "sheet", "wash")]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_word_can_be_read(mode: str) -> None:
    palette = colours((STATIC / "tokens.css").read_text("utf-8"))[mode]
    pale = {pair: contrast(palette[pair[0]], palette[pair[1]]) for pair in WORDS}
    assert {pair: ratio for pair, ratio in pale.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_can_be_used_has_a_bound_that_can_be_seen(mode: str) -> None:
    palette = colours((STATIC / "tokens.css").read_text("utf-8"))[mode]
    pale = {pair: contrast(palette[pair[0]], palette[pair[1]]) for pair in BOUNDS}
    assert {pair: ratio for pair, ratio in pale.items() if ratio < 3} == {}


def test_contrast_is_reckoned_as_the_guideline_does() -> None:
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("path", [*TEMPLATES, *SHEETS, *REST], ids=lambda path: path.name)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(path: Path) -> None:
    assert offences(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    ['<p style="color: red">', "<script>1</script>", '<a onclick="go()">',
     '<link href="https://example.org/a.css">', "a { background: url(//example.org/b.png) }",
     "<p>Gelukt!</p>"],
)  # fmt: skip
def test_what_a_strict_policy_blocks_is_noticed(text: str) -> None:
    assert offences(text) != []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_stays_small_and_takes_its_colours_from_the_tokens(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.encode()) <= MOST_BYTES
    assert text.count("{") == text.count("}")
    if path.name != "tokens.css":
        assert re.findall(r"#[0-9a-f]{3,8}\b(?=[;\s])", text) == []


def test_a_style_sheet_uses_no_token_that_is_not_there() -> None:
    defined = set(re.findall(r"(--[\w-]+):", (STATIC / "tokens.css").read_text("utf-8")))
    used = {each for path in SHEETS for each in re.findall(r"var\((--[\w-]+)", path.read_text())}
    assert used - defined == set()


def test_every_style_sheet_is_on_a_page() -> None:
    pages = "".join(path.read_text("utf-8") for path in SOURCE.rglob("templates/**/*.html"))
    assert set(re.findall(r"kringspoor/(\w+\.css)", pages)) == {path.name for path in SHEETS}


def test_every_icon_that_is_named_is_drawn() -> None:
    drawing = ElementTree.parse(STATIC / "icons.svg")
    drawn = [str(each.get("id")) for each in drawing.iter("{http://www.w3.org/2000/svg}symbol")]
    used = set().union(*(used_icons(path.read_text("utf-8")) for path in TEMPLATES))
    assert len(drawn) == len(set(drawn))
    assert (used | STAGES | LEVELS) - set(drawn) == set()
    assert len(used) > 10


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_a_page_is_there_in_dutch(path: Path) -> None:
    dutch: dict[str, str] = {}
    for each in SOURCE.glob("**/locale/nl/LC_MESSAGES/django.po"):
        dutch |= catalogue(each.read_text("utf-8"))
    assert [each for each in msgids(path.read_text("utf-8")) if not dutch.get(each)] == []


def test_both_sides_of_a_translation_name_the_same_values() -> None:
    for path in SOURCE.glob("**/locale/nl/LC_MESSAGES/django.po"):
        for english, dutch in catalogue(path.read_text("utf-8")).items():
            if english:
                named = [sorted(re.findall(r"%\(\w+\)\w", each)) for each in (english, dutch)]
                assert named[0] == named[1], english


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    for path in SOURCE.glob("**/locale/nl/LC_MESSAGES/django.po"):
        compiled = path.with_suffix(".mo").read_bytes()
        said = [to for of, to in catalogue(path.read_text("utf-8")).items() if of]
        assert [each for each in said if each.replace("\\n", "\n").encode() not in compiled] == []


def test_words_are_found_in_tags_blocks_and_plurals() -> None:
    text = """{% translate "One" %} {% blocktranslate count n=n trimmed %}
      {{ n }} device{% plural %}{{ n }} devices{% endblocktranslate %}"""
    assert msgids(text) == ["One", "%(n)s device", "%(n)s devices"]


def test_a_translation_may_stand_on_several_lines() -> None:
    text = '#: a.html\nmsgid ""\n"To "\n"Today"\nmsgstr "Naar "\n"Vandaag"\n'
    assert catalogue(text) == {"To Today": "Naar Vandaag"}
