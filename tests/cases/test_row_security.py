"""The database itself answers, also when every other belt was forgotten."""

import pytest
from django.db import connection

from cases import actions, grants
from cases.lifecycle import Phase
from cases.models import Case, Person
from tests.backstage import backstage
from tests.stories import in_phase
from zvh.guard.announce import acting_as


def start(user):
    with acting_as(user):
        case = actions.start_registration(by=user)
        Person.objects.create(case=case, given_by=user.party, surname="Proefpersoon")
    return case


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return cursor.fetchone()[0]


@pytest.mark.safety("X7")
def test_nobody_sees_nothing(bram):
    start(bram)

    assert rows("cases_case") == 0
    assert rows("cases_person") == 0


def test_writer_sees_own_draft(bram):
    start(bram)

    with acting_as(bram):
        assert Case.objects.get().registrations.get().given_by == bram.party
        assert Person.objects.get().surname == "Proefpersoon"


@pytest.mark.eis("P-4")
def test_bureau_does_not_see_a_draft(bram, anna):
    start(bram)

    with acting_as(anna):
        assert rows("cases_case") == 0
        assert rows("cases_person") == 0


@pytest.mark.eis("P-2")
def test_bureau_sees_what_was_sent_and_others_do_not(bram, anna, cato):
    case = start(bram)
    with acting_as(bram):
        actions.send_registration(case, by=bram)

    with acting_as(anna):
        assert Person.objects.get().surname == "Proefpersoon"
    with acting_as(cato):
        assert rows("cases_case") == 0
        assert rows("cases_person") == 0


def test_sending_numbers_once(bram):
    case = start(bram)

    with acting_as(bram):
        actions.send_registration(case, by=bram)

    with backstage():
        sent = Case.objects.get()
        assert sent.number
        assert sent.phase == "intake"
        assert sent.work_until is None


@pytest.mark.eis("S-3")
@pytest.mark.parametrize("phase", [Phase.AFSCHALING, Phase.ADVISED])
def test_sender_reads_no_registration_of_a_shielded_case(bram, anna, phase):
    in_phase(phase, partner=bram, anna=anna)

    with acting_as(bram):
        assert rows("cases_case") == 1
        assert rows("cases_person") == 0


@pytest.mark.eis("S-3", "P-3")
def test_weging_reads_nothing_of_a_shielded_case(bram, anna, cato):
    case = in_phase(Phase.SUPPORT, partner=bram, anna=anna)
    seat = {"case_id": case.pk, "why": "agenda", "source_id": case.pk, "by": anna}
    with acting_as(anna):
        grants.give(cato, grants.Access.WEIGH, **seat)
    with acting_as(cato):
        assert rows("cases_person") == 1

    with acting_as(anna):
        actions.scale_down(Case.objects.get(pk=case.pk), by=anna)

    with acting_as(cato):
        assert rows("cases_person") == 0
