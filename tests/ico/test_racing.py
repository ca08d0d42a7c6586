"""Two at the same moment: what one just ended, the other does not do any more."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from time import monotonic

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases import grants
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import Case, Contribution
from ico import actions, ending
from ico.models import Action, Invitation, Meeting, Plan, PlanLine
from tests.backstage import backstage
from tests.factories import UserFactory
from tests.ico.conftest import plan_of
from tests.ico.test_planning import INVITED
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.django_db(transaction=True)

DEBT = "De huurschuld is vier maanden."
REFUSED = 403


class Race:
    """Somebody else's request, on a connection of its own, inside one's transaction."""

    def __init__(self, pool, browser, view, key, **data):
        self.url, self.pool, self.browser = (
            reverse(f"ico:{view}", args=key),
            pool,
            browser,
        )
        self.data, self.going = data, None

    def start(self) -> None:
        """Go on until it is done, or waits for what was locked before it."""
        self.going = self.pool.submit(self._run)
        until = monotonic() + 5
        while monotonic() < until and not wait([self.going], 0.05).done and not waits():
            pass

    @property
    def status(self) -> int:
        return self.going.result(20).status_code

    def _run(self):
        try:
            return self.browser.post(self.url, self.data)
        finally:
            connection.close()


@pytest.fixture
def race(sign_in) -> Iterator[Callable[..., Race]]:
    """`race(user, view, *keys, **fields)` is a request to be started."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda user, view, *key, **data: Race(
            pool, sign_in(user), view, key, **data
        )


