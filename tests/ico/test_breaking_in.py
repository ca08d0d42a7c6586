"""Whoever writes rows of a table by hand gets no further than by its pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.utils import timezone

from cases.models import Contribution, Release
from ico import actions
from ico.models import Invitation, Meeting, MinutesSection, MinutesText
from tests.backstage import backstage
from tests.ico.conftest import plan_of
from tests.ico.test_deliberating import TEXT, bring_in, texts
from zvh.guard.announce import acting_as
from zvh.lib.keys import new_id


def say(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.fixture
def piece(invite, meeting, noor, politie):
    """Noor and the police are invited; the police brought something in."""
    invite(noor)
    invite(politie)
    return bring_in(politie)


@pytest.fixture
def given(piece, politie, meeting):
    """And the police let the table and the plan have it."""
    with acting_as(politie):
        uses = ["ico", "plan"]
        actions.release_own(piece, by=politie, meeting=meeting, uses=uses)
    return piece


def stored(section):
    with backstage():
        return MinutesSection.objects.get(pk=section.pk)


@pytest.mark.eis("I-5")
def test_a_giver_opens_nothing_alone_before_the_table_meets(
    piece, politie, noor, meeting
):
    with pytest.raises(DatabaseError, match="one key"), acting_as(politie):
        Release.objects.create(
            case_id=piece.case_id,
            contribution=piece,
            use="ico",
            party=noor.party,
            agreed_by=politie,
            source_id=meeting.pk,
        )

    assert texts(noor) == []


@pytest.mark.eis("I-5")
@pytest.mark.parametrize("opener", ["", "bas", "anna"])
def test_the_second_key_is_a_procescoordinators_and_in_the_own_name(
    given, noor, bas, anna, opener
):
    key = {"bas": bas.pk, "anna": anna.pk}.get(opener)
    opened = "UPDATE cases_release SET since = %s, opened_by_id = %s"
    with pytest.raises(DatabaseError, match="key"), acting_as(bas):
        say(opened, timezone.now() - timedelta(minutes=1), key)

    assert texts(noor) == []


@pytest.mark.eis("I-5")
def test_who_leads_by_an_earlier_plan_reads_no_sooner_what_is_for_the_next(
    given, noor, anna, case
):
    with acting_as(anna):
        actions.name_casusregisseur(case, by=anna, user=noor)

    assert texts(noor) == []
    with backstage():
        Release.objects.update(since=timezone.now() - timedelta(minutes=1))
    assert texts(noor) == [TEXT]


@pytest.mark.eis("I-5")
def test_nothing_is_released_to_a_table_without_a_moment(case, anna, noor, politie):
    with acting_as(anna):
        what = {**plan_of(anna, timezone.now()), "starts_at": None, "ends_at": None}
        meeting = actions.plan_meeting(case, by=anna, **what)
        for party in (noor.party, politie.party):
            actions.take_seat(meeting, by=anna, party=party, function="x")
        piece = actions.note_contribution(
            meeting,
            by=anna,
            party=politie.party,
            category="finances",
            text=TEXT,
            spoken_by="Pim",
        )
        with pytest.raises(PermissionDenied, match="nog geen moment"):
            actions.release_for(
                piece, by=anna, agreed_by=politie, meeting=meeting, uses=["ico"]
            )

    with backstage():
        assert not Release.objects.exists()


@pytest.mark.eis("O-8", "P-3b")
def test_who_did_not_come_reads_nothing_by_saying_later_that_they_did(
    given, noor, anna, meeting
):
    with acting_as(noor):
        own = Invitation.objects.get(user=noor)
        actions.answer_invitation(own, by=noor, answer="declined")
    with backstage():
        Release.objects.update(since=timezone.now() - timedelta(minutes=1))
    with acting_as(anna):
        actions.close_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)

    with pytest.raises(DatabaseError, match="answered stands"), acting_as(noor):
        say("UPDATE ico_invitation SET answer = 'accepted' WHERE user_id = %s", noor.pk)
    assert texts(noor) == []


@pytest.mark.eis("O-9")
@pytest.mark.parametrize(
    "change",
    [
        "text = 'Anders.'",
        "written_by_id = %s",
        "written_at = '2026-01-01'",
        "topic = 'elders'",
        "meeting_id = gen_random_uuid()",
    ],
)
def test_established_minutes_keep_words_writer_and_place(established, bas, change):
    with backstage():
        section = MinutesSection.objects.get(heading="judgement")
    given = [bas.pk] if "%s" in change else []
    update = f"UPDATE ico_minutessection SET {change} WHERE heading = 'judgement'"  # noqa: S608
    with pytest.raises(DatabaseError, match=r"do not change|stays"), acting_as(bas):
        say(update, *given)

    now = stored(section)
    assert (now.text, now.written_by_id) == (section.text, section.written_by_id)


@pytest.mark.eis("O-9")
def test_nothing_is_added_to_established_minutes(established, anna):
    with backstage():
        meeting = Meeting.objects.get()
    with pytest.raises(DatabaseError, match="do not change"), acting_as(anna):
        MinutesSection.objects.create(
            case_id=meeting.case_id,
            meeting=meeting,
            step="decision",
            heading="questions",
            topic="later",
            text="Achteraf.",
        )


@pytest.mark.parametrize("kind", ["correction", "beside"])
def test_nobody_corrects_or_types_in_anothers_name(established, anna, bas, kind):
    with backstage():
        section = MinutesSection.objects.get(heading="judgement")
    with pytest.raises(DatabaseError, match="row-level"), acting_as(bas):
        MinutesText.objects.create(
            case_id=section.case_id,
            section=section,
            kind=kind,
            text="Van Anna.",
            written_by=anna,
        )


def test_what_a_colleague_typed_beside_is_not_rewritten(meeting, anna, bas):
    with backstage():
        section = MinutesSection.objects.get(heading="judgement")
    with acting_as(anna):
        beside = MinutesText.objects.create(
            case_id=section.case_id,
            section=section,
            kind="beside",
            text="Van Anna.",
            written_by=anna,
            written_from=new_id(),
        )
    with pytest.raises(DatabaseError, match="stays"), acting_as(bas):
        say("UPDATE ico_minutestext SET text = 'Van Bas.'")

    with backstage():
        assert MinutesText.objects.get(pk=beside.pk).text == "Van Anna."
        assert Contribution.objects.count() == 0
