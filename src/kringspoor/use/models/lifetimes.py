"""How long devices serve: versions of rules, the preset under them, opt-outs and exceptions."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.states import Named
from kringspoor.people.models import Organisation, Unit
from kringspoor.people.tenancy import OfOrganisation
from kringspoor.record.models import Evidence
from kringspoor.use.models.device import Device


class LifetimeVersion(models.Model):
    """What a rule said from a day on. A change is a new version; the old one stays.

    A rule is about a category, a unit and a use profile; '' or nothing means all of them. Without
    a target the rule is withdrawn from that day.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lifetime_versions")
    scope = models.CharField(max_length=200)  # what it is about, in one word: see scope_of
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    category = models.CharField(max_length=60, blank=True)
    use_profile = models.CharField(max_length=60, blank=True)
    version_no = models.PositiveIntegerField()
    min_months = models.PositiveSmallIntegerField(null=True, blank=True)
    target_months = models.PositiveSmallIntegerField(null=True, blank=True)
    window_months = models.PositiveSmallIntegerField(null=True, blank=True)
    is_hard = models.BooleanField(default=False)
    valid_from = models.DateField()
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    set_at = models.DateTimeField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("scope", "-valid_from", "-version_no")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "scope", "version_no"), name="lifetime_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.version}"

    @property
    def version(self) -> str:
        """How a decision names the version it was made under."""
        return f"v{self.version_no}"

    @property
    def rule(self) -> LifetimeRule | None:
        """The rule as the formulas know it; nothing when it is withdrawn."""
        if self.target_months is None:
            return None
        return LifetimeRule(
            self.target_months, self.min_months, self.window_months, is_hard=self.is_hard
        )


def scope_of(category: str = "", unit: int | None = None, use_profile: str = "") -> str:
    """What a rule is about, in one word.

    >>> scope_of("laptop", 3), scope_of()
    ('category:laptop/unit:3', 'all')
    """
    named = {"category": category, "unit": unit, "profile": use_profile}
    return "/".join(f"{name}:{value}" for name, value in named.items() if value) or "all"


class LifetimePreset(models.Model):
    """The preset under the rules of an organisation from a day on, in place of its first one."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lifetime_presets")
    slug = models.CharField(max_length=60)
    version_no = models.PositiveIntegerField()
    valid_from = models.DateField()
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    set_at = models.DateTimeField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("-valid_from", "-version_no")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "version_no"), name="lifetime_preset_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.slug} {self.valid_from}"


class LifetimeOptOut(models.Model):
    """Whether an organisation follows an inherited rule, from a day on; the latest word holds."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lifetime_opt_outs")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # whose rule it is
    scope = models.CharField(max_length=200)
    is_out = models.BooleanField(default=True)
    valid_from = models.DateField()
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    set_at = models.DateTimeField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("-valid_from", "-id")

    def __str__(self) -> str:
        return f"{self.scope}: {'out' if self.is_out else 'in'}"


class Shift(Named):
    """Which way an exception moves the end of a device's use."""

    EARLIER = "earlier", "vroeger weg", "leaves earlier"
    LATER = "later", "langer houden", "kept longer"


class ShiftReason(Named):
    """Why a device leaves before its minimum, or stays after its window."""

    SECURITY = "security", "niet meer te beveiligen", "can no longer be secured"
    SOFTWARE = "software", "te licht voor de software", "too light for its software"
    DAMAGE = "damage", "kapot, herstel loont niet", "broken, not worth repairing"
    NO_NEED = "no_need", "niet meer nodig", "no longer needed"
    WORKS_WELL = "works_well", "werkt nog goed", "still works well"
    WAITS = "waits", "wacht op de vervanger", "waits for its replacement"


REASONS_OF = {
    Shift.EARLIER: (
        ShiftReason.SECURITY, ShiftReason.SOFTWARE, ShiftReason.DAMAGE, ShiftReason.NO_NEED,
    ),
    Shift.LATER: (ShiftReason.WORKS_WELL, ShiftReason.WAITS),
}  # fmt: skip


class Asked(Named):
    """Where a request for an exception stands."""

    WAITING = "waiting", "wacht op antwoord", "waits for an answer"
    APPROVED = "approved", "goedgekeurd", "approved"
    REFUSED = "refused", "geweigerd", "refused"
    WITHDRAWN = "withdrawn", "ingetrokken", "withdrawn"


class LifetimeException(models.Model):
    """One device that leaves earlier or stays longer than its rule says; two persons agree."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="lifetime_exceptions"
    )
    device = models.ForeignKey(Device, models.PROTECT, related_name="lifetime_exceptions")
    kind = models.CharField(max_length=10)
    reason = models.CharField(max_length=20)
    note = models.CharField(max_length=1000, blank=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+")
    new_target_on = models.DateField()
    rule_version = models.CharField(max_length=200)  # what it is an exception to, when asked
    state = models.CharField(max_length=10, default="waiting")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    objects = OfOrganisation()

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("device",),
                condition=models.Q(state="waiting"),
                name="lifetime_exception_waits_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.device}: {self.kind} {self.new_target_on:%d/%m/%Y}"
