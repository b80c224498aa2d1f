"""Contracts under which devices are bought, leased, rented or kept up."""

from __future__ import annotations

from django.db import models

from kringspoor.people.models import Organisation, Partner
from kringspoor.people.tenancy import OfOrganisation


class Contract(models.Model):
    """An agreement with a supplier or lessor, and until when one may give notice."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts")
    reference = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)  # purchase, framework, rental, lease or maintenance
    supplier = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    notice_days = models.PositiveIntegerField(null=True, blank=True)
    response_days = models.PositiveSmallIntegerField(null=True, blank=True)  # 1: next working day
    note = models.CharField(max_length=1000, blank=True)
    objects = OfOrganisation()

    class Meta:
        ordering = ("reference", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "reference"), name="contract_once"),
        )

    def __str__(self) -> str:
        return self.reference
