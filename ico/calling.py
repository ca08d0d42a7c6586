"""Who has yet to say when they can come, and at which number to call them."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import Contact, User
from cases.models import Case
from ico.meetings import Meeting
from ico.moments import Availability


def seeking(cases: QuerySet[Case]) -> Any:
    """Meetings of which the moment is sought, with how many were asked and answered."""
    asked = Q(availabilities__closed_at=None, availabilities__isnull=False)
    answered = asked & Q(availabilities__answered_at__isnull=False)
    found = Meeting.objects.seeking().of_cases(cases)
    return found.annotate(
        asked=Count("availabilities", filter=asked),
        answered=Count("availabilities", filter=answered),
    ).order_by("first_processed_at")


def to_call(cases: QuerySet[Case]) -> list[tuple[Availability, str]]:
    """The call list: who let the term pass, each with their telephone."""
    late = Availability.objects.of_cases(cases).to_call().order_by("answer_before")
    waiting = list(late.select_related("case", "party", "user__secure_page"))
    contacts = Contact.objects.filter(user__in=[it.user_id for it in waiting])
    phones = dict(contacts.values_list("user", "phone"))
    return [(it, phones.get(it.user_id, "") or _of_page(it.user)) for it in waiting]


def _of_page(user: User | None) -> str:
    return str(user.secure_page.phone) if user and user.has_page else ""
