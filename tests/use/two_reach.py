"""Two at once reach for one part: run in threads, here or in a process of its own."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


def two_at_once(slug: str) -> Counter[str]:
    """How the two fared: "installed", or the code of the refusal."""
    from django.db import connections
    from tests.site import AT, an_organisation
    from tests.use.repairing import TODAY, a_screened_device, an_own_device, on_the_bench

    from kringspoor.core.errors import Refused
    from kringspoor.people.tenancy import scope
    from kringspoor.record.queries import faults_of
    from kringspoor.use.actions.parts import Taken, install_part, take_parts
    from kringspoor.use.models import PartKind, RepairOrder

    here = an_organisation(slug)
    with scope(here):
        (part,) = take_parts(
            a_screened_device(here), [Taken(PartKind.SCREEN, "SCR-1")], organisation=here,
            actor=None, at=AT, today=TODAY,
        )  # fmt: skip
        orders = [on_the_bench(an_own_device(here)) for _ in range(2)]
    start = Barrier(2)

    def reach(order: RepairOrder) -> str:
        start.wait()
        try:
            install_part(part, order, organisation=here, actor=None, at=AT, today=TODAY)
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return "installed"

    with ThreadPoolExecutor(max_workers=2) as pool:
        answers = Counter(pool.map(reach, orders))
    with scope(here):
        assert sum(each.parts.count() for each in orders) == 1
    assert list(faults_of(organisation=here)) == []
    return answers


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kringspoor.web.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    print(sorted(two_at_once("voorbeek").items()))  # noqa: T201 - its answer
