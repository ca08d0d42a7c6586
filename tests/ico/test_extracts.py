"""The extract of a plan: asked, let go, read, taken back (F-3, V-1, V-2, V-3)."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Role
from cases import actions as case_actions
from cases.models import Contribution, Release
from ico import actions, judging
from privacy import waiting
from privacy.approvals import Approval
from privacy.disclosures import Disclosure
from privacy.models import Recall
from tests.backstage import backstage
from tests.factories import UserFactory
from tests.ico.conftest import plan_of
from tests.ico.sharing import (
    OF_BRAM,
    OF_PIM,
    answer,
    ask,
    contact_of,
    need,
    read,
    request_of,
    send,
    sent_to,
)
from tests.ico.test_deliberating import bring_in
from tests.ico.test_document import text_of, words_of
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord

LEFT_OUT = "Niet alles wat het overleg voor u nodig vond"


def tell(user, text):
    piece = bring_in(user)
    with backstage():
        piece = Contribution.objects.get(pk=piece.pk)
        piece.text = text
        piece.save()
    return piece


@pytest.fixture
def pieces(table, meeting, anna, bram, noor, politie):
    """Noor needs what Bram and the police told; each may be asked."""
    of_bram, of_pim = tell(bram, OF_BRAM), tell(politie, OF_PIM)
    need(meeting, anna, (of_bram, noor), (of_pim, noor))
    for user in (bram, noor, politie):
        contact_of(user)
    return of_bram, of_pim


@pytest.fixture
def shared(pieces, established):
    return established


@pytest.fixture
def disclosed(shared, sign_in, anna, bram, noor):
    """Bram agreed, the police did not answer; Noor's extract is there."""
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram)
    send(sign_in(anna), shared, noor)
    return shared


@pytest.mark.eis("F-3", "V-2")
@pytest.mark.safety("X9")
def test_without_akkoord_an_extract_says_only_what_its_partij_does(
    shared, sign_in, anna, noor
):
    url = reverse("ico:send_extract", args=[shared.pk, noor.party.pk])

    page = sign_in(anna).get(url)

    text = page.text.partition("Akkoord per onderdeel")[0]
    assert "Vraagt schuldhulp aan." in text
    assert LEFT_OUT in text
    assert (OF_BRAM in text, OF_PIM in text) == (False, False)


@pytest.mark.eis("V-2")
def test_all_givers_are_asked_in_one_act_and_once(
    shared, sign_in, anna, bram, politie, mailoutbox
):
    browser = sign_in(anna)

    ask(browser, shared)
    ask(browser, shared)

    with backstage():
        asked = {(one.giver, one.receiver.name) for one in Approval.objects.all()}
    assert asked == {(bram.party, "Gemeente Zee"), (politie.party, "Gemeente Zee")}
    page = browser.get(reverse("ico:plan_sharing", args=[shared.pk])).text
    assert "Vraag akkoord" not in page


@pytest.mark.eis("V-2")
@pytest.mark.use("U7")
def test_the_giver_sees_their_own_pieces_in_one_list_and_answers(
    shared, sign_in, anna, bram
):
    ask(sign_in(anna), shared)
    browser = sign_in(bram)

    home = browser.get(reverse("cases:start"))
    url = reverse("privacy:approval_request", args=[request_of(bram).pk])
    page = browser.get(url).text
    answer(browser, bram)

    assert url in home.text
    assert OF_BRAM in page
    assert OF_PIM not in page
    with backstage():
        (said,) = Approval.objects.filter(giver=bram.party)
    assert (said.answer, said.answered_by, said.was_told) == ("yes", bram, False)


@pytest.mark.eis("V-2", "P-4")
def test_nobody_else_sees_or_answers_what_a_partij_is_asked(
    shared, sign_in, anna, bram, politie, cato, noor, fg, bestuurder
):
    ask(sign_in(anna), shared)
    url = reverse("privacy:approval_request", args=[request_of(bram).pk])

    for user in (politie, cato, noor, fg, bestuurder):
        assert sign_in(user).get(url).status_code == 404
        assert answer(sign_in(user), bram).status_code == 404
    assert sign_in(anna).get(url).status_code == 403
    with backstage():
        assert not Approval.objects.exclude(answer="").exists()


