"""The chain of events, what stands as evidence, and batches of work."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import OfOrganisation


class Chain(models.Model):
    """The last link of an organisation's chain: whoever appends holds this row."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="chain")
    links_count = models.PositiveBigIntegerField(default=0)
    last_hash = models.BinaryField(default=bytes(32))
    objects = OfOrganisation()

    def __str__(self) -> str:
        return f"{self.organisation}: {self.links_count}"


class Batch(models.Model):
    """One piece of long work: how far it is, what it could not do, whether it was undone."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="batches")
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=12, default="waiting")
    name = models.CharField(max_length=255)
    key = models.CharField(max_length=64)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    rows_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    made_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    objects = OfOrganisation()

    class Meta:
        ordering = ("-started_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "key"),
                condition=~models.Q(state="undone"),
                name="batch_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Link(models.Model):
    """One act: the digest of its events, bound to the act before it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="links")
    number_no = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    actor_salt = models.BinaryField(null=True)
    actor_commitment = models.BinaryField()
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="links")
    events_count = models.PositiveIntegerField()
    root = models.BinaryField()
    hash = models.BinaryField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("organisation", "number_no")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "number_no"), name="link_once"),
        )

    def __str__(self) -> str:
        return f"{self.number_no}: {bytes(self.hash).hex()[:12]}"


class Event(models.Model):
    """What happened to one thing. Payload and salt may be erased; the commitment stays."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="events")
    link = models.ForeignKey(Link, models.PROTECT, related_name="events")
    position_no = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)  # "device:17"
    payload = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("link", "position_no")
        indexes = (models.Index(fields=("organisation", "subject", "link")),)
        constraints = (models.UniqueConstraint(fields=("link", "position_no"), name="event_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Evidence(models.Model):
    """A file that proves something, kept under the digest of its content."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    issuer = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    visibility = models.CharField(max_length=12, default="private")
    added_at = models.DateTimeField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("-added_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "sha256"), name="evidence_once"),
        )

    def __str__(self) -> str:
        return self.name
