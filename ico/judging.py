"""What the table finds of pieces: needed by whom, quoted where, fit for which goal."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Party, User
from cases import actions as case_actions
from cases.models import Contribution, Release, Use
from house.words import said
from ico import locks, pieces, rules, sharing
from ico.meetings import Meeting
from ico.minutes import MinutesSection
from ico.needs import GoalChange, InformationNeed, PieceReview, Quotation
from ico.zsm import ZsmAdvice
from privacy import answering
from zvh.guard.rules import require

Answer = PieceReview.Answer
Pair = tuple[Contribution, Party]


@transaction.atomic
def need(
    meeting: Meeting, *, by: User, more: Iterable[Pair], less: Iterable[Pair]
) -> None:
    """Which Partijen need which pieces; what a colleague ticked meanwhile stays."""
    meeting = locks.ask(rules.write_minutes, by, meeting)
    for piece, party in more:
        InformationNeed.objects.get_or_create(
            case=meeting.case,
            meeting=meeting,
            party=party,
            piece=piece,
            withdrawn_at=None,
        )
    for piece, party in less:
        for gone in meeting.needs.filter(piece=piece, party=party, withdrawn_at=None):
            case_actions.take_out(gone, by=by)


@transaction.atomic
def quote(section: MinutesSection, *, by: User, piece: Contribution) -> Quotation:
    """Put a piece in the minutes, as its giver's (I-3)."""
    section = locks.ask(rules.write_section, by, section)
    require(
        piece.case_id == section.case_id and piece.withdrawn_at is None,
        said("{inbreng.capital_this} is er niet meer."),
    )
    quoted, _ = Quotation.objects.get_or_create(
        case_id=section.case_id, section=section, piece=piece, withdrawn_at=None
    )
    return quoted


@transaction.atomic
def drop_quote(quoted: Quotation, *, by: User) -> None:
    quoted = locks.ask(rules.drop_quote, by, quoted)
    case_actions.take_out(quoted, by=by)


@transaction.atomic
def keep_out_of_plan(piece: Contribution, *, by: User, is_out: bool) -> Contribution:
    """What a Partij said is not for the plan, or after all it is (O-14)."""
    piece = locks.ask(rules.keep_out_of_plan, by, piece)
    piece.not_for_plan = is_out
    piece.save()
    if is_out:
        running = Release.objects.filter(contribution=piece, use=Use.PLAN, until=None)
        running.update(until=timezone.now())
    return piece


@transaction.atomic
def change_goal(meeting: Meeting, *, by: User, goal: str) -> GoalChange:
    """Another goal: every piece is judged anew, and until then the bureau's (O-10)."""
    locks.ask(rules.write_minutes, by, meeting)
    moment = timezone.now()
    change = GoalChange.objects.create(
        case_id=meeting.case_id,
        meeting=meeting,
        before=meeting.goal_agreed_before(),
        after=goal,
        changed_at=moment,
        changed_by=by,
    )
    meeting.agreed_goal = goal
    meeting.save()
    meeting.plans.take_over(goal)
    # What may leave the house was agreed for the goal of before.
    answering.end_all(meeting.case_id)
    reviews = PieceReview.objects.filter(case_id=meeting.case_id).open()
    before = {it.piece_id: it for it in reviews}
    for piece in pieces.standing(meeting.case):
        running = Release.objects.filter(contribution=piece, until=None)
        uses = sorted({it.use for it in running})
        running.update(until=moment)
        if (last := before.get(piece.pk)) is not None:
            uses = sorted({*uses, *last.uses})
            last.closed_at = moment
            last.save()
        PieceReview.objects.create(
            case_id=meeting.case_id, change=change, piece=piece, uses=uses
        )
    return change


@transaction.atomic
def judge_need(review: PieceReview, *, by: User, answer: str) -> PieceReview:
    """The first step: the table says whether the new goal needs this piece."""
    locks.ask(rules.judge_need, by, review)
    review.needed, review.usable = Answer(answer), Answer.NONE
    review.said_by = None
    review.save()
    return review


@transaction.atomic
def judge_use(
    review: PieceReview, *, by: User, answer: str, said_by: User
) -> PieceReview:
    """The second step: its giver says whether it may be used for the new goal."""
    rules.judge_use(by, review, said_by=said_by)
    review = locks.ask(rules.judge_use, by, review, said_by=said_by)
    review.usable, review.said_by = Answer(answer), said_by
    if answer == Answer.YES:
        review.closed_at = timezone.now()
    review.save()
    if answer == Answer.YES:
        uses = [use for use in review.uses if use in {Use.ICO, Use.PLAN}]
        sharing.release_again(
            review.piece, agreed_by=said_by, meeting=review.change.meeting, uses=uses
        )
    return review


@transaction.atomic
def advise_zsm(
    meeting: Meeting, *, by: User, text: str, advised_on: date, asked_by: str = ""
) -> ZsmAdvice:
    """An advice to ZSM is recorded with the case (O-12)."""
    meeting = locks.ask(rules.write_minutes, by, meeting)
    return ZsmAdvice.objects.create(
        case=meeting.case,
        meeting=meeting,
        text=text,
        asked_by=asked_by,
        advised_on=advised_on,
        written_by=by,
    )


@transaction.atomic
def drop_zsm(advice: ZsmAdvice, *, by: User) -> None:
    """It was recorded by mistake."""
    advice = locks.ask(rules.drop_zsm, by, advice)
    case_actions.take_out(advice, by=by)
