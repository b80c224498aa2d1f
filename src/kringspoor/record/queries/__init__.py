"""Questions to the record; one file per subject."""

from __future__ import annotations

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Event, Link
from kringspoor.record.queries.proof import Fault as Fault
from kringspoor.record.queries.proof import faults_of as faults_of


@within_organisation
def links_count(*, organisation: Organisation) -> int:
    """How many acts are on record."""
    return Link.objects.count()


@within_organisation
def events_about(subject: str, *, organisation: Organisation) -> list[Event]:
    """What happened to a thing, the latest first, each with its act."""
    found = Event.objects.filter(subject=subject).select_related("link", "link__actor")
    return list(found.order_by("-link__at", "-link__number_no", "-position_no"))
