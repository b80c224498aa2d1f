"""``kringspoor catalogue add|list|show|check``: the facts behind the numbers, and your own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kringspoor.core.words import LANGUAGES, Language, Text, euros, number

if TYPE_CHECKING:
    from kringspoor.catalogue.additions import Addition
    from kringspoor.catalogue.entries import Category
    from kringspoor.catalogue.facts import Catalogue

app = typer.Typer(no_args_is_help=True, help="The catalogue of facts: what it holds, and your own.")

CHECK_FAILED = 1


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise typer.BadParameter(f"one of {', '.join(LANGUAGES)}")
    return value


Lang = Annotated[
    str, typer.Option("--lang", callback=_language, help="nl or en", envvar="KRINGSPOOR_LANG")
]


def _catalogue() -> Catalogue:
    from kringspoor.catalogue.additions import user_folder
    from kringspoor.catalogue.facts import load

    return load(user_folder(os.environ))


def _as_language(lang: str) -> Language:
    return "en" if lang == "en" else "nl"


def _spoken(lang: str, text: Text) -> str:
    return text.spoken(_as_language(lang))


def _table(rows: Iterable[Sequence[str]]) -> str:
    """Columns aligned by two spaces; columns that hold numbers stand to the right."""
    cells = [tuple(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    is_right = [_holds_numbers(column[1:]) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        padded = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _holds_numbers(column: Sequence[str]) -> bool:
    filled = [each for each in column if each not in ("", "?")]
    return bool(filled) and all(each[:1].isdigit() or each[:1] == "€" for each in filled)


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="boavizta-data-us.csv")], lang: Lang = "nl"
) -> None:
    """Add the open file of makers' carbon sheets, so that exact models match."""
    from kringspoor.catalogue.additions import add_sheets, user_folder

    done = add_sheets(file, user_folder(os.environ))
    typer.echo(_spoken(lang, _added(done)))
    heads = Text(nl="Gebreken in het bestand (rijen):", en="Defects in the file (rows):")
    typer.echo(_spoken(lang, heads))
    typer.echo(_table([(str(d.row_count), _spoken(lang, d.what)) for d in done.defects]))
    short = done.sha256[:12]
    kept = Text(
        nl=f"Bewaard in {done.folder}, met licentie (ODbL 1.0) en controlegetal {short}.",
        en=f"Kept in {done.folder}, with its licence (ODbL 1.0) and checksum {short}.",
    )
    typer.echo(_spoken(lang, kept))


def _added(done: Addition) -> Text:
    found = Text(
        nl=f"{done.row_count} rijen, {done.model_count} modellen van bekende soorten, "
        f"{done.embodied_count} met de uitstoot van het maken.",
        en=f"{done.row_count} rows, {done.model_count} models of known kinds, "
        f"{done.embodied_count} with what making them emits.",
    )
    if done.is_replaced:
        how = Text(nl="Vervangen door een ander bestand: ", en="Replaced by another file: ")
    elif done.is_new:
        how = Text(nl="Toegevoegd: ", en="Added: ")
    else:
        how = Text(nl="Stond er al: ", en="Was there already: ")
    return Text(nl=how.nl + found.nl, en=how.en + found.en)


@app.command("list")
def list_sources(lang: Lang = "nl") -> None:
    """The sources of the catalogue: rows, kind and licence."""
    catalogue = _catalogue()
    counts = _row_counts(catalogue)
    heads = Text(nl="bron|rijen|soort|licentie|titel", en="source|rows|kind|licence|title")
    rows = [tuple(_spoken(lang, heads).split("|"))]
    for slug, source in catalogue.sources.items():
        rows.append((slug, str(counts.get(slug, 0)), source.kind, source.licence, source.title))
    typer.echo(_table(rows))


def _row_counts(catalogue: Catalogue) -> dict[str, int]:
    counts: dict[str, int] = {}
    for figures in catalogue.figures.values():
        for figure in figures:
            counts[figure.source] = counts.get(figure.source, 0) + 1
    for shelf in ("grid", "support", "sheets"):
        for source, path in catalogue.tables(shelf).items():
            lines = path.read_bytes().count(b"\n")
            counts[source] = counts.get(source, 0) + max(lines - 1, 0)
    for category in catalogue.categories.values():
        for source in (category.mass_source, category.price_source):
            counts[source] = counts.get(source, 0) + 1
    for step in catalogue.steps.values():
        counts[step.source] = counts.get(step.source, 0) + 1
    return counts


@app.command()
def show(
    category: Annotated[str, typer.Argument(help="a category, such as laptop")], lang: Lang = "nl"
) -> None:
    """One category: its sources side by side, mass, price and lifetimes."""
    catalogue = _catalogue()
    kept = _category(catalogue, category)
    parts = (
        _spoken(lang, _title(kept, _as_language(lang))),
        _table(_source_rows(catalogue, kept.slug, lang)),
        _spoken(lang, _spread(catalogue, kept.slug, _as_language(lang))),
        _table(_error_rows(catalogue, kept.slug, lang)),
        _table(_lifetime_rows(catalogue, kept.slug, lang)),
    )
    typer.echo("\n\n".join(parts))


