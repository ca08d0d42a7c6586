"""What a participant sees and does, and what stays closed to everybody else."""

import pytest
from django.urls import reverse

from accounts.models import Role
from cases.models import Contribution, Release
from ico import actions
from ico.models import Action, Attendance, Invitation, Meeting
from tests.backstage import backstage
from tests.factories import UserFactory, some_key
from tests.ico.test_deliberating import TEXT, bring_in
from zvh.guard.announce import acting_as


@pytest.fixture
def invitation(invite, noor):
    return invite(noor)


def page_of(browser, invitation):
    return browser.get(reverse("ico:invitation", args=[invitation.pk]))


def fields(**more):
    return {
        "inbreng-domain": "financien",
        "inbreng-category": "finances",
        "inbreng-text": TEXT,
        "inbreng-conditions": "niet delen met de buren",
        **more,
    }


@pytest.mark.eis("O-4")
@pytest.mark.django_db(transaction=True)
def test_the_invitation_tells_all_that_is_needed(sign_in, noor, invitation):
    page = page_of(sign_in(noor), invitation).text

    for told in (
        "Test Proefpersoon, 17 mei 1984",
        "Het gezin kan blijven wonen.",
        "Nodig voor de beeldvorming",
        "Kent het gezin.",
        "Vertel over de woonsituatie.",
        "Zaal Duinroos",
        "Gemeente Zee",
        "Diagnostiek",
        "(School)carrière",
        "Hulpverleningsgeschiedenis",
        "Lopende kaders en voorwaarden",
        "blijft van uw organisatie",
    ):
        assert told in page


@pytest.mark.eis("P-4")
def test_who_is_not_invited_gets_the_answer_of_a_made_up_key(
    sign_in, cato, politie, invitation, invite
):
    invite(politie)
    for other in (cato, politie):
        browser = sign_in(other)
        real = page_of(browser, invitation)
        made_up = browser.get(reverse("ico:invitation", args=[some_key()]))

        assert real.status_code == made_up.status_code == 404
        assert real.content == made_up.content


@pytest.mark.eis("P-3b")
def test_before_the_invitation_is_sent_nobody_sees_it(sign_in, noor, meeting, anna):
    with acting_as(anna):
        invitation = actions.invite(
            meeting,
            by=anna,
            guest=noor,
            ground="beeldvorming",
            reason="x",
            asked="x",
        )

    assert page_of(sign_in(noor), invitation).status_code == 404


def test_a_participant_answers_and_may_change_it(sign_in, noor, invitation):
    browser = sign_in(noor)
    url = reverse("ico:answer", args=[invitation.pk])

    browser.post(url, {"answer": "accepted"})
    browser.post(url, {"answer": "declined"})
    browser.post(url, {"answer": "misschien"})

    with backstage():
        assert Invitation.objects.get().answer == "declined"


@pytest.mark.eis("O-8")
def test_who_does_not_come_brings_in_and_reads_nothing(
    sign_in, noor, politie, table, meeting
):
    piece = bring_in(politie)
    with acting_as(politie):
        actions.release_own(piece, by=politie, meeting=meeting, uses=["ico"])
    browser = sign_in(noor)
    with backstage():
        mine = Invitation.objects.get(user=noor)
    assert TEXT in page_of(browser, mine).text

    browser.post(reverse("ico:answer", args=[mine.pk]), {"answer": "declined"})
    page = page_of(browser, mine).text

    assert TEXT not in page
    assert "Wie komen er" not in page
    assert (
        browser.post(reverse("ico:contribute", args=[mine.pk]), fields()).status_code
        == 302
    )
    with acting_as(noor):
        assert not Attendance.objects.exists()


@pytest.mark.eis("P-3b")
def test_a_participant_brings_in_and_releases_by_an_act_of_the_own(
    sign_in, noor, politie, table
):
    browser, other = sign_in(noor), sign_in(politie)
    with backstage():
        mine = Invitation.objects.get(user=noor)
        theirs = Invitation.objects.get(user=politie)

    browser.post(reverse("ico:contribute", args=[mine.pk]), fields())
    assert TEXT not in page_of(other, theirs).text
    with backstage():
        piece = Contribution.objects.get()
    browser.post(reverse("ico:release_own", args=[mine.pk, piece.pk]))

    page = page_of(other, theirs).text
    assert TEXT in page
    assert "niet delen met de buren" in page
    with backstage():
        assert {it.use for it in Release.objects.all()} == {"ico"}


def test_a_wrong_contribution_keeps_what_was_typed(sign_in, noor, invitation):
    url = reverse("ico:contribute", args=[invitation.pk])

    page = sign_in(noor).post(url, fields(**{"inbreng-category": ""}))

    assert "Kies om wat voor gegevens het gaat." in page.text
    assert TEXT in page.text


