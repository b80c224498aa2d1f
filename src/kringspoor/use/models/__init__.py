"""What the use of devices stores; one file per subject."""

from kringspoor.use.models.connections import Connection, Counterpart, Pull, Writeback
from kringspoor.use.models.contracts import Contract
from kringspoor.use.models.counting import Sighting, StockTake
from kringspoor.use.models.device import Device, Lot
from kringspoor.use.models.lifetimes import (
    LifetimeException,
    LifetimeOptOut,
    LifetimePreset,
    LifetimeVersion,
)
from kringspoor.use.models.lives import Assignment, Correction, Departure, Screening
from kringspoor.use.models.lookups import Among
from kringspoor.use.models.media import Battery, ErasureCertificate, StorageMedium
from kringspoor.use.models.missing import RecallLetter
from kringspoor.use.models.orders import DeliveredSerial, OrderLine
from kringspoor.use.models.plan import PlanScenario
from kringspoor.use.models.pools import Pool, PoolStay
from kringspoor.use.models.repairs import BenchRate, Part, PartKind, PartState, RepairOrder
from kringspoor.use.models.saved import ListHabit, PastedList, SavedView
from kringspoor.use.models.shape import FileShape

__all__ = (
    "Among",
    "Assignment",
    "Battery",
    "BenchRate",
    "Connection",
    "Contract",
    "Correction",
    "Counterpart",
    "DeliveredSerial",
    "Departure",
    "Device",
    "ErasureCertificate",
    "FileShape",
    "LifetimeException",
    "LifetimeOptOut",
    "LifetimePreset",
    "LifetimeVersion",
    "ListHabit",
    "Lot",
    "OrderLine",
    "Part",
    "PartKind",
    "PartState",
    "PastedList",
    "PlanScenario",
    "Pool",
    "PoolStay",
    "Pull",
    "RecallLetter",
    "RepairOrder",
    "SavedView",
    "Screening",
    "Sighting",
    "StockTake",
    "StorageMedium",
    "Writeback",
)
