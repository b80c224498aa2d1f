"""Every step of a device passes the guards, in Python and in the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.site import an_organisation
from tests.use.lives import PATHS, Life

from kringspoor.core.states import EXIT, Route, State
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.queries import faults_of

pytestmark = pytest.mark.django_db
ROUTE = {state: route for route, state in EXIT.items()}


@pytest.fixture
def here() -> Iterator[Organisation]:
    """One organisation, within which everything is asked."""
    organisation = an_organisation()
    with scope(organisation):
        yield organisation


def life(here: Organisation, state: State, **fields: object) -> Life:
    """A device brought to a state, each step proven."""
    route = ROUTE.get(state, Route.SCHOOL)
    hired = {"ownership": "leased"} if route is Route.LESSOR else {}
    found = Life(here, **{**hired, **fields})
    found.grade = "D" if State.TO_DISMANTLE in PATHS[state] else "B"
    found.reach(state, route)
    return found


@pytest.mark.parametrize("state", PATHS)
def test_each_state_is_reached_by_proven_steps(here: Organisation, state: State) -> None:
    found = life(here, state)
    assert found.fresh().state == state
    assert list(faults_of(organisation=here)) == []
