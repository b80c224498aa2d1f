"""What repairs rest on: who repairs, what an hour of the own bench costs, how long warranty is."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kringspoor.core.repair import RepairRoute
from kringspoor.people.models import Organisation, Partner, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import Happening, hold_chain, write_down
from kringspoor.record.chain import Plain
from kringspoor.use.models import BenchRate, Device
from kringspoor.use.rules.repairs import ROLES_OF


@within_organisation
@transaction.atomic
def repairer_named(
    name: str,
    route: RepairRoute,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> Partner:
    """The partner of that name, who from now on repairs by this route; a new one is made."""
    hold_chain(organisation=organisation)
    found = Partner.objects.filter(name__iexact=name).first()
    partner = found or Partner(organisation=organisation, name=name)
    if not set(partner.roles).intersection(ROLES_OF[route]):
        partner.roles = [*partner.roles, ROLES_OF[route][0]]
        partner.save()
        payload = {"name": partner.name, "role": ROLES_OF[route][0]}
        happening = Happening("partner.repairs", f"partner:{partner.pk}", payload)
        write_down([happening], organisation=organisation, actor=actor, at=at)
    return partner


@within_organisation
@transaction.atomic
def set_bench_rate(
    hour_cents: int,
    from_on: date,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> BenchRate:
    """Say what an hour of the own bench costs from a day on; said again, that day is put right."""
    hold_chain(organisation=organisation)
    rate, _ = BenchRate.objects.update_or_create(
        from_on=from_on,
        defaults={"hour_cents": hour_cents},
        create_defaults={"hour_cents": hour_cents, "organisation": organisation},
    )
    payload: dict[str, Plain] = {"hour_cents": hour_cents, "from_on": from_on.isoformat()}
    happening = Happening("bench.rate", f"organisation:{organisation.pk}", payload)
    write_down([happening], organisation=organisation, actor=actor, at=at)
    return rate


@within_organisation
@transaction.atomic
def record_warranty(
    device: Device,
    ends_on: date,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
) -> Device:
    """Write down the last day of a device's warranty, so that a fault finds its repairer."""
    hold_chain(organisation=organisation)
    device = Device.objects.get(pk=device.pk)
    old = device.warranty_end_on
    device.warranty_end_on, device.version_no = ends_on, device.version_no + 1
    device.save(update_fields=("warranty_end_on", "version_no"))
    change: list[Plain] = [old.isoformat() if old else None, ends_on.isoformat()]
    happening = Happening("device.changed", device.subject, {"warranty_end_on": change})
    write_down([happening], organisation=organisation, actor=actor, at=at)
    return device
