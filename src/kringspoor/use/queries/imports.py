"""Questions to the lists that were given."""

from __future__ import annotations

from django.db.models import QuerySet

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Batch
from kringspoor.use.models import FileShape


@within_organisation
def mapping_of(shape: str, *, organisation: Organisation) -> dict[str, str]:
    """What a person said earlier about the columns of files of this shape."""
    found = FileShape.objects.filter(key=shape).first()
    return dict(found.mapping) if found else {}


@within_organisation
def imports(*, organisation: Organisation) -> QuerySet[Batch]:
    """Every list that was given, the newest first."""
    return Batch.objects.filter(kind="import").select_related("actor").defer("looked", "problems")


@within_organisation
def import_of(number: int, *, organisation: Organisation) -> Batch | None:
    """One import; nothing when it is not of this organisation."""
    return Batch.objects.select_related("actor").filter(pk=number, kind="import").first()
