"""Letters that ask for devices to be handed in. They name no person."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kringspoor.people.models import Organisation, Unit
from kringspoor.people.tenancy import OfOrganisation
from kringspoor.use.models.device import Device


class RecallLetter(models.Model):
    """One letter: to a holder under their pseudonym or to a unit, with the devices it asks for."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="recall_letters")
    reason = models.CharField(max_length=10)  # dormant, leaver
    holder = models.CharField(max_length=100, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    language = models.CharField(max_length=2)
    hand_in_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    devices = models.ManyToManyField(Device, related_name="recall_letters")
    objects = OfOrganisation()

    class Meta:
        ordering = ("-written_at", "-id")

    def __str__(self) -> str:
        return self.holder or str(self.unit or self.pk)

    @property
    def subject(self) -> str:
        """What the record calls this letter."""
        return f"letter:{self.pk}"