@pytest.mark.eis("F-3", "V-1", "V-3")
@pytest.mark.parametrize("page", ["received", "received_pdf", "received_word"])
def test_the_receiver_reads_what_was_agreed_and_the_rules(
    disclosed, sign_in, noor, page
):
    response = read(sign_in(noor), noor, page)

    text = {
        "received": lambda it: it.text,
        "received_pdf": text_of,
        "received_word": words_of,
    }[page](response)
    assert OF_BRAM in text
    assert "Vraagt schuldhulp aan." in text
    assert LEFT_OUT in text
    assert "alleen voor wat u zelf in het plan doet" in text
    assert "eigen systemen" in text
    assert OF_PIM not in text


@pytest.mark.eis("V-1", "S-10")
def test_what_went_out_is_proven_by_key_without_what_it_said(
    disclosed, sign_in, anna, noor, pieces
):
    of_bram, of_pim = pieces
    before = sent_to(noor)

    read(sign_in(noor), noor)

    sent = sent_to(noor)
    assert before.opened_at is None
    assert sent.opened_at is not None
    assert (sent.party, sent.by) == (noor.party, anna)
    assert (sent.purpose, sent.rules) == ("plan", "v3-2026")
    assert str(of_bram.pk) in sent.lines
    assert str(of_pim.pk) not in sent.lines
    with backstage():
        (akkoord,) = Approval.objects.valid()
        told = str(Disclosure.objects.filter(pk=sent.pk).values().get())
    assert [one["approval"] for one in sent.approvals] == [str(akkoord.pk)]
    assert OF_BRAM not in told


@pytest.mark.eis("V-1", "P-4")
def test_an_extract_is_its_receivers_alone(
    disclosed, sign_in, anna, bram, politie, cato, fg, noor
):
    for user in (bram, politie, cato):
        assert read(sign_in(user), noor).status_code == 404
    for user in (anna, fg):
        assert read(sign_in(user), noor).status_code in (403, 404)
    with backstage():
        assert sent_to(noor).opened_at is None


@pytest.mark.eis("V-2")
def test_another_of_the_partij_does_not_read_along(disclosed, sign_in, noor):
    with backstage():
        other = UserFactory(party=noor.party, roles=[Role.KETENPARTNER])

    assert read(sign_in(other), noor).status_code == 404


@pytest.mark.eis("V-2")
def test_taking_an_akkoord_back_stops_what_was_not_opened(
    disclosed, sign_in, bram, noor
):
    answer(sign_in(bram), bram, "no")
    waiting.take_back()

    assert OF_BRAM not in read(sign_in(noor), noor).text
    with backstage():
        (recall,) = Recall.objects.all()
    assert (recall.was_opened, recall.is_waiting) == (False, False)


@pytest.mark.eis("V-2")
def test_what_one_may_read_elsewhere_is_not_in_the_extract_again(
    disclosed, sign_in, anna, bram, noor, pieces
):
    """Noor leads the work, and reads for that what was released for the plan."""
    answer(sign_in(bram), bram, "no")
    with backstage():
        Release.objects.create(
            case_id=disclosed.case_id,
            contribution=pieces[0],
            use="plan",
            party=noor.party,
            agreed_by=bram,
        )

    page = read(sign_in(noor), noor)

    with acting_as(noor):
        assert Contribution.objects.filter(pk=pieces[0].pk).exists()
    assert OF_BRAM not in page.text
    assert LEFT_OUT in page.text


@pytest.mark.eis("V-1", "P-2")
def test_who_oversees_confirms_nothing_for_others(
    disclosed, sign_in, bram, noor, mirjam, fg
):
    read(sign_in(noor), noor)
    answer(sign_in(bram), bram, "no")
    waiting.take_back()
    with backstage():
        recall = Recall.objects.get()
        case_actions.grants.withdraw_from_groups(case_id=disclosed.case_id)
    url = reverse("privacy:confirm_deletion", args=[recall.pk])

    for user in (mirjam, fg):
        assert sign_in(user).post(url).status_code == 403
    with backstage():
        recall.refresh_from_db()
    assert recall.confirmed_at is None


