"""Until it is settled whether a betrokkene is told, the table reads nothing (O-5)."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.models import Person
from ico import actions, informing, notices
from ico.models import Invitation, Meeting
from tests.backstage import backstage
from tests.ico.conftest import begin
from tests.ico.test_deliberating import TEXT, bring_in, texts
from tests.ico.test_two_keys import agree, open_before
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.eis("O-5")
LATER = timezone.now() + timedelta(days=9)
WITHHELD = {"outcome": "withheld", "reason": "Gevaar voor moeder."}


@pytest.fixture
def piece(untold, invite, meeting, noor, politie):
    """The police let the table read it; the table has not met."""
    for guest in (noor, politie):
        invite(guest)
    made = bring_in(politie)
    agree(made, politie, meeting, uses=["ico", "plan"])
    return made


def told(anna, case, **what):
    with acting_as(anna):
        for person in Person.objects.filter(case=case):
            informing.record(person, by=anna, **what)


def meet(anna, meeting):
    """It begins now; what waits for it is moved along."""
    with acting_as(anna):
        now = timezone.now()
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=now)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def waits(who, meeting):
    """As the database sees it, and as the page does; they never differ."""
    with acting_as(who), connection.cursor() as cursor:
        cursor.execute("SELECT zvh_table_waits(%s)", [meeting.pk])
        (found,) = cursor.fetchone()
        row = Meeting.objects.get(pk=meeting.pk)
        assert found == notices.is_first_item(row, notices.of(row.case))
    return found


@pytest.mark.eis("I-5")
@pytest.mark.safety("X3", "X6")
def test_what_was_released_is_read_once_the_decision_is_recorded(
    piece, untold, anna, noor, meeting, sign_in
):
    meet(anna, meeting)
    with backstage():
        mine = Invitation.objects.get(user=noor).pk
    page = sign_in(noor)

    assert texts(noor) == []
    assert TEXT not in page.get(reverse("ico:invitation", args=[mine])).text
    told(anna, untold, **WITHHELD, look_again_on=in_days(30), decided_with="Allen")

    assert texts(noor) == [TEXT]
    assert TEXT in page.get(reverse("ico:invitation", args=[mine])).text


@pytest.mark.safety("X6")
def test_who_leads_by_an_earlier_plan_reads_it_no_sooner(
    piece, untold, anna, noor, meeting
):
    meet(anna, meeting)
    with acting_as(anna):
        actions.name_casusregisseur(meeting.case, by=anna, user=noor)

    assert texts(noor) == []
    told(anna, untold, outcome="told", by_whom="De wijkagent", on=in_days(0))
    assert texts(noor) == [TEXT]


def test_what_was_opened_before_by_two_keys_stays_open(
    piece, untold, anna, noor, meeting, sign_in
):
    open_before(sign_in(anna), meeting, piece)
    assert texts(noor) == [TEXT]

    meet(anna, meeting)

    assert texts(noor) == [TEXT]


@pytest.mark.parametrize(
    ("what", "is_first"),
    [
        ({}, True),
        ({"outcome": "told", "by_whom": "Wij", "on": in_days(0)}, False),
        ({"outcome": "agreed", "by_whom": "Wij", "on": in_days(9)}, False),
        ({**WITHHELD, "look_again_on": in_days(9)}, True),
        ({**WITHHELD, "look_again_on": in_days(9), "decided_with": " "}, True),
        ({**WITHHELD, "look_again_on": in_days(9), "decided_with": "Allen"}, False),
    ],
)
def test_page_and_database_wait_for_the_same(
    what, is_first, untold, anna, meeting, invite, noor
):
    invite(noor)
    if what:
        told(anna, untold, **what)

    assert not waits(anna, meeting)
    begin(meeting)
    assert waits(anna, meeting) == is_first


def test_a_decision_that_lapsed_is_taken_anew(untold, anna, meeting):
    told(anna, untold, **WITHHELD, look_again_on=in_days(3), decided_with="Allen")
    begin(meeting)

    assert not waits(anna, meeting)
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        assert waits(anna, meeting)


def test_nothing_waits_where_the_sender_told_them(case, anna, meeting):
    begin(meeting)

    assert not waits(anna, meeting)


@pytest.mark.eis("T-2")
def test_nothing_waits_where_the_house_agrees_on_it_at_the_table(
    untold, anna, settings, request
):
    settings.PROFILE = "fryslan"
    meeting = request.getfixturevalue("meeting")
    begin(meeting)

    assert not waits(anna, meeting)


def test_a_table_that_did_not_decide_is_not_closed(untold, anna, meeting, sign_in):
    for _ in "before its day", "on its day":
        with acting_as(anna), pytest.raises(PermissionDenied, match="Leg eerst vast"):
            actions.close_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)
        begin(meeting)

    told(anna, untold, outcome="told", by_whom="Wij", on=in_days(0))
    with acting_as(anna):
        actions.close_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)


@pytest.mark.eis("I-5")
@pytest.mark.safety("X3", "X6")
@pytest.mark.parametrize(
    "changes",
    [
        [{"informs_first": False}],
        [{"state": Meeting.State.HELD, "ended_at": timezone.now()}],
        [
            {"starts_at": LATER, "ends_at": LATER + timedelta(hours=1)},
            {"state": Meeting.State.HELD, "ended_at": timezone.now()},
        ],
    ],
)
def test_nobody_passes_over_the_decision_by_hand(piece, anna, noor, meeting, changes):
    meet(anna, meeting)

    for change in changes:
        with acting_as(anna), suppress(DatabaseError), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**change)

    assert texts(noor) == []
