"""What the uitvraag shows on Vandaag, on a partner's first page and in a time line."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import grants, identity, pages
from cases.grants import Why
from cases.models import Case
from cases.pages import Entry, Event, EventKind, Task
from house import counting
from house.counting import Asked
from house.words import said
from triage.answers import unanswered_by
from triage.models import Inquiry
from zvh.guard import announce

MOST = 200


@pages.partner_entry
def questions(user: User) -> Entry:
    open_now = _open(user)
    days = [timezone.localdate(it.answer_before) for it in open_now]
    return Entry(
        "Vragen aan u",
        reverse("triage:own_inquiries"),
        len(open_now),
        min(days, default=None),
    )


@counting.counted("triage:own_inquiries")
def pressing(user: User) -> Asked | None:
    seats = grants.user_grants(user).filter(why=Why.INQUIRY)
    mine = Inquiry.objects.filter(pk__in=seats.values("source_id"))
    return counting.rows(mine.unanswered().filter(answer_before__gt=timezone.now()))


@pages.to_do
def to_answer(user: User, everybody: bool) -> list[Task]:
    """For a partner what to answer; for the bureau whom nobody answered yet."""
    if not user.is_bureau:
        return _to_answer(user)
    return _late(user, everybody)


@pages.happened
def asked(user: User, case: Case) -> list[Event]:
    """Who was asked, and who answered: in the time line of the bureau."""
    events = []
    url = reverse("triage:inquiries", args=[case.pk])
    for inquiry in case.inquirys.for_list():
        title = f"Gevraagd aan {inquiry.party.name}"
        events.append(_event(inquiry.sent_at, title, inquiry.asked_by.name, url))
        if inquiry.answered_at:
            answer = inquiry.get_answer_display().lower()
            title = f"Antwoord van {inquiry.party.name}: {answer}"
            events.append(
                _event(inquiry.answered_at, title, inquiry.answered_by.name, url)
            )
    return events


def _to_answer(user: User) -> list[Task]:
    return [
        Task(
            what="Beantwoord een vraag",
            url=reverse("triage:inquiry", args=[inquiry.pk]),
            case_number=inquiry.reference,
            about="",
            waits="",
            due=inquiry.answer_before,
        )
        for inquiry in _open(user)
    ]


# A partner's first page shows them twice: counted, and as what there is to do.
def _open(user: User) -> list[Inquiry]:
    return announce.remembered(("inquiries", user.pk), lambda: unanswered_by(user))


def _late(user: User, everybody: bool) -> list[Task]:
    """Whom to call, what is contested, and where answers came in."""
    cases = Case.objects.visible_to(user).open()
    cases = cases if everybody else cases.led_by(user)
    every = Inquiry.objects.of_cases(cases)
    asks = every.to_work_on() | every.contested()
    found = list(asks.order_by("sent_at")[:MOST])
    about = identity.in_short({inquiry.case for inquiry in found})
    answered: dict[UUID, list[Inquiry]] = {}
    for inquiry in found:
        if inquiry.answer and inquiry.contested_at is None:
            answered.setdefault(inquiry.case_id, []).append(inquiry)
    return [
        *(_contested(it, user, about) for it in found if it.contested_at),
        *(_silence(it, user, about) for it in found if not it.answer),
        *(_answers(several, user, about) for several in answered.values()),
    ]


def _contested(inquiry: Inquiry, user: User, about: dict[UUID, str]) -> Task:
    """A Partij says that it did not say so (I-6)."""
    what, waits = "Herstel een betwist antwoord", "zegt dat het niet klopt"
    return _task(what, inquiry, user, about, waits)


def _silence(inquiry: Inquiry, user: User, about: dict[UUID, str]) -> Task:
    return _task(
        said("Bel over een {uitvraag}"), inquiry, user, about, "antwoordt niet"
    )


def _answers(several: list[Inquiry], user: User, about: dict[UUID, str]) -> Task:
    """Of one case, until the questions are closed: by hand, or at their term."""
    first = min(several, key=lambda it: it.answer_before)
    task = _task("Lees de antwoorden", first, user, about, "heeft geantwoord")
    if len(several) == 1:
        return task
    return replace(task, waits=f"{len(several)} antwoorden zijn binnen")


def _task(
    what: str, inquiry: Inquiry, user: User, about: dict[UUID, str], waits: str
) -> Task:
    return Task(
        what=what,
        url=reverse("triage:inquiries", args=[inquiry.case_id]),
        case_number=inquiry.reference,
        about=about.get(inquiry.case_id, ""),
        waits=f"{inquiry.party.name} {waits}",
        due=inquiry.answer_before,
        mine=inquiry.case.is_work_of(user),
    )


def _event(at: datetime, title: str, who: str, url: str) -> Event:
    return Event(at, title, who, kind=EventKind.INFORMATION, url=url)
