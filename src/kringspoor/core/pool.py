"""A pool of spare or loan devices: bounded, so that a reserve does not become a dusty cupboard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pool:
    """How many devices a pool may hold, how many it holds, and how long one may lie idle.

    >>> Pool(cap_count=10, held_count=9).room_count, Pool(cap_count=10, held_count=11).room_count
    (1, 0)
    """

    cap_count: int
    held_count: int
    max_idle_days: int | None = None  # None: as long as its review date allows

    @property
    def room_count(self) -> int:
        """Devices that may still come in."""
        return max(self.cap_count - self.held_count, 0)

    def is_idle_too_long(self, idle_days: int) -> bool:
        """Whether a device that lay that long goes back to triage; the last day is still allowed.

        Units: days -> yes or no.
        """
        return self.max_idle_days is not None and idle_days > self.max_idle_days


def pool_share(held_count: int, fleet_count: int) -> float | None:
    """Share of the fleet that lies in a pool; unknown for a fleet of none.

    Units: count, count -> share.
    Source: fair-ict-flanders (KU Leuven: a tenth of its 6,000 machines serves a second life).

    >>> f"{pool_share(600, 6000):.1%}"
    '10.0%'
    """
    return held_count / fleet_count if fleet_count else None