@pytest.mark.eis("V-1", "V-2")
def test_who_read_it_is_told_to_delete_it_and_confirms(
    disclosed, sign_in, bram, noor, anna, cato
):
    browser, giver = sign_in(noor), sign_in(bram)
    read(browser, noor)
    answer(giver, bram, "no")
    said = giver.get(reverse("privacy:own_sharing")).text
    waiting.take_back()
    waiting.take_back()
    with backstage():
        recall = Recall.objects.get()
    url = reverse("privacy:confirm_deletion", args=[recall.pk])

    home = browser.get(reverse("cases:start")).text
    listed = browser.get(reverse("privacy:own_sharing")).text
    refused = sign_in(cato).post(url).status_code
    browser.post(url)

    assert "Uw akkoord is ingetrokken." in said
    assert url in home
    number = disclosed.case.number
    assert f"Casus {number}: onderdeel {recall.position} van" in listed
    assert refused == 404
    with backstage():
        recall.refresh_from_db()
    assert recall.confirmed_by == noor
    page = sign_in(anna).get(reverse("ico:plan_sharing", args=[disclosed.pk])).text
    assert noor.name in page
    assert browser.post(url).status_code == 403


@pytest.mark.eis("V-2", "I-4")
def test_a_piece_that_is_taken_back_is_gone_and_must_be_deleted(
    disclosed, sign_in, bram, noor, pieces
):
    read(sign_in(noor), noor)
    with acting_as(bram):
        case_actions.take_out(Contribution.objects.get(pk=pieces[0].pk), by=bram)
    waiting.take_back()

    assert OF_BRAM not in read(sign_in(noor), noor).text
    with backstage():
        assert Recall.objects.get().was_opened
        assert Approval.objects.get(giver=bram.party).ended_why == "piece"


@pytest.mark.eis("V-2", "O-10")
def test_another_goal_ends_every_akkoord_and_asks_anew(
    disclosed, sign_in, anna, noor, starts_at
):
    with acting_as(anna):
        later = actions.plan_meeting(
            disclosed.case, by=anna, **plan_of(anna, starts_at)
        )
        judging.change_goal(later, by=anna, goal="Een ander doel.")

    assert OF_BRAM not in read(sign_in(noor), noor).text
    with backstage():
        assert not Approval.objects.valid().exists()


@pytest.mark.eis("V-2", "I-6")
def test_what_was_told_by_telephone_can_be_contested(shared, sign_in, anna, bram, noor):
    ask(sign_in(anna), shared)
    asked = request_of(bram)
    with backstage():
        key = str(Approval.objects.get(giver=bram.party).pk)
    note = reverse("privacy:note_approval", args=[asked.pk])
    sign_in(anna).post(note, {key: "yes", "spoken_by": "De teamleider, per telefoon."})
    send(sign_in(anna), shared, noor)

    page = sign_in(bram).get(reverse("privacy:approval_request", args=[asked.pk]))
    contest = reverse("privacy:contest_approval", args=[asked.pk])
    sign_in(bram).post(contest, {"text": "Dat heb ik niet gezegd."})

    assert "De teamleider, per telefoon." in page.text
    assert OF_BRAM not in read(sign_in(noor), noor).text
    with backstage():
        told = Approval.objects.get(pk=key)
    assert (told.was_told, told.answered_by, told.is_valid) == (True, anna, False)


@pytest.mark.eis("V-2", "I-6")
def test_the_bureau_does_not_change_what_a_partij_said_itself(
    disclosed, sign_in, anna, bram
):
    with backstage():
        key = str(Approval.objects.get(giver=bram.party).pk)
    note = reverse("privacy:note_approval", args=[request_of(bram).pk])

    response = sign_in(anna).post(note, {key: "no", "spoken_by": "Iemand."})

    assert response.status_code == 403
    with backstage():
        assert Approval.objects.get(pk=key).is_valid


@pytest.mark.eis("V-1")
def test_what_changed_since_it_was_shown_does_not_go(shared, sign_in, anna, bram, noor):
    browser = sign_in(anna)
    ask(browser, shared)
    url = reverse("ico:send_extract", args=[shared.pk, noor.party.pk])
    mark = browser.get(url).context["extract"].mark
    answer(sign_in(bram), bram)

    response = browser.post(url, {"mark": mark, "way": "pages"})

    assert "Er is iets veranderd" in response.text
    with backstage():
        assert not Disclosure.objects.filter(kind="extract").exists()


@pytest.mark.eis("V-1")
@pytest.mark.safety("X6", "X9")
def test_the_database_lets_nothing_out_without_akkoord(shared, anna, noor, pieces):
    _, of_pim = pieces
    with (
        acting_as(anna),
        pytest.raises(DatabaseError, match="did not agree"),
        transaction.atomic(),
    ):
        Release.objects.create(
            case_id=of_pim.case_id,
            contribution=of_pim,
            use="disclosure",
            party=noor.party,
            agreed_by=anna,
        )


