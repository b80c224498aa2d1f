"""Organisations never see each other, and a question that names none fails."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db import models
from tests.site import an_organisation, somebody
from tests.test_house_apps import VERBS

from kringspoor.core.errors import Refused, Unknown
from kringspoor.people.actions import give_role
from kringspoor.people.models import Membership, Organisation, Unit, User
from kringspoor.people.queries import memberships_of
from kringspoor.people.rules import demand, may
from kringspoor.people.tenancy import CROSSING, NoOrganisation, OfOrganisation, scope

OURS = ("people", "record", "use")
OF_EVERYBODY = {"Organisation", "User"}
TODAY = date(2026, 11, 24)


def our_models() -> list[type[models.Model]]:
    """Every model of ours."""
    return [each for app in OURS for each in apps.get_app_config(app).get_models()]


def test_every_model_but_two_is_of_one_organisation() -> None:
    free = {m.__name__ for m in our_models() if not isinstance(m._default_manager, OfOrganisation)}
    assert free == OF_EVERYBODY


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [m for m in our_models() if m.__name__ not in OF_EVERYBODY], ids=lambda m: m.__name__
)
def test_a_question_outside_an_organisation_fails(model: type[models.Model]) -> None:
    with pytest.raises(NoOrganisation):
        model._default_manager.count()


@pytest.mark.django_db
def test_one_organisation_does_not_see_the_units_of_another() -> None:
    here, there = an_organisation("hier"), an_organisation("ginder")
    for each in (here, there):
        with scope(each):
            Unit.objects.create(organisation=each, name="ICT")
    with scope(here):
        assert [each.organisation for each in Unit.objects.all()] == [here]
    with scope(here), pytest.raises(NoOrganisation), scope(None):
        there.units.count()


def test_what_crosses_organisations_is_listed_with_its_reason() -> None:
    assert VERBS  # all their rooms are read
    assert sorted(CROSSING) == [
        "kringspoor.people.actions.found_organisation",
        "kringspoor.people.actions.mail.send_due_mails",
        "kringspoor.people.actions.succession.reopen_organisation",
        "kringspoor.people.actions.succession.succeed_organisation",
        "kringspoor.people.queries.invitation_waiting",
        "kringspoor.people.queries.mail.organisations_on",
        "kringspoor.people.queries.memberships_of",
        "kringspoor.people.queries.organisation_coded",
        "kringspoor.people.queries.succession.administered_beside",
        "kringspoor.people.queries.succession.predecessors_of",
        "kringspoor.people.queries.token_holder",
        "kringspoor.record.actions.batches.take_batch",
        "kringspoor.record.actions.checkpoints.make_due_checkpoints",
        "kringspoor.record.actions.files.clear_files",
        "kringspoor.record.actions.webhooks.deliver_due",
        "kringspoor.record.queries.remembering._state_of",
        "kringspoor.use.actions.pulls.pull_due",
        "kringspoor.use.actions.writebacks.write_due",
        "kringspoor.use.rules.lifetimes.inherited_first",
        "kringspoor.use.rules.lifetimes.inherited_rules",
    ]
    assert all(CROSSING.values())


@pytest.mark.django_db
def test_a_membership_ends_after_its_last_day() -> None:
    here = an_organisation()
    user = somebody(here)
    give_role(user, "expert", organisation=here, ends_on=TODAY)
    assert [each.role for each in memberships_of(user, TODAY)] == ["expert"]
    assert memberships_of(user, date(2026, 11, 25)) == []


def test_a_role_nobody_knows_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unknown, match="asset_manager"):
        may(Membership(role="boss"), "see_inventory")


def test_a_role_does_what_it_may_and_no_more() -> None:
    expert = Membership(role="expert")
    demand(expert, "see_inventory")
    with pytest.raises(Refused) as caught:
        demand(expert, "see_prices")
    assert caught.value.code == "role"


@pytest.mark.django_db
def test_only_an_organisation_that_is_kept_answers_for_one() -> None:
    here = an_organisation()
    person = User(pk=here.pk)  # a number alone would let it pass
    for other, refusal in ((person, ValueError), (Organisation(slug="nieuw"), TypeError)):
        with scope(other), pytest.raises(refusal):
            Unit.objects.count()


@pytest.mark.django_db
def test_what_one_question_asks_does_not_stay_in_the_next() -> None:
    here = an_organisation()
    with scope(here):
        Unit.objects.create(organisation=here, name="ICT")
        assert not Unit.objects.filter(name="Sport").order_by("-name")[:1]
        assert Unit.objects.count() == 1
        assert list(Unit.objects.values_list("name", flat=True)) == ["ICT"]
        assert here.units.get().organisation == here
