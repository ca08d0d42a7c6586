"""The extract of a plan: what one Partij does, and what it needs for that (F-3).

Of a piece of another Partij there is nothing in it without that Partij's akkoord for
this very receiver; what is left out is not named, only that something is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, Role, User
from cases import grants
from cases.grants import Why
from cases.models import Contribution
from house import lists, profile
from ico.agreed import Action
from ico.needs import InformationNeed, PieceReview
from ico.plans import Plan
from privacy import overseeing, papers
from privacy.approvals import Approval, Purpose
from privacy.disclosing import agreed, mark_of
from privacy.disclosures import Disclosure
from privacy.papers import Paper
from zvh.lib import pdf, word

TEMPLATE = "ico/extract_pdf.html"


@dataclass(frozen=True)
class Extract:
    """What may go to one Partij now, and what the table meant it to have."""

    plan: Plan
    party: Party
    actions: list[Action] = field(default_factory=list)
    needed: list[Contribution] = field(default_factory=list)
    asked: dict[UUID, Approval] = field(default_factory=dict)
    anew: frozenset[UUID] = frozenset()

    @property
    def approvals(self) -> dict[UUID, Approval]:
        return {key: one for key, one in self.asked.items() if one.is_valid}

    @property
    def pieces(self) -> list[Contribution]:
        fit = [piece for piece in self.needed if piece.pk not in self.anew]
        return agreed(fit, self.approvals)

    @property
    def left_out(self) -> bool:
        return len(self.pieces) < len(self.needed)

    @property
    def keys(self) -> list[UUID]:
        """The lines of it, for the proof: pieces first, in the order of the page."""
        return [*(it.pk for it in self.pieces), *(it.pk for it in self.actions)]

    @property
    def mark(self) -> str:
        texts = [(it.version, it.text) for it in self.pieces]
        whats = [(it.what, it.due_on) for it in self.actions]
        return mark_of(self.plan.pk, self.party.pk, *self.keys, *texts, *whats)

    @property
    def states(self) -> list[tuple[Contribution, str, str]]:
        """Each piece that was meant for it, and how its akkoord stands."""
        return [(piece, *self._state(piece)) for piece in self.needed]

    def _state(self, piece: Contribution) -> tuple[str, str]:
        if piece.contested_at:
            return "betwist", "warn"
        if piece.pk in self.anew:
            return "wordt opnieuw beoordeeld", "warn"
        return state_of(self.asked.get(piece.pk))


def state_of(asked: Approval | None) -> tuple[str, str]:
    """In words and in colour: how an akkoord stands."""
    if asked is None:
        return "nog niet gevraagd", ""
    if asked.ended_at:
        return "akkoord ingetrokken", "stop"
    if asked.contested_at:
        return "akkoord betwist", "warn"
    if asked.is_valid:
        return "akkoord", "ok"
    return ("geen akkoord", "stop") if asked.answer else ("gevraagd", "info")


def every(plan: Plan) -> list[Extract]:
    """One for each Partij that agreed to something or needs something."""
    actions, needed = _actions(plan), _needed(plan)
    asked, anew = _asked(plan), _judged_anew(plan)
    parties = Party.objects.filter(pk__in={*actions, *needed})
    return [
        Extract(
            plan,
            party,
            actions=actions[party.pk],
            needed=needed[party.pk],
            asked=asked[party.pk],
            anew=anew,
        )
        for party in parties.apart_from_the_house().order_by("name")
    ]


def for_party(plan: Plan, party: Party) -> Extract:
    found = (one for one in every(plan) if one.party.pk == party.pk)
    return next(found, Extract(plan, party))


def readers(extract: Extract) -> list[User]:
    """Who of the Partij sat at the table or does what was agreed; never all of it.

    Whose part in the case has ended is not among them any more (P-7).
    """
    if not extract.party.is_bound(timezone.localdate()):
        return []
    does = Q(
        pk__in=[
            it.responsible_user_id
            for it in extract.actions
            if it.responsible_user_id and it.closed_off_at is None
        ]
    )
    partners = User.objects.holding(Role.KETENPARTNER).filter(party=extract.party)
    return list(partners.filter(does | _at_table(extract.plan)).order_by("name"))


def received(sent: Disclosure) -> dict[str, Any]:
    """What a receiver reads of what was sent: only what still may be read now.

    A piece that they may read for another reason, at a table or as casusregisseur,
    is not in it again without the akkoord on which it went.
    """
    resting_on = [one["approval"] for one in sent.approvals]
    standing = Approval.objects.valid().filter(
        pk__in=resting_on, receiver=sent.party_id, purpose=Purpose.PLAN
    )
    agreed_now = standing.values_list("piece_key", flat=True)
    pieces = list(
        Contribution.objects.filter(
            pk__in=list(agreed_now), withdrawn_at=None, contested_at=None
        ).select_related("given_by")
    )
    actions = Action.objects.filter(
        pk__in=sent.lines, owner=sent.party_id, closed_off_at=None
    )
    return {
        "actions": list(actions.by_date()),
        "domains": _by_domain(_by_place(pieces, sent.lines)),
        "left_out": sent.left_out or len(pieces) < len(sent.approvals),
    }


def shown(extract: Extract) -> dict[str, Any]:
    """The same page as its receiver will read, for who lets it go."""
    return {
        "actions": extract.actions,
        "domains": _by_domain(extract.pieces),
        "left_out": extract.left_out,
    }


def as_pdf(context: dict[str, Any], *, by: User) -> bytes:
    return pdf.render(TEMPLATE, _paper(context, by))


def as_word(context: dict[str, Any], *, by: User) -> bytes:
    return word.render(TEMPLATE, _paper(context, by))


def _paper(context: dict[str, Any], by: User) -> dict[str, Any]:
    return context | {
        "house": profile.active(),
        "printed_by": by.name,
        "printed_at": timezone.now(),
    }


@papers.made_by(Disclosure.Kind.EXTRACT)
def _paper_of(sent: Disclosure, by: User) -> Paper | None:
    """For secure mail: what may still go at the moment at which it goes."""
    if sent.party is None or not sent.party.is_bound(timezone.localdate()):
        return None
    told = received(sent)
    pieces = [piece for _, several in told["domains"] for piece in several]
    if not pieces and not told["actions"]:
        return None
    context = {
        **told,
        "party": sent.party,
        "reference": overseeing.reference_of(sent),
    }
    return Paper(as_pdf(context, by=by), [piece.pk for piece in pieces])


def _by_place(pieces: list[Contribution], lines: list[str]) -> list[Contribution]:
    return sorted(pieces, key=lambda piece: lines.index(str(piece.pk)))


def _by_domain(
    pieces: Iterable[Contribution],
) -> list[tuple[str, list[Contribution]]]:
    labels = lists.all_labels("leefgebieden")
    return [
        (labels.get(domain, "Algemeen"), list(several))
        for domain, several in groupby(pieces, key=lambda piece: piece.domain)
    ]


def _at_table(plan: Plan) -> Q:
    """Who came to the table of this plan, and is let in by it still."""
    if plan.meeting is None:
        return Q(pk__in=[])
    came = plan.meeting.attendances.came().filter(user__isnull=False)
    let_in = grants.let_in_by(
        Why.INVITATION, case_id=plan.case_id, sources=[plan.meeting.pk]
    )
    return Q(pk__in=came.values("user")) & Q(pk__in=let_in.values("pk"))


def _actions(plan: Plan) -> dict[UUID, list[Action]]:
    found: dict[UUID, list[Action]] = defaultdict(list)
    for action in plan.case.actions.up_to(plan).by_date():
        found[action.owner_id].append(action)
    return found


def _needed(plan: Plan) -> dict[UUID, list[Contribution]]:
    """What the tables of this plan and before found that each Partij needs (O-7)."""
    versions = Plan.objects.filter(case=plan.case_id, number__lte=plan.number)
    tables = versions.established().exclude(meeting=None).values("meeting")
    needs = InformationNeed.objects.filter(
        meeting__in=tables,
        withdrawn_at=None,
        piece__withdrawn_at=None,
        # By the will of its giver it is in no plan, and so in no extract (O-14).
        piece__not_for_plan=False,
    ).select_related("piece__given_by", "piece__case")
    found: dict[UUID, dict[UUID, Contribution]] = defaultdict(dict)
    for need in needs:
        if need.piece.given_by_id != need.party_id:
            found[need.party_id][need.piece_id] = need.piece
    return defaultdict(list, {key: _ordered(it) for key, it in found.items()})


def _ordered(pieces: dict[UUID, Contribution]) -> list[Contribution]:
    return sorted(pieces.values(), key=lambda it: (it.domain, it.given_at, it.pk))


def _asked(plan: Plan) -> dict[UUID, dict[UUID, Approval]]:
    """Of each Partij and each piece the last that was asked for it."""
    found: dict[UUID, dict[UUID, Approval]] = defaultdict(dict)
    asked = Approval.objects.filter(case_key=plan.case_id, purpose=Purpose.PLAN)
    for one in asked.as_it_stands().order_by("recorded_at"):
        if one.receiver_id is not None:
            found[one.receiver_id][one.piece_key] = one
    return found


def _judged_anew(plan: Plan) -> frozenset[UUID]:
    reviews = PieceReview.objects.filter(case=plan.case_id).open()
    return frozenset(reviews.values_list("piece", flat=True))
