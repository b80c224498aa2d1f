"""The app as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class UseConfig(AppConfig):
    """Named after its room."""

    name = "kringspoor.use"
    label = "use"
    default_auto_field = "django.db.models.BigAutoField"
