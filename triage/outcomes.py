"""What follows from a decision: an advice to the sender, or support without an ICO."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import User
from cases import actions as case_actions
from cases.models import Case
from triage import agenda, rules
from triage.models import Advice, SupportNote
from zvh.guard.announce import Purpose, acting_as, acting_for, announced
from zvh.guard.rules import allows

# A mistaken click can be taken back for this long.
GRACE = timedelta(minutes=5)
SUPPORT_TERM = timedelta(weeks=4)


@transaction.atomic
def write_advice(advice: Advice, *, by: User, text: str) -> Advice:
    """Put the advice into words; the sender sees nothing of it yet (W-4)."""
    rules.write_advice(by, advice)
    advice.text, advice.written_by = text, by
    advice.save()
    return advice


@transaction.atomic
def let_advice_leave(advice: Advice, *, by: User) -> Advice:
    """It goes out in a few minutes, and until then it can be taken back."""
    rules.write_advice(by, advice)
    advice.sends_at, advice.sent_by = timezone.now() + GRACE, by
    advice.save()
    return advice


@transaction.atomic
def hold_advice(advice: Advice, *, by: User) -> Advice:
    """It does not go out after all; nothing has happened yet."""
    rules.change_advice(by, advice)
    advice.sends_at = advice.sent_by = None
    advice.save()
    return advice


def send_leaving() -> int:
    """Send each advice whose minutes are over, as the person who sent it off."""
    with acting_for(Purpose.AGENDA):
        due = Advice.objects.filter(sent_at=None, sends_at__lte=timezone.now())
        leaving = [(it.pk, it.sent_by) for it in due.select_related("sent_by")]
    return sum(_send_one(pk, by) for pk, by in leaving if by is not None)


@transaction.atomic
def send_advice(advice: Advice, *, by: User) -> Advice:
    """Give the sender the advice; everything else about the case goes (W-4, S-4)."""
    rules.change_advice(by, advice)
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
def note_support(
    case: Case, *, by: User, text: str, goes_on: bool = False
) -> SupportNote:
    """One step of bilateral support; the notes are its log.

    `goes_on` answers the question whether it can end: not for another term.
    """
    rules.support(by, case)
    note: SupportNote = SupportNote.objects.create(
        case=case, by=by, text=text, goes_on=goes_on
    )
    return note


def ask_about_support(case: Case) -> datetime:
    """When it is asked whether the support can end: each four weeks anew."""
    last = case.supportnotes.filter(goes_on=True).order_by("-at").first()
    since: datetime = last.at if last else case.phase_since
    return since + SUPPORT_TERM


@transaction.atomic
def end_support(case: Case, *, by: User) -> Case:
    """The support is done: the log stays as the plan would, the rest goes (S-4)."""
    rules.end_support(by, case)
    return case_actions.scale_down(case, by=by)


def _send_one(pk: UUID, by: User) -> int:
    with acting_as(by):
        rows = Advice.objects.visible_to(by).select_for_update(of=("self",))
        advice = rows.filter(pk=pk, sent_at=None, sends_at__isnull=False).first()
        # Whoever lost the role meanwhile sends nothing any more: a colleague will.
        if advice is None or not allows(rules.change_advice, by, advice):
            return 0
        send_advice(advice, by=by)
        return 1


def _let_go(case: Case, day: date, *, by: User) -> None:
    with announced(by, purpose=Purpose.RETENTION):
        case = Case.objects.locked(case.pk)
        if case.advice_until and day < case.advice_until:
            case.advice_until = day
            case.save()
