"""The app that holds devices and what happens while they are used."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class UseConfig(AppConfig):
    """Devices and what happens while they are used."""

    name = "kringspoor.use"
    label = "use"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After every migration the database gets its guards back."""
        post_migrate.connect(_lay_guards, sender=self)


def _lay_guards(using: str, **_: Any) -> None:
    from kringspoor.use.rules.database import lay_guards

    lay_guards(connections[using])
