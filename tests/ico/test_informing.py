"""Telling a betrokkene before the table meets, or deciding together that it waits."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases.models import Person
from house import profile
from ico import informing, notices
from ico.models import Coming, Meeting, Notice
from tests.backstage import backstage
from tests.ico.conftest import begin
from tests.ico.test_document import text_of
from zvh.guard.announce import acting_as
from zvh.lib.dates import add_months

FIRST = "Eerste punt: informeren van de betrokkene"


@pytest.fixture
def person(case):
    with backstage():
        return Person.objects.get(case=case)


@pytest.fixture
def desk(anna, sign_in):
    return sign_in(anna)


def text(response):
    return response.content.decode()


def url(name, row):
    return reverse(f"ico:{name}", args=[row.pk])


def day(days):
    return plain_numbers(timezone.localdate() + timedelta(days=days))


def plain_numbers(at):
    return f"{at:%d-%m-%Y}"


def stands():
    with backstage():
        return Notice.objects.standing().get()


@pytest.mark.eis("O-5")
def test_bureau_records_who_told_and_when(desk, untold, person):
    told = {
        "outcome": "told",
        "way": "talk",
        "by_whom": "De wijkagent",
        "on": day(0),
    }

    assert desk.post(url("inform", person), told).status_code == 302

    assert str(stands().by_whom) == "De wijkagent"
    shown = text(desk.get(url("notices", untold)))
    assert "Geïnformeerd" in shown
    assert "De wijkagent" in shown


@pytest.mark.eis("O-5")
@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"outcome": "told", "on": "01-11-2026"}, "Schrijf op wie het vertelt"),
        ({"outcome": "told", "by_whom": "Wij"}, "Schrijf op wanneer."),
        ({"outcome": "withheld"}, "Schrijf de zwaarwegende reden op."),
        ({"outcome": "withheld", "reason": "Gevaar."}, "Kies een dag die nog komt"),
        (
            {"outcome": "withheld", "reason": "Gevaar.", "look_again_on": "01-11-2020"},
            "Kies een dag die nog komt",
        ),
    ],
)
def test_what_is_missing_is_said(desk, untold, person, told, said):
    assert said in text(desk.post(url("inform", person), told))
    with backstage():
        assert not Notice.objects.exists()


@pytest.mark.eis("O-5")
def test_what_is_not_asked_for_an_answer_is_not_recorded_with_it(desk, untold, person):
    told = {"outcome": "told", "by_whom": "De wijkagent", "on": day(0)}
    told |= {"reason": "Gevaar.", "decided_with": "Allen", "look_again_on": day(9)}

    desk.post(url("inform", person), told)

    now = stands()
    assert (str(now.reason), str(now.decided_with)) == ("", "")
    assert (now.look_again_on, now.is_joint) == (None, False)


@pytest.mark.eis("O-5")
def test_days_before_the_page_says_what_is_missing(desk, untold, meeting):
    shown = text(desk.get(url("meeting", meeting)))

    assert "Informeer vóór het overleg" in shown
    assert "Nog niet vastgelegd" in shown


@pytest.mark.eis("O-5")
def test_on_the_day_the_joint_decision_is_the_first_item(desk, untold, meeting, person):
    assert FIRST not in text(desk.get(url("picture", meeting)))
    begin(meeting)
    for step in ("picture", "judgement", "decision"):
        assert FIRST in text(desk.get(url(step, meeting)))

    desk.post(
        url("inform", person),
        {
            "outcome": "withheld",
            "reason": "Er is gevaar voor moeder.",
            "decided_with": "GGZ, politie en gemeente",
            "look_again_on": day(30),
        },
    )

    assert FIRST not in text(desk.get(url("picture", meeting)))
    assert stands().meeting_id == meeting.pk


@pytest.mark.eis("O-5")
def test_a_reason_that_nobody_decided_on_together_is_not_enough(
    desk, untold, meeting, person
):
    begin(meeting)
    desk.post(
        url("inform", person),
        {"outcome": "withheld", "reason": "Gevaar.", "look_again_on": day(30)},
    )

    assert FIRST in text(desk.get(url("picture", meeting)))


@pytest.mark.eis("O-5")
def test_when_the_day_to_look_again_has_passed_it_is_decided_anew(
    desk, anna, untold, meeting, person
):
    with acting_as(anna):
        informing.record(
            person,
            by=anna,
            outcome="withheld",
            reason="Gevaar.",
            decided_with="Politie",
            look_again_on=timezone.localdate() + timedelta(days=3),
        )
        (told,) = notices.of(untold)
        assert told.is_settled
        with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
            assert not told.is_settled


@pytest.mark.eis("O-5")
def test_told_by_the_sender_is_told(desk, case, meeting):
    begin(meeting)

    assert FIRST not in text(desk.get(url("picture", meeting)))
    shown = text(desk.get(url("meeting", meeting)))
    assert "Weet het, zegt de aanmelder" in shown


@pytest.mark.eis("O-5", "T-2")
def test_where_the_house_agrees_on_it_at_the_table_nothing_is_first(
    desk, untold, settings, request
):
    settings.PROFILE = "fryslan"
    meeting = request.getfixturevalue("meeting")
    begin(meeting)

    assert profile.active().meetings.informing == notices.IN_ICO
    assert FIRST not in text(desk.get(url("picture", meeting)))
    assert "Spreek in het overleg af wie informeert" in text(
        desk.get(url("meeting", meeting))
    )


@pytest.mark.eis("V-5", "O-5")
def test_letter_is_a_pdf_under_a_name_that_says_nothing(desk, untold, person):
    answer = desk.get(url("notice_letter", person))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "Proefpersoon" not in answer["Content-Disposition"]


@pytest.mark.eis("V-5", "O-5")
@pytest.mark.use("U39")
def test_letter_says_the_rights_in_plain_words(desk, untold, person):
    said = text_of(desk.get(url("notice_letter", person)))

    for told in (
        "bezwaar maken",
        "welke gegevens wij hebben",
        "te verbeteren",
        "te verwijderen",
        "functionaris gegevensbescherming",
        "Autoriteit Persoonsgegevens",
        "binnen een maand",
    ):
        assert told in said


@pytest.mark.eis("V-5", "O-5")
def test_letter_has_a_month(desk, anna, untold):
    with acting_as(anna):
        (told,) = notices.of(untold)
    received = timezone.localdate(untold.registered_at)
    assert told.letter_before == add_months(received, 1)
    assert not told.letter_is_late

    with time_machine.travel(timezone.now() + timedelta(days=32), tick=False):
        assert told.letter_is_late


@pytest.mark.eis("O-6")
def test_betrokkene_comes_when_discussed_and_safe(desk, anna, case, meeting, person):
    told = {
        "person": person.pk,
        "comes": "yes",
        "discussed_with": anna.pk,
        "discussed_on": day(0),
        "is_safe": "yes",
        "safety": "Rustig in gesprek.",
        "conditions": "Met een begeleider.",
    }

    assert desk.post(url("let_come", meeting), told).status_code == 302

    shown = text(desk.get(url("meeting", meeting)))
    assert "Met een begeleider." in shown
    with backstage():
        assert Coming.objects.standing().get().comes


@pytest.mark.eis("O-6")
def test_no_betrokkene_comes_where_there_is_a_risk(desk, anna, case, meeting, person):
    told = {
        "person": person.pk,
        "comes": "yes",
        "discussed_with": anna.pk,
        "discussed_on": day(0),
        "is_safe": "no",
        "safety": "Dreigde eerder.",
    }

    answer = desk.post(url("let_come", meeting), told)

    assert "er niet bij zijn" in text(answer)
    with backstage():
        assert not Coming.objects.exists()


@pytest.mark.eis("O-5", "O-6", "P-4")
@pytest.mark.safety("X1", "X6")
def test_nobody_outside_the_bureau_records_or_reads_it(
    untold, meeting, person, anna, noor, bram, invite, fg, bestuurder, sign_in
):
    invite(noor)
    with acting_as(anna):
        informing.record(
            person, by=anna, outcome="told", by_whom="Wij", on=timezone.localdate()
        )
    for who in (noor, bram, fg, bestuurder):
        client = sign_in(who)
        for name, row in (
            ("notices", untold),
            ("inform", person),
            ("notice_letter", person),
            ("let_come", meeting),
        ):
            assert client.get(url(name, row)).status_code in (403, 404), (name, who)
        with acting_as(who), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ico_notice")
            assert cursor.fetchone() == (0,)


@pytest.mark.eis("O-5")
def test_what_is_recorded_now_replaces_what_was(anna, untold, person):
    with acting_as(anna):
        for whom in ("De aanmelder", "De wijkagent"):
            informing.record(
                person, by=anna, outcome="told", by_whom=whom, on=timezone.localdate()
            )

    assert str(stands().by_whom) == "De wijkagent"


def test_meeting_is_not_held_up_by_an_area(anna, meeting, untold, person):
    with backstage():
        person.delete()
    begin(meeting)
    with acting_as(anna):
        found = Meeting.objects.get(pk=meeting.pk)
        assert not notices.is_first_item(found, notices.of(found.case))
