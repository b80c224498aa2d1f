"""Fifty at once want to move one device: run in threads, here or in a process of its own."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor


def fifty_at_once(slug: str) -> Counter[str]:
    """How the fifty fared: "moved", or the code of the refusal."""
    from django.db import connections
    from tests.site import an_organisation
    from tests.use.lives import TODAY, Life

    from kringspoor.core.errors import Refused
    from kringspoor.core.states import State
    from kringspoor.people.tenancy import scope
    from kringspoor.record.queries import faults_of
    from kringspoor.use.actions.states import change_state

    here = an_organisation(slug)
    with scope(here):
        found = Life(here)
        found.reach(State.RETURNED)
        seen, said = found.fresh(), found.said_for(State.LOST_STOLEN)

    def move(_: int) -> str:
        try:
            change_state(seen, State.LOST_STOLEN, said=said, today=TODAY, **found.by)
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return "moved"

    with ThreadPoolExecutor(max_workers=50) as pool:
        answers = Counter(pool.map(move, range(50)))
    assert list(faults_of(organisation=here)) == []
    return answers


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kringspoor.web.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    print(sorted(fifty_at_once("voorbeek").items()))  # noqa: T201 - its answer
