"""The whole life of a case, through the pages, by the people who live it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Role, User
from cases.models import Contribution, Person
from ico.models import (
    Action,
    Availability,
    CallToAccount,
    Departure,
    Escalation,
    FollowUp,
    Invitation,
    Meeting,
    MinutesSection,
    Outsider,
    PieceReview,
    Plan,
    Signal,
)
from privacy.models import Approval, ApprovalRequest, Disclosure
from tests.backstage import backstage
from tests.browsing import Somebody
from tests.cast import play
from tests.factories import ContactFactory, PartyFactory, UserFactory
from triage.models import Advice, AgendaItem, Inquiry
from triage.outcomes import GRACE
from zvh.guard import jobs

DUTCH = ZoneInfo("Europe/Amsterdam")
NO_CASE = UUID(int=0)
MARK = "Zkanariezq"
BORN = "13-07-1951"
BSN = "999993653"
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=DUTCH)
TUESDAY = datetime(2026, 11, 17, 10, 0, tzinfo=DUTCH)
DECEMBER = datetime(2026, 12, 8, 9, 30, tzinfo=DUTCH)


@dataclass
class Life:
    """The people around one case, and the case itself once it has begun."""

    people: dict[str, User]
    sign_in: Callable[[User], Client]
    key: UUID = NO_CASE
    mark: str = MARK
    kind: type[Somebody] = Somebody

    def __post_init__(self) -> None:
        self.come_in()

    def come_in(self) -> None:
        """Everybody signs in anew, as on every morning."""
        who = {name: self.sign_in(user) for name, user in self.people.items()}
        self.partner = self.kind(who["partner"], self.mark)
        self.anna = self.kind(who["anna"], self.mark)
        self.agent = self.kind(who["agent"], self.mark)

    def addresses(self) -> list[str]:
        """Every address that anybody of today's visitors was at."""
        return [u for who in (self.partner, self.anna, self.agent) for u in who.visited]

    def url(self, name: str, key: UUID | str | None = None) -> str:
        return reverse(name, args=[key or self.key])


def cast(sign_in: Callable[[User], Client], **options: Any) -> Life:
    """A procescoördinator, a partner who registers, a police officer who weighs."""
    people = {
        "partner": play(
            "gerda", "Gerda Voorbeeld", Role.KETENPARTNER, name="GGZ Proef"
        ),
        "anna": play("anna", "Anna Voorbeeld", Role.PROCESCOORDINATOR, name="Het huis"),
        "agent": play(
            *("agent", "Pim Voorbeeld", Role.KETENPARTNER),
            name="Politie Proef",
            kind=Kind.LID1,
        ),
    }
    with backstage():
        PartyFactory(name="Gemeente Proef", kind=Kind.LID1)
        for name, soort in (("agent", "politie"), ("partner", "ggz")):
            user = people[name]
            user.party.soorten = [soort]
            user.party.save()
            ContactFactory(party=user.party, user=user)

    return Life(people, sign_in, **options)


def draft(life: Life) -> None:
    """The partner fills in every page of a registration."""
    partner = life.partner
    partner.open(reverse("cases:register")).send()
    life.key = UUID(partner.url.split("/")[2])
    for step in ("criteria", "overleg", "onderwerp", "situatie", "achtergrond"):
        partner.open(reverse("cases:registration_step", args=[life.key, step]))
        partner.send(holds="version")
    partner.open(life.url("cases:registration_add_person"))
    partner.send(holds="surname", birth_date=BORN, bsn=BSN)
    partner.open(life.url("cases:registration_add_organisation"))
    partner.send(holds="involvement")
    partner.open(reverse("cases:registration_step", args=[life.key, "informeren"]))
    partner.send(holds="version", informed="yes", informed_on="12-11-2026")
    step = [life.key, "beroepsgeheim"]
    partner.open(reverse("cases:registration_step", args=step)).send(holds="version")
    partner.open(life.url("cases:registration_attachments"))
    partner.send(holds="file")


def send(life: Life) -> None:
    life.partner.open(life.url("cases:registration_check"))
    life.partner.send(to="versturen")


