"""Waiting for answers: remind who is late, and close before the weging looks.

An uitvraag that closes leaves nothing at a Partij that did not know the case (S-9).
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.reaching import people_to_ask
from cases import grants
from cases.grants import Why
from cases.lifecycle import SHIELDED
from cases.models import Case
from house import profile
from triage import rules_inquiries as rules
from triage.asking import let_in, write_to
from triage.models import Inquiry
from zvh.guard import facts
from zvh.guard.announce import Purpose, acting_for
from zvh.lib.dates import add_working_days


def remind_and_close() -> int:
    """Remind who did not answer, close what is past its moment: each on its own."""
    return _close_what_is_due() + _follow_contacts() + _remind_who_waits()


@transaction.atomic
def close(inquiry: Inquiry, *, by: User) -> Inquiry:
    """Wait no longer for this answer."""
    rules.close(by, inquiry)
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    rules.close(by, inquiry)
    return _close(inquiry)


def close_all(case: Case) -> None:
    """It was decided that this is no case for the house: nobody is asked any more."""
    for inquiry in case.inquirys.open().select_for_update(of=("self",)):
        _close(inquiry)


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
    with acting_for(Purpose.INQUIRIES):
        due = list(Inquiry.objects.due(timezone.now()).values_list("pk", flat=True))
    return _each(_close_one, due)


def _close_one(pk: UUID) -> int:
    with acting_for(Purpose.INQUIRIES):
        due = Inquiry.objects.due(timezone.now()).select_related("party")
        rows = due.select_for_update(of=("self",), skip_locked=True)
        inquiry = rows.filter(pk=pk).first()
        if inquiry is None:
            return 0
        _close(inquiry)
        return 1


def _each(do: Callable[[UUID], int], keys: list[UUID]) -> int:
    """One that fails keeps no other waiting; the run still says that it failed."""
    done, failed = 0, None
    for key in keys:
        try:
            done += do(key)
        except DatabaseError as error:
            failed = error
    if failed is not None:
        raise failed
    return done


def _follow_contacts() -> int:
    """Who became a contact since can answer; who is none any more is out."""
    with acting_for(Purpose.INQUIRIES):
        still_open = list(Inquiry.objects.open().values_list("pk", flat=True))
    return _each(_follow_contacts_of, still_open)


def _follow_contacts_of(pk: UUID) -> int:
    with acting_for(Purpose.INQUIRIES):
        rows = Inquiry.objects.open().select_related("party")
        locked = rows.select_for_update(of=("self",), skip_locked=True)
        inquiry = locked.filter(pk=pk).first()
        if inquiry is None or _is_out_of_reach(inquiry):
            return 0
        asked = _may_answer(inquiry)
        contacts = people_to_ask(inquiry.party)
        # Whose access ended is not let in again by itself.
        before = grants.ever_let_in(Why.INQUIRY, source=inquiry.pk)
        new = [it for it in contacts if it.user_id and it.user_id not in before]
        for contact in new:
            let_in(contact, inquiry, by=None, tell=True)
        gone = [user for user in asked if user not in {it.user for it in contacts}]
        for user in gone:
            grants.withdraw(
                case_id=inquiry.case_id,
                why=Why.INQUIRY,
                source_id=inquiry.pk,
                user=user,
            )
        return len(new) + len(gone)


def _is_out_of_reach(inquiry: Inquiry) -> bool:
    """A case that was closed or restricted lets nobody in by itself."""
    return Case.objects.filter(
        Q(is_restricted=True) | Q(phase__in=SHIELDED), pk=inquiry.case_id
    ).exists()


def _remind_who_waits() -> int:
    days = profile.active().inquiries.reminder_days
    with acting_for(Purpose.INQUIRIES):
        waiting = list(Inquiry.objects.unanswered().values_list("pk", flat=True))
    return _each(partial(_remind, days=days), waiting)


def _remind(pk: UUID, *, days: tuple[int, ...]) -> int:
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
