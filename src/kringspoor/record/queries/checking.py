"""The whole proof in one answer, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.checkpoints import Statement
from kringspoor.record.models import Link
from kringspoor.record.queries.checkpoints import faults_against, faults_of_checkpoints
from kringspoor.record.queries.proof import Fault, faults_of

MOST_EVENTS_COUNT = 200_000  # more takes a page too long; the command line does it


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the record does not hold, how much was read, and whether that was all of it.

    What is wrong with the paper itself stands apart: it says nothing about the record.
    """

    faults: list[Fault]
    paper_faults: list[Fault]
    links_count: int
    is_whole: bool


@within_organisation
def proof_against(statement: Statement | None, *, organisation: Organisation) -> Proof:
    """Whether the record holds, and still says what a checkpoint says that somebody kept."""
    against = faults_against(statement, organisation=organisation) if statement else []
    faults = [each for each in against if each.link_no is not None]
    events_count = Link.objects.aggregate(count=Sum("events_count"))["count"] or 0
    is_whole = events_count <= MOST_EVENTS_COUNT
    if is_whole:
        faults += faults_of(organisation=organisation)
    faults += faults_of_checkpoints(organisation=organisation)
    return Proof(
        faults=list(dict.fromkeys(faults)),
        paper_faults=[each for each in against if each.link_no is None],
        links_count=Link.objects.count(),
        is_whole=is_whole,
    )