def waits() -> bool:
    with backstage(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


@pytest.fixture
def scaling_down(case, anna, noor) -> Callable[[Race], int]:
    """Anna closes the case; before it is committed, the other request comes."""

    def scaled(other: Race) -> int:
        with acting_as(anna):
            found = Case.objects.get(pk=case.pk)
            found = actions.name_casusregisseur(found, by=anna, user=noor)
            tests = [ending.Tested(it, True, "") for it in ending.criteria_of(found)]
            how = {"reason": "beheersbaar", "goal_reached": "yes", "cooperation": "yes"}
            how |= {"way": "samen", "agreed": True}
            closing = {"closing_party": noor.party, "tests": tests, **how}
            actions.scale_down(found, by=anna, **closing)
            other.start()
        with backstage():
            assert Case.objects.get(pk=case.pk).phase == Phase.AFSCHALING
        return other.status

    return scaled


@pytest.fixture
def establishing(plan, anna) -> Callable[[Race], int]:
    """Anna establishes the plan; before it is committed, the other request comes."""

    def established(other: Race) -> int:
        with acting_as(anna):
            actions.establish_plan(Plan.objects.get(pk=plan.pk), by=anna)
            other.start()
        return other.status

    return established


def own(user):
    with backstage():
        return Invitation.objects.get(user=user).pk


def agreement(who):
    soon = timezone.localdate() + timedelta(days=9)
    return {
        "afspraak-what": "Later afgesproken.",
        "afspraak-owner": who.party_id,
        "afspraak-responsible_user": who.pk,
        "afspraak-due_on": f"{soon:%d-%m-%Y}",
    }


@pytest.fixture
def piece(held, politie):
    """What the police may still release, or take back."""
    with acting_as(politie):
        return Contribution.objects.create(
            case_id=held.case_id,
            given_by=politie.party,
            typed_by=politie,
            category="police",
            text=DEBT,
        )


@pytest.fixture
def waiting(case, anna, cato, established, starts_at):
    """An invitation of Cato to a second meeting, not sent yet."""
    with acting_as(anna):
        found = Case.objects.get(pk=case.pk)
        again = actions.plan_meeting(found, by=anna, **plan_of(anna, starts_at))
        return actions.invite(again, by=anna, guest=cato, **INVITED)


def test_no_invitation_leaves_while_the_case_is_scaled_down(
    waiting, scaling_down, race, bas, cato, sign_in
):
    sending = race(bas, "send_invitations", waiting.meeting_id)

    assert scaling_down(sending) == REFUSED
    page = sign_in(cato).get(reverse("ico:invitation", args=[waiting.pk]))
    assert page.status_code == 404


def test_no_invitation_leaves_while_the_meeting_is_cancelled(
    waiting, race, anna, bas, cato, case
):
    sending = race(bas, "send_invitations", waiting.meeting_id)
    with acting_as(anna):
        actions.cancel_meeting(Meeting.objects.get(pk=waiting.meeting_id), by=anna)
        sending.start()

    assert sending.status == REFUSED
    with backstage():
        assert not grants.holds(cato, Access.ATTEND, case.pk)


def test_no_casusregisseur_is_named_while_scaling_down(
    established, scaling_down, race, bas, politie, case, sign_in
):
    with backstage():
        version = Case.objects.get(pk=case.pk).version
    data = {"regie-user": politie.pk, "regie-version": version}

    assert scaling_down(race(bas, "casusregisseur", case.pk, **data)) == REFUSED
    page = sign_in(politie).get(reverse("ico:plan", args=[established.pk]))
    assert page.status_code == 404


def test_nothing_is_agreed_while_scaling_down(
    established, scaling_down, race, bas, politie, case
):
    agreeing = race(bas, "add_action", case.pk, **agreement(politie))

    assert scaling_down(agreeing) == REFUSED
    with backstage():
        assert Action.objects.count() == 1


def test_no_meeting_is_planned_while_scaling_down(
    established, scaling_down, race, anna, bas, case
):
    day = timezone.localdate() + timedelta(days=9)
    when = {"day": f"{day:%d-%m-%Y}", "from_time": "10:00", "to_time": "11:00"}
    who = {"chair": anna.pk, "writer": bas.pk, "place": "Zaal", "goal": "Rust."}
    who |= {"decided_by": anna.pk, "agreed": "on"}

    assert scaling_down(race(bas, "plan_meeting", case.pk, **when, **who)) == REFUSED
    with backstage():
        assert not Meeting.objects.filter(state="planned").exists()


def test_no_plan_is_renewed_while_scaling_down(established, scaling_down, race, bas):
    assert scaling_down(race(bas, "renew", established.pk)) == REFUSED
    with backstage():
        assert not Plan.objects.drafts().exists()


def test_nothing_is_brought_in_while_scaling_down(table, scaling_down, race, politie):
    told = {"inbreng-category": "police", "inbreng-text": DEBT}

    assert scaling_down(race(politie, "contribute", own(politie), **told)) == REFUSED
    with backstage():
        assert not Contribution.objects.exists()


def test_who_reports_while_scaling_down_hears_why_not(
    established, scaling_down, race, noor
):
    with backstage():
        action = Action.objects.get()
    report = {"version": action.version, "state": "open", "report": "Mee bezig."}

    assert scaling_down(race(noor, "action_report", action.pk, **report)) == REFUSED


@pytest.mark.eis("I-4")
def test_a_piece_is_not_both_taken_back_and_established(
    piece, held, anna, politie, race
):
    with acting_as(politie):
        actions.release_own(piece, by=politie, meeting=held, uses=["ico", "plan"])
    taking = race(politie, "take_back", own(politie), piece.pk)
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
        actions.establish_plan(plan, by=anna)
        taking.start()

    assert taking.status == REFUSED
    with backstage():
        assert Contribution.objects.filter(pk=piece.pk).exists()


@pytest.mark.eis("I-4")
def test_what_is_being_taken_back_is_not_established(piece, held, anna, politie, race):
    with acting_as(politie):
        actions.release_own(piece, by=politie, meeting=held, uses=["ico", "plan"])
    with acting_as(anna):
        plan = actions.build_plan(Meeting.objects.get(pk=held.pk), by=anna)
    establishing = race(anna, "establish", plan.pk)
    with acting_as(politie):
        actions.take_back(piece, by=politie)
        establishing.start()

    assert establishing.status == 302
    with backstage():
        assert not PlanLine.objects.filter(owner=politie.party, section="picture")


@pytest.mark.eis("F-1")
def test_what_is_agreed_while_establishing_comes_in_the_next_version(
    plan, establishing, race, bas, politie, case
):
    assert establishing(race(bas, "add_action", case.pk, **agreement(politie))) == 302
    with backstage():
        told = Action.objects.up_to(Plan.objects.get(pk=plan.pk))
        assert [action.what for action in told] == ["Vraagt schuldhulp aan."]


@pytest.mark.eis("I-3")
def test_nothing_is_released_to_a_table_that_is_just_let_out(
    piece, plan, establishing, race, politie
):
    releasing = race(politie, "release_own", own(politie), piece.pk)

    assert establishing(releasing) == REFUSED
    with backstage():
        assert not piece.releases.exists()


@pytest.mark.parametrize("view", ["answer", "send_colleague"])
def test_who_is_taken_off_the_list_answers_no_more(table, anna, noor, race, view):
    with backstage():
        colleague = UserFactory(party=noor.party, roles=["ketenpartner"])
    said = {"answer": "accepted", "collega-colleague": colleague.pk}
    answering = race(noor, view, own(noor), **said)
    with acting_as(anna):
        mine = Invitation.objects.get(user=noor)
        actions.withdraw_invitation(mine, by=anna)
        answering.start()

    assert answering.status == REFUSED
