"""The minutes of a weging grow by themselves, and forget what the house forgets."""

import re

import pytest
from django.urls import reverse

from cases import actions as cases
from tests.backstage import backstage
from tests.triage.conftest import decide, item_of
from triage import actions, outcomes
from triage.models import Advice, AgendaItem
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

pytestmark = pytest.mark.eis("W-2")


def minutes(client, meeting_pk):
    return client.get(reverse("triage:minutes", args=[meeting_pk]))


def test_who_came_and_what_was_decided_stand_in_the_minutes(
    weighing, agent, anna, gemeente, sign_in
):
    item, client = weighing(), sign_in(anna)
    assert "Nog niet besproken" in minutes(client, item.meeting_id).text
    with backstage():
        came = item.meeting.invitations.get()
    client.post(reverse("triage:note_presence", args=[item.meeting_id, came.pk]))
    decide(item, anna, "support")

    page = minutes(client, item.meeting_id).text

    assert "Daarom." in page
    assert f"{agent.name} ({agent.party.name})" in page.split("Niet aanwezig")[0]
    assert gemeente.name in page


def test_where_nobody_noted_who_came_they_say_of_nobody_that_they_stayed_away(
    weighing, agent, anna, gemeente, sign_in
):
    item = weighing()

    page = minutes(sign_in(anna), item.meeting_id).text

    assert "niet vastgelegd" in page
    assert "Niet aanwezig" not in page
    assert agent.name not in page


@pytest.mark.use("U34")
def test_a_decision_that_was_taken_back_stays_in_them(weighing, anna, sign_in):
    item = weighing()
    decision = decide(item, anna, "advice")
    with acting_as(anna):
        actions.revise(decision, by=anna)
    decide(item_of(item.case), anna, "support")

    page = minutes(sign_in(anna), item.meeting_id).text

    assert "Herzien" in page
    assert page.count("Daarom.") == 2


@pytest.mark.eis("W-4", "S-4")
def test_of_what_was_removed_they_say_nothing(weighing, anna, sign_in):
    item = weighing(surname="Weggegaan")
    decide(item, anna, "advice")
    with acting_as(anna):
        outcomes.send_advice(Advice.objects.get(), by=anna)

    page = minutes(sign_in(anna), item.meeting_id).text

    assert item.case.number not in page
    assert "Weggegaan" not in page


@pytest.mark.eis("P-3", "P-4")
@pytest.mark.parametrize(("who", "status"), [("agent", 403), ("cato", 404)])
def test_they_are_the_bureaus(request, weighing, agent, sign_in, who, status):
    item = weighing()

    page = minutes(sign_in(request.getfixturevalue(who)), item.meeting_id)

    assert page.status_code == status


def test_a_colleague_who_may_not_see_a_case_does_not_read_it_there(
    weighing, anna, bas, sign_in
):
    item = weighing()
    with acting_as(anna):
        cases.restrict(item.case, by=anna, names=[])

    assert item.case.number not in minutes(sign_in(bas), item.meeting_id).text
    assert item.case.number in minutes(sign_in(anna), item.meeting_id).text


@pytest.mark.eis("P-2")
@pytest.mark.safety("X13")
def test_a_colleague_cannot_count_that_there_was_a_restricted_case(
    weighing, anna, bas, sign_in
):
    item = weighing()
    with acting_as(anna):
        cases.restrict(item.case, by=anna, names=[])
    hidden = bare(minutes(sign_in(bas), item.meeting_id))
    with backstage():
        AgendaItem.objects.all().delete()

    assert hidden == bare(minutes(sign_in(bas), item.meeting_id))


def bare(page):
    return re.sub(r'nonce="[^"]*"|value="[^"]{64}"|[\w-]{64}', "", page.text)


@pytest.mark.eis("P-10")
def test_reading_them_is_written_down(weighing, anna, sign_in):
    item = weighing()
    minutes(sign_in(anna), item.meeting_id)

    with backstage():
        read = AccessRecord.objects.filter(action="minutes")
        assert [record.count for record in read] == [1]
