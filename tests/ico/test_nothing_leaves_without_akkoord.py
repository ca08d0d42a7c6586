"""Whatever happens in whichever order: nothing leaves without its giver's akkoord.

What was said is kept beside it, by hand; what leaves is searched for the marks of
the pieces: pages, secure pages, PDF, Word, mail, secure mail on a real server, and the
file of the register. One receiver more is a table outside, to which it is handed over.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pypdf import PdfReader

from accounts import mails
from accounts.models import SecurePage, User
from accounts.secure_pages import Reach
from accounts.visitor_sessions import VISITOR
from cases import actions as case_actions
from cases.models import Contribution, Release
from ico import extracts, letting_go
from ico.models import InformationNeed, Plan
from privacy import answering, overseeing, proposing, shipping, waiting
from privacy.approvals import Approval, ApprovalRequest
from privacy.disclosures import Disclosure
from privacy.models import PlannedDisclosure
from privacy.recipients import Recipient
from privacy.ways import Way
from tests.backstage import backstage
from tests.gateway import Post, standing
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
    st.tuples(st.just("send"), WHO, st.sampled_from(["page", "gateway"])),
    st.tuples(st.just("hand_over"), st.sampled_from(["page", "gateway"])),
    st.just(("post",)),
    st.tuples(st.just("open"), WHO),
    st.tuples(st.just("release"), WHAT, WHO),
)
NEEDS = st.sets(st.tuples(WHAT, WHO), min_size=2)
# Without a question and a yes nothing would ever leave, and nothing be proven.
OUTSIDE = PEOPLE
BEGIN = (("ask",), *(("answer", who, [True]) for who in range(PEOPLE)))


@dataclass
class World:
    """The people and pieces, and what may go where by what was said aloud."""

    plan: Plan
    anna: User
    people: list[User]
    pieces: list[Contribution]
    sign_in: object
    post_office: Post
    handover: PlannedDisclosure
    went: set[tuple[int, int]] = field(default_factory=set)
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
            letting_go.ask_approval(Plan.objects.get(pk=self.plan.pk), by=self.anna)
            proposal = PlannedDisclosure.objects.get(pk=self.handover.pk)
            if proposal.is_open:
                proposing.ask_approval(proposal, by=self.anna)

    def answer(self, who: int, said: list[bool]) -> None:
        user = self.people[who]
        with acting_as(user):
            for asked in ApprovalRequest.objects.filter(party=user.party):
                found = list(Approval.objects.asked_in(asked).standing())
                answers = {
                    one.pk: "yes" if said[number % len(said)] else "no"
                    for number, one in enumerate(found)
                }
                seen = overseeing.mark_of(asked)
                answering.answer(asked, by=user, answers=answers, seen=seen)
                for one in found:
                    self.note(one, answers[one.pk] == "yes")

    def note(self, one: Approval, is_yes: bool) -> None:
        keys = [piece.pk for piece in self.pieces]
        parties = [*(user.party_id for user in self.people), None]
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
            answering.end_all(self.plan.case_id)
        self.agreed.clear()

    def forget(self, what: int) -> None:
        self.agreed = {pair for pair in self.agreed if pair[0] != what}

    def send(self, who: int, way: str = "pages") -> None:
        with acting_as(self.anna), suppress(PermissionDenied):
            # Where there is nothing for them, nothing goes.
            plan = Plan.objects.get(pk=self.plan.pk)
            party = self.people[who].party
            mark = extracts.for_party(plan, party).mark
            letting_go.send_extract(
                plan, by=self.anna, party=party, mark=mark, way=self.way(way, who)
            )

    def hand_over(self, way: str) -> None:
        with acting_as(self.anna), suppress(PermissionDenied):
            proposal = PlannedDisclosure.objects.get(pk=self.handover.pk)
            proposing.send(proposal, by=self.anna, way=self.way(way, OUTSIDE))

    def way(self, channel: str, who: int) -> Way:
        return Way(
            Disclosure.Channel(channel), at=Reach(f"bij{who}@ver.example"), name="Kim"
        )

    def post(self) -> None:
        """What goes by secure mail is out of our hands: it is right when it goes."""
        shipping.send_due()
        for letter in self.post_office.letters:
            who = int(re.search(r"bij(\d)@", letter["To"])[1])
            (paper,) = [it for it in letter.walk() if it.get_filename()] or [None]
            if paper is None:  # that something must be deleted, and not what it said
                assert "Merkteken" not in str(letter)
                continue
            pages = PdfReader(BytesIO(paper.get_payload(decode=True))).pages
            text = " ".join(page.extract_text() for page in pages)
            self.check(text, who)
        self.post_office.letters.clear()

    def check(self, text: str, who: int) -> None:
        for what in range(len(self.pieces)):
            if who == OUTSIDE or self.giver(what) != who:
                is_agreed = (what, who) in self.agreed
                assert is_agreed or self.mark(what) not in text, (what, who)
                if self.mark(what) in text:
                    self.went.add((what, who))

    def check_pages(self) -> None:
        """All secure pages, as their holders read them, and their rows."""
        with backstage():
            pages = list(SecurePage.objects.select_related("user__party"))
        for page in pages:
            who = int(re.search(r"bij(\d)@", page.address)[1])
            holder = holding(page)
            told = [holder.get(page.start).text]
            told.append(text_of(holder.get(f"{page.start}pdf/")))
            with acting_as(page.user):
                told += [it.text for it in Contribution.objects.all()]
            self.check(" ".join(told), who)

    def open(self, who: int) -> None:
        for sent in self.sent(who):
            self.browser(self.people[who]).get(reverse("ico:received", args=[sent]))

    def sent(self, who: int) -> list[object]:
        with backstage():
            found = Disclosure.objects.filter(
                party=self.people[who].party, channel="pages"
            )
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
def post_office(tmp_path):
    with standing(Post(), tmp_path) as post:
        yield post


@pytest.fixture
def world(
    table,
    meeting,
    anna,
    noor,
    politie,
    bram,
    established_later,
    sign_in,
    post_office,
):
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
    plan = established_later()
    with acting_as(anna):
        handover = proposing.propose(
            plan.case,
            by=anna,
            kind=Recipient.Kind.TABLE,
            name="Tafel Ver",
            pieces=pieces,
            goal="Daar gaat het verder.",
        )
        proposing.test(handover, by=anna, bringing=noor.party, informs="table")
    return World(plan, anna, people, pieces, sign_in, post_office, handover)


@pytest.fixture
def established_later(request):
    return lambda: request.getfixturevalue("established")


@pytest.mark.eis("V-1", "V-2", "F-3")
@pytest.mark.safety("X1", "X6", "X9")
def test_nothing_leaves_without_akkoord(world, mirjam):
    shown = set()

    @examples(
        max_examples=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(NEEDS, st.lists(STEPS, max_size=9))
    def holds(needs, steps):
        world.agreed, world.elsewhere = set(), set()
        world.post_office.letters.clear()
        with transaction.atomic():
            _need(world, needs)
            last = (*(("send", who) for who in range(PEOPLE)), ("hand_over", "page"))
            for step in (*BEGIN, *steps, *last, ("post",)):
                world.do(*step)
            world.check_pages()
            waiting.take_back()
            mails.send_outgoing()
            shown.update(_check(world))
            _check_letters_and_register(world, mirjam)
            transaction.set_rollback(True)

    holds()

    assert shown, "in no example anything left at all"
    assert {who for _, who in world.went} >= {0, OUTSIDE}


def holding(page: SecurePage) -> Client:
    """A browser in which the code of this page was right a moment ago."""
    client, now = Client(), timezone.now().timestamp()
    session = client.session
    held = {"who": str(page.user_id), "began": now, "seen": now}
    session[VISITOR] = held | {"reach": page.reach}
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


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
