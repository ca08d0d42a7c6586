"""Remind people of what they agreed to do: before its date, and after it, once each."""

from datetime import timedelta

from django.utils import timezone

from accounts import mails
from ico.agreed import Action
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.jobs import job


@job("action_reminders", every=timedelta(hours=1))
def remind() -> int:
    """Each in a transaction of its own, so that a run that breaks off loses nothing."""
    return _each("announced_at", "action_due") + _each("chased_at", "action_overdue")


def _each(noted: str, kind: str) -> int:
    count = 0
    while _next(noted, kind):
        count += 1
    return count


def _next(noted: str, kind: str) -> bool:
    with acting_for(Purpose.REMINDERS):
        due = (
            Action.objects.to_announce()
            if kind == "action_due"
            else (Action.objects.to_chase())
        )
        action = due.select_for_update(skip_locked=True).order_by("due_on").first()
        if action is None:
            return False
        setattr(action, noted, timezone.now())
        action.save(update_fields=[noted])
        mails.post(
            kind,
            to=action.responsible_user,
            reference=action.reference,
            case_id=action.case_id,
            object_id=action.pk,
        )
        return True
