"""What was bought, line by line, and the serial numbers that a delivery note lists."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Upper

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import OfOrganisation
from kringspoor.record.models import Batch


class OrderLine(models.Model):
    """One line of an order: how many of what. Typed by hand it has no batch."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="order_lines")
    order_no = models.CharField(max_length=200)
    line_no = models.PositiveIntegerField()
    supplier = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=500, blank=True)
    category = models.CharField(max_length=60, blank=True)
    make = models.CharField(max_length=100, blank=True)
    model = models.CharField(max_length=200, blank=True)
    quantity_count = models.PositiveIntegerField()
    ordered_on = models.DateField(null=True, blank=True)
    price_cents = models.PositiveBigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="order_lines"
    )
    objects = OfOrganisation()

    class Meta:
        ordering = ("order_no", "line_no", "id")
        constraints = (
            models.UniqueConstraint(
                "organisation", Upper("order_no"), "line_no", name="order_line_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_no} {self.line_no}"

    @property
    def subject(self) -> str:
        """What the record calls this line."""
        return f"order-line:{self.pk}"


class DeliveredSerial(models.Model):
    """A serial number that the supplier says was delivered for a line."""

    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="serials")
    serial = models.CharField(max_length=100)
    objects = OfOrganisation("line__organisation")

    class Meta:
        ordering = ("line", "serial", "id")
        constraints = (
            models.UniqueConstraint("line", Upper("serial"), name="delivered_serial_once"),
        )

    def __str__(self) -> str:
        return self.serial