@pytest.mark.eis("V-2")
@pytest.mark.safety("X6")
def test_the_database_lets_nobody_speak_for_another(
    shared, sign_in, anna, bram, noor, politie
):
    ask(sign_in(anna), shared)
    with backstage():
        key = Approval.objects.get(giver=bram.party).pk

    def say(user, **said):
        with acting_as(user), transaction.atomic():
            return Approval.objects.filter(pk=key).update(
                answer="yes", answered_at="2026-11-30T08:00Z", **said
            )

    with pytest.raises(DatabaseError, match="its givers to give"):
        say(anna, answered_by=bram, was_told=False)
    with pytest.raises(DatabaseError, match="its givers to give"):
        say(anna, answered_by=anna, was_told=False)
    assert say(politie, answered_by=politie, was_told=True) == 0
    assert say(noor, answered_by=noor, was_told=False) == 0


@pytest.mark.eis("V-1", "S-1")
def test_a_case_that_ends_closes_what_was_sent_and_asked(
    disclosed, sign_in, anna, noor, bram
):
    with acting_as(anna):
        case = disclosed.case
        case_actions.scale_down(case, by=anna)

    assert read(sign_in(noor), noor).status_code == 404
    url = reverse("privacy:approval_request", args=[request_of(bram).pk])
    assert sign_in(bram).get(url).status_code == 404
    with acting_as(noor):
        assert not Contribution.objects.exclude(given_by=noor.party).exists()


@pytest.mark.eis("V-13")
def test_only_the_givers_yes_lets_a_receiver_use_a_piece_for_more(
    disclosed, sign_in, noor, bram, pieces, politie
):
    url = reverse("privacy:own_task", args=[pieces[0].pk])
    browser = sign_in(noor)

    asked = browser.post(url, {"task": "Schuldhulp.", "ground": "Wgs artikel 3."})
    waiting.follow()
    page = sign_in(bram).get(
        reverse("privacy:approval_request", args=[request_of(bram).pk])
    )
    before = read(browser, noor).context["own_tasks"][0][1]
    answer(sign_in(bram), bram)
    after = read(browser, noor).context["own_tasks"][0][1]

    assert asked.status_code == 302
    assert "Wgs artikel 3." in page.text
    assert (before.is_valid, after.is_valid) == (False, True)
    assert sign_in(politie).get(url).status_code in (403, 404)


@pytest.mark.eis("V-1")
def test_opening_and_taking_along_are_written_down(disclosed, sign_in, noor):
    browser = sign_in(noor)
    read(browser, noor)
    read(browser, noor, "received_pdf")

    with backstage():
        kinds = list(
            AccessRecord.objects.filter(
                object_id=sent_to(noor).pk, outcome="shown"
            ).values_list("kind", flat=True)
        )
    assert sorted(kinds) == ["exported", "opened"]


@pytest.mark.eis("P-7", "F-3")
@pytest.mark.safety("X10")
def test_whose_part_ended_gets_no_extract_that_goes_out_later(
    established, sign_in, anna, noor
):
    """Also who sat at that table: what was left is not opened by another act."""
    case = established.case_id
    given = {"vertrek-why": "Ander werk.", "vertrek-successor": ""}
    sign_in(noor).post(reverse("ico:leave_case", args=[case]), given)
    bureau, url = (
        sign_in(anna),
        reverse("ico:send_extract", args=[established.pk, noor.party.pk]),
    )

    page = bureau.get(url)
    bureau.post(url, {"mark": page.context["extract"].mark, "way": "pages"})

    assert page.context["readers"] == []
    assert "die aan tafel zat of iets uitvoert, heeft een account" in page.text
    with backstage():
        assert not Disclosure.objects.filter(party=noor.party).exists()


@pytest.mark.eis("P-7", "G-2")
def test_successor_gets_the_extract_and_who_was_succeeded_does_not(
    established, sign_in, anna, bas, noor
):
    with backstage():
        nina = UserFactory(party=noor.party, roles=[Role.KETENPARTNER])
    sign_in(bas).post(reverse("accounts:replace", args=[noor.pk, nina.pk]))

    url = reverse("ico:send_extract", args=[established.pk, noor.party.pk])
    page = sign_in(anna).get(url)

    assert page.context["readers"] == [nina]
