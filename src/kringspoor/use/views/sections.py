"""What the page of one device shows beside its facts: one entry per subject."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kringspoor.use.models import Device
from kringspoor.use.queries.steps import media_in
from kringspoor.use.rules import may_move
from kringspoor.use.tables import steps
from kringspoor.use.views.asking import member_of

SECTIONS = (
    "use/parts_of_device/steps.html",
    "use/parts_of_device/media.html",
)


def sections(request: HttpRequest, device: Device) -> dict[str, Any]:
    """The context of every section, and their templates in order."""
    organisation = member_of(request).organisation
    return {
        "thing": device,
        "steps": steps.steps(device) if may_move(member_of(request)) else [],
        "media": steps.media(device, media_in(device, organisation=organisation)),
        "device_sections": SECTIONS,
    }