def take_in(life: Life) -> None:
    """Anna finds it complete and decides that it fits the purpose of the law."""
    anna = life.anna
    anna.open(life.url("triage:decide_purpose")).send(holds="fits", fits="yes")
    anna.open(life.url("triage:intake")).send(to="volledig")
    involved = [str(life.people[name].party_id) for name in ("agent", "partner")]
    anna.open(life.url("triage:involve")).send(holds="discussed", parties=involved)
    ask_around(life)
    anna.open(life.url("triage:propose")).send(holds="text")


def ask_around(life: Life) -> None:
    """The police answers on its page, the GGZ by telephone: both know the person."""
    anna, agent = life.anna, life.agent
    asked = [str(life.people[name].party_id) for name in ("agent", "partner")]
    anna.open(life.url("triage:ask")).send(holds="parties", parties=asked)
    anna.send(holds="shown", parties=asked)
    with backstage():
        inquiry, other = (
            Inquiry.objects.get(case=life.key, party=party).pk for party in asked
        )
    assert "geboren" in agent.open(life.url("triage:inquiry", inquiry)).page
    agent.send(holds="answer", answer="known")
    agent.send(to="aanvullen")
    with backstage():
        piece = Contribution.objects.filter(source_id=inquiry).earliest("given_at")
    agent.open(reverse("triage:correct", args=[inquiry, piece.pk])).send(holds="text")
    anna.open(life.url("triage:record_answer", other))
    anna.send(holds="spoken_by", answer="known")
    anna.open(life.url("triage:inquiries"))
    assert "Bekend" in anna.page
    life.partner.open(life.url("triage:contest", other)).send(holds="text")


def put_on_agenda(life: Life) -> None:
    """The agenda of the weekly meeting goes out; the police reads the case."""
    item = _item(life)
    life.anna.open(life.url("triage:send_agenda", item.meeting_id)).send()
    life.agent.open(life.url("triage:meeting", item.meeting_id))
    assert MARK in life.agent.open(life.url("triage:item", item.pk)).page


def decide(life: Life, outcome: str) -> None:
    """The case is decided upon, and the meeting is closed."""
    item = _item(life)
    life.anna.open(life.url("triage:item", item.pk))
    life.anna.send(holds="outcome", outcome=outcome)
    life.anna.open(life.url("triage:close_meeting", item.meeting_id)).send()


def weigh(life: Life, outcome: str) -> None:
    put_on_agenda(life)
    decide(life, outcome)


def _item(life: Life) -> AgendaItem:
    with backstage():
        return AgendaItem.objects.get(case=life.key)


def tick() -> None:
    """The beat: every job that is due runs."""
    jobs.tick()


def convene(life: Life) -> UUID:
    """One meeting is planned, the police is invited and brings something in."""
    anna, agent = life.anna, life.agent
    anna.open(life.url("ico:plan_meeting"))
    anna.send(holds="goal", day="", from_time="", to_time="", minutes="120")
    with backstage():
        meeting = Meeting.objects.get(case=life.key).pk
    find_a_moment(life, meeting)
    with backstage():
        invitation = Invitation.objects.get(case=life.key).pk
    # What is prepared and not handed in stays a Partij's own, and goes with the case.
    agent.open(life.url("ico:invitation", invitation)).send(holds="diagnostiek-text")
    agent.open(life.url("ico:invitation", invitation)).send(holds="inbreng-text")
    agent.open(life.url("ico:invitation", invitation)).send(to="vrijgeven")
    agent.open(life.url("ico:invitation", invitation)).send(
        to="antwoord", answer="accepted"
    )
    tell(life, meeting)
    return meeting


