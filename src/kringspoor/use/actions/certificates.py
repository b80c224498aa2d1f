"""The proof that a medium was erased: kept as it came, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kringspoor.core.errors import BadInput
from kringspoor.core.guards.facts import MethodClass
from kringspoor.core.words import Text
from kringspoor.people.models import Organisation, User
from kringspoor.people.tenancy import within_organisation
from kringspoor.record.actions.writing import hold_chain
from kringspoor.record.chain import Plain
from kringspoor.record.models import Evidence
from kringspoor.use.actions.inside import write_inside_many
from kringspoor.use.models import ErasureCertificate, StorageMedium

ERASED = "medium.erased"


@dataclass(frozen=True, slots=True)
class Erased:
    """What a certificate says of one medium."""

    medium_serial: str
    method_class: MethodClass
    tool: str
    has_passed: bool
    finished_at: datetime
    operator: str
    tool_version: str = ""
    verifier: str = ""


@within_organisation
@transaction.atomic
def add_certificate(
    medium: StorageMedium,
    erased: Erased,
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    evidence: Evidence,
) -> ErasureCertificate:
    """Keep the proof that a medium was erased. It is never changed; a better one is added.

    Raises BadInput for a certificate of another serial, of tomorrow, or checked by its operator.
    """
    (certificate,) = add_certificates(
        [(medium, erased)], organisation=organisation, actor=actor, at=at, evidence=evidence
    )
    return certificate


@within_organisation
@transaction.atomic
def add_certificates(
    erasures: Sequence[tuple[StorageMedium, Erased]],
    *,
    organisation: Organisation,
    actor: User | None,
    at: datetime,
    evidence: Evidence,
) -> list[ErasureCertificate]:
    """Keep as one act what one report proves of many media: all of it, or nothing.

    Raises BadInput as :func:`add_certificate` does, for the first that is wrong.
    """
    for medium, erased in erasures:
        _demand_sense(medium, erased, at)
    if not erasures:
        return []
    hold_chain(organisation=organisation)
    made = ErasureCertificate.objects.bulk_create(
        ErasureCertificate(
            medium=medium,
            medium_serial=erased.medium_serial,
            method_class=erased.method_class.value,
            tool=erased.tool,
            tool_version=erased.tool_version,
            has_passed=erased.has_passed,
            operator=erased.operator,
            verifier=erased.verifier,
            finished_at=erased.finished_at,
            evidence=evidence,
            added_at=at,
        )
        for medium, erased in erasures
    )
    told = [(medium.device_id, _erasure_told(erased, evidence)) for medium, erased in erasures]
    write_inside_many(told, ERASED, organisation=organisation, actor=actor, at=at)
    return made


def _erasure_told(erased: Erased, evidence: Evidence) -> dict[str, Plain]:
    return {
        "serial": erased.medium_serial,
        "method": erased.method_class.value,
        "has_passed": erased.has_passed,
        "finished_at": erased.finished_at.isoformat(),
        "tool": erased.tool,
        "evidence": evidence.sha256,
    }


def _demand_sense(medium: StorageMedium, erased: Erased, at: datetime) -> None:
    if not medium.serial or medium.serial != erased.medium_serial:
        raise BadInput(
            _OTHER_SERIAL.filled(on=erased.medium_serial, medium=medium.serial or "?"),
            hint=_COMPARE,
            code="other-serial",
        )
    if erased.finished_at > at:
        raise BadInput(_FUTURE, hint=_MEND, code="future")
    if erased.verifier and erased.verifier == erased.operator:
        raise BadInput(_SAME_PERSON, hint=_SECOND, code="same-person")


_FUTURE = Text(nl="dit moment moet nog komen", en="this moment is still to come")
_MEND = Text(nl="verbeter de datum", en="mend the date")
_OTHER_SERIAL = Text(
    nl="het certificaat is van {on}, het medium is {medium}",
    en="the certificate is of {on}, the medium is {medium}",
)
_COMPARE = Text(
    nl="vergelijk het serienummer op het medium met dat op het certificaat",
    en="compare the serial on the medium with that on the certificate",
)
_SAME_PERSON = Text(
    nl="wie wist, kijkt niet zelf na", en="whoever erases does not verify it themselves"
)
_SECOND = Text(nl="laat iemand anders nakijken", en="let somebody else verify")
