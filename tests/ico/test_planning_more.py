"""Posts that change, people from outside, and meetings planned together."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Outgoing, Role
from cases import actions as case_actions
from cases.lifecycle import Phase
from cases.models import Case
from ico import (
    actions,
    appointing,
    bookings,
    follow_ups,
    frequency,
    outsiders,
    scheduling,
)
from ico.models import Booking, FollowUp, Meeting, Outsider, Room
from tests.backstage import backstage
from tests.cast import play
from tests.factories import PartyFactory
from tests.ico.conftest import plan_of
from tests.stories import in_phase
from zvh.guard.announce import acting_as

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2027, 3, 22, 9, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def bea(db):
    return play("bea", "Bea Voorbeeld", Role.PROCESCOORDINATOR, name="Huis (bea)")


@pytest.fixture
def other(bram, anna):
    return in_phase(Phase.ICO, partner=bram, anna=anna)


def text(page):
    return page.content.decode()


# O-13


@pytest.mark.eis("O-13")
def test_chair_deputy_and_writer_are_replaced_in_one_act(
    meeting, anna, bea, bas, sign_in
):
    browser = sign_in(anna)
    fields = {"chair": str(bea.pk), "deputy": str(anna.pk), "writer": str(bas.pk)}
    with backstage():
        version = Meeting.objects.get().version

    browser.post(
        reverse("ico:appoint", args=[meeting.pk]), fields | {"version": version}
    )

    with backstage():
        found = Meeting.objects.get()
        taken = Booking.objects.standing().values_list("resource__user", flat=True)
        assert (found.chair, found.deputy, found.writer) == (bea, anna, bas)
        assert set(taken) == {bea.pk, bas.pk}
        told = Outgoing.objects.filter(kind="work_moved")
        assert {it.recipient for it in told} == {bea, bas}


@pytest.mark.eis("O-13")
def test_the_deputy_takes_over_with_one_press(meeting, anna, bea, sign_in):
    with acting_as(anna):
        appointing.appoint(meeting, by=anna, chair=anna, deputy=bea, writer=anna)

    sign_in(anna).post(reverse("ico:let_deputy_chair", args=[meeting.pk]))

    with backstage():
        found = Meeting.objects.get()
        assert (found.chair, found.deputy) == (bea, None)


@pytest.mark.eis("O-13")
def test_nobody_takes_over_who_may_not_or_has_another_meeting(
    meeting, other, anna, bea, bas, starts_at
):
    with acting_as(bea):
        actions.plan_meeting(other, by=bea, **plan_of(bea, starts_at))

    with acting_as(anna):
        with pytest.raises(PermissionDenied, match="voorzitten"):
            appointing.appoint(meeting, by=anna, chair=bas, deputy=None, writer=anna)
        with pytest.raises(PermissionDenied, match="iemand anders"):
            appointing.appoint(meeting, by=anna, chair=anna, deputy=anna, writer=bas)
        with pytest.raises(bookings.Taken, match="Bea Voorbeeld"):
            appointing.appoint(
                Meeting.objects.get(pk=meeting.pk),
                by=anna,
                chair=bea,
                deputy=None,
                writer=anna,
            )


@pytest.mark.eis("O-13")
def test_a_partner_writes_no_minutes(meeting, anna, noor):
    with acting_as(anna), pytest.raises(PermissionDenied, match="bureau"):
        appointing.appoint(meeting, by=anna, chair=anna, deputy=None, writer=noor)


# O-3 and P-11: people from outside


def admit(meeting, anna, party, **more):
    who = {"name": "Karin Testhof", "organisation": "Woningbedrijf"}
    given = {"ground": "beeldvorming", "reason": "Verhuurt de woning."} | more
    return outsiders.admit(
        Meeting.objects.get(pk=meeting.pk), by=anna, admitted_by=party, **who, **given
    )


@pytest.mark.eis("O-3", "P-11")
def test_an_outsider_comes_after_signing_and_not_before(meeting, anna, noor):
    with acting_as(anna):
        guest = admit(meeting, anna, noor.party)
        with pytest.raises(PermissionDenied, match="tekende nog geen geheim"):
            outsiders.let_in(guest, by=anna)
        outsiders.declare(guest, by=anna, declared_on=timezone.localdate())
        outsiders.let_in(Outsider.objects.get(), by=anna)

        assert Outsider.objects.silent().get().came_at


@pytest.mark.eis("P-11")
def test_the_database_lets_nobody_in_unsigned(meeting, anna, noor):
    with acting_as(anna):
        admit(meeting, anna, noor.party)
    with (
        acting_as(anna),
        pytest.raises(DatabaseError, match="without_a_secrecy_declaration"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE ico_outsider SET came_at = first_processed_at")


@pytest.mark.eis("O-3")
def test_only_a_bound_party_of_lid_1_admits_an_outsider(meeting, anna, bram, noor):
    with backstage():
        left = PartyFactory(
            name="Oud-deelnemer", kind=Kind.LID1, bound_until=date(2021, 1, 1)
        )
    with acting_as(anna):
        for party in (bram.party, left):
            with pytest.raises(PermissionDenied, match="lid 1"):
                admit(meeting, anna, party)
        for lacking in ({"ground": "zomaar"}, {"reason": " "}):
            with pytest.raises(PermissionDenied, match="Leg vast waarvoor"):
                admit(meeting, anna, noor.party, **lacking)


@pytest.mark.eis("O-3", "P-11")
def test_the_page_says_who_may_not_come_yet(meeting, anna, noor, sign_in):
    browser = sign_in(anna)
    browser.post(
        reverse("ico:add_outsider", args=[meeting.pk]),
        {
            "name": "Karin Testhof",
            "admitted_by": str(noor.party_id),
            "ground": "beeldvorming",
            "reason": "Verhuurt de woning.",
        },
    )
    page = text(browser.get(reverse("ico:meeting", args=[meeting.pk])))
    with backstage():
        guest = Outsider.objects.get()
    refused = browser.post(reverse("ico:let_in", args=[guest.pk]))
    today = f"{timezone.localdate():%d-%m-%Y}"
    browser.post(reverse("ico:declare", args=[guest.pk]), {"declared_on": today})
    browser.post(reverse("ico:let_in", args=[guest.pk]))
    after = text(browser.get(reverse("ico:meeting", args=[meeting.pk])))

    assert "Nog geen geheimhouding getekend" in page
    assert refused.status_code == 403
    assert "geheimhouding getekend op" in after
    assert "Is er" in after


@pytest.mark.eis("P-4", "P-11")
def test_outsiders_are_the_bureaus_to_see(meeting, anna, noor, invite):
    invite(noor)
    with acting_as(anna):
        admit(meeting, anna, noor.party)

    with acting_as(noor):
        assert not Outsider.objects.exists()


def test_who_does_not_come_leaves_nothing(meeting, anna, noor, sign_in):
    with acting_as(anna):
        guest = admit(meeting, anna, noor.party)
    browser = sign_in(anna)
    asked = browser.get(reverse("ico:turn_away", args=[guest.pk]))
    browser.post(reverse("ico:turn_away", args=[guest.pk]))

    assert "wordt verwijderd" in text(asked)
    with backstage():
        assert not Outsider.objects.exists()


# O-11: a day, a series, a next one, too many and too few


@pytest.mark.eis("O-11")
def test_a_day_of_meetings_fits_within_the_office_with_breaks(db):
    day = date(2027, 3, 31)
    slots = scheduling.slots_of_day(day, time(9), count=3, minutes=90)

    starts = [f"{timezone.localtime(slot.starts_at):%H:%M}" for slot in slots]
    assert starts == ["09:00", "10:45", "12:30"]
    with pytest.raises(PermissionDenied, match="past er niet"):
        scheduling.slots_of_day(day, time(9), count=6, minutes=90)


@pytest.mark.eis("O-11")
def test_several_cases_are_planned_in_a_row_on_one_day(case, other, anna, bas, sign_in):
    with backstage():
        room = Room.objects.create(name="Zaal Zee")
    browser = sign_in(bas)
    page = browser.get(reverse("ico:plan_day"))
    day = timezone.localdate() + timedelta(days=15)
    fields = {
        "cases": [str(case.pk), str(other.pk)],
        "day": f"{day:%d-%m-%Y}",
        "from_time": "09:00",
        "minutes": "60",
        "room": str(room.pk),
        "chair": str(anna.pk),
        "writer": str(bas.pk),
    }
    done = browser.post(reverse("ico:plan_day"), fields, follow=True)

    assert case.number in text(page)
    assert "2 overleggen zijn gepland" in text(done)
    with backstage():
        first, second = Meeting.objects.in_order()
    assert second.starts_at - first.ends_at == timedelta(minutes=15)
    assert {first.room, second.room} == {room}
    assert text(done).count("Zaal Zee") >= 2


@pytest.mark.eis("O-11")
def test_a_day_is_planned_as_a_whole_or_not_at_all(
    case, other, anna, bas, bram, sign_in
):
    third = in_phase(Phase.ICO, partner=bram, anna=anna)
    day = timezone.localdate() + timedelta(days=15)
    half_ten = timezone.make_aware(datetime.combine(day, time(10, 30)))
    with acting_as(anna):
        actions.plan_meeting(third, by=anna, **plan_of(anna, half_ten))
    fields = {
        "cases": [str(case.pk), str(other.pk)],
        "day": f"{day:%d-%m-%Y}",
        "from_time": "09:00",
        "minutes": "60",
        "place": "Gemeentehuis",
        "chair": str(anna.pk),
        "writer": str(bas.pk),
    }
    page = sign_in(bas).post(reverse("ico:plan_day"), fields)

    assert "Anna Voorbeeld heeft op dat moment al een ander overleg" in text(page)
    assert "Gemeentehuis" in text(page), "nothing typed is lost"
    with backstage():
        assert Meeting.objects.get().case == third, "also the first is undone"


@pytest.mark.eis("O-11")
def test_a_series_moves_on_from_holidays(db):
    days = scheduling.days_of_series(date(2027, 3, 1), every=2, times=4)

    assert days == [
        date(2027, 3, 1),
        date(2027, 3, 15),
        date(2027, 3, 30),
        date(2027, 4, 12),
    ], "Easter Monday 29 March goes to the Tuesday, the rest keep their day"


@pytest.mark.eis("O-11")
def test_a_series_is_planned_at_once(case, anna, sign_in):
    with time_machine.travel(MONDAY, tick=False):
        browser = sign_in(anna)
        fields = {
            "goal": "Elke zes weken kijken hoe het gaat.",
            "themes": ["pga_oggz_1"],
            "day": "29-03-2027",
            "from_time": "10:00",
            "minutes": "30",
            "place": "Gemeentehuis",
            "chair": str(anna.pk),
            "writer": str(anna.pk),
            "every": "6",
            "times": "3",
        }
        browser.post(reverse("ico:plan_series", args=[case.pk]), fields)
        again = browser.post(reverse("ico:plan_series", args=[case.pk]), fields)

    with backstage():
        starts = [timezone.localtime(it.starts_at) for it in Meeting.objects.in_order()]
    assert [f"{at:%d-%m %H:%M}" for at in starts] == [
        "30-03 10:00",
        "10-05 10:00",
        "21-06 10:00",
    ]
    assert "di 30 maart 2027: Anna Voorbeeld heeft" in text(again)
    assert "Er is nog niets gepland" in text(again)


@pytest.mark.eis("O-11")
def test_a_next_meeting_is_decided_by_two_and_opens_with_how_it_stands(
    established, anna, noor, sign_in
):
    with backstage():
        case = Case.objects.get()
        goal = established.goal
    browser = sign_in(anna)
    form = browser.get(reverse("ico:plan_meeting", args=[case.pk]))
    assert goal in text(form)
    fields = {
        "goal": "Kijken of het werkt.",
        "place": "Gemeentehuis",
        "chair": str(anna.pk),
        "writer": str(anna.pk),
        "decided_by": str(anna.pk),
    }
    refused = browser.post(reverse("ico:plan_meeting", args=[case.pk]), fields)
    assert "Over een vervolg besluit ook" in text(refused)

    browser.post(reverse("ico:plan_meeting", args=[case.pk]), fields | {"agreed": "on"})

    with backstage():
        follow_up = FollowUp.objects.get()
        assert (follow_up.decided_by, follow_up.decided_with) == (anna, noor)
    url = reverse("ico:meeting", args=[follow_up.meeting_id])
    page = text(browser.get(url))
    assert "Hoe staat het" in page
    assert "Vraagt schuldhulp aan." in page
    browser.post(
        reverse("ico:judge_again", args=[follow_up.pk]),
        {"version": "1", "still_meets": "no", "why": "De overlast is voorbij."},
    )
    page = text(browser.get(url))
    assert "Voldoet niet meer aan de criteria" in page
    assert "De overlast is voorbij." in page


@pytest.mark.eis("O-11")
def test_the_same_table_is_offered_for_a_next_meeting(established, anna, sign_in):
    with backstage():
        case = Case.objects.get()
    with acting_as(anna):
        what = plan_of(anna, timezone.now() + timedelta(days=40))
        again = actions.plan_meeting(case, by=anna, **what)
    page = sign_in(anna).get(reverse("ico:participants", args=[again.pk]))

    rows = page.context["form"].rows
    assert {row.party.name for row in rows} >= {"Gemeente Zee", "Politie"}
    zee = next(row for row in rows if row.party.name == "Gemeente Zee")
    assert zee.reason.value() == "Kent het gezin."


@pytest.mark.eis("O-11")
def test_a_follow_up_needs_a_casusregisseur(case, anna):
    with acting_as(anna), pytest.raises(PermissionDenied, match="wijs er eerst een"):
        follow_ups.plan_follow_up(
            case, by=anna, decided_by=anna, decided_with=None, **plan_of(anna, MONDAY)
        )


@pytest.mark.eis("O-11")
def test_too_many_and_too_few_meetings_are_said(case, anna, starts_at, sign_in):
    with acting_as(anna):
        assert frequency.warning(case) == ""
        for week in range(4):
            what = plan_of(anna, starts_at + timedelta(weeks=week))
            actions.plan_meeting(Case.objects.get(pk=case.pk), by=anna, **what)
        assert "Te veel overleggen" in frequency.warning(case)
        for meeting in Meeting.objects.planned():
            actions.cancel_meeting(meeting, by=anna)
    with time_machine.travel(timezone.now() + timedelta(weeks=14)):
        page = text(sign_in(anna).get(reverse("ico:meetings")))
        with acting_as(anna):
            assert "13 weken of langer geen overleg" in frequency.warning(case)

    assert "Al lang geen overleg" in page


# the agenda


@pytest.mark.eis("O-2", "P-2")
def test_the_agenda_shows_a_week_and_of_a_restricted_case_only_that_it_is_taken(
    meeting, other, anna, bas, bea, sign_in, starts_at, noor
):
    with acting_as(bea):
        actions.plan_meeting(
            other, by=bea, **plan_of(bea, starts_at + timedelta(minutes=30))
        )
    with acting_as(anna):
        case_actions.restrict(Case.objects.get(pk=meeting.case_id), by=anna, names=[])
    day = timezone.localdate(starts_at).isoformat()
    url = f"{reverse('ico:agenda')}?dag={day}&periode=week"
    theirs, own = text(sign_in(bas).get(url)), text(sign_in(anna).get(url))

    number = meeting.case.number
    assert number in own
    assert number not in theirs
    assert other.number in theirs
    assert "Ook bezet" in theirs
    assert "Anna Voorbeeld" in theirs
    assert sign_in(noor).get(url).status_code == 403
    assert sign_in(bas).get(f"{reverse('ico:agenda')}?dag=gisteren").status_code == 200
