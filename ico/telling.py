"""Who has to know hears of it: that there is something, and never what or whom."""

from django.db import connection
from django.utils import timezone

from accounts import mails
from accounts.models import User
from cases.models import Case
from ico.calls import REMINDERS, Escalation
from ico.developments import Development, leader_of
from ico.signals import Signal
from zvh.guard.announce import Purpose, acting_for
from zvh.lib.dates import is_working_day


def tell_of_signals() -> int:
    """Each in a transaction of its own; how many letters came of it."""
    passed = 0
    while _pass_on_next_signal():
        passed += 1
    told = 0
    while _tell_of_next_signal():
        told += 1
    return told + passed


def remind_of_escalations() -> int:
    """On working days; each in a transaction of its own."""
    if not is_working_day(timezone.localdate()):
        return 0
    told = 0
    while _remind_of_next_escalation():
        told += 1
    return told


def tell_of_developments() -> int:
    """Who does something for a Partij that it is meant for; how many were told of."""
    told = 0
    while _tell_of_next_development():
        told += 1
    return told


def _pass_on_next_signal() -> bool:
    """What the casusregisseur let lie goes on to the procescoördinator."""
    with acting_for(Purpose.REMINDERS):
        waiting = Signal.objects.to_pass_on().select_for_update(skip_locked=True)
        signal = waiting.order_by("at").first()
        if signal is None:
            return False
        signal.passed_on_at, signal.told_at = timezone.now(), None
        signal.save(update_fields=["passed_on_at", "told_at"])
        return True


def _tell_of_next_signal() -> bool:
    with acting_for(Purpose.REMINDERS):
        waiting = Signal.objects.untold().standing()
        signal = waiting.select_for_update(skip_locked=True).order_by("at").first()
        if signal is None:
            return False
        case = Case.objects.select_related("casusregisseur", "coordinator").get(
            pk=signal.case_id
        )
        leader = leader_of(case)
        # Who leads the work is not told what they said themselves.
        if signal.passed_on_at is None and leader in (None, signal.by):
            signal.passed_on_at = timezone.now()
        to = leader if signal.passed_on_at is None else case.coordinator
        signal.told_at = timezone.now()
        signal.save(update_fields=["passed_on_at", "told_at"])
        if to is not None:
            _post_signal(signal, to, case)
        return True


def _post_signal(signal: Signal, to: User, case: Case) -> None:
    mails.post(
        "signal_given",
        to=to,
        reference=case.number or "",
        case_id=case.pk,
        object_id=signal.action_id,
    )


def _remind_of_next_escalation() -> bool:
    with acting_for(Purpose.REMINDERS):
        due = Escalation.objects.to_remind().select_for_update(skip_locked=True)
        one = due.order_by("answer_before").first()
        if one is None:
            return False
        is_late = one.answer_before < timezone.localdate()
        one.reminders = REMINDERS if is_late else 1
        one.save(update_fields=["reminders"])
        case = Case.objects.select_related("coordinator").get(pk=one.case_id)
        mails.post(
            "escalation_due",
            to=case.coordinator or User.objects.get(pk=one.asked_by_id),
            reference=case.number or "",
            case_id=case.pk,
            object_id=one.pk,
        )
        return True


def _tell_of_next_development() -> bool:
    with acting_for(Purpose.REMINDERS):
        waiting = Development.objects.untold().select_for_update(skip_locked=True)
        one = waiting.order_by("at").first()
        if one is None:
            return False
        for user in _who_hears(one):
            mails.post(
                "development_told",
                to=user,
                reference=one.reference,
                case_id=one.case_id,
                object_id=one.pk,
            )
        one.told_at = timezone.now()
        one.save(update_fields=["told_at"])
        return True


def _who_hears(development: Development) -> list[User]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT zvh_who_hears(%s)", [development.pk])
        keys = [key for (key,) in cursor.fetchall()]
    return list(User.objects.active().filter(pk__in=keys).order_by("pk"))
