"""The explanation of one device as a tree in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text as Rich
from rich.tree import Tree

from kringspoor.assess.explain import ANSWERS, Explanation, RungSeen
from kringspoor.core.figure import STATUS_WORDS, Figure
from kringspoor.core.words import Language, Text

HEADS = {
    "seen": Text(nl="Staat in", en="Stands in"),
    "facts": Text(nl="Wat de bestanden zeggen", en="What the files say"),
    "walk": Text(nl="De ladder, van boven naar beneden", en="The ladder, from the top down"),
    "figures": Text(nl="De getallen", en="The numbers"),
}
ABOVE = Text(nl="uitgelegd hierboven", en="explained above")


def show_tree(explanation: Explanation, console: Console, language: Language) -> None:
    """Print where the device stands, what is known, the walk and the figures."""
    step = explanation.verdict.step
    name = step.name_nl if language == "nl" else step.name_en
    tree = Tree(Rich(f"{explanation.title}: {name}", style="bold"))
    tree.add(Rich(explanation.verdict.reason.spoken(language)))
    seen = tree.add(Rich(HEADS["seen"].spoken(language), style="bold"))
    for where in explanation.seen_at:
        seen.add(Rich(where.spoken(language)))
    facts = tree.add(Rich(HEADS["facts"].spoken(language), style="bold"))
    for figure in explanation.facts:
        facts.add(_line(figure, language))
    walk = tree.add(Rich(HEADS["walk"].spoken(language), style="bold"))
    for rung in explanation.verdict.telling:
        walk.add(_rung(rung, language))
    figures = tree.add(Rich(HEADS["figures"].spoken(language), style="bold"))
    told: set[int] = set()
    for figure in explanation.verdict.figures:
        _grow(figures, figure, language, told)
    console.print(tree)


def _grow(tree: Tree, figure: Figure, language: Language, told: set[int]) -> None:
    """A figure with what it was made of; what stands above already is not spelled out again."""
    line = _line(figure, language)
    if id(figure) in told and figure.inputs:
        tree.add(line.append(f"; {ABOVE.spoken(language)}", style="dim"))
        return
    told.add(id(figure))
    branch = tree.add(line)
    for each in figure.inputs:
        _grow(branch, each, language, told)


def _line(figure: Figure, language: Language) -> Rich:
    line = Rich(f"{figure.name.spoken(language)}: ")
    line.append(figure.spoken(language), style="bold")
    how = [
        STATUS_WORDS[figure.status].spoken(language) if figure.value is not None else "",
        figure.note.spoken(language),
        figure.formula,
        figure.source,
        figure.period,
    ]
    said = "; ".join(each for each in how if each)
    if said:
        line.append(f"  {said}", style="dim")
    return line


def _rung(rung: RungSeen, language: Language) -> Rich:
    name = rung.step.name_nl if language == "nl" else rung.step.name_en
    line = Rich(f"{name}: {rung.asks.spoken(language)} ")
    line.append(ANSWERS[rung.answer].spoken(language), style="bold")
    because = rung.because.spoken(language)
    if because and rung.answer != "yes":
        line.append(f" ({because})", style="dim")
    return line