def find_a_moment(life: Life, meeting: UUID) -> None:
    """The police is asked when it can come, says so, and is invited for then."""
    anna, agent = life.anna, life.agent
    who = life.people["agent"]
    anna.open(life.url("ico:participants", meeting))
    ticks = {
        name
        for form in anna.forms()
        for name in form.names()
        if name.endswith("-invited")
    }
    mine = f"{who.party_id}-"
    anna.send(
        holds="about",
        **{name: None for name in ticks if not name.startswith(mine)},
        **{f"{mine}guest": str(who.pk), f"{mine}ground": "beeldvorming"},
        **{f"{mine}reason": life.mark, "asked": life.mark},
    )
    with backstage():
        # Who chairs is at one table at a time.
        taken = Meeting.objects.planned().count()
    anna.open(life.url("ico:moments", meeting)).send(
        holds="answer_before",
        moments=None,
        other_day="08-12-2026",
        other_time=f"{10 + 2 * taken}:00",
        answer_before="25-11-2026",
    )
    with backstage():
        asked = Availability.objects.get(meeting=meeting)
    agent.open(life.url("ico:availability", asked.pk)).send()
    anna.open(life.url("ico:note_availability", asked.pk))
    anna.send(holds="spoken_by", spoken_by=life.mark)
    anna.open(life.url("ico:meeting", meeting)).send(to="kiezen")
    admit(life, meeting, by=str(who.party_id))


def tell(life: Life, meeting: UUID) -> None:
    """A betrokkene is told, and comes: both are recorded."""
    anna, key = life.anna, str(life.people["anna"].pk)
    with backstage():
        person = Person.objects.filter(case=life.key, role="betrokkene").first()
    anna.open(reverse("ico:inform", args=[person.pk]))
    anna.send(
        holds="outcome",
        outcome="withheld",
        on="20-11-2026",
        look_again_on="20-01-2027",
        letter_sent_on="",
    )
    anna.open(life.url("ico:let_come", meeting))
    anna.send(
        holds="safety",
        person=str(person.pk),
        comes="yes",
        is_safe="yes",
        discussed_with=key,
        discussed_on="16-11-2026",
    )


def note_told(life: Life) -> None:
    """A betrokkene of a case without ICO was told."""
    with backstage():
        person = Person.objects.filter(case=life.key, role="betrokkene").first()
    life.anna.open(reverse("ico:inform", args=[person.pk]))
    life.anna.send(
        holds="outcome",
        outcome="told",
        on="16-11-2026",
        look_again_on="",
        letter_sent_on="",
    )


def admit(life: Life, meeting: UUID, *, by: str) -> None:
    """Somebody of no Partij may come for once, and signs for it."""
    anna = life.anna
    anna.open(life.url("ico:add_outsider", meeting))
    anna.send(holds="admitted_by", admitted_by=by)
    with backstage():
        guest = Outsider.objects.get(meeting=meeting).pk
    anna.open(life.url("ico:declare", guest))
    anna.send(holds="declared_on", declared_on="17-11-2026")


def meet(life: Life, meeting: UUID) -> None:
    """At the table: what do we know, what do we think, what do we do."""
    anna, agent = life.anna, life.people["agent"]
    for step in ("picture", "judgement", "decision"):
        anna.open(life.url(f"ico:{step}", meeting))
        with backstage():
            sections = list(MinutesSection.objects.filter(case=life.key))
        for section in sections:
            if f"{section.name}-text" in anna.page:
                # It leads back to the same page.
                anna.send(holds=f"{section.name}-text")
    anna.open(life.url("ico:picture", meeting)).send(
        holds="inbreng-spoken_by",
        **{"inbreng-party": str(agent.party_id), "inbreng-not_for_plan": None},
    )
    with backstage():
        piece = Contribution.objects.get(
            source_id=meeting, typed_by=life.people["anna"]
        )
    anna.open(reverse("ico:release", args=[meeting, piece.pk]))
    anna.send(holds="agreed_by", agreed_by=str(agent.pk), uses=["ico", "plan"])
    anna.open(life.url("ico:add_seat", meeting)).send(holds="stoel-function")
    anna.open(life.url("ico:decision", meeting))
    anna.send(holds="besluit-agreed_goal", **{"besluit-follow_up_on": "08-03-2027"})
    anna.open(life.url("ico:decision", meeting)).send(holds="criterium-text")
    anna.open(life.url("ico:casusregisseur"))
    anna.send(holds="regie-user", **{"regie-user": str(agent.pk)})
    anna.open(life.url("ico:decision", meeting)).send(
        holds="afspraak-what",
        **{
            "afspraak-owner": str(agent.party_id),
            "afspraak-responsible_user": str(agent.pk),
            "afspraak-due_on": "22-12-2026",
        },
    )
    change_goal(life, meeting)
    find_needed(life, meeting)


