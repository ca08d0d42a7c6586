"""The navigation counts what waits in intake and weging, and what a Partij is asked."""

import pytest
from django.urls import reverse

from house import navigation
from tests.triage.conftest import ask
from triage import answering
from triage.answering import Given
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
