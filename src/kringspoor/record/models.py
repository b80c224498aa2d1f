"""The chain of events with its checkpoints, what stands as evidence, and batches of work."""

from __future__ import annotations

from pathlib import Path

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


CLOSED = ("cancelled", "failed", "undone")  # what may be begun again


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
    erased_at = models.DateTimeField(null=True, blank=True)  # its bytes and its name are gone
    objects = OfOrganisation()

    class Meta:
        ordering = ("-added_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "sha256"), name="evidence_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What the record calls this file."""
        return f"evidence:{self.pk}"

    @property
    def path(self) -> Path:
        """Where its bytes are: each organisation has a folder of its own."""
        folder = Path(settings.MEDIA_ROOT) / str(self.organisation_id) / self.sha256[:2]
        return folder / self.sha256


class Batch(models.Model):
    """One piece of long work: how far it is, what it could not do, whether it was undone.

    waiting > looking > looked_at > accepted > running > done; or failed, cancelled.
    done > undone, when it is long by way of to_undo > undoing.
    """

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
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="batches")
    answers = models.JSONField(default=dict)  # what a person decided about it
    looked = models.JSONField(default=dict)  # what it would do, as a person was shown
    problems = models.JSONField(default=list)
    heartbeat_at = models.DateTimeField(null=True)  # of the worker that has it
    tries_count = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    objects = OfOrganisation()

    class Meta:
        ordering = ("-started_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "key"),
                condition=~models.Q(state__in=CLOSED),
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


class Checkpoint(models.Model):
    """The signed state of the chain after one link; a partner keeps the same words elsewhere.

    ``trail`` holds the links since the checkpoint before it, so that one paper tells where a
    rewritten history begins to differ.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="checkpoints")
    link_no = models.PositiveBigIntegerField()
    link_hash = models.BinaryField()
    made_at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    trail = models.BinaryField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("-link_no", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "link_no", "key"), name="checkpoint_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.link_no}"


class Webhook(models.Model):
    """An address of another program that is told of every act on record, and how far it was told.

    Its secret is drawn from the salt and the secret key of the site: it is stored nowhere.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="webhooks")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=500)
    kinds = models.JSONField(default=list)  # of events; empty: every kind
    salt = models.BinaryField()
    is_active = models.BooleanField(default=True)
    stopped_by = models.CharField(max_length=20, blank=True)  # "person", "failures" or "owner"
    failures_count = models.PositiveIntegerField(default=0)  # in a row
    told_no = models.PositiveBigIntegerField()  # the last link of which a delivery was made
    made_at = models.DateTimeField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="webhook_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What the record calls this webhook."""
        return f"webhook:{self.pk}"


class Delivery(models.Model):
    """What a webhook is told, word for word: tried until it is heard or given up, then kept."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    link_no = models.PositiveBigIntegerField(null=True)  # null: a trial
    body = models.TextField()
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)
    is_given_up = models.BooleanField(default=False)
    trouble = models.JSONField(default=dict)  # why the last try failed: code, nl, en and remedy
    objects = OfOrganisation("webhook__organisation")

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = (models.Index(fields=("heard_at", "next_at")),)
        constraints = (
            models.UniqueConstraint(fields=("webhook", "link_no"), name="delivery_once"),
        )

    def __str__(self) -> str:
        return f"{self.webhook}: {self.link_no}"
