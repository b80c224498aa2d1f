"""Questions about the programs that are told of what happens."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.models import Delivery, Webhook


@within_organisation
def webhooks(*, organisation: Organisation) -> QuerySet[Webhook]:
    """Every webhook by name, each with how many deliveries wait and how many were given up."""
    open_ones = Q(deliveries__heard_at__isnull=True)
    return Webhook.objects.select_related("owner").annotate(
        waiting_count=Count("deliveries", filter=open_ones & Q(deliveries__is_given_up=False)),
        given_up_count=Count("deliveries", filter=open_ones & Q(deliveries__is_given_up=True)),
    )


@within_organisation
def webhook_of(number: int, *, organisation: Organisation) -> Webhook | None:
    """One webhook; nothing when it is not of this organisation."""
    return webhooks(organisation=organisation).filter(pk=number).first()


@within_organisation
def deliveries(webhook: Webhook, *, organisation: Organisation) -> QuerySet[Delivery]:
    """What a webhook was told or must be told, the newest first."""
    return Delivery.objects.filter(webhook=webhook)


@within_organisation
def delivery_of(number: int, *, organisation: Organisation) -> Delivery | None:
    """One delivery; nothing when it is not of this organisation."""
    return Delivery.objects.select_related("webhook").filter(pk=number).first()
