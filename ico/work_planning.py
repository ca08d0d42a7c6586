"""What the search for a moment puts on Vandaag and on a partner's first page."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import pages
from cases.pages import Task
from house.words import noun, said
from ico import keys
from ico.invitations import Invitation
from ico.meetings import Meeting
from ico.moments import Availability
from zvh.guard import announce

MOST = 50


@pages.to_do
def to_do(user: User, everybody: bool) -> list[Task]:
    """For a partner when they can come; for the bureau the next step to a moment."""
    if user.is_bureau:
        return list(_of_bureau(user, everybody))
    return [_to_say(asked) for asked in own(user)]


def own(user: User) -> list[Availability]:
    """Asked of this person and not answered; their first page shows it twice."""
    mine = Availability.objects.own(user).unanswered()
    return announce.remembered(("availability", user.pk), lambda: list(mine))


def _to_say(asked: Availability) -> Task:
    return Task(
        what="Laat weten wanneer u kunt",
        url=reverse("ico:availability", args=[asked.pk]),
        case_number=asked.reference,
        about="",
        waits="",
        due=asked.answer_before,
    )


def _of_bureau(user: User, everybody: bool) -> Iterator[Task]:
    found = list(_seeking(keys.sought(of_everybody=everybody))[:MOST])
    about = pages.about({meeting.case for meeting in found}) if found else {}
    for meeting in found:
        if what := _next(meeting):
            yield Task(
                what=what,
                url=reverse("ico:meeting", args=[meeting.pk]),
                case_number=meeting.case.number or "",
                about=about.get(meeting.case_id, ""),
                waits=_waits(meeting),
                due=None,
                mine=meeting.case.is_work_of(user),
            )


def _seeking(which: list[UUID]) -> Any:
    """Meetings without a moment, with how far the asking is."""
    asked = Q(availabilities__closed_at=None, availabilities__isnull=False)
    silent = asked & Q(availabilities__answered_at=None)
    late = silent & Q(availabilities__answer_before__lt=timezone.localdate())
    invited = Invitation.objects.filter(meeting=OuterRef("pk")).standing()
    seeking = Meeting.objects.seeking().filter(pk__in=which)
    return (
        seeking.select_related("case")
        .annotate(
            has_guests=Exists(invited),
            asked=Count("availabilities", filter=asked),
            silent=Count("availabilities", filter=silent),
            late=Count("availabilities", filter=late),
        )
        .order_by("first_processed_at")
    )


def _next(meeting: Any) -> str:
    if not meeting.has_guests:
        return "Kies wie bij het overleg moet zijn"
    if not meeting.asked:
        return said("Vraag de {partij.plural} wanneer zij kunnen")
    if meeting.late:
        return "Bel wie niet zei wanneer zij kunnen"
    return "" if meeting.silent else "Kies het moment van het overleg"


def _waits(meeting: Any) -> str:
    if not meeting.late:
        return ""
    return f"{meeting.late} {noun(meeting.late, 'partij')}"
