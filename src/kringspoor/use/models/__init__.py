"""What the use of devices stores; one file per thing."""

from kringspoor.use.models.device import Battery, Device, Lot, StorageMedium
from kringspoor.use.models.shape import FileShape

__all__ = ("Battery", "Device", "FileShape", "Lot", "StorageMedium")
