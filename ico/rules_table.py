"""Who may do what at the table, with pieces and with advices; and else why not."""

from accounts.models import User
from cases import grants
from cases import rules as case_rules
from cases.grants import Access
from cases.models import Contribution
from house.words import said
from ico.needs import PieceReview, Quotation
from ico.zsm import ZsmAdvice
from zvh.guard.rules import require

ANEW = said(
    "Het doel is gewijzigd. Dit stuk wordt eerst opnieuw beoordeeld: de tafel zegt of"
    " het nodig is, daarna zegt {partij.definite} of het mag worden gebruikt."
)


def drop_quote(user: User, quoted: Quotation) -> None:
    case_rules.work_on(user, quoted.case)


def drop_zsm(user: User, advice: ZsmAdvice) -> None:
    case_rules.work_on(user, advice.case)


def keep_out_of_plan(user: User, piece: Contribution) -> None:
    """Its giver says so, or the bureau writes down that they did (I-6)."""
    if user.is_bureau:
        case_rules.work_on(user, piece.case)
        return
    gives = grants.holds(user, Access.ATTEND, piece.case_id) or grants.holds(
        user, Access.CONTRIBUTE, piece.case_id
    )
    require(
        gives and piece.given_by_id == user.party_id,
        said(
            "Alleen {partij.definite} die iets inbracht, beslist of het in het plan"
            " mag."
        ),
    )


def be_judged(piece: Contribution) -> None:
    """Nothing goes out that waits for its judgement for a new goal (O-10)."""
    require(not PieceReview.objects.filter(piece=piece).open().exists(), ANEW)


def judge_need(user: User, review: PieceReview) -> None:
    case_rules.work_on(user, review.case)
    require(review.closed_at is None, "Dit stuk is al opnieuw beoordeeld.")


def judge_use(user: User, review: PieceReview, *, said_by: User | None = None) -> None:
    """The owner itself, or the bureau for somebody of the owner's (I-6)."""
    giver = review.piece.given_by_id
    if user.is_bureau:
        case_rules.work_on(user, review.case)
    else:
        require(
            user.party_id == giver,
            said("Alleen {partij.definite} die iets gaf, beslist dit."),
        )
        require(said_by in (None, user), "U kunt alleen zelf antwoorden.")
    require(
        said_by is None or said_by.party_id == giver,
        said(
            "Alleen iemand van {partij.definite} die iets inbracht, kan akkoord geven."
        ),
    )
    require(review.closed_at is None, "Dit stuk is al opnieuw beoordeeld.")
    require(
        review.needed == PieceReview.Answer.YES,
        "Eerst zegt de tafel of dit stuk voor het nieuwe doel nodig is.",
    )
