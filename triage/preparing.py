"""What the bureau settles before the weging: whom it concerns, and what it proposes."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import Party, User
from cases import actions as cases
from cases.models import Case, InvolvedParty
from triage import rules
from triage.models import InvolvementDecision, Proposal


@transaction.atomic
def involve(
    case: Case,
    *,
    by: User,
    parties: Collection[Party],
    on_behalf_of: Party,
    discussed: str = "",
) -> InvolvementDecision:
    """Which Partijen are or should be involved, said by a Partij of lid 1 (I-1)."""
    rules.involve(by, case)
    rules.on_behalf_of(on_behalf_of)
    case = cases.take_on(case, by=by)
    name_as_involved(case, parties, by=by)
    decision: InvolvementDecision = InvolvementDecision.objects.create(
        case=case,
        parties=sorted(str(party.pk) for party in parties),
        discussed=discussed,
        on_behalf_of=on_behalf_of,
        by=by,
    )
    return decision


def name_as_involved(case: Case, parties: Collection[Party], *, by: User) -> None:
    """Among the organisations around the case, each once."""
    known = set(case.involvedpartys.values_list("party", flat=True))
    for party in parties:
        if party.pk not in known:
            InvolvedParty.objects.create(case=case, party=party, given_by=by.party)


@transaction.atomic
def propose(case: Case, *, by: User, outcome: str, text: str) -> Proposal:
    """Say how one would decide, and why; it can be written anew until the weging."""
    rules.propose(by, case)
    proposal: Proposal = Proposal.objects.create(
        case=case, by=by, outcome=outcome, text=text
    )
    return proposal


@transaction.atomic
def propose_anew(proposal: Proposal, *, by: User, outcome: str, text: str) -> Proposal:
    rules.propose(by, proposal.case)
    proposal.outcome, proposal.text, proposal.by = outcome, text, by
    proposal.save()
    return proposal


def involvement_of(case: Case) -> InvolvementDecision | None:
    """The decision that counts now."""
    decided = case.involvementdecisions.select_related("by", "on_behalf_of")
    latest: InvolvementDecision | None = decided.order_by("-at").first()
    return latest


def proposal_of(case: Case) -> Proposal | None:
    found: Proposal | None = case.proposals.select_related("by").first()
    return found
