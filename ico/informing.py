"""Record that a betrokkene was told, or why not yet; and whether they come."""

from typing import Any

from django.db import transaction

from accounts.models import User
from cases import actions as case_actions
from cases.models import Person
from ico import locks
from ico import rules_informing as rules
from ico.meetings import Meeting
from ico.notices import Coming, Notice


@transaction.atomic
def record(
    person: Person, *, by: User, meeting: Meeting | None = None, **what: Any
) -> Notice:
    """What is so now; what was recorded before is no longer."""
    person = locks.ask(rules.inform, by, person)
    rules.say_all(**what)
    for before in Notice.objects.standing().about(person):
        case_actions.take_out(before, by=by)
    return Notice.objects.create(
        case_id=person.case_id,
        person=person,
        meeting=meeting,
        is_joint=bool(what.get("decided_with", "").strip()),
        recorded_by=by,
        **what,
    )


@transaction.atomic
def let_come(meeting: Meeting, *, by: User, person: Person, **what: Any) -> Coming:
    """Whether a betrokkene comes, with whom it was discussed, and on which terms."""
    meeting = locks.ask(rules.let_come, by, meeting)
    rules.come_safely(**what)
    for before in Coming.objects.standing().filter(meeting=meeting).about(person):
        case_actions.take_out(before, by=by)
    return Coming.objects.create(
        case=meeting.case, meeting=meeting, person=person, recorded_by=by, **what
    )
