"""The plan: made from the meeting, established once, renewed in versions."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import User
from cases import actions as case_actions
from cases.lifecycle import Phase
from cases.models import Case
from ico import locks, pieces, rules
from ico.convening import at_the_table, let_out
from ico.meetings import Meeting
from ico.minutes import Heading
from ico.plans import Plan, PlanLine, Section
from zvh.guard import facts

OF_THE_TABLE = (Heading.PATTERNS, Heading.EFFECTS)
JUDGED = (*(Heading.JUDGEMENT, Heading.POSSIBLE, Heading.WISHED, Heading.NOT_POSSIBLE),)


@transaction.atomic
def build_plan(meeting: Meeting, *, by: User) -> Plan:
    """Make the draft from what the table wrote, agreed and released for the plan."""
    meeting = locks.ask(rules.build_plan, by, meeting)
    case = meeting.case
    plan = Plan.objects.create(
        case=case,
        number=_next_number(case),
        meeting=meeting,
        met_on=timezone.localdate(meeting.starts_at),
        goal=meeting.goal_now,
        judgement=_written(meeting, *JUDGED),
        information=_written(meeting, Heading.INFORMATION),
        casusregisseur=case.casusregisseur,
        follow_up_on=meeting.follow_up_on,
        made_by=by,
    )
    _write_table(plan, meeting)
    _write_picture(plan, meeting)
    _write_criteria(plan)
    _take_actions(plan)
    return plan


@transaction.atomic
def renew_plan(plan: Plan, *, by: User) -> Plan:
    """A new draft that starts as the established version is; that one stays."""
    plan = locks.ask(rules.renew_plan, by, plan)
    case = plan.case
    renewed = Plan.objects.create(
        case=case,
        number=_next_number(case),
        meeting=plan.meeting,
        met_on=plan.met_on,
        goal=plan.goal,
        judgement=plan.judgement,
        information=plan.information,
        casusregisseur=case.casusregisseur,
        follow_up_on=plan.follow_up_on,
        made_by=by,
    )
    gone = {line.pk for line in pieces.no_longer_released(plan)}
    for line in plan.lines.in_order():
        if line.pk not in gone:
            _copy(line, renewed)
    _take_actions(renewed)
    return renewed


@transaction.atomic
def edit_plan(
    plan: Plan,
    *,
    by: User,
    goal: str,
    judgement: str,
    information: str,
    follow_up_on: date | None,
) -> Plan:
    """Put the draft into better words."""
    locks.ask(rules.edit_plan, by, plan)
    rules.keep_goal(plan, goal)
    plan.goal, plan.judgement, plan.information = goal, judgement, information
    plan.follow_up_on = follow_up_on
    plan.save()
    return plan


@transaction.atomic
def edit_line(line: PlanLine, *, by: User, text: str) -> PlanLine:
    """Put one line into better words; it keeps its owner and its source."""
    locks.ask(rules.edit_line, by, line)
    line.text = text
    line.save()
    return line


@transaction.atomic
def drop_line(line: PlanLine, *, by: User) -> None:
    """Leave a line out of the draft."""
    line = locks.ask(rules.edit_line, by, line)
    case_actions.take_out(line, by=by)


@transaction.atomic
def add_line(plan: Plan, *, by: User, section: str, text: str) -> PlanLine:
    """A line of the table itself."""
    plan = locks.ask(rules.edit_plan, by, plan)
    return PlanLine.objects.create(
        case=plan.case,
        plan=plan,
        section=Section(section),
        text=text,
        position=plan.lines.count(),
    )


@transaction.atomic
def establish_plan(plan: Plan, *, by: User) -> Plan:
    """Freeze this version; the case is monitored, and the table's access ends."""
    plan = locks.ask(rules.establish_plan, by, plan)
    locks.hold_guests(plan.case)
    pieces.hold(plan)
    _hold_minutes(plan)
    for line in pieces.no_longer_released(plan):
        case_actions.take_out(line, by=by)
    _take_actions(plan)
    plan.casusregisseur = plan.case.casusregisseur
    plan.state = Plan.State.ESTABLISHED
    plan.established_at, plan.established_by = timezone.now(), by
    plan.save()
    facts.write(
        "plan_established",
        {"version": "first" if plan.number == 1 else "later"},
        days=(timezone.now() - plan.made_at).days,
    )
    _tell(plan)
    if plan.case.phase == Phase.ICO:
        case_actions.move(plan.case, Phase.MONITORING, by=by)
    for meeting in plan.case.meetings.held():
        let_out(meeting)
    return plan


def _hold_minutes(plan: Plan) -> None:
    """Who is typing now is either in these minutes, or finds that they stand."""
    if plan.meeting is not None:
        list(plan.meeting.sections.select_for_update(no_key=True).order_by("pk"))


def _next_number(case: Case) -> int:
    # The case is locked, so nobody counts at the same time.
    last = case.plans.newest_first().first()
    return last.number + 1 if last else 1


def _written(meeting: Meeting, *headings: Heading) -> str:
    sections = meeting.sections.under(*headings)
    texts = {section.heading: section.text for section in sections}
    return "\n\n".join(texts[head] for head in headings if texts.get(head))


def _write_table(plan: Plan, meeting: Meeting) -> None:
    for position, seat in enumerate(meeting.attendances.named_in_plan()):
        PlanLine.objects.create(
            case=plan.case,
            plan=plan,
            section=Section.TABLE,
            text=seat.function,
            owner=seat.party,
            position=position,
        )


def _write_picture(plan: Plan, meeting: Meeting) -> None:
    released = pieces.released_for_plan(plan.case)
    for position, piece in enumerate(released):
        PlanLine.objects.create(
            case=plan.case,
            plan=plan,
            section=Section.PICTURE,
            domain=piece.domain,
            text=piece.text,
            conditions=piece.conditions,
            owner=piece.given_by,
            source=piece,
            position=position,
        )
    if told := _written(meeting, *OF_THE_TABLE):
        PlanLine.objects.create(
            case=plan.case,
            plan=plan,
            section=Section.PICTURE,
            text=told,
            position=len(released),
        )


def _write_criteria(plan: Plan) -> None:
    for criterion in plan.case.closingcriterions.order_by("position"):
        PlanLine.objects.create(
            case=plan.case,
            plan=plan,
            section=Section.CRITERION,
            text=criterion.text,
            position=criterion.position,
        )


def _copy(line: PlanLine, plan: Plan) -> None:
    PlanLine.objects.create(
        case=plan.case,
        plan=plan,
        section=line.section,
        domain=line.domain,
        text=line.text,
        conditions=line.conditions,
        owner=line.owner,
        source_id=line.source_id,
        position=line.position,
    )


def _take_actions(plan: Plan) -> None:
    for action in plan.case.actions.standing().filter(plan=None):
        action.plan = plan
        action.save()


def _tell(plan: Plan) -> None:
    """Who sits at the table, does something or leads the work hears of it once."""
    do = plan.case.actions.open().filter(
        responsible_user__isnull=False, closed_off_at=None
    )
    people = {action.responsible_user for action in do}
    people |= {plan.case.casusregisseur, *at_the_table(plan.case)}
    for user in people:
        mails.post(
            "plan_established",
            to=user,
            reference=plan.case.number or "",
            case_id=plan.case_id,
            object_id=plan.pk,
        )
