"""What happens when somebody of the bureau says whether two people are one."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from cases import likeness, rules
from cases.likeness import Match
from cases.models import Case, Comparison


@transaction.atomic
def decide(case: Case, *, by: User, pair: tuple[UUID, UUID], is_same: bool) -> None:
    """Keep the judgement in this case, and in the other as long as it runs."""
    rules.compare(by, case)
    match = _match(case, by=by, pair=pair)
    _keep(case, match.person, match.case.pk, match.other, by=by, is_same=is_same)
    if not match.case.is_shielded:
        _keep(match.case, match.other, case.pk, match.person, by=by, is_same=is_same)


def _match(case: Case, *, by: User, pair: tuple[UUID, UUID]) -> Match:
    """Found again with the rights of who decides: a posted key alone says nothing."""
    found = {(m.person, m.other): m for m in likeness.matches(by, case)}
    rules.compare_with(by, found.get(pair))
    return found[pair]


def _keep(
    case: Case,
    person: UUID,
    other_case: UUID,
    other: UUID,
    *,
    by: User,
    is_same: bool,
) -> None:
    Comparison.objects.create(
        case=case,
        person_id=person,
        other_case=other_case,
        other_person=other,
        is_same=is_same,
        by=by,
    )
