"""Faults and their repair, and parts that pass from one device to another."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kringspoor.core.states import Named
from kringspoor.people.models import Organisation, Partner
from kringspoor.people.tenancy import OfOrganisation
from kringspoor.use.models.device import Device
from kringspoor.use.models.media import Battery, StorageMedium


class PartKind(Named):
    """What a part is. A medium and a battery keep their own record in whatever they are put."""

    STORAGE = "storage", "opslagmedium", "storage medium"
    BATTERY = "battery", "batterij", "battery"
    MEMORY = "memory", "geheugen", "memory"
    SCREEN = "screen", "scherm", "screen"
    KEYBOARD = "keyboard", "toetsenbord", "keyboard"
    MAINBOARD = "mainboard", "moederbord", "mainboard"
    POWER_SUPPLY = "power_supply", "voeding", "power supply"
    FAN = "fan", "ventilator", "fan"
    CASE = "case", "behuizing", "case"
    OTHER = "other", "ander onderdeel", "other part"


class PartState(Named):
    """Where a part is: every part is in exactly one of these."""

    STOCK = "stock", "in voorraad", "in stock"
    INSTALLED = "installed", "ingebouwd", "installed"
    SCRAPPED = "scrapped", "afgedankt", "scrapped"


class RepairOrder(models.Model):
    """A fault, who mends it, whether they came in time, and how it ended."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="repairs")
    fault = models.CharField(max_length=500)
    fault_on = models.DateField()
    reported_at = models.DateTimeField()
    route = models.CharField(max_length=20)
    repairer = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)  # of the clause it was reported under
    responded_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    worked_hours = models.FloatField(null=True, blank=True)
    cost_cents = models.PositiveBigIntegerField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)  # closed too, and counted nowhere
    note = models.CharField(max_length=1000, blank=True)
    objects = OfOrganisation("device__organisation")

    class Meta:
        ordering = ("-reported_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("device",), condition=models.Q(closed_on__isnull=True), name="one_repair"
            ),
        )

    def __str__(self) -> str:
        return self.fault[:60]

    @property
    def subject(self) -> str:
        """What the record calls this repair."""
        return f"repair:{self.pk}"


class BenchRate(models.Model):
    """What an hour of the own repair bench costs, from a day on."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bench_rates")
    hour_cents = models.PositiveIntegerField()
    from_on = models.DateField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("-from_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "from_on"), name="bench_rate_once"),
        )

    def __str__(self) -> str:
        return f"{self.from_on}: {self.hour_cents}"


class Part(models.Model):
    """A part with a life of its own: taken from a donor, on a shelf, in a receiver, or scrapped."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=60)
    serial = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="stock")  # stock, installed or scrapped
    donor = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="parts_given"
    )
    receiver = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="parts_taken"
    )
    repair = models.ForeignKey(
        RepairOrder, models.PROTECT, null=True, blank=True, related_name="parts"
    )
    medium = models.ForeignKey(
        StorageMedium, models.PROTECT, null=True, blank=True, related_name="parts"
    )
    battery = models.ForeignKey(  # listing the batteries of a device anew makes new rows
        Battery, models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    came_on = models.DateField()
    went_on = models.DateField(null=True, blank=True)
    price_cents = models.PositiveBigIntegerField(null=True, blank=True)  # of a bought part
    objects = OfOrganisation()

    class Meta:
        ordering = ("kind", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="installed", receiver__isnull=False)
                | models.Q(state__in=("stock", "scrapped"), receiver__isnull=True),
                name="part_in_one_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.serial}".strip()

    @property
    def subject(self) -> str:
        """What the record calls this part."""
        return f"part:{self.pk}"
