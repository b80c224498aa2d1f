"""``kringspoor explain TAG``: the whole tree of one device's numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kringspoor.cli import asking
from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text


def explain(
    tag: Annotated[str, typer.Argument(help="The asset tag or serial number of a device.")],
    files: Annotated[
        list[Path] | None, typer.Argument(help="Inventories; else those of the last assess.")
    ] = None,
    matches: asking.Matches = None,
    ladder: asking.Ladder = "leuven",
    lifetime: asking.Lifetime = "",
    source: asking.SourceRule = "median",
    country: asking.Country = "BE",
    today: asking.Today = "",
    day_first: asking.DayFirst = None,
    lang: asking.Lang = "nl",
) -> None:
    """Say where every number of one device comes from: rows, factors, formulas, sources."""
    asked = (
        asking.Asked.of(
            files, matches, ladder, lifetime, source, country, today, is_day_first=day_first
        )
        if files
        else _last_time()
    )
    catalogue = asking.the_catalogue()
    job = asking.job_of(asked, [], catalogue)
    with asking.an_engine("duckdb") as (engine, _):
        from kringspoor.assess.explain import explained
        from kringspoor.assess.pipeline import fleet_of

        fleet = fleet_of(job, catalogue, engine, lambda said: None)
        found = explained(tag, fleet, catalogue, job)
    from rich.console import Console

    from kringspoor.cli.tree import show_tree

    for each in found:
        show_tree(each, Console(), asking.as_language(lang))


def _last_time() -> asking.Asked:
    asked = asking.kept()
    if asked is None:
        raise BadInput(
            Text(nl="er is nog niets beoordeeld", en="nothing was assessed yet"),
            hint=Text(
                nl="geef de bestanden: kringspoor explain LABEL BESTAND...",
                en="give the files: kringspoor explain TAG FILE...",
            ),
            code="nothing-assessed",
        )
    return asked
