"""Write the pages of the documentation that follow from the shelves.

    python docs/make_pages.py [FOLDER]

One page per shelf, so that what is documented is what is there. `make docs` calls it. One of them,
`errors.md`, stands in the repository as well, for whoever meets an error there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from kringspoor.catalogue.entries import Category
from kringspoor.catalogue.facts import Catalogue, load
from kringspoor.cli import EXITS
from kringspoor.core.device import FIELDS
from kringspoor.core.ladder import Step
from kringspoor.core.lifetime import LifetimePolicy
from kringspoor.core.quantity import Range
from kringspoor.formats.problems import templates
from kringspoor.formats.shelves import formats


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; a bar inside a cell would end it, so it is written as an entity."""

    def line(cells: Sequence[object]) -> str:
        return "| " + " | ".join(str(cell).replace("|", "&#124;") for cell in cells) + " |"

    return "\n".join([line(head), "|" + "---|" * len(head), *(line(row) for row in rows)])


def spread(value: Range) -> str:
    """A range as low, middle and high."""
    return f"{value.low:g} · {value.mid:g} · {value.high:g}"


def errors() -> str:
    """What each exit code means, and every sentence a reader can say about a file."""
    exits = [(f"`{code}`", said.nl, said.en) for code, said in EXITS.items()]
    rows = [
        (f"`{code}`", what.nl, hint.nl, what.en, hint.en)
        for code, (what, hint) in sorted(templates().items())
    ]
    head = ("code", "wat er scheelt", "wat u kunt doen", "what is wrong", "what to do")
    return (
        "# Exit codes and problems\n\n"
        "An error is one line on stderr: the place, what is wrong, and between brackets what you "
        "can do. Data goes to stdout and nothing else does.\n\n"
        "## Exit codes\n\n"
        + table(("code", "Nederlands", "English"), exits)
        + "\n\n## Problems\n\nWhat the readers say about a file, with the code by which a program "
        "can tell them apart (as in the JSON). What stands between braces is filled in. A problem "
        "stops nothing unless the whole file cannot be read.\n\n" + table(head, rows)
    )


def formats_page() -> str:
    """Every format that is recognised, and every fact a reader looks for."""
    known = [(f"`{f.slug}`", f.name_nl, f.name_en, " ".join(f.suffixes)) for f in formats()]
    fields = [(f"`{each.name}`", each.kind, each.meaning.nl, each.meaning.en) for each in FIELDS]
    return (
        "# Formats\n\nRecognised by what a file holds, not by its name.\n\n"
        + table(("slug", "Nederlands", "English", "usual suffix"), known)
        + "\n\n## What a reader looks for\n\n"
        + table(("field", "kind", "Nederlands", "English"), fields)
    )


def categories(catalogue: Catalogue) -> str:
    """Every kind of device with what is the same for all of it."""
    rows = [
        (
            f"`{c.slug}`",
            c.name_nl,
            c.name_en,
            c.name_fr,
            ", ".join(traits(c)),
            f"{c.mass_kg:g} ({c.mass_source})",
            f"{spread(c.reference_price_eur)} ({c.price_source})",
            ", ".join(sorted({figure.source for figure in catalogue.figures.get(slug, ())})),
        )
        for slug, c in sorted(catalogue.categories.items())
    ]
    head = ("slug", "Nederlands", "English", "français", "holds", "kg", "euro", "factors from")
    return "# Categories\n\n" + table(head, rows)


def traits(category: Category) -> Iterable[str]:
    """What a category holds that decides how it may leave."""
    held = (
        (category.has_storage, "storage"),
        (category.has_battery, "battery"),
        (category.has_system, "system"),
        (category.is_lot, "counted in lots"),
    )
    return (word for is_so, word in held if is_so)


def cited(value: Range, source: str) -> str:
    """A range with its source; nothing where the step asks nothing."""
    return f"{spread(value)}<br>{source}" if value.high else ""


def step_row(s: Step) -> Sequence[object]:
    """A step with each of its parameters, and where that one comes from."""
    return (
        f"`{s.slug}`",
        s.name_nl,
        s.name_en,
        cited(s.extra_years, s.extra_source or s.source),
        cited(s.displacement_share, s.displacement_source or s.source),
        cited(s.rebound_share, s.rebound_source or s.source),
        cited(s.handling_eur, s.handling_source or s.source),
        cited(s.handling_kg, s.handling_source or s.source),
        s.source,
    )


def steps(catalogue: Catalogue) -> str:
    """Every step with its parameters, and the ladders that order them."""
    about = ("slug", "Nederlands", "English")
    head = (*about, "years gained", "displacement", "rebound", "euro", "kg CO2e", "practice from")
    text = (
        "# Steps and ladders\n\nRanges are low · middle · high, each with its source under it. "
        "An empty cell is nought.\n\n"
    )
    text += table(head, [step_row(s) for _, s in sorted(catalogue.steps.items())])
    for ladder in catalogue.ladders.values():
        walk = [
            (no, f"`{rung.step}`", f"`{rung.code or rung.step}`", rung.on_unknown)
            for no, rung in enumerate(ladder.rungs, start=1)
        ]
        text += f"\n\n## {ladder.name_en} (`{ladder.slug}`)\n\n"
        if ladder.step:
            text += table(head, [step_row(each) for each in ladder.step]) + "\n\n"
        text += table(("rung", "step", "reason", "when unknown"), walk)
    return text


def lifetimes(catalogue: Catalogue) -> str:
    """Every lifetime policy by category."""
    text = "# Lifetimes\n\nIn months. A category that is not named takes the general rule."
    for policy in catalogue.lifetimes.values():
        text += f"\n\n## {policy.name_en} (`{policy.slug}`)\n\n"
        head = ("category", "minimum", "target", "window", "cover", "rule or aim", "source")
        text += table(head, _rules(policy))
    return text


def _rules(policy: LifetimePolicy) -> Iterable[Sequence[object]]:
    for name, rule in [("the rest", policy.every_category), *sorted(policy.category.items())]:
        cover = "?" if rule.cover_months is None else rule.cover_months
        kind = "rule" if rule.is_hard else "aim"
        yield name, rule.minimum, rule.target_months, rule.window, cover, kind, rule.source


def sources(catalogue: Catalogue) -> str:
    """Every source with its terms."""
    rows = [
        (f"`{s.slug}`", s.title, s.publisher, s.licence, s.kind, s.accessed, s.note)
        for _, s in sorted(catalogue.sources.items())
    ]
    head = ("id", "title", "publisher", "licence", "kind", "read on", "note")
    return "# Sources of facts\n\n" + table(head, rows)


def pages() -> dict[str, str]:
    """Every page by its file name."""
    catalogue = load()
    return {
        "formats.md": formats_page(),
        "categories.md": categories(catalogue),
        "steps.md": steps(catalogue),
        "lifetimes.md": lifetimes(catalogue),
        "sources.md": sources(catalogue),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "reference")
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.md"):
        stale.unlink()
    (folder.parent / "errors.md").write_text(f"{errors()}\n", encoding="utf-8")
    for name, text in pages().items():
        (folder / name).write_text(f"{text}\n", encoding="utf-8")
