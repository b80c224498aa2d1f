"""Does the catalogue hold: every row its source, every source its licence, every slug its thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kringspoor.catalogue.facts import Catalogue
from kringspoor.core.errors import KringspoorError
from kringspoor.core.words import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold, and where."""

    place: str
    what: Text


def findings(catalogue: Catalogue) -> list[Finding]:
    """Everything that does not hold; an empty list is a sound catalogue.

    A shelf that cannot be read is a finding too, and the other shelves are still looked at.
    """
    found: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            found += check(catalogue)
        except KringspoorError as reason:
            found.append(Finding(name, Text(nl=reason.spoken("nl"), en=reason.spoken("en"))))
    return found


def _sources_have_licences(catalogue: Catalogue) -> Iterator[Finding]:
    for slug, source in catalogue.sources.items():
        if not source.licence.strip():
            yield Finding(f"sources/{slug}", Text(nl="heeft geen licentie", en="has no licence"))
        is_cited = source.kind in ("open", "cited-fact")
        if is_cited and not (source.url and source.accessed):
            yield Finding(
                f"sources/{slug}",
                Text(nl="heeft geen adres of datum", en="has no address or date"),
            )


def _used_sources_exist(catalogue: Catalogue) -> Iterator[Finding]:
    for place, source in _used_sources(catalogue):
        if source not in catalogue.sources:
            yield Finding(
                place,
                Text(nl=f"bron '{source}' bestaat niet", en=f"source '{source}' does not exist"),
            )


def _used_sources(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for slug, category in catalogue.categories.items():
        yield f"categories/{slug}", category.mass_source
        yield f"categories/{slug}", category.price_source
    steps = [*catalogue.steps.values(), *(s for x in catalogue.ladders.values() for s in x.step)]
    for step in steps:
        named = (
            step.extra_source,
            step.displacement_source,
            step.rebound_source,
            step.handling_source,
        )
        yield from ((f"steps/{step.slug}", each) for each in (step.source, *named) if each)
    for slug, policy in catalogue.lifetimes.items():
        for rule in (policy.every_category, *policy.category.values()):
            yield f"lifetimes/{slug}", rule.source or policy.source
    for shelf, things in _sourced(catalogue).items():
        for slug, source in things.items():
            yield f"{shelf}/{slug}", source
    for shelf in ("factors", "grid", "support", "sheets"):
        for source in catalogue.tables(shelf):
            yield f"{shelf}/{source}.csv", source


def _sourced(catalogue: Catalogue) -> Mapping[str, Mapping[str, str]]:
    return {
        "profiles": {slug: each.source for slug, each in catalogue.profiles.items()},
        "ladder_parts": {slug: each.source for slug, each in catalogue.ladder_parts.items()},
        "ladders": {slug: each.source for slug, each in catalogue.ladders.items()},
    }


def _figures_are_sound(catalogue: Catalogue) -> Iterator[Finding]:
    for category, figures in catalogue.figures.items():
        seen: set[str] = set()
        for figure in figures:
            place = f"factors/{figure.source}.csv {category}"
            if category not in catalogue.categories:
                yield Finding(place, Text(nl="soort bestaat niet", en="category does not exist"))
            if figure.source in seen:
                yield Finding(place, Text(nl="staat er twee keer", en="is there twice"))
            seen.add(figure.source)
            if figure.embodied_kg is not None and figure.embodied_kg <= 0:
                yield Finding(place, Text(nl="is niet groter dan nul", en="is not above zero"))
            if figure.kwh_per_year is not None and figure.kwh_per_year < 0:
                yield Finding(place, Text(nl="verbruik onder nul", en="electricity below zero"))


def _categories_are_complete(catalogue: Catalogue) -> Iterator[Finding]:
    for slug, category in catalogue.categories.items():
        figures = catalogue.figures.get(slug, ())
        if not any(each.embodied_kg is not None for each in figures):
            yield Finding(f"categories/{slug}", Text(nl="heeft geen factor", en="has no factor"))
        if category.mass_kg <= 0:
            yield Finding(f"categories/{slug}", Text(nl="heeft geen massa", en="has no mass"))


def _maker_words_tell_categories(catalogue: Catalogue) -> Iterator[Finding]:
    for slug, maker in catalogue.makers.items():
        for words, category in (maker.models or {}).items():
            if category and category not in catalogue.categories:
                what = Text(
                    nl=f"'{words}': soort '{category}' bestaat niet",
                    en=f"'{words}': category '{category}' does not exist",
                )
                yield Finding(f"makers/{slug}", what)


def _grid_is_sound(catalogue: Catalogue) -> Iterator[Finding]:
    for country, years in catalogue.grid_table.items():
        for year, row in years.items():
            if row.low_kg_per_kwh <= 0:
                yield Finding(
                    f"grid {country} {year}",
                    Text(nl="is niet groter dan nul", en="is not above zero"),
                )


def _shelves_load(catalogue: Catalogue) -> Iterator[Finding]:
    """Reading everything is the check: ladders and lifetimes refuse a slug that is nowhere."""
    shelves = (
        catalogue.makers,
        catalogue.not_devices,
        catalogue.ladders,
        catalogue.lifetimes,
        catalogue.support,
        catalogue.statistics,
        catalogue.sheet_index,
    )
    yield from (Finding("shelf", Text(nl="leeg", en="empty")) for each in shelves[:4] if not each)


CHECKS: Mapping[str, Callable[[Catalogue], Iterator[Finding]]] = {
    "shelves": _shelves_load,
    "sources": _sources_have_licences,
    "used sources": _used_sources_exist,
    "factors": _figures_are_sound,
    "categories": _categories_are_complete,
    "makers": _maker_words_tell_categories,
    "grid": _grid_is_sound,
}
