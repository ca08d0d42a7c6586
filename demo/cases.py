"""A few cases to play with, about people who plainly do not exist."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Party, User
from cases import actions, bureau_actions, registration_actions
from cases.lifecycle import Phase
from cases.models import Case, Person, Registration
from demo import following, outside, sharing, telling
from demo.cast import AT
from demo.kept import keep_a_choice
from demo.plots import (
    FAMILY,
    HELPED,
    HOMELESS,
    LONELY,
    NUISANCE,
    QUARREL,
    RETURN,
    ROOMS,
    TOLD,
    Plot,
)
from demo.preparing import prepare, say_when
from ico import actions as ico
from ico import ending, proposing
from ico.models import Meeting, MinutesSection, Plan, Room
from triage import actions as triage
from triage import answering, asking, preparing
from triage.answering import Given, Told
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.lib.dates import add_working_days

YES = {
    "multiple_problems": True,
    "several_chains": True,
    "surroundings": True,
    "local_safety": False,
}


@transaction.atomic
def seed_cases() -> int:
    """One case at each stop of the road, unless there are cases already."""
    with acting_for(Purpose.REMINDERS):
        if Case.objects.exists():
            return 0
    for name, address, seats in ROOMS:
        Room.objects.get_or_create(
            name=name, defaults={"address": address, "seats": seats}
        )
    people = {key: User.objects.get(email=f"{key}{AT}") for key in PLAYERS}
    _draft(NUISANCE, people)
    _sent(QUARREL, people)
    _on_the_agenda(FAMILY, people)
    prepare(_convened(LONELY, people), LONELY, people, _lid1())
    returned = _planned(RETURN, people)
    following.follow(returned, people)
    with acting_as(people["anna"]):
        plan = Plan.objects.get(case_id=returned.pk)
    outside.put_on_a_page(plan, people)
    outside.propose(plan, people)
    telling.tell(returned, people["anna"])
    telling.wait(_seeking(HOMELESS, people), people["anna"])
    _ended(HELPED, people)
    keep_a_choice(people["anna"])
    return 7


PLAYERS = ("anna", "pim", "gerda", "wim", "rik")
People = dict[str, User]


def _draft(plot: Plot, people: People) -> Case:
    sender = people[plot.sender]
    with acting_as(sender):
        case = actions.start_registration(by=sender)
        registration_actions.add_person(
            case,
            by=sender,
            role=Person.Role.BETROKKENE,
            given_names=plot.given_names,
            prefix="",
            surname=plot.surname,
            birth_date=plot.born,
        )
        registration_actions.describe_situation(
            case.registrations.get(),
            by=sender,
            problems={
                "huisvesting": ("heavy", "Dreigt de woning kwijt te raken."),
                "financien": ("medium", "Schulden, en geen overzicht."),
            },
        )
        registration_actions.fill_in(
            case.registrations.get(),
            by=sender,
            **YES,
            consultation="not_enough",
            tried="Gesprekken, huisbezoek en hulp bij de post.",
            goal=plot.goal,
            occasion=plot.occasion,
            safety_risks="Ga met twee personen op huisbezoek.",
            informed=Registration.Informed.YES,
            informed_by="De aanmelder",
            secrecy_ground="goede_zorg",
            informed_on=timezone.localdate() - timedelta(days=3),
        )
    return case


def _sent(plot: Plot, people: People) -> Case:
    case = _draft(plot, people)
    sender = people[plot.sender]
    with acting_as(sender):
        return actions.send_registration(case, by=sender)


def _on_the_agenda(plot: Plot, people: People) -> Case:
    case, anna = _sent(plot, people), people["anna"]
    with acting_as(anna):
        triage.decide_purpose(
            case,
            by=anna,
            grounds=["crime", "unsafety"],
            motivation="Er is geweld en er zijn strafbare feiten.",
            on_behalf_of=_lid1(),
        )
        triage.judge_complete(case, by=anna)
        preparing.propose(
            case,
            by=anna,
            outcome="ico",
            text="Er is geweld thuis: dit vraagt één plan van school en jeugdhulp.",
        )
    return _ask_around(case, people)


def _ask_around(case: Case, people: People) -> Case:
    """The police knows him already; the probation has not answered yet."""
    asked = [people[key].party for key in ("pim", "rik")]
    with acting_as(people["anna"]):
        sent = asking.send_inquiries(case, by=people["anna"], parties=asked)
    inquiry = next(one for one in sent if one.party == people["pim"].party)
    told = Told("Twee aanhoudingen dit jaar.", "police", "registraties")
    with acting_as(people["pim"]):
        answering.answer(
            inquiry,
            by=people["pim"],
            given=Given("known", (told,), for_triage=True),
        )
    return case


def _convened(plot: Plot, people: People, *, days: int = 7) -> Case:
    case, anna = _sent(plot, people), people["anna"]
    with acting_as(anna):
        for there in (Phase.TRIAGE, Phase.ICO):
            case = actions.move(case, there, by=anna)
        case = bureau_actions.take_over(case, by=anna, coordinator=anna)
        day = add_working_days(timezone.localdate(), days)
        meeting = ico.plan_meeting(
            case,
            by=anna,
            chair=anna,
            writer=anna,
            starts_at=_at(day, 10),
            ends_at=_at(day, 12),
            place="Vergaderzaal De Brug",
            goal=plot.goal,
            decisions=["align"],
            themes=["oggz"],
        )
        for key in ("pim", "wim", "gerda"):
            ico.invite(
                meeting,
                by=anna,
                guest=people[key],
                ground="beeldvorming",
                reason="Kent de betrokkene en de omgeving.",
                about=f"{plot.given_names} {plot.surname}",
                asked="Neem mee wat uw organisatie weet en wat er al is geprobeerd.",
            )
        ico.send_invitations(meeting, by=anna)
    return case


def _seeking(plot: Plot, people: People) -> Case:
    """Four Partijen were asked when they can come; two of them have said so."""
    case, anna = _sent(plot, people), people["anna"]
    with acting_as(anna):
        for there in (Phase.TRIAGE, Phase.ICO):
            case = actions.move(case, there, by=anna)
        meeting = ico.plan_meeting(
            case,
            by=anna,
            chair=anna,
            writer=anna,
            room=Room.objects.order_by("name").first(),
            goal=plot.goal,
            decisions=["align"],
            themes=["oggz"],
        )
        for key in ("pim", "wim", "gerda", "rik"):
            ico.invite(
                meeting,
                by=anna,
                guest=people[key],
                ground="beeldvorming",
                reason="Kent de betrokkene en de omgeving.",
                about=f"{plot.given_names} {plot.surname}",
                asked="Neem mee wat uw organisatie weet en wat er al is geprobeerd.",
                is_needed=key != "rik",
            )
        ico.ask_when(
            meeting,
            by=anna,
            slots=proposing.spread(proposing.free_slots(meeting)),
            answer_before=add_working_days(timezone.localdate(), 3),
        )
    for key, answers in (("pim", ("yes", "no", "yes")), ("gerda", ("no", "yes"))):
        say_when(people[key], answers)
    return case


def _planned(plot: Plot, people: People, *, days: int = 3) -> Case:
    case, anna = _convened(plot, people, days=days), people["anna"]
    with acting_as(anna):
        meeting = case.meetings.get()
    sharing.tell_what_is_needed(meeting, people)
    with acting_as(anna):
        for seat in meeting.attendances.all():
            ico.come_or_go(seat, by=anna)
        for section in MinutesSection.objects.filter(meeting=meeting):
            ico.write_section(section, by=anna, text=TOLD.get(section.heading, ""))
        ico.decide(
            Meeting.objects.get(pk=meeting.pk),
            by=anna,
            agreed_goal=plot.goal,
            follow_up_on=timezone.localdate() + timedelta(days=90),
        )
        _agree(meeting, people)
        ico.add_criterion(case, by=anna, text="Drie maanden geen nieuwe meldingen.")
        ico.name_casusregisseur(case, by=anna, user=people["gerda"])
        held = ico.close_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)
        plan = ico.build_plan(held, by=anna)
        plan = ico.establish_plan(plan, by=anna)
    sharing.share(plan, people)
    return case


def _agree(meeting: Meeting, people: People) -> None:
    today = timezone.localdate()
    for key, what, days in (
        ("gerda", "Plant de eerste afspraak bij de behandelaar.", -2),
        ("wim", "Regelt een woning en een uitkering.", 10),
        ("pim", "Gaat elke week langs en meldt hoe het gaat.", 45),
    ):
        ico.agree(
            meeting.case,
            by=people["anna"],
            meeting=meeting,
            what=what,
            owner=people[key].party,
            responsible_user=people[key],
            due_on=today + timedelta(days=days),
            expected="Geen terugval in de eerste drie maanden.",
        )


def _ended(plot: Plot, people: People) -> Case:
    case, anna = _planned(plot, people, days=4), people["anna"]
    with acting_as(anna):
        ico.scale_down(
            Case.objects.get(pk=case.pk),
            by=anna,
            closing_party=_lid1(),
            way="ico",
            reason="doel_bereikt",
            goal_reached="yes",
            cooperation="yes",
            tests=[ending.Tested(it, True, "Rust.") for it in ending.criteria_of(case)],
            worked="Eén aanspreekpunt voor de buurt.",
        )
    return case


def _lid1() -> Party:
    return Party.objects.bound(timezone.localdate()).lid1().order_by("name")[0]


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
