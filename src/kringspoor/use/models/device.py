"""Devices, and quantities of like things."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Upper

from kringspoor.people.models import Organisation, Site, Unit
from kringspoor.people.tenancy import OfOrganisation
from kringspoor.record.models import Batch
from kringspoor.use.models.contracts import Contract


class Device(models.Model):
    """One machine through all its lives. ``use.actions.change_state`` alone writes its state.

    What cannot be known is empty, never a guess: an empty date is an unknown date.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="devices")
    tag = models.CharField(max_length=100, blank=True)
    serial = models.CharField(max_length=100, blank=True)
    category = models.CharField(max_length=60, blank=True)
    make = models.CharField(max_length=100, blank=True)
    model = models.CharField(max_length=200, blank=True)
    part_no = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=500, blank=True)
    order_no = models.CharField(max_length=200, blank=True)
    supplier = models.CharField(max_length=200, blank=True)
    purchased_on = models.DateField(null=True, blank=True)
    purchased_precision = models.CharField(max_length=5, blank=True)
    price_cents = models.PositiveBigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    warranty_end_on = models.DateField(null=True, blank=True)
    support_end_on = models.DateField(null=True, blank=True)
    last_seen_on = models.DateField(null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True)
    cpu = models.CharField(max_length=200, blank=True)
    ram_gb = models.FloatField(null=True, blank=True)
    storage_gb = models.FloatField(null=True, blank=True)
    screen_inches = models.FloatField(null=True, blank=True)
    os = models.CharField(max_length=200, blank=True)
    battery_share = models.FloatField(null=True, blank=True)
    kwh_per_year = models.FloatField(null=True, blank=True)
    grade = models.CharField(max_length=1, blank=True)
    use_profile = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=30)
    data_state = models.CharField(max_length=20, default="holds")
    ownership = models.CharField(max_length=20, blank=True)
    security_state = models.CharField(max_length=20, blank=True)
    are_media_listed = models.BooleanField(default=False)  # somebody looked, or it can have none
    are_batteries_listed = models.BooleanField(default=False)
    legal_class = models.CharField(max_length=10, default="product")
    life_no = models.PositiveSmallIntegerField(default=1)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="devices")
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="devices"
    )
    version_no = models.PositiveIntegerField(default=1)
    objects = OfOrganisation()

    class Meta:
        ordering = ("tag", "serial", "id")
        indexes = (
            models.Index(fields=("organisation", "tag", "serial", "id")),
            models.Index(fields=("organisation", "state", "category")),
            models.Index(fields=("organisation", "make", "model", "tag", "id")),
            models.Index(fields=("organisation", "purchased_on")),
        )
        constraints = (
            models.UniqueConstraint(
                "organisation",
                Upper("tag"),
                condition=~models.Q(tag=""),
                name="device_tag_once",
            ),
            models.UniqueConstraint(
                "organisation",
                Upper("serial"),
                Upper("make"),
                condition=~models.Q(serial=""),
                name="device_serial_once",
            ),
        )

    def __str__(self) -> str:
        return self.tag or self.serial or f"#{self.pk}"

    @property
    def subject(self) -> str:
        """What the record calls this device."""
        return f"device:{self.pk}"


class Lot(models.Model):
    """A quantity of like things without serials: mice, docks, cables, toners."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lots")
    category = models.CharField(max_length=60, blank=True)
    make = models.CharField(max_length=100, blank=True)
    model = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=500, blank=True)
    quantity_count = models.PositiveIntegerField()
    purchased_on = models.DateField(null=True, blank=True)
    price_cents = models.PositiveBigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    order_no = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="lots")
    objects = OfOrganisation()

    class Meta:
        ordering = ("category", "make", "model", "id")

    def __str__(self) -> str:
        return f"{self.quantity_count} × {self.model or self.category}"
