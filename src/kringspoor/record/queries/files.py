"""Are the files that prove something still there, and still what they were."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import file_digest

from django.db.models import TextField
from django.db.models.functions import Cast

from kringspoor.core.words import Text
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.chain import CLEARED, ERASED, KEPT, payload_told
from kringspoor.record.models import Event, Evidence
from kringspoor.record.queries.proof import Fault

_ROWS_AT_ONCE = 500


@within_organisation
def faults_of_files(*, organisation: Organisation) -> list[Fault]:
    """Every file that was changed, is missing, or is another than the one on record."""
    on_record, said = _on_record(), _said_gone()
    faults: list[Fault] = []
    for each in Evidence.objects.order_by("id").iterator(_ROWS_AT_ONCE):
        digest = on_record.pop(each.subject, each.sha256)
        about = _about(each.subject, each.name, digest)
        faults += (Fault(None, None, what, about) for what in _wrong_with(each, digest))
        if each.erased_at is not None and each.subject not in said:
            faults.append(Fault(None, None, _UNSAID, about))
    for subject, digest in on_record.items():
        faults.append(Fault(None, None, _UNLISTED, _about(subject, "", digest)))
    return faults


def _on_record() -> dict[str, str]:
    """The digest that the chain binds to each file, by what the record calls it."""
    kept = Event.objects.filter(kind=KEPT, payload__isnull=False).order_by("link__number_no")
    rows = kept.annotate(told=Cast("payload", TextField())).values_list("subject", "told")
    return {
        subject: str((payload_told(told) or {}).get("sha256", ""))
        for subject, told in rows.iterator(_ROWS_AT_ONCE)
    }


def _said_gone() -> set[str]:
    """The files of which the record says that they were taken away."""
    told = Event.objects.filter(kind__in=(CLEARED, ERASED), subject__startswith="evidence:")
    return set(told.values_list("subject", flat=True))


def _wrong_with(evidence: Evidence, digest: str) -> Iterator[Text]:
    if evidence.sha256 != digest:
        yield _OTHER_DIGEST
        return
    try:
        with evidence.path.open("rb") as file:
            if evidence.erased_at is not None:
                yield _STILL_THERE
            elif file_digest(file, "sha256").hexdigest() != digest:
                yield _CHANGED
    except FileNotFoundError:
        if evidence.erased_at is None:
            yield _MISSING
    except OSError:
        yield _UNREADABLE


def _about(subject: str, name: str, digest: str) -> Text:
    number = subject.partition(":")[2]
    named = f" {name}" if name else ""
    return Text(
        nl=f"bewijsstuk {number}{named} (sha256 {digest[:12]}…)",
        en=f"evidence {number}{named} (sha256 {digest[:12]}…)",
    )


@within_organisation
def files_count(*, organisation: Organisation) -> int:
    """How many files are kept."""
    return Evidence.objects.filter(erased_at__isnull=True).count()


_CHANGED = Text(nl="het bestand werd gewijzigd", en="the file was changed")
_MISSING = Text(nl="het bestand ontbreekt", en="the file is missing")
_UNREADABLE = Text(nl="het bestand is niet te lezen", en="the file cannot be read")
_STILL_THERE = Text(nl="is gewist, maar het bestand staat er nog", en="is erased, yet still there")
_UNSAID = Text(
    nl="staat als gewist, en er staat niet dat iemand het wiste",
    en="is marked as erased, and nothing says that somebody erased it",
)
_OTHER_DIGEST = Text(
    nl="de lijst noemt een ander bestand dan de keten",
    en="the list names another file than the chain",
)
_UNLISTED = Text(
    nl="staat in de keten, niet meer in de lijst", en="is in the chain, not in the list"
)
