"""What the guards want to know. ``None`` always means that nobody recorded it: a guard refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kringspoor.core.lifetime import LifetimeRule
from kringspoor.core.pool import Pool
from kringspoor.core.repair import RepairOutcome, RepairRoute
from kringspoor.core.states import LegalClass, Named, Ownership, Route, SecurityState


class MethodClass(Named):
    """How strongly a medium was erased, weakest first."""

    CLEAR = "clear", "clear (overschreven)", "clear"
    PURGE = "purge", "purge (ook in het labo onleesbaar)", "purge"
    DESTROY = "destroy", "destroy (vernietigd)", "destroy"

    def is_at_least(self, other: MethodClass) -> bool:
        order = list(MethodClass)
        return order.index(self) >= order.index(other)


class RiskContext(Named):
    """How exposed the place of use is, safest first. Schools are no low risk: data of minors."""

    ISOLATED = "isolated", "zonder netwerk", "isolated"
    INTERNAL = "internal", "intern netwerk", "internal network"
    EDUCATION = "education", "onderwijs", "education"
    INTERNET_FACING = "internet_facing", "open op het internet", "internet-facing"

    def is_below(self, other: RiskContext) -> bool:
        order = list(RiskContext)
        return order.index(self) < order.index(other)


class BatteryWay(Named):
    """Where a battery goes when its device does not stay whole."""

    BATTERY_STREAM = "battery_stream", "batterijstroom", "battery stream"
    PARTS_STOCK = "parts_stock", "onderdelenvoorraad", "parts stock"
    WITH_DEVICE = "with_device", "met het toestel mee", "with the device"


class PartnerRole(Named):
    """What a partner may be authorised for."""

    REUSE = "reuse", "hergebruik", "reuse"
    SCHOOL = "school", "school", "school"
    REFURBISHER = "refurbisher", "refurbisher", "refurbisher"
    REPAIRER = "repairer", "hersteller", "repairer"
    COLLECTOR = "collector", "inzamelaar", "collector"
    PROCESSOR = "processor", "vergunde verwerker", "authorised processor"
    PRO = "pro", "beheersorganisme", "producer responsibility organisation"
    LESSOR = "lessor", "verhuurder", "lessor"
    SUPPLIER = "supplier", "leverancier", "supplier"
    MANUFACTURER = "manufacturer", "fabrikant", "manufacturer"


@dataclass(frozen=True, slots=True)
class Medium:
    """A storage medium; one that was taken out is followed on its own and no longer counts here."""

    serial: str | None
    last_used_at: datetime | None
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof that one medium was erased."""

    medium_serial: str | None
    method_class: MethodClass | None
    has_passed: bool | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Battery:
    """A battery and where it goes."""

    name: str
    goes_to: BatteryWay | None


@dataclass(frozen=True, slots=True)
class NextUse:
    """Who or what a device serves next, and what that use asks of it. Units: months."""

    holder: str | None  # a pseudonym, or a kind of use
    is_same_holder: bool | None
    context: RiskContext | None
    previous_context: RiskContext | None = None
    mitigation: str = ""
    min_grade: str = ""
    min_support_months: int = 0


@dataclass(frozen=True, slots=True)
class Screening:
    """A screening by somebody in a named role."""

    screened_on: date | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Repair:
    """A fault, its route, and how it ended."""

    fault_on: date | None
    warranty_ends_on: date | None
    route: RepairRoute | None
    outcome: RepairOutcome | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class HigherRung:
    """What a rung above the chosen one said: refused for a reason, or waited for until a day."""

    step: str
    refusal: str = ""
    held_until: date | None = None


@dataclass(frozen=True, slots=True)
class Rungs:
    """What the ladder said: the rungs above the chosen one, and who inside still asks for one."""

    higher: tuple[HigherRung, ...] | None
    inside_demand_count: int | None


@dataclass(frozen=True, slots=True)
class EarlyExit:
    """Why a device stops before its minimum period of use, the evidence, and who approved."""

    reason: str | None
    evidence: str | None
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What a partner may do, from one day to another; without an end ``valid_to`` is date.max."""

    role: PartnerRole
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Partner:
    """Who receives a device, and in which country."""

    name: str
    country: str | None  # ISO 3166-1, two letters
    authorisations: tuple[Authorisation, ...] | None


@dataclass(frozen=True, slots=True)
class ExportPack:
    """What must go with a used device that leaves the country, so that it is no waste."""

    has_function_test: bool | None
    has_contract: bool | None
    has_declaration: bool | None
    has_packing: bool | None


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale to a member of staff; persons are pseudonyms.

    ``open_locks`` names what still ties the device to the organisation: management, BIOS password,
    activation lock.
    """

    book_value_cents: int | None
    rule_price_cents: int | None
    price_cents: int | None
    buyer: str | None
    decided_by: str | None
    open_locks: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Parts:
    """What a dismantled device had, and where it went."""

    listed_count: int | None
    stocked_count: int | None
    scrapped_count: int | None


@dataclass(frozen=True, slots=True)
class Deed:
    """The deed or receipt of the partner, with the devices sent and received in that lot."""

    reference: str | None
    received_on: date | None
    sent_count: int | None
    received_count: int | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The order line a delivery matches, and whether the serial is the only one of its kind."""

    order_line: str | None
    is_serial_unique: bool | None


@dataclass(frozen=True, slots=True)
class Loss:
    """A report of loss or theft, and what it means for the data."""

    reported_on: date | None
    data_risk: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A mistake in the register mended, and who agreed."""

    reason: str | None
    persons: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a step may ask about one device, on the day of the step."""

    today: date
    home_country: str = "BE"
    max_screening_days: int = 30
    ownership: Ownership | None = None
    legal_class: LegalClass | None = None
    security: SecurityState | None = None
    grade: str | None = None
    support_months: int | None = None
    was_used: bool | None = None  # whether it ever had a holder
    serves_since: date | None = None
    lifetime: LifetimeRule | None = None
    media: tuple[Medium, ...] | None = None
    certificates: tuple[Certificate, ...] = ()
    batteries: tuple[Battery, ...] | None = None
    next_use: NextUse | None = None
    reason: str | None = None
    early_exit: EarlyExit | None = None
    screening: Screening | None = None
    repair: Repair | None = None
    is_worth_repairing: bool | None = None
    rungs: Rungs | None = None
    hold_until: date | None = None  # until when a demand is waited for
    pool: Pool | None = None
    review_on: date | None = None
    route: Route | None = None
    partner: Partner | None = None
    export_pack: ExportPack | None = None
    sale: Sale | None = None
    parts: Parts | None = None
    deed: Deed | None = None
    delivery: Delivery | None = None
    loss: Loss | None = None
    correction: Correction | None = None
