"""Pools of devices that wait, are lent, shared or let, and the stay of a device in one."""

from __future__ import annotations

from django.db import models

from kringspoor.people.models import Organisation, Unit
from kringspoor.people.tenancy import OfOrganisation
from kringspoor.use.models.device import Device


class Pool(models.Model):
    """A bounded number of devices kept for one purpose."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="pools")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)  # reserve, loan, shared, rental or social
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    cap_count = models.PositiveIntegerField()
    max_idle_days = models.PositiveIntegerField(null=True, blank=True)
    loan_days = models.PositiveIntegerField(null=True, blank=True)
    month_cents = models.PositiveBigIntegerField(null=True, blank=True)  # what a device costs
    is_open = models.BooleanField(default=True)
    objects = OfOrganisation()

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="pool_once"),)

    def __str__(self) -> str:
        return self.name


class PoolStay(models.Model):
    """A device in a pool: since when, and until when nobody need ask whether it still belongs."""

    pool = models.ForeignKey(Pool, models.PROTECT, related_name="stays")
    device = models.ForeignKey(Device, models.PROTECT, related_name="stays")
    from_on = models.DateField()
    review_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    objects = OfOrganisation("pool__organisation")

    class Meta:
        ordering = ("pool", "from_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("device",), condition=models.Q(to_on__isnull=True), name="one_pool"
            ),
        )

    def __str__(self) -> str:
        return f"{self.device} in {self.pool}"
