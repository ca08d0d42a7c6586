"""Remind people of what they agreed to do: before its date, and after it, once each."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from accounts import mails
from ico.agreed import Action, ActionQuerySet
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.jobs import job

Due = Callable[[], ActionQuerySet]


@job("action_reminders", every=timedelta(hours=1))
def remind() -> int:
    """Each in a transaction of its own, so that a run that breaks off loses nothing."""
    ahead = _each(Action.objects.to_announce, "announced_at", "action_due")
    late = _each(Action.objects.to_chase, "chased_at", "action_overdue")
    return ahead + late


def _each(due: Due, noted: str, kind: str) -> int:
    count = 0
    while _next(due, noted, kind):
        count += 1
    return count


def _next(due: Due, noted: str, kind: str) -> bool:
    with acting_for(Purpose.REMINDERS):
        waiting = due().select_for_update(skip_locked=True)
        action = waiting.order_by("due_on").first()
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
