"""Who is let in by an agenda: from its sending until the closing, and no longer."""

from datetime import date

import pytest
from django.db import connection

from accounts import mails
from accounts.models import Outgoing, Role
from cases import actions as cases
from cases.models import Case, Person
from tests.backstage import backstage
from tests.cast import play
from tests.factories import UserFactory
from tests.triage.conftest import at, decide, fresh, item_of
from triage import actions, agenda, outcomes
from triage.models import Advice, AgendaItem, TriageMeeting
from zvh.guard.announce import acting_as

CHILD = date(2012, 5, 1)


def sees(user):
    """What this person reads past every belt but the database's own."""
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM cases_case),"
            " (SELECT count(*) FROM cases_person),"
            " (SELECT count(*) FROM triage_agendaitem)"
        )
        return cursor.fetchone()


def close(item, anna):
    with acting_as(anna):
        agenda.close(item.meeting, by=anna)


@pytest.mark.eis("P-3")
def test_before_the_sending_nobody_sees_anything(clock, put_forward, agent):
    put_forward()

    assert sees(agent) == (0, 0, 0)


@pytest.mark.eis("P-3", "T-4")
def test_from_the_sending_a_participant_sees_the_agenda(weighing, agent):
    weighing()

    assert sees(agent) == (1, 1, 1)


@pytest.mark.eis("P-3")
def test_closing_ends_it_at_once(weighing, agent, anna):
    item = weighing()

    close(item, anna)

    assert sees(agent) == (0, 0, 0)
    with acting_as(agent):
        assert not TriageMeeting.objects.visible_to(agent).exists()


@pytest.mark.eis("P-3")
def test_midnight_ends_it_when_nobody_closes(clock, weighing, agent):
    weighing()

    clock.move_to(at("2026-11-17", "23:59:59"))
    assert sees(agent) == (1, 1, 1)
    clock.move_to(at("2026-11-18", "00:00:00"))
    assert sees(agent) == (0, 0, 0)


@pytest.mark.eis("P-3", "P-4")
def test_without_a_grant_the_database_answers_nothing(weighing, cato, raad):
    weighing()

    assert sees(cato) == (0, 0, 0)
    assert sees(raad) == (0, 0, 0)


@pytest.mark.eis("T-4", "W-1", "P-3")
def test_the_raad_sees_only_the_case_with_a_minor(clock, put_forward, agent, raad):
    put_forward()
    with_child = put_forward(surname="Kind", born=CHILD)
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()

    with acting_as(raad):
        assert Case.objects.visible_to(raad).get() == with_child
        assert AgendaItem.objects.visible_to(raad).get().case == with_child
        assert Person.objects.get().surname == "Kind"
    assert sees(agent) == (2, 2, 2)


@pytest.mark.eis("T-4")
def test_whoever_turned_eighteen_is_no_minor(clock, put_forward, raad):
    case = put_forward(born=date(2008, 11, 16))

    assert item_of(case).involves_minor is False


@pytest.mark.eis("P-4", "T-4")
def test_colleagues_of_the_contact_are_not_let_in(weighing, agent):
    with backstage():
        colleague = UserFactory(party=agent.party, roles=["ketenpartner"])
    weighing()

    assert sees(colleague) == (0, 0, 0)


@pytest.mark.eis("G-3")
def test_a_partij_that_is_not_bound_is_not_asked(clock, put_forward, agent):
    with backstage():
        agent.party.bound_since = None
        agent.party.save()
    put_forward()
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()

    assert sees(agent) == (0, 0, 0)


@pytest.mark.eis("P-2")
def test_a_restricted_case_is_on_no_participants_list(clock, put_forward, agent, anna):
    case = put_forward()
    with acting_as(anna):
        cases.restrict(case, by=anna, names=[])
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()

    assert sees(agent) == (0, 0, 0)


@pytest.mark.eis("P-2", "W-5")
def test_a_restricted_case_is_not_lost_when_a_colleague_closes(
    clock, put_forward, agent, anna
):
    case, colleague = put_forward(), play("andre", "André", Role.PROCESCOORDINATOR)
    with acting_as(anna):
        cases.restrict(case, by=anna, names=[])
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()
    clock.move_to(at("2026-11-17"))

    close(item_of(case), colleague)

    assert item_of(case).meeting.date == date(2026, 11, 24)


@pytest.mark.eis("P-3", "W-5")
def test_what_was_not_reached_comes_next_week(weighing, anna):
    item = weighing()

    close(item, anna)

    again = item_of(item.case)
    assert again.meeting.date == date(2026, 11, 24)
    assert again.deferred_from == item.meeting


@pytest.mark.eis("P-3")
def test_deferred_stays_visible_until_the_closing_and_not_after(weighing, agent, anna):
    item = weighing()
    with acting_as(anna):
        actions.defer(item, by=anna, still_needed="Een bericht")
    assert sees(agent)[0] == 1

    close(item, anna)

    assert sees(agent) == (0, 0, 0)


@pytest.mark.eis("S-7")
def test_an_advised_case_leaves_the_participants_at_once(weighing, agent, anna):
    item = weighing()
    decide(item, anna, "advice")
    with acting_as(anna):
        outcomes.send_advice(Advice.objects.get(), by=anna)

    assert fresh(item.case).phase == "advised"
    assert sees(agent) == (0, 0, 0)


@pytest.mark.eis("X-3")
def test_the_agenda_is_announced_without_anybodys_name(weighing, agent):
    weighing(surname="Zeldzaam")
    with backstage():
        letter = mails.rendered(Outgoing.objects.get(kind="agenda_sent"))

    assert letter.to == [agent.email]
    assert "di 17 november 2026" in letter.body
    assert "Zeldzaam" not in f"{letter.subject}{letter.body}{letter.alternatives}"


@pytest.mark.eis("P-2", "P-3")
def test_making_a_case_restricted_ends_the_weging_for_participants(
    clock, put_forward, agent, anna
):
    case = put_forward()
    clock.move_to(at("2026-11-16", "18:00:00"))
    with acting_as(anna):
        item = AgendaItem.objects.get(case=case)
        agenda.send(item.meeting, by=anna)
    with acting_as(agent):
        assert Case.objects.filter(pk=case.pk).exists()

    with acting_as(anna):
        cases.restrict(case, by=anna, names=[])

    with acting_as(agent):
        assert not Case.objects.filter(pk=case.pk).exists()
