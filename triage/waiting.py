"""Waiting for answers: remind who is late, and close before the weging looks.

An uitvraag that closes leaves nothing at a Partij that did not know the case (S-9).
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import grants
from cases.grants import Why
from house import profile
from triage import rules_inquiries as rules
from triage.asking import write_to
from triage.models import Inquiry
from zvh.guard import facts
from zvh.guard.announce import Purpose, acting_for
from zvh.lib.dates import add_working_days


def remind_and_close() -> int:
    """Remind who did not answer, close what is past its moment: each on its own."""
    return _close_what_is_due() + _remind_who_waits()


@transaction.atomic
def close(inquiry: Inquiry, *, by: User) -> Inquiry:
    """Wait no longer for this answer."""
    rules.close(by, inquiry)
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    rules.close(by, inquiry)
    return _close(inquiry)


def _close(inquiry: Inquiry) -> Inquiry:
    """Nothing can be answered any more; identity stays where they are known (S-9)."""
    inquiry.closed_at = timezone.now()
    inquiry.save()
    facts.write(
        "inquiry_closed",
        {"answer": inquiry.answer or "none", "keten": inquiry.party.keten},
        days=(timezone.now() - inquiry.sent_at).days,
    )
    if not inquiry.is_known:
        for subject in inquiry.subjects.filter(withdrawn_at=None):
            subject.withdrawn_at = timezone.now()
            subject.save()
        grants.withdraw(case_id=inquiry.case_id, why=Why.INQUIRY, source_id=inquiry.pk)
    return inquiry


def _close_what_is_due() -> int:
    count = 0
    while True:
        with acting_for(Purpose.INQUIRIES):
            due = Inquiry.objects.due(timezone.now()).order_by("answer_before")
            inquiry = due.select_for_update(of=("self",), skip_locked=True).first()
            if inquiry is None:
                return count
            _close(inquiry)
            count += 1


def _remind_who_waits() -> int:
    days = profile.active().inquiries.reminder_days
    with acting_for(Purpose.INQUIRIES):
        waiting = list(Inquiry.objects.unanswered().values_list("pk", flat=True))
    return sum(_remind(pk, days) for pk in waiting)


def _remind(pk: UUID, days: tuple[int, ...]) -> int:
    with acting_for(Purpose.INQUIRIES):
        rows = Inquiry.objects.unanswered().select_for_update(skip_locked=True)
        inquiry = rows.filter(pk=pk).first()
        if inquiry is None or not _is_time_to_remind(inquiry, days):
            return 0
        inquiry.reminders += 1
        inquiry.save(update_fields=["reminders"])
        for user in _may_answer(inquiry):
            write_to(inquiry, user, "inquiry_reminder")
        return 1


def _is_time_to_remind(inquiry: Inquiry, days: tuple[int, ...]) -> bool:
    if inquiry.reminders >= len(days):
        return False
    sent_on = timezone.localdate(inquiry.sent_at)
    day = add_working_days(sent_on, days[inquiry.reminders])
    return day <= timezone.localdate()


def _may_answer(inquiry: Inquiry) -> list[User]:
    asked = grants.let_in_by(Why.INQUIRY, case_id=inquiry.case_id, sources=[inquiry.pk])
    return list(asked)
