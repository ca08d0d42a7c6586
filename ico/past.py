"""What happened before around a case, as the table looks back on it."""

from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from cases import pages
from cases.models import Case
from cases.pages import Event
from ico.agreed import Action

MOST = 40


def by_year(user: User, case: Case) -> list[tuple[int, list[Event]]]:
    """The newest year first, and in it what happened last."""
    events = pages.events(user, case)[:MOST]
    return [
        (year, list(group))
        for year, group in groupby(events, key=lambda it: pages.day_of(it.at).year)
    ]


def interventions(case: Case) -> QuerySet[Any]:
    """What was tried before, with how it ended and what was said of it."""
    tried: QuerySet[Any] = Action.objects.filter(case_id=case.pk).ended()
    return tried.select_related("owner").order_by("-reported_at", "pk")
