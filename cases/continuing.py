"""Go on with a dossier that was closed: only by decision, never by itself (S-7)."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Party, User
from cases import rules_continuing as rules
from cases.continuations import Continuation, ContinuationAkkoord
from cases.models import Case, Contribution
from zvh.guard import facts


def providers(earlier: Case) -> list[Party]:
    """Whose pieces are there still: each has to agree."""
    found = Party.objects.filter(pk__in=_standing(earlier).values("given_by"))
    return list(found.order_by("name"))


@transaction.atomic
def continue_earlier(
    case: Case,
    *,
    by: User,
    earlier: Case,
    reason: str,
    instructed_by: str,
    said_by: Mapping[Party, str],
) -> Continuation:
    """Take over what the providers gave; the closed dossier goes at its own time.

    What is taken over stays its giver's, is as old as it was, and is released to
    nobody: for its use here it is asked about again.
    """
    rules.continue_earlier(by, case, earlier=earlier)
    case = Case.objects.locked(case.pk)
    rules.continue_earlier(by, case, earlier=earlier)
    asked = providers(earlier)
    rules.have_agreed(asked, said_by)
    made: Continuation = Continuation.objects.create(
        case=case,
        earlier_case=earlier.pk,
        earlier_number=earlier.number or "",
        reason=reason,
        instructed_by=instructed_by,
        by=by,
    )
    for party in asked:
        ContinuationAkkoord.objects.create(
            case=case, continuation=made, party=party, said_by=said_by[party]
        )
    for piece in _standing(earlier):
        _take_over(piece, case, by=by, said_by=said_by)
    facts.write("continued", {"subject": case.subject})
    return made


def done_in(case: Case) -> QuerySet[Continuation]:
    """What goes on in this case, with who decided it and the word of each provider."""
    found = Continuation.objects.filter(case=case).select_related("by")
    return found.prefetch_related("akkoorden__party").order_by("at")


def _standing(earlier: Case) -> QuerySet[Contribution]:
    return Contribution.objects.filter(case=earlier, withdrawn_at=None)


def _take_over(
    piece: Contribution, case: Case, *, by: User, said_by: Mapping[Party, str]
) -> None:
    Contribution.objects.create(
        case=case,
        given_by=piece.given_by,
        given_at=piece.given_at,
        typed_by=by,
        category=piece.category,
        domain=piece.domain,
        topic=piece.topic,
        text=piece.text,
        conditions=piece.conditions,
        spoken_by=said_by[piece.given_by],
        contested_at=piece.contested_at,
        not_for_plan=piece.not_for_plan,
        first_processed_at=piece.first_processed_at,
    )
