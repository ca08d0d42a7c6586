"""What comes after a verstrekking, for the bureau (V-1, V-2).

What did not go after all, and who did not say that it deleted what was taken back.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from accounts.models import User
from cases.models import Case
from cases.pages import Task
from privacy.disclosures import Disclosure
from privacy.recalls import Recall

MOST = 50


def stopped(user: User) -> Iterator[Task]:
    """Also of a case that is closed since: then it says no more than that."""
    waiting = Disclosure.objects.to_hear_of().order_by("stopped_at")
    for one, case in _of_own_cases(user, waiting):
        yield Task(
            what="Lees wat niet uitging",
            url=reverse("privacy:stopped", args=[one.pk]),
            case_number=_number(case),
            about="",
            waits=one.to,
            due=one.stopped_at,
            mine=one.by_id == user.pk or case.is_work_of(user),
        )


def unconfirmed(user: User) -> Iterator[Task]:
    """Who did not say that it is gone, or can only be called."""
    waiting = Recall.objects.to_call_about().order_by("recorded_at", "pk")
    for one, case in _of_own_cases(user, waiting):
        yield Task(
            what="Vraag of het is verwijderd",
            url=reverse("privacy:confirm_deletion", args=[one.pk]),
            case_number=_number(case),
            about="",
            waits=one.to,
            due=one.confirm_before,
            mine=case.is_work_of(user),
        )


def _of_own_cases(user: User, waiting: Any) -> Iterator[tuple[Any, Case]]:
    """The first of these, each with its case, of the cases that one may see."""
    cases = Case.objects.visible_to(user)
    own = waiting.filter(case_key__in=cases.values("pk")).with_names()
    found = list(own[:MOST])
    known = cases.in_bulk([one.case_key for one in found])
    return ((one, known[one.case_key]) for one in found)


def _number(case: Case) -> str:
    return "" if case.is_shielded else case.number or ""
