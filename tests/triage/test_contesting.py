"""A Partij contests what was written down for it; nobody reads it until it is right."""

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from cases import pages
from cases.models import Contribution
from tests.backstage import backstage
from tests.triage.conftest import ask, at, item_of
from triage import agenda, answering
from triage.answering import Given, Told
from triage.models import Inquiry
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.eis("I-6")
SAID = "Hij sloeg de buurman."


@pytest.fixture
def told(case, anna, raad, agent):
    """Anna wrote down by telephone what the Raad would have said."""
    inquiry = ask(case, anna, raad.party)
    given = Given("known", (Told(SAID, "police", "maatregelen"),), for_triage=True)
    with acting_as(anna):
        answering.record_answer(inquiry, by=anna, given=given, spoken_by="De wijkraad")
    return inquiry


def contest(client, inquiry, text="Dat zeiden wij niet."):
    url = reverse("triage:contest", args=[inquiry.pk])
    return client.post(url, {"text": text})


def reads_it(user):
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_contribution")
        return bool(cursor.fetchone()[0])


def test_contested_is_read_by_nobody_else_at_once(
    told, raad, agent, anna, clock, sign_in
):
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()
    clock.move_to(at("2026-11-17"))
    item = item_of(told.case)
    url = reverse("triage:item", args=[item.pk])
    assert SAID in sign_in(agent).get(url).text

    contest(sign_in(raad), told)

    page = sign_in(agent).get(url).text
    assert SAID not in page
    assert "Bij wie bekend" not in page
    assert not reads_it(agent)
    assert reads_it(raad)


@pytest.mark.safety("X1")
@pytest.mark.parametrize("query", ["", "?projector=1"])
def test_contested_is_weighed_by_nobody_also_not_on_the_wall(
    told, raad, anna, clock, sign_in, query
):
    clock.move_to(at("2026-11-16", "18:30:00"))
    agenda.prepare()
    clock.move_to(at("2026-11-17"))
    url = reverse("triage:item", args=[item_of(told.case).pk]) + query
    assert SAID in sign_in(anna).get(url).text

    contest(sign_in(raad), told)

    assert SAID not in sign_in(anna).get(url).text


def test_the_partij_sees_who_said_so_and_may_contest_it_once(told, raad, sign_in):
    client = sign_in(raad)
    page = client.get(reverse("triage:inquiry", args=[told.pk])).text
    assert "De wijkraad" in page
    assert SAID in page

    contest(client, told)

    assert contest(client, told).status_code == 403


def test_the_bureau_is_asked_to_put_it_right_and_that_ends_it(
    told, raad, anna, sign_in
):
    contest(sign_in(raad), told)
    with acting_as(anna):
        waiting = [task.what for task in pages.tasks(anna)]
    assert "Herstel een betwist antwoord" in waiting
    client = sign_in(anna)
    assert (
        "Dat zeiden wij niet."
        in client.get(reverse("triage:inquiries", args=[told.case_id])).text
    )

    with acting_as(anna):
        answering.record_answer(
            Inquiry.objects.get(pk=told.pk),
            by=anna,
            given=Given("known", (Told("Er was een gesprek.", "police"),)),
            spoken_by="De wijkraad, opnieuw",
        )

    with acting_as(anna):
        assert "Herstel een betwist antwoord" not in [
            task.what for task in pages.tasks(anna)
        ]
    with backstage():
        assert {piece.text for piece in Contribution.objects.all()} == {
            "Er was een gesprek."
        }


def test_what_a_partij_told_itself_is_corrected_and_not_contested(
    inquiry, agent, sign_in
):
    with acting_as(agent):
        given = Given("known", (Told(SAID, "police"),))
        answering.answer(inquiry, by=agent, given=given)

    assert contest(sign_in(agent), inquiry).status_code == 403


def test_nobody_else_contests_it(told, agent, cato, sign_in):
    for user in (agent, cato):
        assert contest(sign_in(user), told).status_code == 404


@pytest.mark.safety("X6")
def test_contesting_changes_no_answer_even_by_hand(told, raad, clock):
    clock.move_to(at("2026-11-18"))
    with (
        pytest.raises(DatabaseError, match="changed by the bureau only"),
        acting_as(raad),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE triage_inquiry SET answered_by_id = %s, contested_by_id = %s,"
            " contested_at = now(), is_for_triage = false WHERE id = %s",
            [raad.pk, raad.pk, told.pk],
        )
