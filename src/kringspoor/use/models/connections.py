"""Connections with other asset tools: what is fetched, who owns which field, what is told back."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import OfOrganisation
from kringspoor.record.models import Batch
from kringspoor.use.models.device import Device


class Connection(models.Model):
    """An asset tool that an organisation keeps beside this one.

    ``fields`` are those the other tool owns: here they are only read. Its keys are sealed.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="connections")
    tool = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=300)
    plain = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    fields = models.JSONField(default=list)
    every_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    daily_at = models.TimeField(null=True, blank=True)
    is_on = models.BooleanField(default=True)
    is_automatic = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True, blank=True)
    offered = models.JSONField(default=dict)  # the statuses and columns one may choose there
    statuses = models.JSONField(default=dict)  # our state -> the number of a status there
    link_column = models.CharField(max_length=100, blank=True)
    site_address = models.CharField(max_length=300, blank=True)  # of our pages, as they know it
    is_writing = models.BooleanField(default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="connection_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What the record calls this connection."""
        return f"connection:{self.pk}"


class Pull(models.Model):
    """One fetch: waiting > fetching > fetched > settled; or same, failed, stopped."""

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="pulls")
    state = models.CharField(max_length=12, default="waiting")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="pulls")
    rows_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    tries_count = models.PositiveSmallIntegerField(default=0)
    trouble = models.JSONField(default=dict)
    heartbeat_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    objects = OfOrganisation("connection__organisation")

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = (models.Index(fields=("state", "asked_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("connection",),
                condition=models.Q(state__in=("waiting", "fetching")),
                name="pull_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.connection}: {self.state}"


class Counterpart(models.Model):
    """A device as the other tool knows it, and what that tool was last told about it."""

    connection = models.ForeignKey(Connection, models.CASCADE, related_name="counterparts")
    device = models.ForeignKey(Device, models.CASCADE, related_name="counterparts")
    number = models.CharField(max_length=100)
    status_no = models.IntegerField(null=True)
    told_state = models.CharField(max_length=30, blank=True)
    seen_at = models.DateTimeField()
    objects = OfOrganisation("connection__organisation")

    class Meta:
        ordering = ("connection", "device", "id")
        constraints = (
            models.UniqueConstraint(fields=("connection", "number"), name="counterpart_number"),
            models.UniqueConstraint(fields=("connection", "device"), name="counterpart_device"),
        )

    def __str__(self) -> str:
        return f"{self.connection} {self.number}"


class Writeback(models.Model):
    """Something another tool must be told: tried until it is done or given up, then kept."""

    counterpart = models.ForeignKey(Counterpart, models.CASCADE, related_name="writes")
    state = models.CharField(max_length=30)
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    is_given_up = models.BooleanField(default=False)
    written = models.JSONField(default=dict)
    trouble = models.JSONField(default=dict)
    objects = OfOrganisation("counterpart__connection__organisation")

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = (models.Index(fields=("done_at", "next_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("counterpart",),
                condition=models.Q(done_at__isnull=True),
                name="writeback_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.counterpart}: {self.state}"
