"""Planning a meeting and inviting to it: lawfully, and without a word about anybody."""

from datetime import date, datetime, timedelta
from email import message_from_bytes
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from icalendar import Calendar

from accounts import mails
from cases import grants
from cases.grants import Access
from cases.models import Contribution
from ico import actions
from ico.minutes import STEP_OF
from ico.models import Attendance, Invitation, Meeting, MinutesSection
from tests.backstage import backstage
from tests.ico.conftest import plan_of
from zvh.guard.announce import acting_as

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def ask(meeting, anna, guest, ground="beeldvorming", reason="Kent het gezin."):
    return actions.invite(
        meeting, by=anna, guest=guest, ground=ground, reason=reason, asked="x"
    )


def posted() -> list[Calendar]:
    """The calendar items of all letters that went out, in their order."""
    mails.send_outgoing()
    items = [calendar_of(letter) for letter in letters()]
    return sorted(items, key=lambda item: item.events[0]["sequence"])


def letters():
    return [letter for letter in mail.outbox if letter.attachments]


def calendar_of(letter) -> Calendar:
    message = message_from_bytes(letter.message().as_bytes())
    said, as_file = (
        p for p in message.walk() if p.get_content_type() == "text/calendar"
    )
    calendar = Calendar.from_ical(said.get_payload(decode=True))
    for part in (said, as_file):
        assert part.get_param("method") == calendar["method"]
        assert part.get_payload(decode=True) == said.get_payload(decode=True)
    return calendar


def event(calendar):
    return calendar.events[0]


@pytest.mark.eis("O-1", "O-13")
def test_a_meeting_has_a_goal_themes_and_people_who_lead_it(meeting, anna):
    with acting_as(anna):
        found = Meeting.objects.get()

        assert found.goal == "Het gezin kan blijven wonen."
        assert (found.decisions, found.themes) == (["align"], ["woonoverlast"])
        assert (found.chair, found.writer) == (anna, anna)
        laid_out = MinutesSection.objects.filter(meeting=found)
        assert set(laid_out.values_list("heading", flat=True)) == set(STEP_OF)


@pytest.mark.eis("O-13")
def test_only_a_procescoordinator_chairs(case, anna, bas, starts_at):
    plan = plan_of(anna, starts_at) | {"chair": bas}

    with acting_as(anna), pytest.raises(PermissionDenied, match="voorzitten"):
        actions.plan_meeting(case, by=anna, **plan)


@pytest.mark.eis("O-3")
def test_a_party_that_is_not_bound_is_refused(meeting, anna, noor):
    with backstage():
        noor.party.bound_since = None
        noor.party.save()

    with acting_as(anna), pytest.raises(PermissionDenied, match="niet gebonden"):
        actions.invite(
            *(meeting,),
            by=anna,
            guest=noor,
            ground="beeldvorming",
            reason="x",
            asked="x",
        )


@pytest.mark.eis("O-3")
@pytest.mark.parametrize(
    ("ground", "reason"), [("", "x"), ("zomaar", "x"), ("beeldvorming", " ")]
)
def test_nobody_is_invited_without_a_ground(meeting, anna, noor, ground, reason):
    with acting_as(anna), pytest.raises(PermissionDenied, match="waarvoor"):
        ask(meeting, anna, noor, ground=ground, reason=reason)


def test_nobody_of_the_house_is_invited(meeting, anna, bas):
    with acting_as(anna), pytest.raises(PermissionDenied, match="huis"):
        ask(meeting, anna, bas)


@pytest.mark.eis("P-3b")
def test_an_invitation_lets_in_once_it_is_sent(meeting, anna, noor, case):
    with acting_as(anna):
        ask(meeting, anna, noor)
    with acting_as(noor):
        assert not Invitation.objects.exists()

    with acting_as(anna):
        assert actions.send_invitations(meeting, by=anna) == 1
        assert actions.send_invitations(meeting, by=anna) == 0

    with acting_as(noor):
        assert Invitation.objects.visible_to(noor).get().asked == "x"
        assert Meeting.objects.get().place == "Zaal Duinroos"


@pytest.mark.eis("P-3b", "P-4")
def test_an_invited_person_sees_no_minutes_and_no_other_invitation(
    invite, noor, politie, meeting
):
    invite(noor)
    invite(politie)

    with acting_as(noor):
        assert Invitation.objects.get().user == noor
        assert not MinutesSection.objects.exists()
        assert not Contribution.objects.exists()
        assert Attendance.objects.count() == 2


def test_who_asked_to_be_left_out_is_not_seen_by_others(invite, noor, politie, anna):
    invite(noor)
    invite(politie)
    with acting_as(anna):
        seat = Attendance.objects.get(user=politie)
        actions.change_seat(
            *(seat,), by=anna, function="", has_mandate=False, is_listed=False
        )

    with acting_as(noor):
        assert Attendance.objects.get().user == noor
    with acting_as(politie):
        assert Attendance.objects.count() == 2