def _category(catalogue: Catalogue, slug: str) -> Category:
    from kringspoor.core.errors import Unknown

    if slug in catalogue.categories:
        return catalogue.categories[slug]
    found = [s for s, each in catalogue.categories.items() if slug.casefold() in each.words()]
    if len(found) == 1:
        return catalogue.categories[found[0]]
    known = ", ".join(catalogue.categories)
    raise Unknown(
        Text(nl=f"soort '{slug}' is niet bekend", en=f"category '{slug}' is not known"),
        hint=Text(nl=f"bekend zijn {known}", en=f"known are {known}"),
        code="unknown-category",
    )


def _title(kept: Category, language: Language) -> Text:
    price = kept.reference_price_eur
    money = " - ".join(euros(each, language) for each in (price.low, price.mid, price.high))
    mass = number(kept.mass_kg, language, 2)
    return Text(
        nl=f"{kept.name_nl} ({kept.slug}): {mass} kg [{kept.mass_source}], "
        f"prijs {money} [{kept.price_source}], AEEA-categorie {kept.weee_category_no}",
        en=f"{kept.name_en} ({kept.slug}): {mass} kg [{kept.mass_source}], "
        f"price {money} [{kept.price_source}], WEEE category {kept.weee_category_no}",
    )


def _source_rows(catalogue: Catalogue, slug: str, lang: str) -> list[tuple[str, ...]]:
    language = _as_language(lang)
    heads = Text(
        nl="bron|kg CO2e maken|fout|kWh per jaar|soort|waar",
        en="source|kg CO2e making|error|kWh a year|kind|where",
    )
    rows: list[tuple[str, ...]] = [tuple(_spoken(lang, heads).split("|"))]
    for each in catalogue.figures.get(slug, ()):
        error = each.embodied_error_ratio
        rows.append(
            (
                each.source,
                number(each.embodied_kg, language, 1),
                "" if error is None else f"{number(error * 100, language)} %",
                number(each.kwh_per_year, language, 1),
                catalogue.sources[each.source].kind,
                f"{each.where} {each.note}".strip(),
            )
        )
    return rows


def _spread(catalogue: Catalogue, slug: str, language: Language) -> Text:
    from kringspoor.catalogue.figures import spread_ratio

    numbers = [f.embodied_kg for f in catalogue.figures.get(slug, ()) if f.embodied_kg]
    if len(numbers) < 2:
        return Text(nl="Een enkele bron: geen spreiding bekend.", en="One source: no spread known.")
    times = number(max(numbers) / min(numbers), language, 1)
    apart = number(spread_ratio(numbers) * 100, language)
    return Text(
        nl=f"Hoogste is {times} keer de laagste; relatieve standaardafwijking {apart} %.",
        en=f"Highest is {times} times the lowest; relative standard deviation {apart} %.",
    )


def _error_rows(catalogue: Catalogue, slug: str, lang: str) -> list[tuple[str, ...]]:
    """How far a rung's prediction is from a sheet that was left out."""
    heads = Text(
        nl="trede van de factorladder|bladen|fout mediaan|fout in 9 van 10",
        en="rung of the factor ladder|sheets|error median|error 9 in 10",
    )
    rows: list[tuple[str, ...]] = [tuple(_spoken(lang, heads).split("|"))]
    for (rung, category), each in catalogue.statistics.embodied_errors.items():
        if category == slug:
            errors = (each.median_ratio, each.p90_ratio)
            shares = (f"{number(e * 100, _as_language(lang))} %" for e in errors)
            rows.append((rung, str(each.n_count), *shares))
    return rows


def _lifetime_rows(catalogue: Catalogue, slug: str, lang: str) -> list[tuple[str, ...]]:
    heads = Text(
        nl="levensduur|maanden minstens|doel|venster|bron",
        en="lifetime|months at least|target|window|source",
    )
    rows: list[tuple[str, ...]] = [tuple(_spoken(lang, heads).split("|"))]
    for name, policy in catalogue.lifetimes.items():
        rule = policy.rule(slug)
        months = (rule.minimum, rule.target_months, rule.window)
        rows.append((name, *(str(each) for each in months), rule.source or policy.source))
    return rows


@app.command()
def check(lang: Lang = "nl") -> None:
    """Does the catalogue hold: sources, licences, slugs, factors. Exit code 1 when it does not."""
    from kringspoor.catalogue.checks import findings

    catalogue = _catalogue()
    found = findings(catalogue)
    for each in found:
        typer.echo(f"{each.place}: {_spoken(lang, each.what)}")
    if found:
        raise typer.Exit(CHECK_FAILED)
    sound = Text(
        nl=f"In orde: {len(catalogue.categories)} soorten, {len(catalogue.sources)} bronnen, "
        f"{len(catalogue.ladders)} ladders, {len(catalogue.lifetimes)} levensduren.",
        en=f"Sound: {len(catalogue.categories)} categories, {len(catalogue.sources)} sources, "
        f"{len(catalogue.ladders)} ladders, {len(catalogue.lifetimes)} lifetimes.",
    )
    typer.echo(_spoken(lang, sound))
