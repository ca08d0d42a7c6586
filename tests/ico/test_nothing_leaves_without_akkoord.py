"""Whatever happens in whichever order: nothing leaves without its giver's akkoord.

What was said is kept beside it, by hand; what leaves is searched for the marks of
the pieces: pages, PDF, Word, mail and the file of the register.
"""

from dataclasses import dataclass, field

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import mails
from accounts.models import User
from cases import actions as case_actions
from cases.models import Contribution, Release
from ico import extracts, letting_go
from ico.models import InformationNeed, Plan
from privacy import agreeing, waiting
from privacy.approvals import Approval, ApprovalRequest
from privacy.disclosures import Disclosure
from tests.backstage import backstage
from tests.ico.sharing import contact_of
from tests.ico.test_deliberating import bring_in
from tests.ico.test_document import text_of, words_of
from zvh.guard.announce import acting_as

PEOPLE, EACH = 3, 2
WHO = st.integers(0, PEOPLE - 1)
WHAT = st.integers(0, PEOPLE * EACH - 1)
STEPS = st.one_of(
    st.just(("ask",)),
    st.tuples(st.just("answer"), WHO, st.lists(st.booleans(), min_size=1)),
    st.tuples(st.just("contest"), WHAT),
    st.tuples(st.just("withdraw"), WHAT),
    st.just(("goal",)),
    st.tuples(st.just("send"), WHO),
    st.tuples(st.just("open"), WHO),
    st.tuples(st.just("release"), WHAT, WHO),
)
NEEDS = st.sets(st.tuples(WHAT, WHO), min_size=2)
# Without a question and a yes nothing would ever leave, and nothing be proven.
BEGIN = (("ask",), *(("answer", who, [True]) for who in range(PEOPLE)))


@dataclass
class World:
    """The people and pieces, and what may go where by what was said aloud."""

    plan: Plan
    anna: User
    people: list[User]
    pieces: list[Contribution]
    sign_in: object
    agreed: set[tuple[int, int]] = field(default_factory=set)
    elsewhere: set[tuple[int, int]] = field(default_factory=set)

    def mark(self, what: int) -> str:
        return f"Merkteken{what}q"

    def giver(self, what: int) -> int:
        return what // EACH

    def do(self, verb: str, *args: object) -> None:
        getattr(self, verb)(*args)

    def ask(self) -> None:
        with acting_as(self.anna):
            letting_go.ask_akkoord(Plan.objects.get(pk=self.plan.pk), by=self.anna)

    def answer(self, who: int, said: list[bool]) -> None:
        user = self.people[who]
        with acting_as(user):
            for asked in ApprovalRequest.objects.filter(party=user.party):
                found = list(Approval.objects.asked_in(asked).standing())
                answers = {
                    one.pk: "yes" if said[number % len(said)] else "no"
                    for number, one in enumerate(found)
                }
                agreeing.answer(asked, by=user, answers=answers)
                for one in found:
                    self.note(one, answers[one.pk] == "yes")

    def note(self, one: Approval, is_yes: bool) -> None:
        keys = [piece.pk for piece in self.pieces]
        parties = [user.party_id for user in self.people]
        pair = (keys.index(one.piece_key), parties.index(one.receiver_id))
        (self.agreed.add if is_yes else self.agreed.discard)(pair)

    def release(self, what: int, who: int) -> None:
        """For the plan: the casusregisseur reads that, and no extract says it."""
        with backstage():
            if Contribution.objects.filter(pk=self.pieces[what].pk).exists():
                Release.objects.get_or_create(
                    case_id=self.plan.case_id,
                    contribution=self.pieces[what],
                    use="plan",
                    party=self.people[who].party,
                    until=None,
                    defaults={"agreed_by": self.anna},
                )
                self.elsewhere.add((what, who))

    def contest(self, what: int) -> None:
        with backstage():
            piece = Contribution.objects.filter(pk=self.pieces[what].pk).first()
            if piece is not None:
                piece.contested_at = "2026-11-30T08:00Z"
                piece.save()
        self.forget(what)

    def withdraw(self, what: int) -> None:
        user = self.people[self.giver(what)]
        with acting_as(user):
            piece = Contribution.objects.filter(pk=self.pieces[what].pk).first()
            if piece is not None:
                case_actions.take_out(piece, by=user)
        self.forget(what)

    def goal(self) -> None:
        with acting_as(self.anna):
            agreeing.end_all(self.plan.case_id)
        self.agreed.clear()

    def forget(self, what: int) -> None:
        self.agreed = {pair for pair in self.agreed if pair[0] != what}

    def send(self, who: int) -> None:
        with acting_as(self.anna):
            plan = Plan.objects.get(pk=self.plan.pk)
            party = self.people[who].party
            mark = extracts.for_party(plan, party).mark
            try:
                letting_go.send_extract(plan, by=self.anna, party=party, mark=mark)
            except PermissionDenied:  # there is nothing for them, and so nothing went
                return

    def open(self, who: int) -> None:
        for sent in self.sent(who):
            self.browser(self.people[who]).get(reverse("ico:received", args=[sent]))

    def sent(self, who: int) -> list[object]:
        with backstage():
            found = Disclosure.objects.filter(party=self.people[who].party)
            return list(found.values_list("pk", flat=True))

    def browser(self, user: User):
        return self.sign_in(user)

    def leaves_for(self, who: int) -> str:
        """All that this receiver can get hold of, and what staff would hand over."""
        browser = self.browser(self.people[who])
        told = [browser.get(reverse("privacy:own_sharing")).text]
        for sent in self.sent(who):
            told.append(browser.get(reverse("ico:received", args=[sent])).text)
            pdf = browser.get(reverse("ico:received_pdf", args=[sent]))
            word = browser.get(reverse("ico:received_word", args=[sent]))
            told += [text_of(pdf), words_of(word)]
        keys = [self.plan.pk, self.people[who].party_id]
        staff = self.browser(self.anna)
        told.append(text_of(staff.get(reverse("ico:extract_pdf", args=keys))))
        told.append(words_of(staff.get(reverse("ico:extract_word", args=keys))))
        return " ".join(told)

    def read_raw(self, who: int) -> str:
        """The rows themselves, without any page of ours."""
        user = self.people[who]
        with acting_as(user):
            return " ".join(it.text for it in Contribution.objects.all())


