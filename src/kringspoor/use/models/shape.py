"""What a person said about files of one shape."""

from __future__ import annotations

from django.db import models

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import OfOrganisation


class FileShape(models.Model):
    """What a person said the columns of files of one shape hold, for the next such file."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="file_shapes")
    key = models.CharField(max_length=64)  # the digest of its sorted headers
    mapping = models.JSONField(default=dict)
    objects = OfOrganisation()

    class Meta:
        ordering = ("organisation", "key")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "key"), name="file_shape_once"),
        )

    def __str__(self) -> str:
        return self.key[:12]
