"""Until when a registration is kept that nobody decides on (S-9).

A draft since its last change; one that went back since the sender was reminded, which
is done once, on the day for which it was asked. Withdrawn, it goes at once.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import User
from cases import rules
from cases.models import Case, CompletionRequest
from house import profile
from house.words import said
from zvh.guard import facts, jobs
from zvh.guard.announce import Purpose, acting_for, announced
from zvh.guard.jobs import job
from zvh.guard.rules import require


def keep_draft(case: Case) -> None:
    """It stays as long as the profile says, from now."""
    _until(case, timezone.localdate(), profile.active().terms.draft_days)


def keep_returned(case: Case, *, answer_before: date) -> None:
    """It waits for the sender, and after the reminder as long as the profile says."""
    _until(case, answer_before, profile.active().terms.incomplete_days)


def keep_running(case: Case, *, by: User) -> None:
    """It was completed: it has no term of its own any more.

    What its sender withdrew goes, also when somebody completes it in the moments
    before it is gone.
    """
    if case.work_until is None:
        return
    require(
        case.work_until > timezone.localdate(),
        said("{aanmelding.capital_this} is ingetrokken en wordt verwijderd."),
    )
    with announced(by, purpose=Purpose.RETENTION):
        case.clear_terms()
        case.save()


@transaction.atomic
def withdraw(case: Case, *, by: User) -> None:
    """Nobody asks for this any more: all of it goes at once, also what others told."""
    rules.withdraw_registration(by, case)
    with announced(by, purpose=Purpose.RETENTION):
        case = Case.objects.locked(case.pk)
        rules.withdraw_registration(by, case)
        _until(case, timezone.localdate(), 0)
        case.save()
    if case.coordinator:
        # Without the case: what is kept for that goes with it.
        mails.post(
            "registration_withdrawn",
            to=case.coordinator,
            reference=case.number or "",
        )
    facts.write("withdrawn", {"phase": case.phase, "subject": case.subject})
    jobs.wake("retention")


@job("returned_registrations")
def remind() -> int:
    """Each in a transaction of its own, so that a run that breaks off loses nothing."""
    count = 0
    while _remind_one():
        count += 1
    return count


def _remind_one() -> bool:
    with acting_for(Purpose.REMINDERS):
        waiting = CompletionRequest.objects.filter(
            answered_at=None,
            reminded_at=None,
            answer_before__lte=timezone.localdate(),
        )
        locked = waiting.select_for_update(of=("self",), skip_locked=True)
        asked = locked.select_related("case__registered_by").first()
        if asked is None:
            return False
        asked.reminded_at = timezone.now()
        asked.save(update_fields=["reminded_at"])
        mails.post(
            "completion_reminded",
            to=asked.case.registered_by,
            reference=asked.case.number or "",
            case_id=asked.case_id,
            object_id=asked.pk,
        )
        return True


def _until(case: Case, first: date, days: int) -> None:
    day = first + timedelta(days=days)
    case.set_terms(work=day, plan=day, shell=day)
