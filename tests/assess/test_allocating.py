"""Who gets which device, and why the rest does not."""

from __future__ import annotations

from kringspoor.assess.allocating import Allocation, allocate
from kringspoor.core.allocation import Demand, Limits, Spare, Worth

TODAY = 20781  # 24 November 2026


def laptop(no: int, ram_gb: float | None = 8, cents: int = 0, site: str = "Gent") -> Spare:
    """A laptop that is supported for three more years."""
    return Spare(
        f"VB-{no}",
        "laptop",
        ram_gb=ram_gb,
        support_end_days=TODAY + 1100,
        site=site,
        refurbishing_cents=cents,
    )


SPARES = [*(laptop(no) for no in range(1, 5)), laptop(5, ram_gb=4), laptop(6, ram_gb=None)]
DESK = Demand("desk", "laptop", 2, TODAY, tier_no=1, least_ram_gb=8, site="Gent")
SCHOOL = Demand("school", "laptop", 5, TODAY, tier_no=2, least_ram_gb=8, site="Gent")


def tags(found: Allocation) -> dict[str, list[str]]:
    """Who gets which tags."""
    return {each.demand.name: [spare.tag for spare in each.spares] for each in found.given}


def test_each_device_is_given_once_or_left() -> None:
    found = allocate(SPARES, [DESK, SCHOOL], Limits(), Worth())
    given = [tag for each in tags(found).values() for tag in each]
    assert sorted(given + [each.spare.tag for each in found.left]) == [s.tag for s in SPARES]
    assert [len(each) for each in tags(found).values()] == [2, 2]


def test_a_demand_that_lacks_devices_says_what_stopped_them() -> None:
    school = allocate(SPARES, [DESK, SCHOOL], Limits(), Worth()).given[1]
    assert (school.lacking_count, school.stopped_count) == (3, {"ram": 2})


def test_a_device_that_is_left_says_what_it_missed_and_where() -> None:
    left = allocate(SPARES, [DESK, SCHOOL], Limits(), Worth()).left
    seen = [(e.spare.tag, e.nearest and e.nearest.name, [c.code for c in e.missed]) for e in left]
    assert seen == [("VB-5", "desk", ["ram"]), ("VB-6", "desk", ["ram"])]


def test_the_order_of_the_list_does_not_decide() -> None:
    once = allocate(SPARES, [DESK, SCHOOL], Limits(), Worth())
    assert tags(once) == tags(allocate(SPARES[::-1], [DESK, SCHOOL], Limits(), Worth()))


def test_one_more_euro_is_said_to_bring_a_part_of_a_device() -> None:
    spares = [laptop(no, cents=5000) for no in range(1, 5)]
    found = allocate(spares, [DESK, SCHOOL], Limits(budget_cents=15000), Worth())
    assert [len(each) for each in tags(found).values()] == [2, 1]
    name, count = found.stage_per_euro() or ("", 0)
    assert (name, round(count, 6)) == ("tier 2", 0.02)
    assert [each.missed for each in found.left] == [()]


def test_storage_limits_how_many_devices_of_a_site_are_made_ready() -> None:
    spares = [*(laptop(no) for no in (1, 2, 3)), laptop(4, site="Leuven")]
    found = allocate(spares, [SCHOOL], Limits(storage_count={"Gent": 1}), Worth())
    assert {each.site for each in found.given[0].spares} == {"Gent", "Leuven"}
    assert len(found.given[0].spares) == 2


def test_nothing_to_place_and_nobody_who_asks_are_answers() -> None:
    assert allocate([], [DESK], Limits(), Worth()).given[0].lacking_count == 2
    assert [each.nearest for each in allocate(SPARES[:1], [], Limits(), Worth()).left] == [None]