def test_taking_back_asks_first_and_then_removes(sign_in, noor, table):
    piece = bring_in(noor)
    with backstage():
        mine = Invitation.objects.get(user=noor)
    url = reverse("ico:take_back", args=[mine.pk, piece.pk])
    browser = sign_in(noor)

    assert "meteen verwijderd" in browser.get(url).text
    browser.post(url)

    with backstage():
        assert not Contribution.objects.exists()


@pytest.mark.eis("P-4")
def test_nobody_takes_or_releases_what_another_gave(sign_in, noor, politie, table):
    piece = bring_in(noor)
    with backstage():
        theirs = Invitation.objects.get(user=politie)
    browser = sign_in(politie)

    for name in ("release_own", "take_back"):
        url = reverse(f"ico:{name}", args=[theirs.pk, piece.pk])
        assert browser.post(url).status_code == 404


@pytest.mark.eis("P-3b")
def test_after_establishing_the_page_is_gone(sign_in, noor, table, established):
    with backstage():
        mine = Invitation.objects.get(user=noor)
    browser = sign_in(noor)

    assert page_of(browser, mine).status_code == 404
    assert "U bent nu niet uitgenodigd" in browser.get(reverse("ico:invitations")).text


@pytest.mark.eis("F-4")
def test_the_owner_reports_in_the_browser(sign_in, noor, established):
    browser = sign_in(noor)
    with backstage():
        action = Action.objects.get()
    assert "Vraagt schuldhulp aan." in browser.get(reverse("ico:own_actions")).text
    url = reverse("ico:action_report", args=[action.pk])
    given = {"version": action.version, "state": "done", "report": "Geregeld."}

    browser.post(url, given)

    with backstage():
        assert Action.objects.get().report == "Geregeld."


@pytest.mark.eis("F-4")
def test_not_having_done_it_asks_why(sign_in, noor, established):
    with backstage():
        action = Action.objects.get()
    url = reverse("ico:action_report", args=[action.pk])

    page = sign_in(noor).post(url, {"version": action.version, "state": "failed"})

    assert "waarom het niet lukt." in page.text


@pytest.mark.eis("P-4")
def test_anothers_agreement_is_as_unknown_as_a_made_up_one(
    sign_in, politie, established
):
    with backstage():
        action = Action.objects.get()
    browser = sign_in(politie)

    real = browser.get(reverse("ico:action_report", args=[action.pk]))
    made_up = browser.get(reverse("ico:action_report", args=[some_key()]))

    assert real.status_code == made_up.status_code == 404
    assert real.content == made_up.content


@pytest.mark.eis("P-3b")
def test_the_casusregisseur_opens_the_plan_and_nobody_else(
    sign_in, noor, politie, established
):
    url = reverse("ico:plan", args=[established.pk])

    assert "Het gezin woont rustig." in sign_in(noor).get(url).text
    assert sign_in(politie).get(url).status_code == 404


def test_the_first_page_counts_meetings_and_agreements(sign_in, noor, invitation):
    page = sign_in(noor).get(reverse("cases:home"), follow=True).text

    assert reverse("ico:invitations") in page
    assert reverse("ico:own_actions") in page


@pytest.mark.eis("P-4")
def test_withdrawing_an_invitation_closes_its_page(sign_in, noor, invitation, anna):
    browser = sign_in(anna)
    url = reverse("ico:withdraw_invitation", args=[invitation.pk])
    assert "verliest meteen de toegang" in browser.get(url).text
    browser.post(url)

    assert page_of(sign_in(noor), invitation).status_code == 404
    with backstage():
        assert Meeting.objects.get().sequence == 1


@pytest.mark.eis("O-8")
def test_who_cannot_come_sends_a_colleague_of_the_own_party(
    sign_in, noor, politie, anna, invitation
):
    colleague = play_colleague(noor)
    browser, bureau = sign_in(noor), sign_in(anna)
    url = reverse("ico:send_colleague", args=[invitation.pk])

    assert browser.post(url, {"collega-colleague": politie.pk}).status_code == 200
    assert browser.post(url, {"collega-colleague": colleague.pk}).status_code == 302
    page = bureau.get(reverse("ico:meeting", args=[invitation.meeting_id])).text
    assert "Een deelnemer stuurt een collega" in page
    bureau.post(reverse("ico:invite_colleague", args=[invitation.pk]))

    with backstage():
        made = Invitation.objects.get(user=colleague)
    assert page_of(sign_in(colleague), made).status_code == 200
    assert page_of(sign_in(noor), invitation).status_code == 404
    again = bureau.post(reverse("ico:invite_colleague", args=[invitation.pk]))
    assert again.status_code == 403


def play_colleague(user):
    with backstage():
        return UserFactory(party=user.party, roles=[Role.KETENPARTNER])