def test_an_outsider_sees_nothing_of_a_meeting(invite, noor, cato):
    invite(noor)

    with acting_as(cato):
        assert not Meeting.objects.exists()
        assert not Invitation.objects.exists()
        assert not Attendance.objects.exists()


@pytest.mark.use("U36")
def test_the_calendar_item_is_for_one_person(invite, noor, politie, starts_at):
    invite(noor)
    invite(politie)

    first, second = posted()

    assert event(first).start == starts_at.astimezone(AMSTERDAM)
    assert (first["method"], event(first)["sequence"]) == ("REQUEST", 0)
    assert event(first)["uid"] == event(second)["uid"]
    assert event(first)["attendee"] == f"mailto:{noor.email}"
    assert [letter.to for letter in letters()] == [[noor.email], [politie.email]]


@pytest.mark.use("U36")
def test_the_calendar_item_says_nothing_about_anybody(invite, noor, politie):
    invite(noor)
    invite(politie)

    first, _ = posted()

    text = first.to_ical().decode()
    assert event(first)["class"] == "PRIVATE"
    for secret in ("Duinroos", "wonen", "Proefpersoon", "Politie", politie.email):
        assert secret not in text
        assert secret not in letters()[0].message().as_string()


@pytest.mark.use("U36")
@pytest.mark.parametrize(
    ("day", "offset"), [(date(2027, 3, 29), 2), (date(2027, 11, 1), 1)]
)
def test_the_time_is_right_after_the_clock_changed(
    case, anna, noor, invite, meeting, day, offset
):
    starts = datetime(day.year, day.month, day.day, 13, 30, tzinfo=AMSTERDAM)
    with acting_as(anna):
        found = Meeting.objects.get()
        plan = plan_of(anna, starts)
        actions.change_meeting(found, by=anna, **plan)
    invite(noor)

    (calendar,) = posted()

    zone = calendar.timezones[0].to_tz()
    moment = event(calendar).start
    assert f"{moment:%H:%M}" == "13:30"
    rebuilt = moment.replace(tzinfo=zone)
    assert rebuilt.utcoffset() == timedelta(hours=offset)


@pytest.mark.use("U36")
def test_a_new_time_supersedes_and_cancelling_ends(invite, noor, anna, starts_at):
    invite(noor)
    posted()
    with acting_as(anna):
        found = Meeting.objects.get()
        later = plan_of(anna, starts_at + timedelta(days=1))
        actions.change_meeting(found, by=anna, **later)
    posted()
    with acting_as(anna):
        actions.cancel_meeting(Meeting.objects.get(), by=anna)

    sent = posted()

    assert [c["method"] for c in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event(c)["sequence"] for c in sent] == [0, 1, 2]
    assert len({event(c)["uid"] for c in sent}) == 1


@pytest.mark.use("U36")
def test_a_letter_that_waited_does_not_send_an_older_item(
    invite, noor, anna, starts_at
):
    invite(noor)
    with acting_as(anna):
        later = plan_of(anna, starts_at + timedelta(days=1))
        actions.change_meeting(Meeting.objects.get(), by=anna, **later)

    sent = posted()

    assert [event(c)["sequence"] for c in sent] == [1, 1]
    assert len({event(c).start for c in sent}) == 1


def test_a_change_of_the_goal_alone_bothers_no_calendar(invite, noor, anna, starts_at):
    invite(noor)
    with acting_as(anna):
        other = plan_of(anna, starts_at) | {"goal": "Iets anders."}
        actions.change_meeting(Meeting.objects.get(), by=anna, **other)

    assert len(posted()) == 1


def test_cancelling_ends_the_access(invite, noor, anna, case):
    invite(noor)

    with acting_as(anna):
        actions.cancel_meeting(Meeting.objects.get(), by=anna)

    with acting_as(noor):
        assert not Meeting.objects.exists()
    with backstage():
        assert not grants.holds(noor, Access.ATTEND, case.pk)


def test_withdrawing_one_invitation_leaves_the_others(invite, noor, politie, anna):
    invitation = invite(noor)
    invite(politie)
    with acting_as(anna):
        actions.withdraw_invitation(Invitation.objects.get(pk=invitation.pk), by=anna)

    with acting_as(noor):
        assert not Meeting.objects.exists()
    with acting_as(politie):
        assert Attendance.objects.get().user == politie
    assert "CANCEL" in [calendar["method"] for calendar in posted()]


def test_answering_is_for_who_was_asked(invite, noor, politie, anna):
    invitation = invite(noor)
    invite(politie)

    with acting_as(noor):
        mine = Invitation.objects.get()
        actions.answer_invitation(mine, by=noor, answer="accepted")
    with acting_as(politie), pytest.raises(PermissionDenied):
        actions.answer_invitation(invitation, by=politie, answer="declined")

    with acting_as(anna):
        assert Invitation.objects.get(user=noor).answer == "accepted"
