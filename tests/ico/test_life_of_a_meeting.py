"""Who sees what while a meeting lives: by SQL, on the pages, and on the secure page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Kind, Role, User
from cases.models import Contribution, Registration
from ico import actions, guests, informing
from ico.models import Attendance, Invitation, Meeting, MinutesSection
from tests.backstage import backstage
from tests.cast import play
from tests.ico.conftest import agree
from tests.ico.through_a_page import (
    listed,
    opened,
    outsider_of,
    page_of,
    sent,
    signed,
    with_page,
)
from zvh.guard.announce import acting_as

pytestmark = [
    pytest.mark.eis("P-3b", "P-4", "P-5", "P-7", "I-3", "I-5"),
    pytest.mark.safety("X1", "X3", "X6"),
    pytest.mark.usefixtures("gateway"),
]
FIRST, LATER = "Verteld voordat iemand ging.", "Verteld daarna."
# What one can see: the own invitation, who comes, what the police told first and what
# they told later, and the minutes.
OWN, SEATS, PIECE, LATER_PIECE, MINUTES = "own", "seats", "piece", "later", "minutes"
GUEST, READS = {OWN, SEATS}, {OWN, SEATS, PIECE}


class Life:
    """A meeting, and everybody who comes near it."""

    def __init__(self, people, meeting, sign_in):
        self.people, self.meeting, self.sign_in = people, meeting, sign_in
        self.anna = people["anna"]
        self.kim = None
        self.first = self.later = None

    def now(self):
        return Meeting.objects.get(pk=self.meeting.pk)

    def invitation(self, who):
        with backstage():
            mine = Invitation.objects.filter(
                meeting=self.meeting, user=self.people[who]
            )
            return mine.order_by("first_processed_at").last()

    # what happens

    def plan(self):
        with acting_as(self.anna):
            for who in ("noor", "police"):
                self._list(self.people[who])
        self.kim = listed(self.meeting, self.anna, self.people["thuiszorg"])
        self.people["kim"] = page_of(self.kim).user

    def _list(self, guest):
        actions.invite(
            self.now(),
            by=self.anna,
            guest=guest,
            ground="beeldvorming",
            reason="Kent het gezin.",
            about="Test Proefpersoon",
            asked="Vertel.",
        )

    def invite(self):
        self.plan()
        sent(self.meeting, self.anna)
        self.first = self._tell(FIRST)

    def _tell(self, text):
        police = self.people["police"]
        with acting_as(police):
            piece = actions.bring_in(
                Invitation.objects.get(user=police),
                by=police,
                category="finances",
                text=text,
            )
            actions.release_own(piece, by=police, meeting=self.now(), uses=["ico"])
        return piece

    def move(self):
        self.invite()
        self._starts(timezone.now() + timedelta(days=20))

    def _starts(self, at):
        with acting_as(self.anna):
            actions.change_meeting(
                self.now(),
                by=self.anna,
                chair=self.anna,
                starts_at=at,
                ends_at=at + timedelta(minutes=90),
            )

    def begin(self):
        self.invite()
        self._starts(timezone.now() - timedelta(minutes=1))

    def begin_untold(self):
        with backstage():
            told = Registration.objects.filter(case_id=self.meeting.case_id)
            told.update(informed="unknown")
        self.begin()

    def decide_to_wait(self):
        self.begin_untold()
        with acting_as(self.anna):
            (person,) = self.now().case.persons.all()
            informing.record(
                person,
                by=self.anna,
                outcome="withheld",
                reason="Gevaar.",
                decided_with="Allen",
                look_again_on=timezone.localdate() + timedelta(days=9),
            )

    def postpone(self):
        self.begin()
        self._starts(timezone.now() + timedelta(days=3))

    def decline(self):
        self.invite()
        self._answer("noor", "declined")
        self._starts(timezone.now() - timedelta(minutes=1))

    def decline_at_the_page(self):
        self.invite()
        self._answer("kim", "declined")

    def _answer(self, who, answer):
        user = self.people[who]
        with acting_as(user):
            mine = Invitation.objects.get(user=user)
            actions.answer_invitation(mine, by=user, answer=answer)

    def replace(self):
        self.invite()
        noor, ko = self.people["noor"], self.people["ko"]
        with acting_as(noor):
            mine = Invitation.objects.get(user=noor)
            actions.send_colleague(mine, by=noor, colleague=ko)
        with acting_as(self.anna):
            actions.invite_colleague(Invitation.objects.get(user=noor), by=self.anna)
        self._starts(timezone.now() - timedelta(minutes=1))

    def take_off(self):
        self.begin()
        with acting_as(self.anna):
            for user in (self.people["noor"], self.people["kim"]):
                row = Invitation.objects.get(user=user)
                actions.withdraw_invitation(row, by=self.anna)

    def leave(self):
        self.begin()
        with acting_as(self.anna):
            for seat in Attendance.objects.filter(meeting=self.meeting):
                actions.come_or_go(seat, by=self.anna)
            (seat,) = Attendance.objects.filter(user=self.people["noor"])
            actions.come_or_go(seat, by=self.anna)
        self.later = self._tell(LATER)

    def close(self):
        self.begin()
        with acting_as(self.anna):
            for seat in Attendance.objects.filter(meeting=self.meeting):
                actions.come_or_go(seat, by=self.anna)
            actions.decide(
                self.now(),
                by=self.anna,
                agreed_goal="Het gezin woont rustig.",
                follow_up_on=timezone.localdate() + timedelta(days=60),
            )
            agree(self.now(), self.anna, self.people["noor"])
            police = self.people["police"]
            actions.name_casusregisseur(self.now().case, by=self.anna, user=police)
            actions.close_meeting(self.now(), by=self.anna)

    def establish(self):
        self.close()
        with acting_as(self.anna):
            plan = actions.build_plan(self.now(), by=self.anna)
            actions.establish_plan(plan, by=self.anna)

    def cancel(self):
        self.invite()
        with acting_as(self.anna):
            actions.cancel_meeting(self.now(), by=self.anna)

    # what is seen

    def seen_by(self, who):
        with acting_as(self.people[who]):
            texts = {it.text for it in Contribution.objects.all()}
            found = {
                OWN: Invitation.objects.filter(user=self.people[who]).exists(),
                SEATS: Attendance.objects.filter(meeting=self.meeting).exists(),
                PIECE: FIRST in texts,
                LATER_PIECE: LATER in texts,
                MINUTES: MinutesSection.objects.exists(),
            }
        return {what for what, is_seen in found.items() if is_seen}

    def pages_of(self, who):
        """Which pages answer; of who has no account, through a fresh code."""
        own = self.invitation(who)
        client = self.sign_in(self.people[who])
        pages = {
            "invitation": reverse("ico:invitation", args=[own.pk]) if own else "",
            "meeting": reverse("ico:meeting", args=[self.meeting.pk]),
            "picture": reverse("ico:picture", args=[self.meeting.pk]),
        }
        answers = {name: client.get(url) for name, url in pages.items() if url}
        return {
            name: answer.text
            for name, answer in answers.items()
            if answer.status_code == 200
        }


@pytest.fixture
def life(meeting, anna, noor, politie, cato, fg, bestuurder, thuiszorg, sign_in):
    ko = play("ko", "Ko Collega", Role.KETENPARTNER, name="Even elders", kind=Kind.LID1)
    with backstage():
        User.objects.filter(pk=ko.pk).update(party=noor.party)
        ko = User.objects.get(pk=ko.pk)
    people = {
        "anna": anna,
        "noor": noor,
        "police": politie,
        "ko": ko,
        "cato": cato,
        "fg": fg,
        "bestuurder": bestuurder,
        "thuiszorg": thuiszorg,
    }
    return Life(people, meeting, sign_in)


NOTHING: set[str] = set()
# After this happened, what does who see? The police tell, the others are at the table.
STAGES = {
    "plan": {"noor": NOTHING, "police": NOTHING, "kim": NOTHING},
    "invite": {"noor": GUEST, "police": READS, "kim": GUEST},
    "move": {"noor": GUEST, "police": READS, "kim": GUEST},
    "begin": {"noor": READS, "police": READS, "kim": GUEST},
    "begin_untold": {"noor": GUEST, "police": READS, "kim": GUEST},
    "decide_to_wait": {"noor": READS, "police": READS, "kim": GUEST},
    "postpone": {"noor": GUEST, "police": READS, "kim": GUEST},
    "decline": {"noor": {OWN}, "police": READS, "kim": GUEST},
    "decline_at_the_page": {"noor": GUEST, "police": READS, "kim": {OWN}},
    "replace": {"noor": NOTHING, "ko": READS, "police": READS, "kim": GUEST},
    "take_off": {"noor": NOTHING, "police": READS, "kim": NOTHING},
    "leave": {"noor": READS, "police": {*READS, LATER_PIECE}, "kim": GUEST},
    "close": {"noor": READS, "police": READS, "kim": NOTHING},
    "establish": {"noor": NOTHING, "police": NOTHING, "kim": NOTHING},
    "cancel": {"noor": NOTHING, "police": NOTHING, "kim": NOTHING},
}


@pytest.mark.parametrize("stage", STAGES)
def test_everybody_sees_what_is_theirs_at_each_stage(stage, life):
    getattr(life, stage)()

    seen = {who: life.seen_by(who) for who in STAGES[stage]}
    assert seen == STAGES[stage]
    for who in ("cato", "fg", "bestuurder"):
        assert life.seen_by(who) == NOTHING, who


@pytest.mark.parametrize("stage", STAGES)
def test_pages_say_the_same_at_each_stage(stage, life):
    getattr(life, stage)()

    for who, expected in STAGES[stage].items():
        if who == "kim":
            continue
        shown = life.pages_of(who)
        assert set(shown) == ({"invitation"} if OWN in expected else set()), who
        page = shown.get("invitation", "")
        assert (FIRST in page) == (PIECE in expected and OWN in expected), who
        assert (LATER in page) == (LATER_PIECE in expected), who
    for who in ("cato", "fg", "bestuurder"):
        assert life.pages_of(who) == {}, who


@pytest.mark.parametrize("stage", [it for it in STAGES if it != "plan"])
def test_secure_page_says_the_same_at_each_stage(stage, life):
    """It was open in a browser before, and is asked for anew."""
    life.invite()
    page = page_of(life.kim)
    client = opened(page)
    url = reverse("ico:invitation", args=[life.kim.pk])
    assert client.get(url).status_code == 200
    # Planned and sent it is already; the rest comes after that.
    life.plan = life.invite = lambda: None

    getattr(life, stage)()

    expected = STAGES[stage]["kim"]
    answer = client.get(url)
    assert (answer.status_code == 200) == (OWN in expected)
    assert FIRST not in answer.text
    assert LATER not in answer.text
    if OWN in expected:
        assert ("Wie komen er" in answer.text) == (SEATS in expected)


@pytest.mark.eis("P-11")
def test_who_is_of_no_partij_reads_nothing_before_signing(life, politie):
    outsider = outsider_of(life.meeting, life.anna, politie)
    row = with_page(outsider, life.anna)
    life.people["ida"] = page_of(row).user
    life.invite()
    assert life.seen_by("ida") == NOTHING

    signed(outsider, life.anna)

    assert life.seen_by("ida") == GUEST
    with acting_as(life.anna):
        guests.turn_away(outsider, by=life.anna)
    assert life.seen_by("ida") == NOTHING
    assert Client().get(reverse("ico:invitation", args=[row.pk])).status_code == 302
