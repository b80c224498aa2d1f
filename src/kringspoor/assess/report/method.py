"""The method appendix: how close the factors are, every number explained, whose data it is."""

from __future__ import annotations

from kringspoor.assess.answer import Answer
from kringspoor.assess.report.explanation import Sources, explanations
from kringspoor.assess.report.markup import Child, Markup, quoted, table, tag
from kringspoor.assess.report.parts import hint, section
from kringspoor.assess.report.words import Speaker, cited_sources
from kringspoor.catalogue.entries import Source
from kringspoor.core.words import Text

KIND_WORDS = {
    "open": Text(nl="open gegevens", en="open data"),
    "cited-fact": Text(nl="geciteerd feit", en="cited fact"),
    "own": Text(nl="eigen keuze", en="choice of our own"),
    "illustrative": Text(nl="ter illustratie", en="illustrative"),
}


def coverage(answer: Answer, speaker: Speaker) -> Markup:
    """How much of the kilograms rests on an exact model, and how wrong each rung tends to be."""
    title = speaker("Hoe precies de factoren zijn", "How close the factors are")
    said = speaker(
        "De fout is gemeten door telkens één bekend model weg te laten en het te schatten.",
        "The error was measured by leaving out one known model at a time and estimating it.",
    )
    heads = [
        speaker("gevonden door", "found by"),
        speaker("toestellen", "devices"),
        speaker("deel van de kg", "share of the kg"),
        speaker("typische fout", "typical error"),
    ]
    rows = [
        [
            speaker.say(line.name),
            speaker.count(line.device_count),
            speaker.percent(line.kg_share),
            "" if line.error_ratio is None else f"± {speaker.percent(line.error_ratio)}",
        ]
        for line in answer.rungs
    ]
    return section("close", title, speaker, hint(said), table(title, heads, rows, is_titled=True))


def method(answer: Answer, sources: Sources, speaker: Speaker) -> Markup:
    """Every figure with its formula, inputs, source, status and interval."""
    title = speaker("Elk getal uitgelegd", "Every number explained")
    said = speaker(
        "Open een getal: waaruit het is gemaakt, met welke formule en uit welke bron. "
        "Besparingen worden nooit van een voetafdruk afgetrokken; wat nul kan zijn, telt niet mee.",
        "Open a number: what it was made of, by which formula and from which source. Savings are "
        "never taken off a footprint; what may be nought is not counted.",
    )
    on_paper = speaker(
        "De uitleg per soort, per stap en per bron staat in het bestand, niet op papier.",
        "What explains each kind, step and source stands in the file, not on paper.",
    )
    return section(
        "method",
        title,
        speaker,
        hint(said),
        explanations(answer, sources, speaker),
        tag("p", on_paper, class_="hint paper-only"),
    )


def licences(answer: Answer, sources: Sources, speaker: Speaker) -> Markup:
    """The sources this report rests on, with the sentence each licence asks for."""
    title = speaker("Bronnen en licenties", "Sources and licences")
    heads = [
        speaker("bron", "source"),
        speaker("titel en uitgever", "title and publisher"),
        speaker("licentie", "licence"),
        speaker("hoe gebruikt", "how used"),
    ]
    used = [sources[each] for each in cited_sources(answer) if each in sources]
    rows = [_source(each, speaker) for each in used]
    return section("licences", title, speaker, table(title, heads, rows, texts=4, is_titled=True))


def _source(source: Source, speaker: Speaker) -> list[Child]:
    about = [tag("span", f"{source.title}, {source.publisher}. ")]
    if source.attribution:
        about.append(tag("span", f"{source.attribution} ", lang="en"))
    if source.url:
        about.append(tag("small", quoted(source.url)))
    return [
        source.short_title or source.title,
        about,
        source.licence,
        speaker.say(KIND_WORDS[source.kind]),
    ]
