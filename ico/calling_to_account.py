"""Call to account, put a question higher up, and say what a measure brought (F-6)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import Party, User
from cases.models import Case
from ico import locks
from ico import rules_monitoring as rules
from ico.agreed import Action
from ico.calls import CallToAccount, Escalation
from zvh.guard import facts


@transaction.atomic
def call_to_account(
    action: Action, *, by: User, way: str, text: str, answer_before: date
) -> CallToAccount:
    """Somebody is late, and is asked about it; the asking and the answer are kept."""
    action = locks.ask(rules.call_to_account, by, action)
    made: CallToAccount = CallToAccount.objects.create(
        case_id=action.case_id,
        action=action,
        way=CallToAccount.Way(way),
        text=text,
        by=by,
        answer_before=answer_before,
    )
    facts.write("called_to_account", {"keten": action.owner.keten})
    if action.responsible_user is not None and way == CallToAccount.Way.HERE:
        mails.post(
            "called_to_account",
            to=action.responsible_user,
            reference=action.reference,
            case_id=action.case_id,
            object_id=action.pk,
        )
    return made


@transaction.atomic
def answer_call(call: CallToAccount, *, by: User, answer: str) -> CallToAccount:
    """What the Partij says; by who does it, or written down for them."""
    call = locks.ask(rules.answer_call, by, call)
    call.answer = answer
    call.answered_at, call.answered_by = timezone.now(), by
    call.save()
    return call


@transaction.atomic
def judge_effect(action: Action, *, by: User, effect: str) -> Action:
    """Whether what was done brought what was expected of it."""
    action = locks.ask(rules.judge_effect, by, action)
    action.effect = Action.Effect(effect)
    action.effect_at = timezone.now()
    action.save()
    facts.write("effect", {"intervention": action.intervention, "effect": effect})
    return action


@transaction.atomic
def escalate(
    case: Case,
    *,
    by: User,
    reason: str,
    question: str,
    level: str,
    party: Party,
    answer_before: date,
    person: str = "",
    action: Action | None = None,
) -> Escalation:
    """Put a question to management or bestuur of a Partij, with a term (F-7)."""
    case = locks.ask(rules.escalate, by, case, about=action)
    made: Escalation = Escalation.objects.create(
        case=case,
        action=action,
        reason=reason,
        question=question,
        level=Escalation.Level(level),
        party=party,
        person=person,
        asked_by=by,
        answer_before=answer_before,
    )
    facts.write("escalated", {"reason": reason, "level": level, "keten": party.keten})
    return made


@transaction.atomic
def answer_escalation(escalation: Escalation, *, by: User, answer: str) -> Escalation:
    """What came back, written down by the bureau."""
    escalation = locks.ask(rules.answer_escalation, by, escalation)
    escalation.answer = answer
    escalation.answered_at, escalation.answered_by = timezone.now(), by
    escalation.save()
    facts.write(
        "escalation_answered",
        {"reason": escalation.reason, "level": escalation.level},
        days=(timezone.now() - escalation.asked_at).days,
    )
    return escalation
