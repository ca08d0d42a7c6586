"""After a disaster nobody sees more than before it, unless somebody decides so."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import call_command

from accounts import actions as accounts
from accounts.models import Authorisation, User
from cases import actions, grants
from cases.grants import Access, Why
from cases.lifecycle import Phase
from cases.models import Case, DomainProblem
from privacy import ledger
from tests.backstage import backstage
from tests.privacy import disaster
from tests.privacy.disaster import KEY, speaking
from tests.stories import in_phase
from zvh.guard.announce import acting_as

NIGHT = datetime.fromisoformat("2026-11-17T02:30:00+01:00")
MORNING = NIGHT + timedelta(hours=7)
NOON = NIGHT + timedelta(hours=10)


@pytest.fixture
def elsewhere(transactional_db, settings, tmp_path):
    disaster.use(tmp_path, settings)
    with disaster.empty_database() as name:
        yield name


@pytest.fixture
def case(elsewhere, bram, anna):
    with time_machine.travel(NIGHT - timedelta(days=1)):
        return in_phase(Phase.ICO, partner=bram, anna=anna)


@pytest.fixture
def lost(elsewhere, tmp_path):
    """A backup, then what the test does in the morning, then a restore at noon."""

    @contextmanager
    def disastrous():
        with time_machine.travel(NIGHT):
            ledger.write_down()
            path = disaster.back_up()
        with time_machine.travel(MORNING):
            yield
            ledger.write_down()
        key = tmp_path / "key.txt"
        key.write_text(str(KEY))
        with time_machine.travel(NOON), speaking("zvh_owner", to=elsewhere):
            call_command("restore", path, key_file=str(key))

    return disastrous


@contextmanager
def afterwards(name):
    with time_machine.travel(NOON), speaking(to=name):
        yield


def sees(user, case):
    with acting_as(user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


@pytest.mark.eis("X-4")
@pytest.mark.safety("B2")
def test_access_that_ended_stays_ended(lost, case, elsewhere, anna, cato):
    let_in = {"case_id": case.pk, "why": Why.INVITATION, "source_id": case.pk}
    with time_machine.travel(NIGHT - timedelta(hours=1)), acting_as(anna):
        grants.give(cato, Access.ATTEND, by=anna, **let_in)
    with lost():
        assert sees(cato, case)
        with acting_as(anna):
            grants.withdraw(**let_in)

    with afterwards(elsewhere):
        assert not sees(cato, case)
        assert sees(anna, case)


@pytest.mark.safety("B2")
def test_access_that_ended_and_was_given_again_is_there(
    lost, case, elsewhere, anna, cato
):
    let_in = {"case_id": case.pk, "why": Why.INVITATION, "source_id": case.pk}
    with time_machine.travel(NIGHT - timedelta(hours=1)), acting_as(anna):
        grants.give(cato, Access.ATTEND, by=anna, **let_in)
    with lost(), acting_as(anna):
        grants.withdraw(**let_in)
        grants.give(cato, Access.ATTEND, by=anna, **let_in)

    with afterwards(elsewhere):
        assert sees(cato, case)


@pytest.mark.safety("B2")
def test_case_that_was_restricted_is_restricted(lost, case, elsewhere, anna, mirjam):
    with lost():
        assert sees(mirjam, case)
        with acting_as(anna):
            actions.restrict(case, by=anna, names=[anna])

    with afterwards(elsewhere):
        assert not sees(mirjam, case)
        with backstage():
            assert Case.objects.get().is_restricted


@pytest.mark.safety("B2")
def test_case_that_was_scaled_down_is_shielded(lost, case, elsewhere, anna):
    with lost(), acting_as(anna):
        move_on(case, anna)
        actions.scale_down(case, by=anna)

    with afterwards(elsewhere), backstage():
        found = Case.objects.get()
        assert found.phase == Phase.AFSCHALING
        assert found.work_until == date(2026, 12, 17)
        assert Case.objects.open().count() == 0


@pytest.mark.safety("B2")
def test_case_that_was_reopened_keeps_its_rows(lost, case, elsewhere, anna):
    """In the backup it was on its way out; the terms of then must not be kept to."""
    with time_machine.travel(NIGHT - timedelta(hours=1)), acting_as(anna):
        move_on(case, anna)
        actions.scale_down(case, by=anna)
    with lost(), acting_as(anna):
        actions.reopen(Case.objects.get(pk=case.pk), by=anna)

    with afterwards(elsewhere), backstage():
        found = Case.objects.get()
        assert found.phase == Phase.MONITORING
        assert found.work_until is None


@pytest.mark.eis("S-6")
@pytest.mark.safety("B2")
def test_hold_outlives_the_disaster(lost, case, elsewhere):
    with lost(), backstage():
        Case.objects.filter(pk=case.pk).update(held_until="2027-06-01")

    with afterwards(elsewhere), backstage():
        assert Case.objects.get().held_until == date(2027, 6, 1)


@pytest.mark.safety("B2")
def test_piece_that_was_withdrawn_is_gone(lost, case, elsewhere):
    with lost(), backstage():
        now = NIGHT + timedelta(hours=8)
        assert DomainProblem.objects.update(withdrawn_at=now) == 1

    with afterwards(elsewhere), backstage():
        assert not DomainProblem.objects.exists()


@pytest.mark.safety("B2")
def test_closed_account_stays_closed(lost, case, elsewhere, bas, cato):
    with lost():
        accounts.deactivate_user(cato, by=bas)

    with afterwards(elsewhere), backstage():
        assert not User.objects.get(pk=cato.pk).is_active
        held = Authorisation.objects.filter(user=cato)
        assert held
        assert all(one.withdrawn_at and one.withdrawn_reason for one in held)
        assert User.objects.get(pk=bas.pk).is_active


@pytest.mark.safety("B2")
def test_old_password_opens_nothing(lost, case, elsewhere, anna, cato):
    with backstage():
        for user in (anna, cato):
            user.set_password("het-oude-wachtwoord")
            user.save()
    with lost(), backstage():
        cato.choose_password("een-heel-nieuw-wachtwoord")
        cato.save()

    with afterwards(elsewhere), backstage():
        assert User.objects.get(pk=anna.pk).check_password("het-oude-wachtwoord")
        for tried in ("het-oude-wachtwoord", "een-heel-nieuw-wachtwoord"):
            assert not User.objects.get(pk=cato.pk).check_password(tried)


@pytest.mark.safety("B2")
def test_lost_telephone_stays_lost(lost, case, elsewhere, bas, anna, cato):
    with backstage():
        for user in (anna, cato):
            Authenticator.objects.create(user=user, type="totp", data={})
    with lost(), acting_as(bas):
        accounts.reset_second_factor(cato, by=bas)

    with afterwards(elsewhere), backstage():
        assert [one.user for one in Authenticator.objects.all()] == [anna]


def move_on(case, anna):
    actions.move(case, Phase.MONITORING, by=anna)
