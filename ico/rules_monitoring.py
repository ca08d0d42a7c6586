"""Who may report, signal and settle while a plan is carried out; and else why not."""

from accounts.models import User
from cases import grants
from cases import rules as case_rules
from cases.grants import Access
from cases.models import Case
from house.words import word
from ico.agreed import Action
from ico.calls import CallToAccount, Escalation
from ico.rules import may_be_invited
from ico.rules_plan import MEETS_IN, change_action
from ico.rules_plan import report_on as report_on
from ico.rules_plan import see_action as see_action
from ico.rules_plan import take_report_back as take_report_back
from ico.signals import ReportFile, Signal
from zvh.guard.rules import require


def lead(user: User, case: Case) -> None:
    """The page of who leads the case; the bureau has its own."""
    require(
        grants.holds(user, Access.COORDINATE, case.pk),
        f"Alleen {word('casusregisseur', 'definite')} ziet deze pagina.",
    )
    require(not case.is_shielded, f"{word('casus', 'capital_this')} is afgesloten.")


def read_file(user: User, file: ReportFile) -> None:
    """Whoever reads the report may have what came with it."""
    see_action(user, file.action)


def watch(user: User, action: Action) -> None:
    """The casusregisseur watches over the agreements, and so does the bureau."""
    leads = grants.holds(user, Access.COORDINATE, action.case_id)
    if not leads:
        require(
            grants.holds(user, Access.WORK, action.case_id),
            f"Alleen {word('casusregisseur', 'definite')} en het bureau kunnen dit.",
        )
        case_rules.work_on(user, action.case)


def signal_not_kept(user: User, action: Action) -> None:
    """Whoever watches says so of what is still to be done."""
    watch(user, action)
    _not_ones_own(user, action)
    require(action.is_open, f"{word('afspraak', 'capital_this')} is al afgerond.")
    require(
        not action.signals.standing().filter(kind=Signal.Kind.NOT_KEPT).exists(),
        "Dit is al gesignaleerd en nog niet afgehandeld.",
    )


def call_to_account(user: User, action: Action) -> None:
    """Only on what should have been done by now (F-6)."""
    watch(user, action)
    _not_ones_own(user, action)
    require(
        action.is_overdue,
        f"De datum van {word('afspraak', 'this')} is nog niet voorbij.",
    )
    require(
        not action.calls.unanswered().exists(),
        "Hierover is al iemand aangesproken. Leg eerst het antwoord vast.",
    )


def answer_call(user: User, call: CallToAccount) -> None:
    require(call.answered_at is None, "Hier is al op geantwoord.")
    if call.action.responsible_user_id != user.pk:
        watch(user, call.action)
    require(call.action.closed_off_at is None, "Dit is intussen afgesloten.")


def give_page(user: User, action: Action) -> None:
    """Somebody without account does it: the bureau gives them a page of it (P-5)."""
    change_action(user, action)
    require(action.closed_off_at is None, "Dit is intussen afgesloten.")
    require(
        action.responsible_user is None or action.responsible_user.is_visitor,
        f"{word('afspraak', 'capital_this')} staat op naam van iemand met een account."
        " Die meldt daarmee terug.",
    )
    may_be_invited(action.owner)


def judge_effect(user: User, action: Action) -> None:
    require(grants.holds(user, Access.WORK, action.case_id), case_rules.BUREAU_ONLY)
    case_rules.work_on(user, action.case)
    require(
        action.state in (Action.State.DONE, Action.State.FAILED),
        f"{word('afspraak', 'capital_this')} is nog niet afgerond.",
    )


def escalate(user: User, case: Case, *, about: Action | None = None) -> None:
    """While the plan is made and carried out, by who guides the case (F-7)."""
    case_rules.coordinate(user, case)
    require(
        case.phase in MEETS_IN,
        "Opschalen kan zolang er wordt overlegd en het plan wordt uitgevoerd.",
    )
    require(
        about is None or about.case_id == case.pk,
        f"{word('afspraak', 'capital_this')} hoort bij een andere {word('casus')}.",
    )


def see_escalation(user: User, escalation: Escalation) -> None:
    case_rules.open_case(user, escalation.case)


def answer_escalation(user: User, escalation: Escalation) -> None:
    case_rules.work_on(user, escalation.case)
    require(escalation.answered_at is None, "Het antwoord is al vastgelegd.")


def settle(user: User, signal: Signal) -> None:
    """Nobody settles what is said about their own afspraak (F-5)."""
    _watch_signal(user, signal)
    require(
        signal.action.responsible_user_id != user.pk,
        f"Dit gaat over uw eigen {word('afspraak')}."
        f" {word('procescoordinator', 'capital_definite')} handelt het af.",
    )


def pass_on(user: User, signal: Signal) -> None:
    _watch_signal(user, signal)
    require(
        signal.passed_on_at is None,
        f"Dit is al doorgegeven aan {word('procescoordinator', 'definite')}.",
    )


def _watch_signal(user: User, signal: Signal) -> None:
    watch(user, signal.action)
    require(signal.is_standing, "Dit signaal is al afgehandeld.")


def _not_ones_own(user: User, action: Action) -> None:
    require(
        action.responsible_user_id != user.pk,
        f"Dit is uw eigen {word('afspraak')}. Meld terug hoe het ermee staat.",
    )
