"""The navigation counts what waits in intake and weging, and what a Partij is asked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from house import navigation
from tests.backstage import backstage
from tests.triage.conftest import ask, decide, item_of
from triage import answering
from triage.answering import Given
from triage.models import TriageMeeting
from zvh.guard.announce import acting_as


def counts(user):
    with acting_as(user):
        return {name: it for name, it in navigation.pressing(user).items() if it}


@pytest.mark.eis("R-4")
@pytest.mark.use("U24")
def test_the_bureau_sees_what_waits_in_each_place(sign_in, clock, send, case, anna):
    send("Anders")
    client = sign_in(anna)

    today, every = client.get(reverse("cases:today")), client.get(reverse("cases:list"))

    # On the list it comes along with the query of the list itself.
    for page in (today, every):
        shown = {it.url: it.count for it in page.context["navigation"] if it.count}
        assert shown[reverse("triage:intake_list")] == 1
        assert shown[reverse("triage:current")] == 1
    assert "1" in dict(today.context["coming"][0].facts).values()


@pytest.mark.eis("R-4")
def test_what_is_on_a_later_agenda_does_not_press_yet(put_forward, anna, sign_in):
    meeting = item_of(put_forward()).meeting
    assert counts(anna)["triage:current"] == 1
    with backstage():
        TriageMeeting.objects.create(
            date=meeting.date - timedelta(days=1),
            starts_at=meeting.starts_at - timedelta(days=1),
            closes_at=meeting.closes_at - timedelta(days=1),
        )

    listed = sign_in(anna).get(reverse("triage:current")).context["meetings"]

    assert "triage:current" not in counts(anna)
    assert [it.on_agenda for it in listed.ahead] == [0, 1]


@pytest.mark.eis("R-4")
def test_what_was_decided_does_not_press_any_more(weighing, anna):
    decide(weighing(), anna, "advice")

    assert "triage:current" not in counts(anna)


@pytest.mark.eis("P-4")
@pytest.mark.safety("X1")
def test_a_question_presses_whom_it_is_put_to_until_they_answer(
    clock, case, anna, agent, bram, cato
):
    inquiry = ask(case, anna, agent.party)
    before = counts(agent)
    with acting_as(agent):
        answering.answer(inquiry, by=agent, given=Given("unknown"))

    assert before == {"triage:own_inquiries": 1}
    assert counts(agent) == counts(bram) == counts(cato) == {}


def test_nothing_presses_who_does_no_work_here(clock, case, fg):
    assert counts(fg) == {}
