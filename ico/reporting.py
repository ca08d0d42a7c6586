"""How an afspraak stands: reported by who does it, signalled when it goes wrong."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.attachments import Judged
from cases.models import Case
from ico import locks
from ico import rules_monitoring as rules
from ico.agreed import Action
from ico.signals import ReportFile, Signal
from zvh.guard import facts, jobs

WILL_NOT = Signal.Kind.WILL_NOT
# What can be answered, and how the afspraak stands after it.
ANSWERS = {
    Action.State.OPEN: Action.State.OPEN,
    WILL_NOT: Action.State.OPEN,
    Action.State.DONE: Action.State.DONE,
    Action.State.FAILED: Action.State.FAILED,
}
SIGNALLED = {WILL_NOT: WILL_NOT, Action.State.FAILED: Signal.Kind.FAILED}


@transaction.atomic
def report_on(
    action: Action,
    *,
    by: User,
    state: str,
    report: str,
    effect: str = "",
    file: Judged | None = None,
) -> Action:
    """Say how an afspraak stands; done or failed ends it (F-4).

    That it will not be done, or was not, is a signal as well (F-5).
    """
    locks.ask(rules.report_on, by, action)
    action.state = ANSWERS[state]  # type: ignore[index]
    action.report = report
    action.reported_at, action.reported_by = timezone.now(), by
    if effect and not action.is_open:
        action.effect, action.effect_at = Action.Effect(effect), timezone.now()
    action.save()
    if file is not None:
        _enclose(action, file, by=by)
    if kind := SIGNALLED.get(state):  # type: ignore[call-overload]
        _signal(action, kind, by=by, why=report)
    if not action.is_open:
        _count(action)
    return action


@transaction.atomic
def take_report_back(action: Action, *, by: User) -> Action:
    """Who reported 'done' by mistake puts it right; the count of it is corrected."""
    action = locks.ask(rules.take_report_back, by, action)
    _discount(action)
    action.state = Action.State.OPEN
    action.effect, action.effect_at = "", None
    action.reported_at = timezone.now()
    action.save()
    return action


@transaction.atomic
def signal_not_kept(action: Action, *, by: User, why: str) -> Signal:
    """The casusregisseur says that an afspraak is not kept (convenant art. 13)."""
    action = locks.ask(rules.signal_not_kept, by, action)
    return _signal(action, Signal.Kind.NOT_KEPT, by=by, why=why)


@transaction.atomic
def pass_on(signal: Signal, *, by: User) -> Signal:
    """The casusregisseur wants the procescoördinator to act on it."""
    signal = locks.ask(rules.pass_on, by, signal)
    signal.passed_on_at = timezone.now()
    signal.told_at = None
    signal.save()
    jobs.wake("signals")
    return signal


@transaction.atomic
def settle(signal: Signal, *, by: User, outcome: str) -> Signal:
    """What was done about it; from then on nobody is reminded of it."""
    signal = locks.ask(rules.settle, by, signal)
    signal.settle(by=by, outcome=outcome)
    signal.save()
    return signal


def _signal(action: Action, kind: Signal.Kind, *, by: User, why: str) -> Signal:
    facts.write("signal", {"kind": kind, "keten": action.owner.keten})
    jobs.wake("signals")
    # Nobody judges what came of their own afspraak: that goes on at once.
    leads = Case.objects.filter(
        pk=action.case_id, casusregisseur=action.responsible_user_id
    )
    passed_on_at = timezone.now() if leads.exists() else None
    made: Signal = Signal.objects.create(
        case_id=action.case_id,
        action=action,
        kind=kind,
        why=why,
        by=by,
        passed_on_at=passed_on_at,
    )
    return made


def _enclose(action: Action, file: Judged, *, by: User) -> None:
    ReportFile.objects.create(
        case_id=action.case_id,
        action=action,
        name=file.name,
        media_type=file.media_type,
        size=len(file.body),
        body=file.body,
        by=by,
    )


def _count(action: Action) -> None:
    facts.write(f"action_{action.state}", _kept(action), days=_took(action))


def _discount(action: Action) -> None:
    facts.take_back(f"action_{action.state}", _kept(action), days=_took(action))


def _kept(action: Action) -> dict[str, str]:
    in_time = timezone.localdate(action.reported_at) <= action.due_on
    return {"keten": action.owner.keten, "in_time": "yes" if in_time else "no"}


def _took(action: Action) -> int:
    reported_at = action.reported_at or timezone.now()
    return (reported_at - action.first_processed_at).days
