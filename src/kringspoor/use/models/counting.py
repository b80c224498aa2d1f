"""Counts of what stands where, and every label that was seen during one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper

from kringspoor.people.models import Organisation, Site, Unit
from kringspoor.people.tenancy import OfOrganisation
from kringspoor.use.models.device import Device


class StockTake(models.Model):
    """One count: of what, since when, and what it found once it is closed.

    Nothing narrows it where site, unit and category are empty. ``outcome`` is written when it is
    closed, and stays what it was when devices move later.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="stock_takes")
    name = models.CharField(max_length=200)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    category = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    outcome = models.JSONField(default=dict)
    objects = OfOrganisation()

    class Meta:
        ordering = ("-started_at", "-id")

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What the record calls this count."""
        return f"count:{self.pk}"


class Sighting(models.Model):
    """A label that was seen: as it was scanned, where, and the device it belongs to.

    Without a device it is a draft: to be registered, matched or set aside. Without a stock-take it
    was seen by itself. ``client_id`` is made where it was scanned, so that sending it again after
    a lost connection counts nothing twice.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sightings")
    stock_take = models.ForeignKey(
        StockTake, models.CASCADE, null=True, blank=True, related_name="sightings"
    )
    tag = models.CharField(max_length=200)
    # taking back the import that made a device makes a draft of what was seen
    device = models.ForeignKey(
        Device, models.SET_NULL, null=True, blank=True, related_name="sightings"
    )
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=10)
    client_id = models.CharField(max_length=64)
    is_set_aside = models.BooleanField(default=False)
    objects = OfOrganisation()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index("organisation", Upper("tag"), name="sighting_tag"),
            models.Index(fields=("stock_take", "device")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "client_id"), name="sighting_client_once"
            ),
        )

    def __str__(self) -> str:
        return self.tag
