"""Remind people of what they agreed to do, and of saying when they can."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts import mails
from house import profile
from ico import polling, telling, winding_down
from ico.agreed import Action, ActionQuerySet
from ico.moments import Availability
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.jobs import job
from zvh.lib.dates import add_working_days, is_working_day

MOMENTS = "moments_reminder"
Due = Callable[[], ActionQuerySet]


@job("action_reminders", every=timedelta(hours=1))
def remind() -> int:
    """Each in a transaction of its own, so that a run that breaks off loses nothing.

    On days on which people work: a letter of Saturday is read too late.
    """
    if not is_working_day(timezone.localdate()):
        return 0
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


@job("signals", every=timedelta(minutes=10))
def tell_of_signals() -> int:
    """To the casusregisseur first, and on to the procescoördinator (F-5)."""
    return telling.tell_of_signals()


@job("developments", every=timedelta(minutes=10))
def tell_of_developments() -> int:
    """Who needs to know of it, hears that there is something (F-5)."""
    return telling.tell_of_developments()


@job("involvement", every=timedelta(hours=1))
def follow_involvement() -> int:
    """Who has no part in anything any more, keeps an account for four weeks (P-7)."""
    return winding_down.follow()


@job("escalations", every=timedelta(hours=1))
def remind_of_escalations() -> int:
    """Who guides the case hears that the answer is due, and that it is late (F-7)."""
    return telling.remind_of_escalations()


@job("moment_reminders", every=timedelta(hours=1))
def remind_of_moments() -> int:
    """Who did not say when they can, once after each of the profile's days."""
    with acting_for(Purpose.REMINDERS):
        waiting = list(Availability.objects.unanswered().values_list("pk", flat=True))
    return sum(_remind_of_moments(pk) for pk in waiting)


def _remind_of_moments(pk: UUID) -> int:
    days = profile.active().meetings.reminder_days
    with acting_for(Purpose.REMINDERS):
        rows = Availability.objects.unanswered().select_for_update(skip_locked=True)
        asked = rows.filter(pk=pk).first()
        if asked is None or not _is_time(asked, days):
            return 0
        asked.reminders += 1
        asked.save(update_fields=["reminders"])
        polling.write_to(asked, MOMENTS)
        return 1


def _is_time(asked: Availability, days: tuple[int, ...]) -> bool:
    if asked.reminders >= len(days):
        return False
    asked_on = timezone.localdate(asked.asked_at)
    day = add_working_days(asked_on, days[asked.reminders])
    return day <= timezone.localdate()