def find_needed(life: Life, meeting: UUID) -> None:
    """What the GGZ told, the police needs for its part; that stands for the goal."""
    piece = needed_of_partner(life)
    key = f"{piece}:{life.people['agent'].party_id}"
    life.anna.client.post(life.url("ico:need", meeting), {"need": key})
    with backstage():
        reviews = PieceReview.objects.filter(piece=piece, closed_at=None)
        reviews.update(closed_at=timezone.now(), needed="yes", usable="yes")
        Contribution.objects.filter(pk=piece).update(contested_at=None)


def change_goal(life: Life, meeting: UUID) -> None:
    """Another goal: each piece is judged anew, by the table and by its giver."""
    anna, agent = life.anna, life.people["agent"]
    anna.open(life.url("ico:advise_zsm", meeting))
    today = f"{timezone.localdate():%d-%m-%Y}"
    anna.send(holds="zsm-text", **{"zsm-advised_on": today})
    anna.open(life.url("ico:decision", meeting))
    goal = {"besluit-agreed_goal": f"{anna.mark} anders"}
    anna.send(holds="besluit-agreed_goal", **goal).send(holds="zeker")
    with backstage():
        keys = list(
            PieceReview.objects.filter(
                case=life.key, piece__given_by=agent.party_id
            ).values_list("pk", flat=True)
        )
    for key in keys:
        anna.open(life.url("ico:decision", meeting))
        anna.send(to=reverse("ico:judge_need", args=[key]), answer="yes")
        anna.open(reverse("ico:judge_use", args=[key]))
        anna.send(holds="said_by", said_by=str(agent.pk), answer="yes")


def plan(life: Life, meeting: UUID) -> UUID:
    """The plan follows from the meeting, is established, read, and acted upon."""
    anna = life.anna
    anna.open(life.url("ico:close_meeting", meeting)).send()
    with backstage():
        has_plan = Plan.objects.filter(case=life.key).exists()
    if not has_plan:
        anna.open(life.url("ico:build_plan", meeting)).send()
    with backstage():
        drawn = Plan.objects.get(case=life.key).pk
    anna.open(life.url("ico:plan", drawn))
    anna.open(life.url("ico:edit_plan", drawn)).send(holds="judgement")
    anna.open(life.url("ico:establish", drawn)).send()
    share(life, drawn)
    with backstage():
        agreed = Action.objects.get(case=life.key).pk
    carry_out(life, agreed)
    meet_again(life)
    return drawn


def share(life: Life, drawn: UUID) -> None:
    """The police needs what the GGZ told; asked, told, contested, agreed and sent."""
    anna, agent, partner = life.anna, life.agent, life.partner
    piece = needed_of_partner(life)
    anna.open(life.url("ico:ask_approval", drawn)).send()
    with backstage():
        asked = ApprovalRequest.objects.get(case=life.key).pk
        key = str(Approval.objects.get(request_key=asked).pk)
    anna.open(life.url("privacy:note_approval", asked))
    anna.send(holds="spoken_by", **{key: "yes"})
    partner.open(life.url("privacy:contest_approval", asked)).send(holds="text")
    partner.open(life.url("privacy:approval_request", asked))
    partner.send(holds=key, **{key: "yes"})
    url = reverse("ico:send_extract", args=[drawn, life.people["agent"].party_id])
    shown = anna.client.get(url).context["extract"]
    # To the receiver's own pages: no address, then.
    anna.open(url).send(to="", mark=shown.mark, address="", phone="")
    with backstage():
        sent = Disclosure.objects.get(kind="extract", case_key=life.key).pk
    agent.open(life.url("ico:received", sent))
    agent.open(life.url("privacy:own_task", piece)).send(holds="task")


def needed_of_partner(life: Life) -> UUID:
    """The table found it needed, and fit for the goal that it chose."""
    with backstage():
        piece = Contribution.objects.filter(
            case=life.key, given_by=life.people["partner"].party_id
        ).first()
        return piece.pk


