"""What the bureau itself writes on a running case."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Party, Role, User
from cases import grants, keeping_say, rules, rules_restricting
from cases.grants import Access, Why
from cases.models import Case, Contribution
from zvh.lib.keys import new_id


@transaction.atomic
def take_over(case: Case, *, by: User, coordinator: User) -> Case:
    """From now on this colleague leads the case; the reader's version counts."""
    rules.coordinate(by, case)
    rules.lead(coordinator, case)
    case.coordinator = coordinator
    case.last_activity_at = timezone.now()
    case.save()
    return case


@transaction.atomic
def restrict(case: Case, *, by: User, names: Iterable[User]) -> Case:
    """Close the case to all but the people named on it, also to colleagues (P-2)."""
    rules_restricting.restrict(by, case)
    case = Case.objects.locked(case.pk)
    # A colleague may just have closed it to whoever asks this.
    rules_restricting.restrict(by, case)
    case.is_restricted = True
    case.save()
    for user in {by, *names}:
        grants.give(
            user, Access.WORK, case_id=case.pk, why=Why.NAMED, source_id=case.pk, by=by
        )
    # Who sits at the weging was let in while the case was open to them. Who is asked
    # for akkoord or was sent something reads nothing meanwhile, and keeps their say.
    for why in (Why.AGENDA, Why.INQUIRY):
        grants.withdraw_given_by(why, case_id=case.pk)
    keeping_say.close(case.pk)
    grants.withdraw_from_groups(case_id=case.pk)
    return case


@transaction.atomic
def open_up(case: Case, *, by: User) -> Case:
    """Let the whole bureau in again; who had to leave a weging stays out (P-2)."""
    rules_restricting.open_up(by, case)
    case = Case.objects.locked(case.pk)
    rules_restricting.open_up(by, case)
    case.is_restricted = False
    case.save()
    # It may be closed and opened more than once: each opening is a source of its own.
    grants.give_bureau(case_id=case.pk, why=Why.OPENED, source_id=new_id(), by=by)
    keeping_say.open_again(case.pk)
    grants.withdraw(case_id=case.pk, why=Why.NAMED, source_id=case.pk)
    return case


def kept_out(case: Case) -> list[User]:
    """The colleagues who cannot see this case now, by name."""
    named = grants.readers_of(case.pk).values("pk")
    colleagues = User.objects.holding(*Role.bureau()).exclude(pk__in=named)
    return list(colleagues.order_by("name"))


@transaction.atomic
def record_contribution(
    case: Case,
    *,
    by: User,
    party: Party,
    category: str,
    text: str,
    spoken_by: str,
    domain: str = "",
    conditions: str = "",
) -> Contribution:
    """Write down what a Partij told; it stays that Partij's (I-6)."""
    rules.work_on(by, case)
    # Two colleagues may add something at once, and neither is told to look again.
    case = Case.objects.locked(case.pk)
    rules.work_on(by, case)
    piece: Contribution = Contribution.objects.create(
        case=case,
        given_by=party,
        typed_by=by,
        category=category,
        domain=domain,
        text=text,
        conditions=conditions,
        spoken_by=spoken_by,
    )
    case.last_activity_at = timezone.now()
    case.save()
    return piece
