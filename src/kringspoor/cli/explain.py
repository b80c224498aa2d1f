"""``kringspoor explain TAG``: the whole tree of one device's numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kringspoor.cli import asking
from kringspoor.cli.remembering import last_time

EXAMPLES = (
    "Examples: kringspoor explain VB-12403 | kringspoor explain 5CG4110FNB register.csv mdm.csv"
)


def explain(
    context: typer.Context,
    tag: Annotated[
        str, typer.Argument(metavar="TAG", help="The asset tag or serial number of a device.")
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE...]",
            readable=False,
            help="Inventories; else those of the last assess, with its options.",
        ),
    ] = None,
    encoding: asking.Encoding = "",
    sheet: asking.Sheet = "",
    mapped: asking.Mapped = None,
    day_first: asking.DayFirst = None,
    matches: asking.Matches = None,
    ladder: asking.Ladder = "leuven",
    lifetime: asking.Lifetime = "",
    source: asking.SourceRule = "median",
    country: asking.Country = "BE",
    today: asking.Today = "",
    lang: asking.Lang = "nl",
) -> None:
    """Say where every number of one device comes from: rows, factors, formulas, sources."""
    asked = asking.Asked.of(files, context.params) if files else last_time()
    _explain(tag, asked, lang)


def _explain(tag: str, asked: asking.Asked, lang: str) -> None:
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
