"""The lives of a device: whom it serves, how it was judged, how it left, and what was mistaken."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kringspoor.people.models import Partner, Unit
from kringspoor.people.tenancy import OfOrganisation
from kringspoor.record.models import Evidence
from kringspoor.use.models.device import Device

SOCIAL_LOAN = "social_loan"


class Assignment(models.Model):
    """A span of a device's lives: from when to when it served somebody, or a kind of use.

    The holder is a pseudonym. Who borrows from a social pool has no name here: there is no place
    for one.
    """

    device = models.ForeignKey(Device, models.PROTECT, related_name="assignments")
    life_no = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=100, blank=True)
    use_type = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    context = models.CharField(max_length=20, blank=True)
    mitigation = models.CharField(max_length=500, blank=True)
    from_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # why it ended
    objects = OfOrganisation("device__organisation")

    class Meta:
        ordering = ("device", "from_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("device",), condition=models.Q(to_on__isnull=True), name="one_holder"
            ),
            models.CheckConstraint(
                condition=~models.Q(use_type=SOCIAL_LOAN) | models.Q(holder=""),
                name="no_name_in_social_loan",
            ),
        )

    def __str__(self) -> str:
        return f"{self.life_no}: {self.holder or self.use_type}"


class Screening(models.Model):
    """How a device was found when it came back: its grade, and whether a repair is worth it."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="screenings")
    screened_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    role = models.CharField(max_length=30)
    grade = models.CharField(max_length=1)
    battery_share = models.FloatField(null=True, blank=True)
    is_worth_repairing = models.BooleanField(null=True)
    hold_until = models.DateField(null=True, blank=True)  # until when a demand is waited for
    tests = models.JSONField(default=dict)  # what was tried: passed or not
    note = models.CharField(max_length=1000, blank=True)
    objects = OfOrganisation("device__organisation")

    class Meta:
        ordering = ("device", "-screened_on", "-id")

    def __str__(self) -> str:
        return f"{self.screened_on}: {self.grade}"


class Departure(models.Model):
    """The way out of one device: prepared, then proven by what was signed, or called off."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="departures")
    route = models.CharField(max_length=20)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True)
    prepared_at = models.DateTimeField()
    reference = models.CharField(max_length=200, blank=True)  # of the deed or receipt
    received_on = models.DateField(null=True, blank=True)
    sent_count = models.PositiveIntegerField(null=True, blank=True)
    received_count = models.PositiveIntegerField(null=True, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    is_called_off = models.BooleanField(default=False)
    objects = OfOrganisation("device__organisation")

    class Meta:
        ordering = ("device", "-prepared_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("device",), condition=models.Q(ended_at__isnull=True), name="one_way_out"
            ),
        )

    def __str__(self) -> str:
        return f"{self.route}: {self.reference}"


class Correction(models.Model):
    """A device that should not be on the register: one person asks, another agrees."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    objects = OfOrganisation("device__organisation")

    class Meta:
        ordering = ("device", "-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("device",), condition=models.Q(ended_at__isnull=True), name="one_correction"
            ),
        )

    def __str__(self) -> str:
        return self.reason[:60]
