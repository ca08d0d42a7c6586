"""What a role or a bond opened closes with it, whatever else somebody may be (P-6)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Authorisation, Outgoing, Role
from cases import actions as cases
from cases.models import Case, Person
from ico import actions
from ico.jobs import remind
from ico.models import Action, Invitation, Meeting, Plan
from tests.backstage import backstage
from zvh.guard.announce import acting_as

pytestmark = [pytest.mark.eis("P-6"), pytest.mark.safety("X1")]


def withdraw(user, mirjam, role=Role.KETENPARTNER):
    with acting_as(mirjam):
        found = Authorisation.objects.get(user=user, role=role)
        accounts.withdraw_authorisation(found, by=mirjam, reason="Andere baan")
    user.refresh_from_db()


def give(user, role):
    until = timezone.localdate() + timedelta(days=30)
    with backstage():
        accounts.grant_on_the_server(
            user, role, function="beheer", reason="Nieuwe baan.", until=until
        )
    user.refresh_from_db()


def leave(party):
    with backstage():
        party.bound_until = timezone.localdate() - timedelta(days=1)
        party.save()


def sees_by_hand(user):
    with acting_as(user):
        return [
            model.__name__
            for model in (Case, Meeting, Invitation, Plan, Action, Person)
            if model.objects.exists()
        ]


def of_plan(browser, plan):
    names = ("plan", "plan_pdf", "plan_print")
    return {
        browser.get(reverse(f"ico:{name}", args=[plan.pk])).status_code
        for name in names
    }


@pytest.mark.parametrize("other", [Role.BESTUURDER, Role.FG])
def test_it_closes_though_another_role_stays(sign_in, mirjam, noor, established, other):
    give(noor, other)
    withdraw(noor, mirjam)

    assert of_plan(sign_in(noor), established) == {404}
    own = sign_in(noor).get(reverse("ico:own_actions"))
    assert "Vraagt schuldhulp aan." not in own.text
    assert sees_by_hand(noor) == []


def test_sender_with_another_role_follows_nothing(mirjam, bram, case):
    give(bram, Role.BESTUURDER)
    withdraw(bram, mirjam)

    assert sees_by_hand(bram) == []


def test_casusregisseur_of_a_partij_that_left_reads_nothing(sign_in, noor, established):
    leave(noor.party)

    assert of_plan(sign_in(noor), established) == {404}
    assert sees_by_hand(noor) == []


def test_guest_of_a_partij_that_left_reads_nothing(sign_in, noor, table):
    leave(noor.party)

    with backstage():
        invitation = Invitation.objects.get(user=noor)
    page = reverse("ico:invitation", args=[invitation.pk])
    assert sign_in(noor).get(page).status_code == 404
    assert sees_by_hand(noor) == []


def test_sender_of_a_partij_that_left_follows_what_was_sent(sign_in, bram, case):
    leave(bram.party)

    page = reverse("cases:registration_state", args=[case.pk])
    assert sign_in(bram).get(page).status_code == 200


@pytest.mark.eis("P-2")
def test_guest_who_came_to_work_for_the_house_reads_no_restricted_case(
    sign_in, anna, noor, established, case
):
    with acting_as(anna):
        cases.restrict(Case.objects.get(pk=case.pk), by=anna, names=[])
    give(noor, Role.PROCESONDERSTEUNER)

    assert of_plan(sign_in(noor), established) == {404}
    assert sees_by_hand(noor) == []


def test_who_has_no_role_left_hears_nothing_of_the_work(anna, mirjam, politie, plan):
    withdraw(politie, mirjam)

    with acting_as(anna):
        actions.establish_plan(Plan.objects.get(pk=plan.pk), by=anna)

    with backstage():
        told = Outgoing.objects.filter(kind="plan_established")
        assert told.exists()
        assert not told.filter(recipient=politie).exists()


def test_who_has_no_role_left_is_reminded_of_nothing(mirjam, noor, established):
    withdraw(noor, mirjam)
    with backstage():
        Action.objects.update(due_on=timezone.localdate())

    remind()

    with backstage():
        assert not Outgoing.objects.filter(kind="action_due").exists()
