"""What comes after a verstrekking, for the bureau (V-1, V-2).

What did not go after all, and who did not say that it deleted what was taken back.
"""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from cases.models import Case
from cases.pages import Task
from privacy.disclosures import Disclosure
from privacy.recalls import Recall

MOST = 50


def stopped(user: User) -> Iterator[Task]:
    """Also of a case that is closed since: then it says no more than that."""
    cases = Case.objects.visible_to(user)
    waiting = Disclosure.objects.to_hear_of().filter(case_key__in=cases.values("pk"))
    found = list(waiting.with_names().order_by("stopped_at")[:MOST])
    known = cases.in_bulk([one.case_key for one in found])
    for one in found:
        case = known[one.case_key]
        yield Task(
            what="Lees wat niet uitging",
            url=reverse("privacy:stopped", args=[one.pk]),
            case_number="" if case.is_shielded else case.number or "",
            about="",
            waits=one.to,
            due=one.stopped_at,
            mine=one.by_id == user.pk or case.is_work_of(user),
        )


def unconfirmed(user: User) -> Iterator[Task]:
    """Who did not say that it is gone, or can only be called."""
    cases = Case.objects.visible_to(user)
    waiting = Recall.objects.to_call_about().filter(case_key__in=cases.values("pk"))
    found = list(waiting.with_names().order_by("recorded_at", "pk")[:MOST])
    known = cases.in_bulk([one.case_key for one in found])
    for one in found:
        case = known[one.case_key]
        yield Task(
            what="Vraag of het is verwijderd",
            url=reverse("privacy:confirm_deletion", args=[one.pk]),
            case_number="" if case.is_shielded else case.number or "",
            about="",
            waits=one.to,
            due=one.confirm_before,
            mine=case.is_work_of(user),
        )
