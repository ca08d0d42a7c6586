"""The one public address of the registration form, for who has no account (A-11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import secure_pages, visitors
from accounts.models import Party, SecurePage, User, Visitor
from accounts.visitor_sessions import home_of_visitors, open_to_visitors
from cases import actions, rules, sender
from cases.lifecycle import Phase
from cases.models import Case, CompletionRequest, Registration
from zvh.guard.announce import Purpose, acting_as, acting_for, announced
from zvh.guard.jobs import job

HOME = "cases:public"
MOST = 20

# Nothing else answers a visitor: everywhere else they are nobody.
open_to_visitors(
    *("cases:registration", "cases:registration_step", "cases:registration_check"),
    *("cases:registration_send", "cases:registration_sent", "cases:registration_state"),
    *("cases:registration_discard", "cases:registration_withdraw"),
    *("cases:registration_persons",),
    *("cases:registration_add_person", "cases:registration_person"),
    *("cases:registration_remove_person", "cases:registration_organisations"),
    *("cases:registration_add_organisation", "cases:registration_organisation"),
    *("cases:registration_remove_organisation", "cases:registration_attachments"),
    *("cases:registration_remove_attachment", "cases:attachment"),
    *("cases:public_answer", "cases:dictation"),
    *("triage:advice", "triage:take_advice"),
)
home_of_visitors(HOME, instead_of=("cases:start", "cases:home"))


@dataclass(frozen=True)
class Own:
    """A registration that was begun from an address: its number and how it stands."""

    visitor: Visitor
    case: Case
    state: sender.State


def own(address: str) -> list[Own]:
    """What was begun from this address, the last first; nobody is named in it."""
    found = (_own(v) for v in Visitor.objects.of_address(address)[:MOST])
    return [one for one in found if one is not None]


def begin(*, address: str, name: str, function: str, party: Party) -> User:
    """Somebody who proved to read this mail begins the one registration of theirs."""
    with transaction.atomic():
        user = visitors.receive(
            address=address,
            name=name,
            function=function,
            party=party,
            is_confirmed=True,
        )
        with acting_as(user):
            actions.start_registration(by=user)
    return user


def case_of(visitor: User) -> Case | None:
    """The registration of this visitor, as they may see it."""
    with acting_as(visitor):
        mine = Case.objects.visible_to(visitor)
        found: Case | None = mine.with_moves().first()
    return found


def asked_of(case: Case) -> list[CompletionRequest]:
    waiting = CompletionRequest.objects.filter(case=case, answered_at=None)
    return list(waiting.order_by("asked_at"))


@transaction.atomic
def answer(case: Case, *, by: User, answer: str) -> Case:
    """Tell the bureau what it asked; this send is what counts for the weging (A-6)."""
    rules.answer_request(by, case)
    case = Case.objects.locked(case.pk)
    rules.answer_request(by, case)
    now = timezone.now()
    for asked in CompletionRequest.objects.filter(case=case, answered_at=None):
        asked.answer, asked.answered_at = answer, now
        asked.save()
    with announced(by, purpose=Purpose.COMPLETION):
        told = Registration.objects.get(case=case)
        told.completed_at = now
        told.save(update_fields=["completed_at"])
    return actions.hand_back(case, by=by)


@job("visitors", every=timedelta(hours=6))
def forget_visitors() -> int:
    """Who registered without account is forgotten when the registration is gone."""
    with acting_for(Purpose.RETENTION):
        known = list(Visitor.objects.known().select_related("user"))
        keys = [visitor.case_key for visitor in known]
        kept = _kept(keys)
        return visitors.forget(one for one in known if one.case_key not in kept)


@job("secure_pages", every=timedelta(hours=6))
def forget_pages() -> int:
    """Of whom had a secure page no address stays, and no name beyond their case."""
    with acting_for(Purpose.RETENTION):
        keys = set(SecurePage.objects.with_a_name().values_list("case_key", flat=True))
        return secure_pages.forget(keys - _kept(keys))


def _kept(keys: Iterable[UUID]) -> set[UUID]:
    return set(Case.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def _own(visitor: Visitor) -> Own | None:
    case = case_of(visitor.user)
    if case is None:
        return None
    state = sender.state_of(case)
    if case.phase == Phase.REGISTRATION and not case.is_draft:
        state = sender.State(sender.ASKED, "warn", "Beantwoord onze vraag.")
    return Own(visitor, case, state)
