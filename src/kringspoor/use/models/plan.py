"""What-ifs of the replacement plan that somebody kept under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import OfOrganisation


class PlanScenario(models.Model):
    """A what-if by name. It keeps what was asked, as in its address, and no result: a plan is
    worked out anew each time it is looked at.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plan_scenarios")
    name = models.CharField(max_length=80)
    asked = models.JSONField(default=dict)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    kept_at = models.DateTimeField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="plan_scenario_once"),
        )

    def __str__(self) -> str:
        return self.name