def carry_out(life: Life, agreed: UUID) -> None:
    """It will not succeed, with a file; is late, and asked about; then it is done."""
    anna, agent = life.anna, life.agent
    agent.open(life.url("ico:action_report", agreed))
    agent.send(holds="report", state="will_not")
    with backstage():
        signal = Signal.objects.get(case=life.key).pk
    anna.open(life.url("ico:settle_signal", signal)).send(holds="outcome")
    call_to_account(life, agreed)
    agent.open(life.url("ico:developments", agreed)).send(holds="nieuws-text")
    agent.open(life.url("ico:action_report", agreed))
    agent.send(holds="report", state="done", file=None, effect="partly")
    hand_over(life)
    anna.open(life.url("ico:evaluate"))
    anna.send(holds="happened", foreseen="no", cooperation="yes")


def call_to_account(life: Life, agreed: UUID) -> None:
    """What is late is asked about, here and higher up, and both are answered."""
    anna, agent = life.anna, life.agent
    with backstage():
        due = Action.objects.get(pk=agreed).due_on
        yesterday = timezone.localdate() - timedelta(days=1)
        Action.objects.filter(pk=agreed).update(due_on=yesterday)
    anna.open(life.url("ico:call_to_account", agreed))
    anna.send(holds="way", way="here", answer_before="22-12-2026")
    with backstage():
        call = CallToAccount.objects.get(case=life.key).pk
        Action.objects.filter(pk=agreed).update(due_on=due)
    agent.open(life.url("ico:answer_call", call)).send(holds="answer")
    anna.open(life.url("ico:escalate"))
    anna.send(
        holds="question",
        reason="capaciteit",
        level="management",
        party=str(life.people["agent"].party_id),
        answer_before="22-12-2026",
    )
    with backstage():
        asked = Escalation.objects.get(case=life.key).pk
    anna.open(life.url("ico:escalation", asked)).send(holds="answer")


def hand_over(life: Life) -> None:
    """Who leads the case asks for another, and it stays as it was."""
    with backstage():
        # A colleague of the police, whom the form can offer.
        colleague = UserFactory(
            party=life.people["agent"].party, roles=[Role.KETENPARTNER]
        )
    life.agent.open(life.url("ico:hand_over_regie"))
    life.agent.send(holds="regie-why", **{"regie-successor": str(colleague.pk)})
    with backstage():
        asked = Departure.objects.get(case=life.key).pk
    life.anna.open(life.url("ico:succeed", asked)).send(holds="successor", successor="")


def meet_again(life: Life) -> None:
    """A next meeting is called from the plan; it opens with the criteria."""
    anna = life.anna
    anna.open(life.url("ico:plan_meeting"))
    anna.send(holds="decided_by", day="", from_time="", to_time="", minutes="60")
    with backstage():
        again = FollowUp.objects.get(case=life.key).pk
    anna.open(life.url("ico:judge_again", again)).send(holds="why")


def look_around(life: Life) -> None:
    """Anna searches, and opens every page of the case."""
    life.anna.open(reverse("cases:search")).send(holds="q", q=MARK)
    for name in ("detail", "people", "information", "timeline", "log"):
        life.anna.open(life.url(f"cases:{name}"))


def scale_down(life: Life) -> None:
    life.anna.open(life.url("ico:afschaling")).send(holds="met_1", met_1="yes")


def advise(life: Life) -> None:
    """The advice is written and sent, and the sender reads it."""
    with backstage():
        advice = Advice.objects.get(case=life.key).pk
    life.anna.open(life.url("triage:write_advice", advice)).send(
        holds="text", text=MARK
    )
    life.anna.open(life.url("triage:send_advice", advice)).send()
    with time_machine.travel(timezone.now() + GRACE, tick=False):
        assert jobs.run("advices")
    read_advice(life)


def read_advice(life: Life) -> None:
    with backstage():
        advice = Advice.objects.get(case=life.key).pk
    life.partner.open(life.url("cases:registration_state"))
    assert MARK in life.partner.open(life.url("triage:advice", advice)).page


def support(life: Life) -> None:
    """Bilateral support is noted, and ends."""
    life.anna.open(life.url("triage:support")).send(holds="text")
    life.anna.open(life.url("triage:end_support")).send()
