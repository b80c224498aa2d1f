"""The page: two editions in one file, a switch without a script, and nothing from outside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files

from kringspoor import __version__
from kringspoor.assess.answer import Answer
from kringspoor.assess.report.front import front
from kringspoor.assess.report.markup import Markup, joined, tag
from kringspoor.assess.report.method import coverage, licences, method
from kringspoor.assess.report.numbers import categories, ledger, sources
from kringspoor.assess.report.plans import plan
from kringspoor.assess.report.reconciliation import assumptions, matching, unread
from kringspoor.assess.report.words import Speaker
from kringspoor.catalogue.entries import Source
from kringspoor.core.words import LANGUAGES, Language, Text

LANGUAGE_NAMES: dict[Language, str] = {"nl": "Nederlands", "en": "English"}
PARTS = {
    "do": Text(nl="Wat nu te doen", en="What to do now"),
    "kinds": Text(nl="Per soort", en="By kind"),
    "plan": Text(nl="Vijf jaar vooruit", en="Five years ahead"),
    "files": Text(nl="Bestanden", en="Files"),
    "unread": Text(nl="Niet gelezen", en="Not read"),
    "sources": Text(nl="Bronnen", en="Sources"),
    "method": Text(nl="Elk getal uitgelegd", en="Every number explained"),
}
OF_FILES = ("files", "unread")


def html_report(answer: Answer, known: Mapping[str, Source], language: Language = "nl") -> str:
    """The whole report as one HTML file that opens in ``language``.

    ``known`` is the catalogue's shelf of sources. The same answer gives the same text.
    """
    style = (files("kringspoor.assess.report") / "report.css").read_text(encoding="utf-8")
    editions = [_edition(answer, known, Speaker(each), language) for each in LANGUAGES]
    body = joined(_switch(language), tag("main", editions))
    head = joined(
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="generator", content=f"Kringspoor {__version__}"),
        tag("title", _title(answer, Speaker(language))),
        tag("style", Markup(style)),
    )
    page = tag("html", tag("head", head), tag("body", body), lang=language)
    return f"<!doctype html>\n{page}\n"


def _policy(style: str) -> str:
    """Nothing may be loaded and no script may run; only this very style sheet counts."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _title(answer: Answer, speaker: Speaker) -> str:
    count, day = speaker.count(answer.devices_count), speaker.day(answer.setting.today)
    return speaker(
        f"Kringspoor: {count} toestellen op {day}", f"Kringspoor: {count} devices on {day}"
    )


def _switch(language: Language) -> Markup:
    """Two radio buttons; the style sheet shows the edition of the one that is on."""
    choices = [
        tag(
            "label",
            tag("input", type="radio", name="language", id=f"in-{each}", checked=each == language),
            tag("span", LANGUAGE_NAMES[each], lang=each),
        )
        for each in LANGUAGES
    ]
    legend = tag("legend", "Taal / Language", class_="unseen")
    return tag(
        "header", tag("span", "Kringspoor", class_="brand"), tag("fieldset", legend, choices)
    )


def _edition(
    answer: Answer, known: Mapping[str, Source], speaker: Speaker, first: Language
) -> Markup:
    fleet = answer.fleet
    return tag(
        "article",
        _contents(answer, speaker),
        front(answer, speaker),
        categories(answer, speaker),
        plan(answer, speaker),
        ledger(answer, speaker),
        sources(answer, known, speaker),
        coverage(answer, speaker),
        joined(
            matching(fleet, answer, speaker), unread(fleet, speaker), assumptions(fleet, speaker)
        )
        if fleet is not None
        else Markup(""),
        method(answer, known, speaker),
        licences(answer, known, speaker),
        lang=speaker.language,
        class_="edition" if speaker.language == first else "edition other",
    )


def _contents(answer: Answer, speaker: Speaker) -> Markup:
    """Links to the parts of the page."""
    named = {k: v for k, v in PARTS.items() if answer.fleet is not None or k not in OF_FILES}
    links = [
        tag("a", speaker.say(name), href=f"#{speaker.language}-{part}")
        for part, name in named.items()
    ]
    return tag("nav", links, aria_label=speaker("Op deze pagina", "On this page"))
