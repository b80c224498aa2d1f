"""Explain this number: what it was made of, one level at a time, without a script."""

from __future__ import annotations

from collections.abc import Mapping

from kringspoor.assess.answer import Answer
from kringspoor.assess.report.markup import Markup, details, joined, tag
from kringspoor.assess.report.words import Speaker
from kringspoor.catalogue.entries import Source
from kringspoor.core.figure import STATUS_WORDS, Figure
from kringspoor.core.words import Text

Sources = Mapping[str, Source]


def mark(name: str, speaker: Speaker) -> Markup:
    """The link from a number to its explanation."""
    said = speaker("uitleg", "explained")
    return tag("a", said, href=f"#{anchor(name, speaker)}", class_="why")


def anchor(name: str, speaker: Speaker) -> str:
    """Where the explanation of a figure stands on the page."""
    return f"{speaker.language}-why-{name}"


def explanations(answer: Answer, sources: Sources, speaker: Speaker) -> Markup:
    """Every figure of the answer as a tree."""
    totals = {name: getattr(answer.totals, name) for name in answer.totals.__slots__}
    found = [explained(name, figure, sources, speaker) for name, figure in totals.items()]
    for line in answer.categories:
        figures = (line.embodied, line.yearly, line.production, line.mass)
        found.append(_group(line.name, figures, sources, speaker))
    for step in answer.steps:
        name = Text(nl=step.step.name_nl, en=step.step.name_en)
        found.append(_group(name, (step.saving, step.saving_eur), sources, speaker))
    found += [
        _group(line.name, (line.embodied, line.saving), sources, speaker) for line in answer.sources
    ]
    return joined(found)


def explained(name: str, figure: Figure, sources: Sources, speaker: Speaker) -> Markup:
    """One figure of the whole fleet; a link to it opens it."""
    return details(
        _summary(figure, speaker),
        tag("div", _node(figure, sources, speaker), id=anchor(name, speaker)),
        class_="figure",
    )


def _group(name: Text, figures: tuple[Figure, ...], sources: Sources, speaker: Speaker) -> Markup:
    return details(
        speaker.say(name), [_node(each, sources, speaker) for each in figures], class_="figure part"
    )


def _summary(figure: Figure, speaker: Speaker) -> Markup:
    return joined(speaker.say(figure.name), " ", tag("b", speaker.amount(figure).line()))


def _node(figure: Figure, sources: Sources, speaker: Speaker) -> Markup:
    inputs = [tag("li", _node(each, sources, speaker)) for each in figure.inputs]
    below = tag("ul", inputs, class_="tree") if inputs else Markup("")
    return tag("div", tag("p", _summary(figure, speaker)), _facts(figure, sources, speaker), below)


def _facts(figure: Figure, sources: Sources, speaker: Speaker) -> Markup:
    named = [each.strip() for each in figure.source.split(",") if each.strip()]
    titles = ", ".join(title_of(each, sources) for each in named)
    facts = (
        (speaker("soort", "status"), speaker.say(STATUS_WORDS[figure.status])),
        (speaker("van", "of"), speaker.say(figure.scope)),
        (speaker("periode", "period"), figure.period),
        (speaker("formule", "formula"), tag("code", figure.formula) if figure.formula else ""),
        (speaker("bron", "source"), titles),
        (speaker("noot", "note"), speaker.say(figure.note)),
    )
    shown = [tag("div", tag("dt", name), tag("dd", value)) for name, value in facts if value]
    return tag("dl", shown)


def title_of(source: str, sources: Sources) -> str:
    """A source as a table says it; a file and row speak for themselves."""
    if source not in sources:
        return source
    return sources[source].short_title or sources[source].title
