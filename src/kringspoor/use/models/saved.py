"""What a person keeps of a list: its filters under a name, its columns, a list that was pasted."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import OfOrganisation


class SavedView(models.Model):
    """The filters, columns and order of a list under a name, for oneself or for all colleagues."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=40, default="devices")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)
    objects = OfOrganisation()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "owner", "list_name", "name"), name="saved_view_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class ListHabit(models.Model):
    """The columns and the number of rows that a person last chose for a list."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=40, default="devices")
    columns = models.JSONField(default=list)
    page_rows = models.PositiveSmallIntegerField(default=0)  # 0: never chosen
    objects = OfOrganisation()

    class Meta:
        ordering = ("user", "list_name")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "user", "list_name"), name="list_habit_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.list_name}"


class PastedList(models.Model):
    """Devices that somebody named by a pasted list of tags or serials; its number is a filter."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    numbers = models.JSONField(default=list)  # of the devices
    unknown = models.JSONField(default=list)  # what names no device, as it was written
    pasted_at = models.DateTimeField()
    objects = OfOrganisation()

    class Meta:
        ordering = ("-pasted_at", "-id")

    def __str__(self) -> str:
        return f"{len(self.numbers)}"
