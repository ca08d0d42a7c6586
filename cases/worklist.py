"""What to do now: too late, today, and the rest of this week."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import keys, pages
from cases.case import CaseQuerySet
from cases.lifecycle import Phase
from cases.models import Case
from cases.pages import Coming, Task
from house import calendar, counting, navigation
from house.counting import Asked
from house.words import said, word
from zvh.guard.rules import allows
from zvh.lib import dates

SUNDAY = 6
SOON = timedelta(days=30)
MOST = 50
MOST_CLEANED = 50


@dataclass
class WorkList:
    """Tasks in the order in which they should be done."""

    late: list[Task] = field(default_factory=list)
    today: list[Task] = field(default_factory=list)
    this_week: list[Task] = field(default_factory=list)
    later: list[Task] = field(default_factory=list)


@dataclass(frozen=True)
class Cleaning:
    """How many shielded cases lose something within a month, and first when."""

    count: int
    first: date
    more: bool


def arrange(tasks: Iterable[Task], today: date) -> WorkList:
    """What has no term waits for somebody, so it belongs to today."""
    arranged = WorkList()
    sunday = today + timedelta(days=SUNDAY - today.weekday())
    for task in tasks:
        due = task.due_on or today
        if task.late:
            arranged.late.append(task)
        elif due <= today:
            arranged.today.append(task)
        elif due <= sunday:
            arranged.this_week.append(task)
        else:
            arranged.later.append(task)
    return arranged


@pages.to_do
def leaderless(user: User, everybody: bool) -> list[Task]:
    """Running cases that nobody leads yet."""
    if not user.is_procescoordinator:
        return []
    cases = _of(user).filter(coordinator=None)
    cases = cases.exclude(phase__in=[Phase.REGISTRATION, Phase.INTAKE])
    found = list(cases.order_by("phase_since")[:MOST])
    about = pages.about(found)
    return [
        Task(
            what=said("Neem {casus.definite} op u"),
            url=reverse("cases:take_over", args=[case.pk]),
            case_number=case.number or "",
            about=about.get(case.pk, ""),
            waits=f"sinds {dates.short(pages.day_of(case.phase_since))}",
            due=None,
        )
        for case in found
    ]


@pages.next_step(order=90)
def lead(user: User, case: Case) -> pages.Step | None:
    from cases import rules

    if case.coordinator_id or not allows(rules.coordinate, user, case):
        return None
    url = reverse("cases:take_over", args=[case.pk])
    return pages.Step(said("Neem {casus.definite} op u"), url)


@pages.coming
def weging(user: User) -> list[Coming]:
    """The next weging, until when one can join, and how many are weighed."""
    now = timezone.now()
    meeting = calendar.next_triage(now)
    waiting = navigation.pressing(user).get("triage:current", 0)
    closes = timezone.localtime(meeting.closes_at)
    return [
        Coming(
            title=word("weging", "capital"),
            at=meeting.starts_at,
            url=pages.url_if_any("triage:current"),
            facts=[
                (
                    "Sluit" if closes > now else "Sloot",
                    f"{dates.short(closes.date())}, {closes:%H:%M}",
                ),
                ("Te wegen", str(waiting)),
            ],
        )
    ]


@counting.counted("triage:intake_list")
def waiting_for_intake(user: User) -> Asked | None:
    return keys.counted(Phase.INTAKE)


def cleaning(user: User) -> Cleaning | None:
    """Shielded cases of which something goes within a month: a number, no names."""
    today = timezone.localdate()
    found = keys.to_be_cleaned(today + SOON, up_to=MOST_CLEANED + 1)
    if not found:
        return None
    count = len({key for key, _ in found})
    return Cleaning(
        count=min(count, MOST_CLEANED),
        first=min(day for _, day in found),
        more=count > MOST_CLEANED,
    )


def _of(user: User) -> CaseQuerySet:
    return Case.objects.visible_to(user).sent().open()
