"""What follows from a decision: an advice to the sender, or support without an ICO."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import User
from cases import actions as case_actions
from cases.models import Case
from triage import agenda, rules
from triage.models import Advice, SupportNote
from zvh.guard.announce import Purpose, announced


@transaction.atomic
def write_advice(advice: Advice, *, by: User, text: str) -> Advice:
    """Put the advice into words; the sender sees nothing of it yet (W-4)."""
    rules.write_advice(by, advice)
    advice.text, advice.written_by = text, by
    advice.save()
    return advice


@transaction.atomic
def send_advice(advice: Advice, *, by: User) -> Advice:
    """Give the sender the advice; everything else about the case goes (W-4, S-4)."""
    rules.write_advice(by, advice)
    advice.sent_at = timezone.now()
    advice.save()
    case = advice.case
    with announced(by, purpose=Purpose.AGENDA):
        for item in case.agendaitems.select_related("meeting"):
            agenda.end_access(item.meeting, case=case)
    case_actions.advise(case, by=by)
    # Without the case's own key: with that, the letter would be removed unsent.
    mails.post(
        "advice_ready",
        to=case.registered_by,
        reference=case.number or "",
        object_id=case.pk,
    )
    return advice


@transaction.atomic
def take_advice(advice: Advice, *, by: User) -> Advice:
    """The sender has it; for one more day, so that a failed download costs nothing."""
    rules.read_advice(by, advice)
    if advice.downloaded_at is None:
        advice.downloaded_at = timezone.now()
        advice.save()
        _let_go(advice.case, timezone.localdate() + timedelta(days=1), by=by)
    return advice


@transaction.atomic
def note_support(case: Case, *, by: User, text: str) -> SupportNote:
    """One step of bilateral support; the notes are its log."""
    rules.support(by, case)
    note: SupportNote = SupportNote.objects.create(case=case, by=by, text=text)
    return note


@transaction.atomic
def end_support(case: Case, *, by: User) -> Case:
    """The support is done: the log stays as the plan would, the rest goes (S-4)."""
    rules.end_support(by, case)
    return case_actions.scale_down(case, by=by)


def _let_go(case: Case, day: date, *, by: User) -> None:
    with announced(by, purpose=Purpose.RETENTION):
        case = Case.objects.locked(case.pk)
        if case.advice_until and day < case.advice_until:
            case.advice_until = day
            case.save()
