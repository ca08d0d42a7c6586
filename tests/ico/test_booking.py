"""A room, a chair, a writer: each at one table at a time; the database sees to it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import Role
from cases import actions as case_actions
from cases.lifecycle import Phase
from cases.models import Case
from ico import actions, bookings, rooming
from ico.models import Booking, Meeting, Room
from tests.backstage import backstage
from tests.cast import play
from tests.ico.conftest import plan_of
from tests.racing import about_to_commit, meanwhile
from tests.stories import in_phase
from zvh.guard.announce import acting_as


@pytest.fixture
def room(db) -> Room:
    with backstage():
        return Room.objects.create(name="Zaal Duinroos", seats=12)


@pytest.fixture
def bea(db):
    return play("bea", "Bea Voorbeeld", Role.PROCESCOORDINATOR, name="Huis Bea")


@pytest.fixture
def other(bram, anna) -> Case:
    return in_phase(Phase.ICO, partner=bram, anna=anna)


def plan(case, by, starts_at, **what):
    return actions.plan_meeting(case, by=by, **plan_of(by, starts_at) | what)


@pytest.mark.eis("O-2")
def test_a_chair_is_not_at_two_tables_at_once(meeting, other, anna, bea, starts_at):
    half_later = starts_at + timedelta(minutes=30)

    with acting_as(anna), pytest.raises(bookings.Taken, match="Anna Voorbeeld heeft"):
        plan(other, anna, half_later)
    with acting_as(bea):
        plan(other, bea, half_later)

    with backstage():
        assert Meeting.objects.filter(case=other).count() == 1


@pytest.mark.eis("O-2")
def test_a_room_is_not_taken_twice(case, other, anna, bea, room, starts_at):
    with acting_as(anna):
        plan(case, anna, starts_at, room=room)

    with acting_as(bea), pytest.raises(bookings.Taken, match="Zaal Duinroos heeft"):
        plan(other, bea, starts_at, room=room)


@pytest.mark.eis("O-2")
def test_one_meeting_may_follow_another_at_once(meeting, other, anna, starts_at):
    with acting_as(anna):
        plan(other, anna, starts_at + timedelta(minutes=90))

    with backstage():
        assert Booking.objects.standing().count() == 2


@pytest.mark.eis("O-2")
def test_cancelling_and_moving_free_what_was_taken(
    meeting, other, anna, bea, starts_at
):
    with acting_as(anna):
        moved = plan_of(anna, starts_at + timedelta(days=1))
        actions.change_meeting(Meeting.objects.get(), by=anna, **moved)
        again = plan(other, anna, starts_at)
        actions.cancel_meeting(again, by=anna)
        plan(Case.objects.get(pk=other.pk), anna, starts_at)

    with backstage():
        assert Booking.objects.standing().count() == 2


@pytest.mark.eis("O-2")
def test_a_closed_meeting_takes_nobody_any_more(held, other, anna, starts_at):
    with acting_as(anna):
        plan(other, anna, starts_at)

    with backstage():
        assert Booking.objects.standing().get().case == other


@pytest.mark.eis("O-2")
def test_the_database_itself_refuses_the_second(meeting, other, anna):
    """Also whoever forgets to ask."""
    with backstage():
        first = Booking.objects.get()
        second = Meeting.objects.create(
            case=other,
            chair=anna,
            writer=anna,
            starts_at=first.starts_at,
            ends_at=first.ends_at,
            goal="x",
            decisions=[],
            themes=[],
        )
    row = {
        "case": other,
        "meeting": second,
        "resource_id": first.resource_id,
        "starts_at": first.starts_at,
        "ends_at": first.ends_at,
    }

    with (
        acting_as(anna),
        pytest.raises(DatabaseError, match="nobody_and_no_room_is_taken_twice"),
        transaction.atomic(),
    ):
        Booking.objects.create(**row)


@pytest.mark.django_db(transaction=True)
@pytest.mark.eis("O-2")
def test_of_two_at_the_same_moment_one_gets_the_room(
    case, other, anna, bea, room, starts_at
):
    """Neither sees the other's meeting, and still there is one."""

    def second():
        try:
            with acting_as(bea):
                plan(Case.objects.get(pk=other.pk), bea, starts_at, room=room)
        except bookings.Taken as taken:
            return str(taken)
        return ""

    told = meanwhile(
        about_to_commit(
            anna,
            lambda: plan(Case.objects.get(pk=case.pk), anna, starts_at, room=room),
        ),
        second,
    )

    assert told.startswith("Zaal Duinroos heeft op dat moment al een ander overleg")
    with backstage():
        assert Meeting.objects.get().case == case


@pytest.mark.eis("P-2")
def test_of_a_restricted_case_one_learns_only_that_somebody_is_busy(
    meeting, other, anna, bea, bas, starts_at
):
    with acting_as(anna):
        case_actions.restrict(Case.objects.get(pk=meeting.case_id), by=anna, names=[])

    with acting_as(bas):
        assert not Booking.objects.exists()
        with pytest.raises(bookings.Taken, match="Anna Voorbeeld heeft"):
            actions.plan_meeting(other, by=bas, **plan_of(anna, starts_at))


def test_who_is_no_colleague_learns_nothing(meeting, noor, starts_at):
    with acting_as(noor):
        assert bookings.busy(starts_at, starts_at + timedelta(days=1)) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM zvh_busy('-infinity', 'infinity')")
        assert cursor.fetchone() == (0,)


@pytest.mark.eis("O-2", "O-13")
def test_the_form_says_who_is_taken_and_keeps_what_was_typed(
    meeting, other, anna, bas, sign_in, starts_at
):
    from django.utils import timezone

    local = timezone.localtime(starts_at)
    browser = sign_in(bas)
    fields = {
        "goal": "Een plan voor het gezin.",
        "minutes": "60",
        "place": "Gemeentehuis",
        "chair": str(anna.pk),
        "writer": str(bas.pk),
        "day": f"{local:%d-%m-%Y}",
        "from_time": f"{local:%H:%M}",
    }

    page = browser.post(reverse("ico:plan_meeting", args=[other.pk]), fields)

    text = page.content.decode()
    assert page.status_code == 200
    assert "Anna Voorbeeld heeft op dat moment al een ander overleg" in text
    assert "Een plan voor het gezin." in text


@pytest.mark.eis("O-2")
def test_the_bureau_keeps_the_rooms(bas, noor, sign_in, db):
    browser = sign_in(bas)
    added = {"name": "Zaal Zee", "address": "Kade 2", "seats": "14"}
    browser.post(reverse("ico:add_room"), added)
    twice = browser.post(reverse("ico:add_room"), added).content.decode()

    assert "Zaal Zee" in browser.get(reverse("ico:rooms")).content.decode()
    assert "Er is al een ruimte met deze naam" in twice
    with backstage():
        room = Room.objects.get()
    browser.post(reverse("ico:room", args=[room.pk]), {**added, "is_in_use": ""})
    with backstage():
        assert not Room.objects.in_use().exists()
    assert sign_in(noor).get(reverse("ico:rooms")).status_code == 403
    with acting_as(noor), pytest.raises(PermissionDenied):
        rooming.add_room(by=noor, name="Eigen zaal")
