"""The navigation counts what presses whoever leads a case, and nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from cases import bureau_actions
from cases.models import Case
from house import navigation
from tests.backstage import backstage
from tests.cast import play
from tests.ico.conftest import agree
from zvh.guard.announce import acting_as


@pytest.fixture
def led(case, anna):
    """Anna leads the case; somebody else works in it too."""
    with backstage():
        Case.objects.filter(pk=case.pk).update(coordinator=anna)


def of_the_ico(user):
    with acting_as(user):
        told = navigation.pressing(user)
    return {name: it for name, it in told.items() if name.startswith("ico:") and it}


@pytest.mark.eis("R-4")
@pytest.mark.use("U24")
def test_a_meeting_presses_until_everybody_is_invited(led, meeting, invite, anna, noor):
    before = of_the_ico(anna)
    invite(noor)

    assert before == {"ico:meetings": 1}
    assert of_the_ico(anna) == {}
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        assert of_the_ico(anna) == {"ico:meetings": 1}, "its hour has come"


@pytest.mark.eis("R-4")
def test_what_is_late_presses_who_leads_the_case_alone(led, held, anna, bas, noor):
    late = timezone.now() + timedelta(days=31)

    before = of_the_ico(anna)
    with time_machine.travel(late, tick=False):
        after, of_a_colleague = of_the_ico(anna), of_the_ico(bas)

    assert "ico:actions" not in before
    assert after["ico:actions"] == 1
    assert of_a_colleague == {}


@pytest.mark.eis("P-4")
@pytest.mark.safety("X1")
def test_a_partner_is_told_of_their_own_alone(held, anna, bram, noor, politie):
    late = timezone.now() + timedelta(days=31)
    with acting_as(anna):
        agree(held, anna, noor, days=3)

    with time_machine.travel(late, tick=False):
        assert of_the_ico(noor)["ico:own_actions"] == 2
        for other in (politie, bram):
            assert "ico:own_actions" not in of_the_ico(other)


def test_navigation_and_tile_say_the_same_number(meeting, invite, sign_in, noor):
    invite(noor)

    page = sign_in(noor).get(reverse("cases:start"))

    counts = {it.url: it.count for it in page.context["navigation"] if it.count}
    assert counts == {reverse("ico:invitations"): 1}
    tiles = {it.url: it.count for it in page.context["entries"] if it.count}
    assert tiles == counts


def test_who_takes_over_is_pressed_instead(led, held, case, anna):
    petra = play("petra", "Petra Voorbeeld", Role.PROCESCOORDINATOR, name="Huis (p)")
    with acting_as(anna):
        here = Case.objects.get(pk=case.pk)
        bureau_actions.take_over(here, by=anna, coordinator=petra)

    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert of_the_ico(anna) == {}
        assert of_the_ico(petra)["ico:actions"] == 1
