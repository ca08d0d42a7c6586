"""Each week's weging exists by itself, with the cases that came in time for it."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Outgoing
from tests.backstage import backstage
from tests.triage.conftest import at, item_of, judge, meeting_on
from triage import actions, agenda
from triage.models import AgendaItem, TriageMeeting
from zvh.guard.announce import acting_as


def dates():
    found = TriageMeeting.objects.by_date().values_list("date", flat=True)
    return [day.isoformat() for day in found]


@pytest.mark.eis("W-1", "T-3")
def test_this_and_next_week_exist(clock):
    agenda.prepare()

    assert dates() == ["2026-11-17", "2026-11-24"]


@pytest.mark.eis("W-1")
def test_twice_makes_nothing_twice(clock, put_forward, agent):
    put_forward()
    clock.move_to(at("2026-11-16", "18:30:00"))

    agenda.prepare()

    assert agenda.prepare() == 0
    assert dates() == ["2026-11-17", "2026-11-24"]
    with backstage():
        assert Outgoing.objects.filter(kind="agenda_sent").count() == 1


@pytest.mark.eis("T-3")
def test_a_weging_on_a_holiday_moves_on_and_its_closing_back(clock):
    clock.move_to(at("2027-05-11"))  # Whit Monday is the 17th

    agenda.prepare()

    meeting = meeting_on("2027-05-18")
    assert meeting.closes_at == at("2027-05-14", "12:00:00")


@pytest.mark.eis("A-6", "W-1")
@pytest.mark.parametrize(
    ("sent", "weging"),
    [
        ("11:59:59", "2026-11-17"),
        ("12:00:00", "2026-11-24"),
        ("12:00:01", "2026-11-24"),
    ],
)
def test_closing_time_counts_to_the_second(clock, put_forward, sent, weging):
    clock.move_to(at("2026-11-16", sent))

    case = put_forward()

    assert item_of(case).meeting.date.isoformat() == weging


@pytest.mark.eis("A-6")
def test_judging_may_follow_until_the_agenda_is_sent(clock, send, anna, gemeente):
    in_time, too_late = send(), send()
    clock.move_to(at("2026-11-16", "17:00:00"))
    with acting_as(anna):
        judge(in_time, anna, gemeente)

    clock.move_to(at("2026-11-16", "18:00:00"))
    agenda.prepare()
    with acting_as(anna):
        judge(too_late, anna, gemeente)

    assert item_of(in_time).meeting.date.isoformat() == "2026-11-17"
    assert item_of(too_late).meeting.date.isoformat() == "2026-11-24"


@pytest.mark.eis("W-1")
def test_the_agenda_goes_out_by_itself_the_evening_before(clock, put_forward, agent):
    put_forward()

    clock.move_to(at("2026-11-16", "17:59:59"))
    agenda.prepare()
    assert meeting_on("2026-11-17").agenda_sent_at is None

    clock.move_to(at("2026-11-16", "18:00:00"))
    agenda.prepare()
    assert meeting_on("2026-11-17").agenda_sent_at == at("2026-11-16", "18:00:00")


@pytest.mark.eis("W-1")
def test_after_three_days_of_downtime_what_lapsed_is_weighed_next(clock, put_forward):
    case = put_forward()

    clock.move_to(at("2026-11-19"))
    agenda.prepare()
    agenda.prepare()

    item = item_of(case)
    assert item.meeting.date.isoformat() == "2026-11-24"
    assert meeting_on("2026-11-17").agenda_sent_at is None
    with backstage():
        assert Outgoing.objects.filter(kind="weighing_deferred").count() == 1


@pytest.mark.eis("W-5")
def test_deferred_comes_back_next_week_with_what_is_needed(weighing, anna):
    item = weighing()

    with acting_as(anna):
        again = actions.defer(item, by=anna, still_needed="Bericht van de school")

        assert again.meeting.date.isoformat() == "2026-11-24"
        assert again.deferred_from == item.meeting
        deferred = AgendaItem.objects.get(pk=item.pk)
        assert deferred.still_needed == "Bericht van de school"


def test_the_bureau_sends_no_agenda_before_the_closing_time(clock, anna):
    agenda.prepare()
    meeting = meeting_on("2026-11-17")

    with acting_as(anna), pytest.raises(PermissionDenied, match="aanmeldtermijn"):
        agenda.send(meeting, by=anna)
