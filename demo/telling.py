"""Of two people in the demo is recorded how it stands with telling them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases.models import Case, Person
from ico import informing
from ico.models import Notice
from zvh.guard.announce import acting_as

Outcome, Way = Notice.Outcome, Notice.Way


def tell(case: Case, anna: User) -> None:
    """Told in a talk, and by the letter."""
    today = timezone.localdate()
    _record(
        case,
        anna,
        outcome=Outcome.TOLD,
        way=Way.TALK,
        by_whom="De wijkagent",
        on=today,
        letter_sent_on=today,
    )


def wait(case: Case, anna: User) -> None:
    """It waits for a weighty reason, and is looked at again in some days."""
    _record(
        case,
        anna,
        outcome=Outcome.WITHHELD,
        reason="Hij is dan weg voordat er een plek is.",
        decided_with="De GGZ, de gemeente en de politie",
        look_again_on=timezone.localdate() + timedelta(days=5),
    )


def _record(case: Case, anna: User, **what: Any) -> None:
    with acting_as(anna):
        person = Person.objects.get(case=case, role=Person.Role.BETROKKENE)
        informing.record(person, by=anna, **what)
