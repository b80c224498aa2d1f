"""What the page of one device shows beside its facts: one entry per subject."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kringspoor.core.ladder import Step
from kringspoor.use.models import Device
from kringspoor.use.queries.steps import media_in
from kringspoor.use.rules import may_move
from kringspoor.use.tables import steps
from kringspoor.use.views.asking import member_of
from kringspoor.use.views.lifetime_exceptions import lifetime_part
from kringspoor.use.views.repairs import of_device

SECTIONS = (
    "use/parts_of_device/lifetime.html",
    "use/parts_of_device/media.html",
    "use/parts_of_device/repairs.html",
)


def sections(request: HttpRequest, device: Device, advice: Step) -> dict[str, Any]:
    """The context of every section, and their templates in order."""
    member, today = member_of(request), timezone.localdate()
    organisation = member.organisation
    return {
        "thing": device,
        "steps": steps.steps(device, advice) if may_move(member) else [],
        "media": steps.media(device, media_in(device, organisation=organisation)),
        "lifetime": lifetime_part(device, member, today) | {"stays": steps.stays(advice)},
        "repairs_part": of_device(device, member, today),
        "device_sections": SECTIONS,
    }
