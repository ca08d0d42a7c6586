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
from privacy import told as proof


@transaction.atomic
def record(
    person: Person, *, by: User, meeting: Meeting | None = None, **what: Any
) -> Notice:
    """What is so now; what was recorded before is no longer."""
    person = locks.ask(rules.inform, by, person)
    rules.say_all(**what)
    for before in Notice.objects.standing().about(person):
        case_actions.take_out(before, by=by)
    notice = Notice.objects.create(
        case_id=person.case_id,
        person=person,
        meeting=meeting,
        is_joint=bool(what.get("decided_with", "").strip()),
        recorded_by=by,
        **what,
    )
    _prove(notice)
    return notice


def _prove(notice: Notice) -> None:
    """What must outlive the dossier: that, when and how, and no word of why (S-10)."""
    proof.record(
        notice.person_id,
        case_key=notice.case_id,
        by=notice.recorded_by,
        outcome=notice.outcome,
        way=notice.way,
        told_on=notice.on,
        is_joint=notice.is_joint,
        look_again_on=notice.look_again_on,
        letter_sent_on=notice.letter_sent_on,
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