@pytest.fixture
def world(table, meeting, anna, noor, politie, bram, established_later, sign_in):
    people = [noor, politie, bram]
    pieces = []
    for who, user in enumerate(people):
        contact_of(user)
        for nth in range(EACH):
            piece = bring_in(user)
            with backstage():
                piece = Contribution.objects.get(pk=piece.pk)
                piece.text = f"Merkteken{who * EACH + nth}q"
                piece.save()
            pieces.append(piece)
    return World(established_later(), anna, people, pieces, sign_in)


@pytest.fixture
def established_later(request):
    return lambda: request.getfixturevalue("established")


@pytest.mark.eis("V-1", "V-2", "F-3")
@pytest.mark.safety("X1", "X6", "X9")
def test_nothing_leaves_without_akkoord(world, mirjam):
    shown = set()

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(NEEDS, st.lists(STEPS, max_size=9))
    def holds(needs, steps):
        world.agreed, world.elsewhere = set(), set()
        with transaction.atomic():
            _need(world, needs)
            for step in (*BEGIN, *steps, ("send", 0), ("send", 1), ("send", 2)):
                world.do(*step)
            waiting.take_back()
            mails.send_outgoing()
            shown.update(_check(world))
            _check_letters_and_register(world, mirjam)
            transaction.set_rollback(True)

    holds()

    assert shown, "in no example anything left at all"


def _need(world: World, needs: set[tuple[int, int]]) -> None:
    with backstage():
        InformationNeed.objects.bulk_create(
            InformationNeed(
                case_id=world.plan.case_id,
                meeting_id=world.plan.meeting_id,
                party=world.people[who].party,
                piece=world.pieces[what],
            )
            for what, who in needs
        )


def _check(world: World) -> set[tuple[int, int]]:
    shown = set()
    for who in range(PEOPLE):
        text = world.leaves_for(who)
        raw = world.read_raw(who)
        for what in range(len(world.pieces)):
            if world.giver(what) == who:
                continue
            is_agreed = (what, who) in world.agreed
            assert is_agreed or world.mark(what) not in text, (what, who)
            if (what, who) not in world.elsewhere:
                assert is_agreed or world.mark(what) not in raw, (what, who)
            if world.mark(what) in text:
                shown.add((what, who))
    return shown


def _check_letters_and_register(world: World, mirjam: User) -> None:
    browser = world.browser(mirjam)
    url = reverse("cases:export", args=["verstrekkingen"])
    file = browser.post(url, {"reason": "checking", "suffix": "csv"})
    page = browser.get(reverse("privacy:disclosures"))
    assert (file.status_code, page.status_code) == (200, 200)
    told = [str(letter.message()) for letter in mail.outbox]
    told += [file.content.decode(), page.text]
    assert "Merkteken" not in " ".join(told)
