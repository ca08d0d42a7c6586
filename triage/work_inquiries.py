"""What the uitvraag shows on Vandaag, on a partner's first page and in a time line."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases import identity, pages
from cases.models import Case
from cases.pages import Entry, Event, EventKind, Task
from triage.answers import unanswered_by
from triage.models import Inquiry
from zvh.guard import announce

MOST = 100


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


@pages.to_do
def to_answer(user: User, everybody: bool) -> list[Task]:
    """For a partner what to answer; for the bureau whom nobody answered yet."""
    return _late(user, everybody) if user.is_bureau else _to_answer(user)


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
    """Who was reminded and still says nothing: that asks for a phone call."""
    cases = Case.objects.visible_to(user).open()
    cases = cases if everybody else cases.led_by(user)
    quiet = Inquiry.objects.of_cases(cases).unanswered().quiet().order_by("sent_at")
    waiting = list(quiet[:MOST])
    about = identity.in_short([inquiry.case for inquiry in waiting])
    return [
        Task(
            what="Bel over een uitvraag",
            url=reverse("triage:inquiries", args=[inquiry.case_id]),
            case_number=inquiry.reference,
            about=about.get(inquiry.case_id, ""),
            waits=f"{inquiry.party.name} antwoordt niet",
            due=inquiry.answer_before,
            mine=inquiry.case.coordinator_id in {None, user.pk},
        )
        for inquiry in waiting
    ]


def _event(at: datetime, title: str, who: str, url: str) -> Event:
    return Event(at, title, who, kind=EventKind.INFORMATION, url=url)
