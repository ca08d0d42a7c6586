"""Proof says what happened, when it happened, also where somebody writes it by hand."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.models import Contribution
from privacy import shipping
from privacy.approvals import Approval
from privacy.disclosures import Disclosure
from privacy.models import Told, end_of_proof
from tests.backstage import backstage
from tests.gateway import Post, standing
from tests.ico import test_akkoord_by_hand as akkoord
from tests.ico.sharing import answer, ask, request_of
from zvh.guard.announce import acting_as
from zvh.lib.keys import new_id

pytestmark = pytest.mark.safety("X6")

pieces, shared, disclosed = akkoord.pieces, akkoord.shared, akkoord.disclosed
by_hand = akkoord.by_hand


def yesterday():
    return timezone.now() - timedelta(days=1)


def written(anna, case_id, **more):
    """A verstrekking to the municipality, as somebody of the bureau writes it."""
    told = {
        "kind": "extract",
        "case_key": case_id,
        "by": anna,
        "purpose": "plan",
        "ground": "WGS 1.7",
        "channel": "pages",
        "source_key": new_id(),
        "remove_on": end_of_proof(),
    }
    return Disclosure.objects.create(**{**told, **more})


def asked(anna, case_id, piece, party, **more):
    told = {
        "case_key": case_id,
        "request_key": new_id(),
        "piece_key": piece.pk,
        "giver_id": piece.given_by_id,
        "receiver": party,
        "purpose": "own_task",
        "asked_by": anna,
        "remove_on": end_of_proof(),
    }
    return Approval.objects.create(**{**told, **more})


def told(anna, case, person, **more):
    given = {
        "person_key": person,
        "case_key": case,
        "by": anna,
        "outcome": "told",
        "remove_on": end_of_proof(),
    }
    return Told.objects.create(**{**given, **more})


BACKDATED = {"recorded_at": yesterday}
SOON_GONE = {"remove_on": lambda: timezone.localdate() + timedelta(days=1)}


@pytest.mark.eis("S-10")
@pytest.mark.parametrize("wrong", [BACKDATED, SOON_GONE], ids=["backdated", "short"])
@pytest.mark.parametrize("kind", ["disclosure", "approval", "told"])
def test_proof_is_of_its_moment_and_stays_its_term(
    shared, anna, noor, pieces, kind, wrong
):
    case = shared.case
    with backstage():
        person = case.persons.first()
    more = {name: value() for name, value in wrong.items()}
    makers = {
        "disclosure": lambda **it: written(anna, case.pk, party=noor.party, **it),
        "approval": lambda **it: asked(anna, case.pk, pieces[0], noor.party, **it),
        "told": lambda **it: told(anna, case.pk, person.pk, **it),
    }
    with acting_as(anna), transaction.atomic():
        makers[kind]()
        transaction.set_rollback(True)

    with acting_as(anna), pytest.raises(DatabaseError, match="of its moment"):
        makers[kind](**more)


@pytest.mark.eis("V-2", "S-10")
@pytest.mark.parametrize(
    "change",
    ["answered_at = %s", "ended_why = 'withdrawn', ended_at = %s", "contested_at = %s"],
)
def test_an_answer_is_of_its_moment(disclosed, bram, change):
    with pytest.raises(DatabaseError, match="of its moment"):
        by_hand(
            bram,
            f"UPDATE privacy_approval SET {change} WHERE giver_id = %s",  # noqa: S608
            *(yesterday(), bram.party_id),
        )


@pytest.mark.eis("V-2")
def test_nobody_asks_what_was_already_followed(shared, anna, noor, pieces):
    """Or a no would be told to nobody who has it."""
    for wrong in ({"followed_at": timezone.now()}, {"was_told": True}):
        with acting_as(anna), pytest.raises(DatabaseError, match="row-level"):
            asked(anna, shared.case_id, pieces[0], noor.party, **wrong)


@pytest.mark.eis("V-1b")
def test_nobody_writes_that_it_was_looked_at_before_it_went(shared, anna, noor):
    with acting_as(anna), pytest.raises(DatabaseError, match="row-level"):
        written(
            anna,
            shared.case_id,
            party=noor.party,
            vouching=noor.party,
            reviewed_at=timezone.now(),
            reviewed_by=anna,
        )


@pytest.mark.eis("V-5")
def test_that_somebody_was_told_is_of_somebody_in_that_case(shared, anna):
    with acting_as(anna), pytest.raises(DatabaseError, match="row-level"):
        told(anna, shared.case_id, new_id())


@pytest.mark.eis("I-3", "V-2")
@pytest.mark.parametrize(
    "change", ["category = 'criminal'", "domain = 'geld'", "topic = 'ander'"]
)
def test_a_yes_is_for_the_category_and_place_that_its_giver_saw(
    disclosed, anna, noor, pieces, change
):
    """What is criminal data today was agreed to as something else."""
    by_hand(
        anna,
        f"UPDATE cases_contribution SET {change} WHERE id = %s",  # noqa: S608
        pieces[0].pk,
    )

    with backstage():
        ended = Approval.objects.get(piece_key=pieces[0].pk, purpose="plan")
    assert ended.ended_why == "text"
    with acting_as(noor):
        assert not Contribution.objects.filter(pk=pieces[0].pk).exists()


@pytest.mark.eis("V-2")
def test_what_a_giver_was_asked_for_stays_as_it_was_asked(shared, sign_in, anna, bram):
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram)

    with pytest.raises(DatabaseError, match="added with stays"):
        by_hand(
            anna,
            "UPDATE privacy_approvalrequest SET reason = 'Iets anders.' WHERE id = %s",
            request_of(bram).pk,
        )


@pytest.mark.eis("V-1")
def test_an_akkoord_for_one_receiver_lets_nothing_into_the_letter_to_another(
    disclosed, anna, noor, politie, bram, tmp_path
):
    """A verstrekking by hand, that says to rest on what was agreed for another."""
    with backstage():
        agreed = Approval.objects.get(giver=bram.party)
    piece = str(agreed.piece_key)
    resting = [{"approval": str(agreed.pk), "piece": piece, "giver": ""}]
    with acting_as(anna):
        sent = written(
            anna,
            disclosed.case_id,
            party=politie.party,
            channel="gateway",
            lines=[piece],
            approvals=resting,
        )
        shipping.post(sent, by=anna, address="iemand@politie.example")

    with standing(Post(), tmp_path) as post:
        shipping.send_due()

    assert post.letters == []


@pytest.mark.eis("O-5")
def test_whether_everybody_was_told_is_answered_to_who_is_in_that_case(
    shared, anna, cato
):
    def all_told(user):
        with acting_as(user), connection.cursor() as cursor:
            cursor.execute("SELECT zvh_all_told(%s)", [shared.case_id])
            return cursor.fetchone()[0]

    with backstage():
        shared.case.persons.update(role="netwerk")

    assert (all_told(anna), all_told(cato)) == (True, False)
