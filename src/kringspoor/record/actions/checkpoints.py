"""Making checkpoints: by hand, and every day that something happened."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from kringspoor.core.errors import Refused
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import across_organisations, within_organisation
from kringspoor.record.actions.evidence import bind_files
from kringspoor.record.actions.writing import hold_chain
from kringspoor.record.chain import START, Header, packed
from kringspoor.record.checkpoints import Statement, signed
from kringspoor.record.models import Chain, Checkpoint, Link

_ROWS_AT_ONCE = 2_000


@within_organisation
@transaction.atomic
def make_checkpoint(*, organisation: Organisation, actor: User | None, at: datetime) -> Checkpoint:
    """Sign where the chain stands, files included; twice on the same link is once.

    Raises Refused while nothing is on record.
    """
    bind_files(organisation=organisation, at=at)
    chain = hold_chain(organisation=organisation)
    if not chain.links_count:
        raise Refused(
            Text(nl="er staat nog niets in het logboek", en="nothing is on record yet"),
            hint=Text(
                nl="neem eerst een lijst toestellen op", en="take in a list of devices first"
            ),
            code="nothing-on-record",
        )
    statement = signed(
        Statement(
            organisation=organisation.slug,
            link_no=chain.links_count,
            link_hash=bytes(chain.last_hash),
            at=at.replace(microsecond=0),
        ),
        str(settings.SIGNING_KEY),
    )
    made, _ = Checkpoint.objects.get_or_create(
        link_no=statement.link_no,
        key=statement.key.hex(),
        defaults={
            "organisation": organisation, "actor": actor, "made_at": statement.at,
            "link_hash": statement.link_hash, "signature": statement.signature.hex(),
            "trail": _trail_to(statement.link_no),
        },
    )  # fmt: skip
    return made


def _trail_to(link_no: int) -> bytes:
    """The links from the checkpoint before this one up to here."""
    before = Checkpoint.objects.filter(link_no__lt=link_no).order_by("-link_no").first()
    before_no, previous = (before.link_no, bytes(before.link_hash)) if before else (0, START)
    links = Link.objects.filter(number_no__gt=before_no, number_no__lte=link_no)
    rows = links.order_by("number_no").values_list("at", "actor_commitment", "root", "events_count")
    return packed(
        previous,
        (
            Header(at, bytes(by), bytes(root), events_count)
            for at, by, root, events_count in rows.iterator(_ROWS_AT_ONCE)
        ),
    )


@across_organisations("the worker signs every chain that grew, once a day")
def make_due_checkpoints(*, at: datetime) -> int:
    """Sign each chain that grew since its last checkpoint, if that is not of today; how many."""
    today = timezone.localdate(at)
    grown = (
        Chain.objects.select_related("organisation")
        .annotate(
            signed_no=Max("organisation__checkpoints__link_no"),
            signed_at=Max("organisation__checkpoints__made_at"),
        )
        .filter(Q(signed_no__isnull=True) | Q(signed_no__lt=F("links_count")), links_count__gt=0)
    )
    due = [e for e in grown if e.signed_at is None or timezone.localdate(e.signed_at) < today]
    for each in due:
        make_checkpoint(organisation=each.organisation, actor=None, at=at)
    return len(due)
