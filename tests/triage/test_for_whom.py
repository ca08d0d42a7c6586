"""For whom the bureau works: where that Partij is not of lid 1, who answers for it."""

import pytest
from django.urls import reverse

from accounts.models import Role
from cases import principals
from ico.agreeing import name_casusregisseur
from tests.backstage import backstage
from tests.factories import UserFactory
from tests.triage.conftest import decide, fresh
from zvh.guard.announce import acting_as


@pytest.mark.eis("P-13")
def test_of_lid_1_somebody_answers_for_the_partij_that_registered(
    clock, send, anna, gemeente, sign_in
):
    case, browser = send(), sign_in(anna)
    clock.shift(60)
    browser.post(
        reverse("triage:decide_purpose", args=[case.pk]),
        {
            "fits": "yes",
            "grounds": "nuisance",
            "motivation": "Ernstige overlast.",
            "on_behalf_of": gemeente.pk,
        },
    )

    told = browser.get(reverse("cases:timeline", args=[case.pk])).text

    assert "namens GGZ De Linde (Gemeente Duin staat ervoor in)" in told


@pytest.mark.eis("P-13")
def test_who_answered_goes_on_to_when_another_partij_leads(
    weighing, anna, cato, gemeente
):
    with backstage():
        leads = UserFactory(party=gemeente, roles=[Role.KETENPARTNER])
    item = weighing()
    with acting_as(anna):
        decide(item, anna, "ico")
        case = fresh(item.case)
        name_casusregisseur(case, by=anna, user=cato)
        now = principals.of(case)
        assert (now.party, now.answering) == (cato.party, gemeente)
        name_casusregisseur(fresh(case), by=anna, user=leads)

    with backstage():
        now = principals.of(case)
    # Of lid 1 itself: nobody needs to answer for it.
    assert (now.party, now.answering) == (gemeente, None)
