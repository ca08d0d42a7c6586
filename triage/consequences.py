"""What another week, or other participants, would do to the wegingen (T-3, T-4)."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from accounts.models import User
from house import calendar, neighbours
from house.calendar import TriageWeek
from house.neighbours import Consequence
from house.profile import Permanent, Profile
from house.words import noun, said, word
from triage import agenda, schedule
from triage.models import AgendaItem, TriageMeeting
from zvh.lib import dates


@neighbours.tells("triage", wakes="agenda")
def planned(user: User, before: Profile, after: Profile) -> Iterator[Consequence]:
    """Which wegingen that stand already would move, and which would not be met."""
    coming = calendar.coming_triages(timezone.now(), rhythm=after.triage)
    weeks = {_day(week): week for week in coming}
    for meeting in schedule.still_to_move():
        week = weeks.get(meeting.date)
        if week is None:
            yield _given_up(meeting)
        elif (meeting.starts_at, meeting.closes_at) != (week.starts_at, week.closes_at):
            yield _moved(meeting, week)


@neighbours.tells("triage.permanent", wakes="agenda")
def participants(user: User, before: Profile, after: Profile) -> Iterator[Consequence]:
    """Who that would be today, and where nobody is there to be asked."""
    for seat in after.triage.permanent:
        people = [person.name for person in agenda.people_of(seat)]
        name = seat.party or after.label("soorten", seat.soort)
        if people:
            yield Consequence(f"{name}: {', '.join(people)}")
        else:
            yield Consequence(f"{name}: {_why_nobody(seat)}", warns=True)


def _why_nobody(seat: Permanent) -> str:
    if not agenda.parties_of(seat).exists():
        return said("er is geen {partij} die {convenant.definite} tekende.")
    return said("er is geen {contactpersoon} met een account.")


def _given_up(meeting: TriageMeeting) -> Consequence:
    return Consequence(f"{_named(meeting)} vervalt{_along(meeting)}.", warns=True)


def _moved(meeting: TriageMeeting, week: TriageWeek) -> Consequence:
    starts = timezone.localtime(week.starts_at)
    closes = timezone.localtime(week.closes_at)
    said = f"{_named(meeting)} begint om {starts:%H:%M}"
    until = f"{dates.short(closes.date())} {closes:%H:%M}"
    return Consequence(f"{said}; aanmelden kan tot {until}.")


def _along(meeting: TriageMeeting) -> str:
    count = AgendaItem.objects.on(meeting).open().count()
    if not count:
        return ""
    return f"; {count} {noun(count, 'casus')} {_go(count)} naar een andere agenda"


def _go(count: int) -> str:
    return "gaat" if count == 1 else "gaan"


def _named(meeting: TriageMeeting) -> str:
    starts = timezone.localtime(meeting.starts_at)
    name = word("weging", "capital_definite")
    return f"{name} van {dates.in_full(meeting.date)}, {starts:%H:%M},"


def _day(week: TriageWeek) -> date:
    return timezone.localtime(week.starts_at).date()
