"""Labels as a person sees them before they are printed, and the words about a label."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.words import number
from kringspoor.people.language import language
from kringspoor.people.models import Organisation
from kringspoor.people.tables.export import Cell
from kringspoor.use.labels import Label, address_of
from kringspoor.use.queries.counting import Draft
from kringspoor.use.tables import category_name, category_names


def category_choices() -> list[tuple[str, str]]:
    """Every category by its name, in the order of the names."""
    return sorted(((slug, category_name(slug)) for slug in category_names()), key=lambda e: e[1])


def labels_of(
    tags: Sequence[str],
    models: Mapping[str, str],
    *,
    organisation: Organisation,
    site_address: str,
    leads: bool,
) -> list[Label]:
    """The labels to print, in order; with ``leads`` each code is an address of this site."""
    return [
        Label(
            tag, organisation.name, models.get(tag.upper(), ""),
            address_of(site_address, organisation.slug, tag) if leads else "",
        )
        for tag in tags
    ]  # fmt: skip


def preview(pages: Sequence[str], labels_count: int) -> dict[str, Any]:
    """The first sheet as a picture that can run nothing, and how much there is in all."""
    drawn = b64encode(pages[0].encode()).decode()
    said = language()
    return {
        "source": f"data:image/svg+xml;base64,{drawn}",
        "words": ngettext(
            "Labels: {labels}, on one sheet.",
            "Labels: {labels}, on {pages} sheets. This is the first.",
            len(pages),
        ).format(labels=number(labels_count, said), pages=number(len(pages), said)),
    }


def draft_heads() -> list[str]:
    """The heads of the labels nobody knows, as a file."""
    return [_("Label"), _("Site"), _("Room or shelf"), _("Count"), _("Last seen"), _("Times")]


def draft_cells(draft: Draft) -> Sequence[Cell]:
    """One label nobody knows, as a row of a file."""
    at = draft.at.isoformat()[:16].replace("T", " ")
    return (draft.tag, draft.site, draft.place, draft.count_name, at, draft.seen_count)
