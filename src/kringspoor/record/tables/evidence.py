"""Files that prove something, as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.words import number
from kringspoor.people.language import language
from kringspoor.people.tables.export import Cell
from kringspoor.record.forms.evidence import FilterForm, kind_name, visibility_name
from kringspoor.record.models import Event, Evidence
from kringspoor.record.queries.evidence import USUAL_SORT
from kringspoor.record.tables import day, filter_bar, moment, what, who


def columns(sort: str) -> list[dict[str, Any]]:
    """The heads of the list, each with what a press on it asks for."""
    heads: list[dict[str, Any]] = [
        {"label": _("File"), "key": "name"},
        {"label": _("Kind"), "key": "kind"},
        {"label": _("Issuer"), "key": "issuer", "is_minor": True},
        {"label": _("Made out on"), "key": "issued", "is_minor": True},
        {"label": _("Valid until"), "key": "expires"},
        {"label": _("Who may see it"), "is_minor": True},
        {"label": _("Kept on"), "key": "added", "is_minor": True},
        {"label": "SHA-256", "is_minor": True},
    ]
    sort = sort or USUAL_SORT
    for each in heads:
        key = each.pop("key", None)
        if key is None:
            continue
        is_now, is_down = sort.removeprefix("-") == key, sort.startswith("-")
        each["sort"] = f"-{key}" if is_now and not is_down else key
        each["direction"] = ("descending" if is_down else "ascending") if is_now else ""
    return heads


def filters(form: FilterForm, chosen: Mapping[str, str], found_count: int) -> dict[str, Any]:
    """The filter bar of the list, in words."""
    fields = form.fields
    validities: Mapping[str, Any] = dict(fields["validity"].choices)  # type: ignore[attr-defined]
    named = {
        "kind": kind_name(chosen.get("kind", "")),
        "visibility": visibility_name(chosen.get("visibility", "")),
        "validity": str(validities.get(chosen.get("validity", ""), "")),
    }
    result = ngettext("{count} file", "{count} files", found_count)
    count = number(found_count, language())
    return filter_bar(form, chosen, named, result.format(count=count))


def row(evidence: Evidence, today: date) -> dict[str, Any]:
    """One file as a row, and as the facts of its page."""
    is_erased = evidence.erased_at is not None
    is_over = evidence.expires_on is not None and evidence.expires_on < today
    return {
        "number": evidence.pk,
        "name": _("erased") if is_erased else evidence.name or _("without a name"),
        "kind": kind_name(evidence.kind),
        "issuer": evidence.issuer,
        "issued": day(evidence.issued_on),
        "expires": day(evidence.expires_on),
        "is_over": is_over and not is_erased,
        "is_erased": is_erased,
        "visibility": visibility_name(evidence.visibility),
        "added": day(timezone.localdate(evidence.added_at)),
        "sha256": evidence.sha256,
        "short": f"{evidence.sha256[:12]}…",
        "size": filesizeformat(evidence.size_bytes),
        "subject": evidence.subject,
    }


def heads() -> list[str]:
    """The heads of the list as a file."""
    return [
        _("File"), _("Kind"), _("Issuer"), _("Made out on"), _("Valid until"),
        _("Who may see it"), _("Kept on"), _("Size"), "SHA-256",
    ]  # fmt: skip


def cells(evidence: Evidence) -> list[Cell]:
    """One file as a row of that file; its size in bytes."""
    return [
        evidence.name, kind_name(evidence.kind), evidence.issuer, evidence.issued_on,
        evidence.expires_on, visibility_name(evidence.visibility),
        timezone.localdate(evidence.added_at), evidence.size_bytes, evidence.sha256,
    ]  # fmt: skip


def facts(evidence: Evidence, today: date) -> list[tuple[str, str]]:
    """What is known about a file, and only that."""
    shown = row(evidence, today)
    erased = moment(evidence.erased_at) if evidence.erased_at else ""
    known = [
        (_("Kind"), shown["kind"]),
        (_("Issuer"), shown["issuer"]),
        (_("Made out on"), shown["issued"]),
        (_("Valid until"), shown["expires"]),
        (_("Who may see it"), shown["visibility"]),
        (_("Size"), shown["size"]),
        (_("Kept on"), moment(evidence.added_at)),
        (_("Erased on"), erased),
    ]
    return [(name, value) for name, value in known if value]


def history(events: Sequence[Event]) -> list[dict[str, Any]]:
    """What happened to a file, for its timeline."""
    return [
        {
            "date": moment(each.link.at),
            "machine_date": f"{each.link.at:%Y-%m-%dT%H:%M}",
            "icon": "document",
            "what": what(each.kind),
            "about": who(each.link),
        }
        for each in events
    ]
