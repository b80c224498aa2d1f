"""Organisations with their units, sites and partners; people and their roles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from kringspoor.people.tenancy import OfOrganisation


class Organisation(models.Model):
    """Who owns the devices and sets the policy: the wall no question looks over.

    ``parent`` is an association, or a city with partners: its rules are inherited. ``successor``
    takes over after a merger; the record of the old one stays its own.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    # as a provider of identities names it (OVO001234); null keeps the many without one apart
    org_code = models.CharField(max_length=60, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=20, default="other")
    region = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, default="BE")
    fte_count = models.PositiveIntegerField(null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    ladder = models.CharField(max_length=60, default="leuven")
    lifetime_policy = models.CharField(max_length=60, default="leuven")

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A department or service within an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="units")
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    objects = OfOrganisation()

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="unit_once"),)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where devices stand."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sites")
    name = models.CharField(max_length=200)
    objects = OfOrganisation()

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="site_once"),)

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """Another organisation that takes, repairs, lends or sells devices."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="partners")
    name = models.CharField(max_length=200)
    roles = models.JSONField(default=list)
    country = models.CharField(max_length=2, default="BE")
    objects = OfOrganisation()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="partner_once"),
        )

    def __str__(self) -> str:
        return self.name


class Authorisation(models.Model):
    """What a partner may do, and between which dates."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="authorisations")
    kind = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    objects = OfOrganisation("partner__organisation")

    class Meta:
        ordering = ("partner", "kind", "valid_from", "id")

    def __str__(self) -> str:
        return f"{self.partner}: {self.kind}"


class _Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **rest: Any) -> User:
        """A person who signs in with an e-mail address; without a password only by a provider."""
        user = self.model(email=self.normalize_email(email).lower(), **rest)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What they may do is said by their memberships alone."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[_Users] = _Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="email_once"),)

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def subject(self) -> str:
        """What the record calls this person: a number, for a name cannot be forgotten there."""
        return f"person:{self.pk}"


class Membership(models.Model):
    """A person's role in one organisation, from a day and perhaps until one."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30)
    ends_on = models.DateField(null=True, blank=True)
    narrowed_to: frozenset[str] | None = None  # the verbs of the key that asks, if a key asks
    objects = OfOrganisation()

    class Meta:
        ordering = ("organisation", "user", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "user"), name="member_once"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Invitation(models.Model):
    """A role that waits for a person; the signed link to it works once, and until a day."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=30)
    role_ends_on = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    expires_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)  # taken up, withdrawn or replaced
    objects = OfOrganisation()

    class Meta:
        ordering = ("email", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "email"),
                condition=models.Q(closed_on__isnull=True),
                name="invitation_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"


class ApiToken(models.Model):
    """A key with which a program does some of what its owner may do. Only its digest is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="tokens")
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64, unique=True)
    verbs = models.JSONField(default=list)
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    objects = OfOrganisation()

    class Meta:
        ordering = ("-expires_on", "-id")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Mail(models.Model):
    """A mail to one person: written once under its key, tried until it is sent or given up."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="mails")
    user = models.ForeignKey(User, models.CASCADE, related_name="mails")
    key = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    due_at = models.DateTimeField()  # the next try; moved ahead before each one
    sent_at = models.DateTimeField(null=True, blank=True)
    tries_count = models.PositiveSmallIntegerField(default=0)
    is_given_up = models.BooleanField(default=False)
    trouble = models.CharField(max_length=200, blank=True)  # what the mail server said last
    about = models.JSONField(default=list)  # what it told of, so that it is not told again at once
    objects = OfOrganisation()

    class Meta:
        ordering = ("-due_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "user", "key"), name="mail_once"),
        )

    def __str__(self) -> str:
        return self.subject


class ReminderChoice(models.Model):
    """Which reminders a person does not want from one organisation; without a row: all of them."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    unwanted = models.JSONField(default=list)
    objects = OfOrganisation()

    class Meta:
        ordering = ("user", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "user"), name="reminder_choice_once"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {len(self.unwanted)}"
