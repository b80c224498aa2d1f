"""What a person says with a step: everything the guards ask that is not on record yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kringspoor.core.guards.facts import Deed, ExportPack, RiskContext, Sale
from kringspoor.core.states import Route
from kringspoor.people.models import Partner, Unit
from kringspoor.record.models import Evidence
from kringspoor.use.models import Pool


@dataclass(frozen=True, slots=True)
class NextHolder:
    """Whom a device serves next: a pseudonym or a kind of use, where, and until when."""

    holder: str = ""
    use_type: str = ""
    unit: Unit | None = None
    context: RiskContext | None = None
    mitigation: str = ""
    min_grade: str = ""
    min_support_months: int = 0
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Early:
    """Why a device stops before its minimum, and the file that shows it."""

    reason: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Lost:
    """When a loss was reported, and what it means for the data."""

    reported_on: date
    data_risk: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with one step. Nothing said is nothing known, and a guard refuses that."""

    reason: str = ""
    next_holder: NextHolder | None = None
    early: Early | None = None
    pool: Pool | None = None
    review_on: date | None = None
    order_line: str = ""
    refused_steps: Mapping[str, str] = field(default_factory=dict)  # higher rung: why not
    why_not: str = ""  # the same, of whatever is advised for each of many devices
    inside_demand_count: int | None = None
    route: Route | None = None
    partner: Partner | None = None
    export_pack: ExportPack | None = None
    sale: Sale | None = None
    parts_listed_count: int | None = None
    deed: Deed | None = None
    deed_file: Evidence | None = None
    lost: Lost | None = None
