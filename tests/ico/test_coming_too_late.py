"""Whoever was overtaken by a colleague is told so, and nothing stumbles."""

import pytest
from django.urls import reverse

from accounts.models import Role
from cases.models import Case, Contribution
from ico import actions
from ico.models import Action, Afschaling, Invitation
from tests.backstage import backstage
from tests.cast import play
from tests.factories import UserFactory
from tests.ico.test_ending import reopen, scale_down
from tests.racing import about_to_commit, meanwhile, posting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(db):
    """Another procescoördinator."""
    return play("ada", "Ada Voorbeeld", Role.PROCESCOORDINATOR, name="Huis (ada)")


@pytest.fixture
def closing(established, case, anna, noor):
    """Anna scales the case down; nobody sees it yet."""
    return about_to_commit(anna, lambda: scale_down(case, anna, noor.party))


@pytest.fixture
def withdrawing(table, anna, noor):
    """Anna takes the invitation of Noor back; nobody sees it yet."""

    def withdraw():
        found = Invitation.objects.get(pk=invitation_of(noor).pk)
        actions.withdraw_invitation(found, by=anna)

    return about_to_commit(anna, withdraw)


def invitation_of(user):
    with backstage():
        return Invitation.objects.get(user=user)


def test_answer_to_an_invitation_just_taken_back_finds_nothing(
    withdrawing, noor, sign_in
):
    url = reverse("ico:answer", args=[invitation_of(noor).pk])

    late = meanwhile(withdrawing, posting(sign_in(noor), url, answer="accepted"))

    assert late.status_code in (403, 404)
    assert invitation_of(noor).answer != "accepted"


def test_colleague_sent_to_an_invitation_just_taken_back_finds_nothing(
    withdrawing, noor, sign_in
):
    with backstage():
        other = UserFactory(party=noor.party, roles=[Role.KETENPARTNER])
    url = reverse("ico:send_colleague", args=[invitation_of(noor).pk])
    sending = posting(sign_in(noor), url, **{"collega-colleague": other.pk})

    late = meanwhile(withdrawing, sending)

    assert late.status_code in (403, 404)
    assert invitation_of(noor).replacement_id is None


def test_second_reopening_at_once_is_told_of_the_first(
    established, case, anna, ada, noor, sign_in
):
    scale_down(case, anna, noor.party)
    opening = about_to_commit(anna, lambda: reopen(case, anna))
    url = reverse("ico:reopen", args=[case.pk])

    late = meanwhile(opening, posting(sign_in(ada), url, because="Weer overlast."))

    assert late.status_code in (403, 409)


@pytest.mark.safety("I6")
def test_second_scaling_down_at_once_is_told_of_the_first(
    closing, case, ada, noor, sign_in
):
    told = {"goal_reached": "yes", "cooperation": "yes", "met_1": "yes"}
    told |= {"way": "ico"}
    fields = {"reason": "beheersbaar", "closing_party": noor.party_id, **told}
    url = reverse("ico:afschaling", args=[case.pk])

    late = meanwhile(closing, posting(sign_in(ada), url, **fields))

    assert late.status_code in (403, 409)
    with backstage():
        assert Afschaling.objects.count() == 1


def test_report_on_what_was_just_closed_is_told_so(closing, noor, sign_in):
    with backstage():
        action = Action.objects.get()
    url = reverse("ico:action_report", args=[action.pk])
    fields = {"version": action.version, "state": "open", "report": "Bezig."}

    late = meanwhile(closing, posting(sign_in(noor), url, **fields))

    assert late.status_code in (403, 404, 409)
    with backstage():
        assert Action.objects.get().report == ""


def test_piece_noted_on_a_case_just_scaled_down_is_refused(
    closing, case, bas, politie, sign_in
):
    fields = {"party": politie.party_id, "spoken_by": "Pim, per telefoon"}
    fields |= {"category": "police", "text": "Na de afschaling."}
    url = reverse("cases:contribute", args=[case.pk])

    late = meanwhile(closing, posting(sign_in(bas), url, **fields))

    assert late.status_code == 403
    with backstage():
        assert not Contribution.objects.exists()
        assert Case.objects.get(pk=case.pk).is_shielded
