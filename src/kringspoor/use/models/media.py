"""What a device holds that goes its own way: media with data, their erasure, and batteries."""

from __future__ import annotations

from django.db import models

from kringspoor.people.tenancy import OfOrganisation
from kringspoor.record.models import Evidence
from kringspoor.use.models.device import Device


class StorageMedium(models.Model):
    """A disk or chip that holds data: no device leaves while one of its media is unproven."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="media")
    serial = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    size_gb = models.FloatField(null=True, blank=True)
    is_removable = models.BooleanField(default=False)
    is_removed = models.BooleanField(default=False)  # taken out: it is followed on its own
    last_used_at = models.DateTimeField(null=True, blank=True)
    objects = OfOrganisation("device__organisation")

    class Meta:
        ordering = ("device", "id")

    def __str__(self) -> str:
        return self.serial or self.kind


class ErasureCertificate(models.Model):
    """Proof that one medium was erased, with the file that says so. It is never changed."""

    medium = models.ForeignKey(StorageMedium, models.PROTECT, related_name="certificates")
    medium_serial = models.CharField(max_length=100)  # as the certificate spells it
    method_class = models.CharField(max_length=10)
    tool = models.CharField(max_length=100)
    tool_version = models.CharField(max_length=60, blank=True)
    has_passed = models.BooleanField()
    operator = models.CharField(max_length=100)  # a pseudonym, or a firm
    verifier = models.CharField(max_length=100, blank=True)
    finished_at = models.DateTimeField()
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="erasures")
    added_at = models.DateTimeField()
    objects = OfOrganisation("medium__device__organisation")

    class Meta:
        ordering = ("medium", "finished_at", "id")

    def __str__(self) -> str:
        return f"{self.medium_serial}: {self.method_class}"


class Battery(models.Model):
    """A battery, which leaves apart from its device when that does not stay whole."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="batteries")
    serial = models.CharField(max_length=100, blank=True)
    capacity_share = models.FloatField(null=True, blank=True)
    goes_to = models.CharField(max_length=20, blank=True)
    objects = OfOrganisation("device__organisation")

    class Meta:
        ordering = ("device", "id")
        verbose_name_plural = "batteries"

    def __str__(self) -> str:
        return self.serial or str(self.pk)
