"""To a third party or another overlegtafel: each check blocks (V-1b, V-4)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import Kind, Role
from cases.models import Contribution
from privacy import answering, proposed, proposing, waiting
from privacy.approvals import Approval, ApprovalRequest
from privacy.models import Disclosure, PlannedDisclosure, Recall
from privacy.recipients import Recipient
from privacy.ways import Way
from tests.backstage import backstage
from tests.cast import play
from tests.ico.test_document import text_of, words_of
from tests.privacy.outside import (
    GOOD,
    OF_BRAM,
    OF_PIM,
    VITAL,
    answered,
    assessed,
    planned,
    told,
)
from zvh.guard.announce import acting_as


@pytest.fixture
def pieces(case, anna, bram, politie):
    return told(case, anna, bram, politie)


def send(browser, plan):
    url = reverse("privacy:send_outside", args=[plan.pk])
    return browser.post(url, {"way": "by_hand"})


@pytest.mark.eis("V-1b")
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"need": "neither"}, "taak van algemeen belang"),
        ({"basis": ""}, "grondslag"),
        ({"advice": "negative"}, "rechtmatigheidsadviescommissie"),
        ({"advice": "asked"}, "rechtmatigheidsadviescommissie"),
        ({"objection": "somebody"}, "bezwaar"),
    ],
)
def test_each_check_blocks_by_itself(
    case, anna, sign_in, pieces, bram, politie, wrong, why
):
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **(GOOD | wrong))
    answered(plan, sign_in, anna, bram, politie)

    response = send(sign_in(anna), plan)

    assert response.status_code == 403
    assert why in response.text
    with backstage():
        assert not Disclosure.objects.exists()


@pytest.mark.eis("V-1b", "V-1", "V-2")
@pytest.mark.safety("X6")
def test_an_akkoord_for_one_goal_is_none_for_another(
    case, anna, sign_in, pieces, bram, politie
):
    """The same organisation, later, for something of which the givers never heard."""
    first = planned(case, anna, pieces)
    assessed(first, anna, **GOOD)
    answered(first, sign_in, anna, bram, politie)
    second = planned(case, anna, pieces)
    assessed(second, anna, **GOOD)

    refused = send(sign_in(anna), second)
    asked = sign_in(anna).post(reverse("privacy:ask_outside", args=[second.pk]))
    still = send(sign_in(anna), second)
    went = send(sign_in(anna), first)

    assert (refused.status_code, still.status_code) == (403, 403)
    assert (asked.status_code, went.status_code) == (302, 302)
    with backstage():
        assert Disclosure.objects.get().source_key == first.pk
        assert ApprovalRequest.objects.count() == 4


@pytest.mark.eis("V-1b")
def test_a_proposal_keeps_its_goal_by_hand_too(case, anna, pieces):
    plan = planned(case, anna, pieces)
    plan.goal = "Iets anders."

    with (
        acting_as(anna),
        pytest.raises(DatabaseError, match="was added with stays"),
        transaction.atomic(),
    ):
        plan.save()


@pytest.mark.eis("V-1b", "V-1")
@pytest.mark.safety("X9")
def test_without_the_akkoord_of_each_giver_nothing_goes_to_a_third_party(
    case, anna, sign_in, pieces, bram, politie
):
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **GOOD)
    answered(plan, sign_in, anna, bram)

    response = send(sign_in(anna), plan)
    document = sign_in(anna).get(reverse("privacy:proposal_pdf", args=[plan.pk]))

    assert response.status_code == 403
    assert document.status_code == 403


@pytest.mark.eis("V-1b", "V-1", "S-10")
@pytest.mark.parametrize("kind", ["proposal_pdf", "proposal_word"])
def test_when_all_hold_it_goes_and_is_proven(
    case, anna, sign_in, pieces, bram, politie, kind
):
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **GOOD)
    answered(plan, sign_in, anna, bram, politie)

    send(sign_in(anna), plan)
    document = sign_in(anna).get(reverse(f"privacy:{kind}", args=[plan.pk]))

    text = (text_of if kind == "proposal_pdf" else words_of)(document)
    assert (OF_BRAM in text, OF_PIM in text) == (True, True)
    with backstage():
        sent = Disclosure.objects.get()
    assert (sent.to, sent.channel) == ("Woningstichting Proef", "by_hand")
    assert len(sent.approvals) == 2
    assert sent.checks == {"need": "task", "advice": "positive", "objection": "nobody"}


@pytest.mark.eis("V-1", "V-2")
def test_what_a_giver_takes_back_is_out_of_the_document_and_to_be_deleted(
    case, anna, sign_in, pieces, bram, politie
):
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **GOOD)
    answered(plan, sign_in, anna, bram, politie)
    send(sign_in(anna), plan)

    with backstage():
        asked = ApprovalRequest.objects.get(party=bram.party)
        (key,) = Approval.objects.filter(giver=bram.party).values_list("pk", flat=True)
    url = reverse("privacy:approval_request", args=[asked.pk])
    sign_in(bram).post(url, {str(key): "no"})
    waiting.take_back()
    document = sign_in(anna).get(reverse("privacy:proposal_pdf", args=[plan.pk]))
    with backstage():
        recall = Recall.objects.get()
    sign_in(anna).post(reverse("privacy:confirm_deletion", args=[recall.pk]))

    assert OF_BRAM not in text_of(document)
    assert OF_PIM in text_of(document)
    with backstage():
        recall.refresh_from_db()
    assert (recall.to, recall.confirmed_by) == ("Woningstichting Proef", anna)


@pytest.mark.eis("V-1b")
def test_in_acute_danger_somebody_of_lid_1_vouches_and_all_givers_are_told(
    case, anna, sign_in, pieces, bram, politie
):
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **VITAL)
    refused = send(sign_in(anna), plan)
    assessed(plan, anna, vouching=politie.party)

    send(sign_in(anna), plan)

    assert refused.status_code == 403
    with backstage():
        sent = Disclosure.objects.get()
        told = {one.party for one in ApprovalRequest.objects.all()}
    assert sent.vouching == politie.party
    assert told == {bram.party, politie.party}
    page = sign_in(bram).get(reverse("privacy:own_sharing"))
    assert page.context["open"]


@pytest.mark.eis("V-1b")
@pytest.mark.parametrize(("said", "goes"), [("", 2), ("yes", 2), ("no", 1)])
def test_what_was_dropped_before_holds_nothing_back_in_acute_danger(
    case, anna, sign_in, pieces, bram, politie, said, goes
):
    before = planned(case, anna, pieces)
    answered(before, sign_in, anna, *([bram] if said else []), said=said)
    sign_in(anna).post(reverse("privacy:drop_proposal", args=[before.pk]))
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **VITAL, vouching=politie.party)

    send(sign_in(anna), plan)

    with backstage():
        assert len(Disclosure.objects.get().lines) == goes


@pytest.mark.eis("V-1b")
@pytest.mark.parametrize(
    ("ended", "said", "goes"),
    [("goal", "yes", 2), ("text", "yes", 2), ("text", "no", 1), ("giver", "yes", 1)],
)
def test_only_its_givers_own_no_holds_a_piece_back_in_acute_danger(
    case, anna, sign_in, pieces, bram, politie, ended, said, goes
):
    """That the house changed a goal or a text is no no of who told it."""
    before = planned(case, anna, pieces)
    answered(before, sign_in, anna, bram, said=said)
    with acting_as(anna):
        if ended == "goal":
            answering.end_all(case.pk)
        if ended == "text":
            (piece,) = Contribution.objects.filter(given_by=bram.party)
            piece.text = "Het bureau schreef dit anders op."
            piece.save()
    if ended == "giver":
        answered(before, sign_in, anna, bram, said="no")
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **VITAL, vouching=politie.party)

    send(sign_in(anna), plan)

    with backstage():
        assert len(Disclosure.objects.get().lines) == goes


@pytest.mark.eis("V-1b")
def test_what_could_not_wait_is_looked_at_afterwards(
    case, anna, sign_in, pieces, politie
):
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **VITAL, vouching=politie.party)
    send(sign_in(anna), plan)
    url = reverse("privacy:review_proposal", args=[plan.pk])

    before = sign_in(anna).get(reverse("cases:today")).text
    sign_in(anna).post(url, {"text": "Het was nodig."})
    after = sign_in(anna).get(reverse("cases:today")).text

    assert (url in before, url in after) == (True, False)
    with backstage():
        assert Disclosure.objects.get().reviewed_by == anna


@pytest.mark.eis("V-1b")
def test_only_lid_1_vouches(case, anna, pieces):
    lid2 = play("lid2", "Lou", Role.KETENPARTNER, kind=Kind.LID2, name="Lid 2")
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **VITAL, vouching=lid2.party)

    with acting_as(anna), pytest.raises(PermissionDenied, match="lid 1"):
        proposing.send(
            PlannedDisclosure.objects.get(pk=plan.pk), by=anna, way=Way("by_hand")
        )


@pytest.mark.eis("V-4")
@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"bringing": None}, "Kies welke Partij"),
        ({"informs": ""}, "wie de betrokkene informeert"),
    ],
)
def test_each_question_of_a_handover_blocks_by_itself(
    case, anna, sign_in, pieces, bram, politie, wrong, why
):
    plan = planned(case, anna, pieces, Recipient.Kind.TABLE)
    assessed(plan, anna, **({"bringing": bram.party, "informs": "table"} | wrong))
    answered(plan, sign_in, anna, bram, politie)

    response = send(sign_in(anna), plan)

    assert response.status_code == 403
    assert why in response.text
    with backstage():
        assert not Disclosure.objects.exists()


@pytest.mark.eis("V-4")
@pytest.mark.parametrize(
    ("left_out", "why"),
    [
        ("goal", "Schrijf op waarom dit nodig is."),
        ("pieces", "Kies ten minste één onderdeel."),
    ],
)
def test_a_handover_begins_with_what_it_is_for_and_what_goes_along(
    case, anna, sign_in, pieces, left_out, why
):
    told = {
        "kind": "table",
        "name": "PGA-tafel Zee",
        "goal": "Daar zit zijn reclasseerder.",
        "pieces": [str(pieces[0].pk)],
    }

    page = sign_in(anna).post(
        reverse("privacy:propose", args=[case.pk]), {**told, left_out: []}
    )

    assert why in page.text
    with backstage():
        assert not PlannedDisclosure.objects.exists()


@pytest.mark.eis("V-4")
@pytest.mark.parametrize("said", ["contact", "sensitive"])
def test_without_an_akkoord_nothing_is_handed_over(
    case, anna, sign_in, pieces, bram, politie, said
):
    plan = planned(case, anna, pieces, Recipient.Kind.TABLE)
    assessed(plan, anna, bringing=bram.party, informs="table")
    answered(plan, sign_in, anna, bram, politie, said=said)

    response = send(sign_in(anna), plan)

    assert response.status_code == 403
    assert "Nog geen enkele gever gaf akkoord" in response.text


@pytest.mark.eis("V-1b", "V-2")
def test_another_text_by_another_needs_another_akkoord(
    case, anna, sign_in, pieces, bram, politie
):
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **GOOD)
    answered(plan, sign_in, anna, bram, politie)
    with acting_as(anna):
        piece = Contribution.objects.get(pk=pieces[0].pk)
        piece.text = "Wat Bram niet zei."
        piece.save()

    refused = send(sign_in(anna), plan)
    page = sign_in(anna).get(reverse("privacy:proposal", args=[plan.pk]))
    answered(plan, sign_in, anna)

    assert refused.status_code == 403
    assert [piece.pk for piece in page.context["to_ask"]] == [pieces[0].pk]
    with backstage():
        standing = Approval.objects.standing().filter(piece_key=pieces[0].pk)
        assert [one.answer for one in standing] == [""]


@pytest.mark.eis("V-1", "S-10")
@pytest.mark.parametrize(
    "name", ["Dhr. Jansen", "jan@bedrijf.example", "Stichting 123456782", "=1+1"]
)
def test_an_organisation_has_the_name_of_no_person(case, anna, sign_in, pieces, name):
    told = {
        "kind": "third",
        "name": name,
        "goal": "Om te helpen.",
        "pieces": [str(pieces[0].pk)],
    }

    page = sign_in(anna).post(reverse("privacy:propose", args=[case.pk]), told)

    assert "alleen de naam van de organisatie" in page.text
    with backstage():
        assert not PlannedDisclosure.objects.exists()


@pytest.mark.eis("V-4")
def test_a_handover_asks_its_questions_and_each_giver_chooses_per_piece(
    case, anna, sign_in, pieces, bram, politie
):
    plan = planned(case, anna, pieces, Recipient.Kind.TABLE)
    refused = send(sign_in(anna), plan)
    assessed(plan, anna, bringing=bram.party, informs="table")
    answered(plan, sign_in, anna, bram)
    with backstage():
        asked = ApprovalRequest.objects.get(party=politie.party)
        (key,) = Approval.objects.filter(request_key=asked.pk)
    url = reverse("privacy:approval_request", args=[asked.pk])
    page = sign_in(politie).get(url).text
    sign_in(politie).post(url, {str(key.pk): "contact"})

    send(sign_in(anna), plan)
    text = text_of(sign_in(anna).get(reverse("privacy:proposal_pdf", args=[plan.pk])))

    assert refused.status_code == 403
    assert "de andere tafel vraagt het zelf aan de betrokkene" in page
    assert "te gevoelig" in page
    assert (OF_BRAM in text, OF_PIM in text) == (True, False)
    assert "Niet alles wat nodig werd gevonden" in text
    with backstage():
        sent = Disclosure.objects.get()
    assert (sent.kind, sent.left_out) == ("handover", True)
    assert sent.checks["informs"] == "table"


@pytest.mark.eis("V-1b", "P-4")
@pytest.mark.parametrize("who", ["bram", "politie", "fg", "bestuurder", "cato"])
def test_nobody_else_sees_what_is_prepared(case, anna, sign_in, pieces, request, who):
    user = request.getfixturevalue(who)
    plan = planned(case, anna, pieces)

    for name in ("proposal", "test_proposal", "proposal_pdf"):
        url = reverse(f"privacy:{name}", args=[plan.pk])
        assert sign_in(user).get(url).status_code == 404
    with acting_as(user):
        assert not PlannedDisclosure.objects.exists()


@pytest.mark.eis("V-1")
def test_the_forms_lead_from_proposal_to_check(case, anna, sign_in, pieces):
    browser = sign_in(anna)
    made = browser.post(
        reverse("privacy:propose", args=[case.pk]),
        {
            "kind": "third",
            "name": "Stichting Proef",
            "goal": "Om te helpen.",
            "pieces": [str(pieces[0].pk)],
        },
    )
    with backstage():
        plan = PlannedDisclosure.objects.get()
    browser.post(
        reverse("privacy:test_proposal", args=[plan.pk]),
        {**GOOD, "version": plan.version},
    )

    page = browser.get(reverse("privacy:proposal", args=[plan.pk]))

    assert made.status_code == 302
    assert [name for name, fault in page.context["checks"] if fault] == ["Akkoord"]
    assert (
        plan.recipient.name
        in browser.get(reverse("privacy:outside", args=[case.pk])).text
    )


@pytest.mark.eis("V-1b", "V-2")
def test_a_no_for_another_goal_asks_nothing_back_of_what_is_still_agreed(
    case, anna, sign_in, pieces, bram, politie
):
    first = planned(case, anna, pieces)
    assessed(first, anna, **GOOD)
    answered(first, sign_in, anna, bram, politie)
    send(sign_in(anna), first)
    second = planned(case, anna, pieces)
    sign_in(anna).post(reverse("privacy:ask_outside", args=[second.pk]))
    with backstage():
        (one,) = Approval.objects.filter(proposal_key=second.pk, giver=bram.party)
    url = reverse("privacy:approval_request", args=[one.request_key])

    sign_in(bram).post(url, {str(one.pk): "no"})
    waiting.take_back()

    with backstage():
        assert not Recall.objects.exists()


@pytest.mark.use("U33")
def test_a_proposal_lapses_after_asking_once_more_and_nobody_needs_to_answer_for_it(
    case, anna, pieces, bram, sign_in
):
    plan, browser = planned(case, anna, pieces), sign_in(anna)
    answered(plan, sign_in, anna)
    url = reverse("privacy:drop_proposal", args=[plan.pk])

    asks = browser.get(url)
    with backstage():
        assert PlannedDisclosure.objects.get().is_open
    browser.post(url)

    assert "Dit kunt u niet terugdraaien" in asks.text
    with backstage():
        assert not PlannedDisclosure.objects.get().is_open
        assert {it.ended_why for it in Approval.objects.all()} == {"dropped"}
        assert not ApprovalRequest.objects.filter(closed_at=None).exists()
        asked = ApprovalRequest.objects.get(party=bram.party)
    page = sign_in(bram).get(reverse("privacy:approval_request", args=[asked.pk]))
    assert "Er is niets meer te beantwoorden" in page.text
    assert browser.get(url).status_code == 403


@pytest.mark.eis("V-4", "V-1")
@pytest.mark.safety("X9")
def test_a_handover_is_no_vital_interest_by_hand(
    case, anna, sign_in, pieces, bram, politie
):
    """What may not wait goes without akkoord, and a handover can wait."""
    plan = planned(case, anna, pieces, kind=Recipient.Kind.TABLE)
    answered(plan, sign_in, anna, bram)

    with acting_as(anna):
        plan = PlannedDisclosure.objects.get(pk=plan.pk)
        plan.is_vital = True
        plan.save()
        going = proposed.going(plan)

    assert [str(piece.text) for piece in going] == [OF_BRAM]


@pytest.mark.eis("V-1b")
@pytest.mark.safety("X6")
@pytest.mark.parametrize("change", ["is_vital = true", "recipient_id = %s"])
def test_what_went_is_not_called_something_else_afterwards(
    case, anna, sign_in, pieces, bram, politie, change
):
    plan = planned(case, anna, pieces)
    assessed(plan, anna, **GOOD)
    answered(plan, sign_in, anna, bram, politie)
    send(sign_in(anna), plan)
    with backstage():
        other = Recipient.objects.create(name="Een ander", kind=Recipient.Kind.THIRD)
    given = [other.pk] if "%s" in change else []
    update = f"UPDATE privacy_planneddisclosure SET {change}"  # noqa: S608

    stays = pytest.raises(DatabaseError, match="added with stays")
    with stays, acting_as(anna), connection.cursor() as cursor:
        cursor.execute(update, given)
