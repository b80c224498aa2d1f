"""What the organisations of the demo look like: how large, which parts, which ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kringspoor.core.states import Route

SITES = ("Hoofdgebouw", "Depot", "Campus Noord")
# Laptops by their part in the story: bought as one order, kept in pools, back, in a second life.
PARTS = {
    "order": 96, "reserve": 11, "loan": 6, "social": 3, "back": 12, "unseen": 5, "screened": 3,
    "second": 6,
}  # fmt: skip
FEW = {**PARTS, "order": 21, "reserve": 5, "loan": 5, "social": 2, "second": 3}
CIRCULAR = {**PARTS, "pool": 20}  # with those of the other pools a tenth of all devices


@dataclass(frozen=True, slots=True)
class Shape:
    """One organisation of the demo. ``trips`` are times that devices left together."""

    slug: str
    name: str
    mark: str  # of its labels and orders
    kind: str
    preset: str
    devices_count: int  # that it holds
    minimum_months: int
    units: tuple[str, ...]
    routes: tuple[Route, ...] = (Route.SCHOOL, Route.RECYCLED, Route.DONATED)
    parts: Mapping[str, int] = field(default_factory=lambda: PARTS)
    plain: tuple[str, int] = ("printer", 72)  # leaves without a disk, after so many months
    trips_count: int = 7
    trip_count: int = 12
    is_leasing: bool = False
    parent: str = ""
    sites: tuple[str, ...] = SITES


SHAPES = (
    Shape("grootstad", "Stad Grootstad", "GR", "local_gov", "ghent", 900, 60,
          ("Burgerzaken", "Bibliotheken", "Scholen", "ICT", "Cultuur"), plain=("monitor", 60),
          trips_count=14, trip_count=7),
    Shape("dijlestad", "Stad Dijlestad", "DI", "local_gov", "leuven", 500, 48,
          ("Stadskantoor", "Ruimte", "ICT", "Sport"), is_leasing=True, plain=("monitor", 48),
          routes=(Route.SCHOOL, Route.RECYCLED, Route.TRADED_IN)),
    Shape("kempendorp", "Gemeente Kempendorp", "KE", "local_gov", "laakdal", 120, 60,
          ("Gemeentehuis", "Bibliotheek", "Kinderopvang"), parts=FEW,
          trip_count=4),
    Shape("scheldehogeschool", "Scheldehogeschool", "SC", "higher_ed", "ugent", 800, 60,
          ("Wetenschappen", "Letteren", "Rechten", "ICT"),
          routes=(Route.DONATED, Route.RECYCLED)),
    Shape("heuvelcampus", "Heuvelcampus", "HE", "higher_ed", "ku-leuven", 400, 48,
          ("Geneeskunde", "Ingenieurs", "Bibliotheek", "ICT"), parts=CIRCULAR,
          routes=(Route.STAFF, Route.SCHOOL, Route.TRADED_IN, Route.RECYCLED)),
)  # fmt: skip
# An organisation of the city, with its own devices and the city's rules.
CHILD = Shape("zwembaden", "Zwembaden Grootstad", "ZW", "other", "ghent", 40, 60,
              ("Balie", "Techniek"), parts={}, trips_count=0, trip_count=0, parent="grootstad",
              sites=SITES[:1])  # fmt: skip
