"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Named after its room."""

    name = "kringspoor.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
