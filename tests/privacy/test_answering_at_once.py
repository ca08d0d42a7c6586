"""A giver says yes at the moment at which somebody changes what they read (V-2)."""

import pytest
from django.urls import reverse

from cases.lifecycle import Phase
from cases.models import Contribution
from privacy import proposing
from privacy.approvals import Approval, ApprovalRequest
from privacy.models import PlannedDisclosure
from tests.backstage import backstage
from tests.privacy.outside import answered, planned, told
from tests.racing import about_to_commit, meanwhile, posting
from tests.stories import in_phase


@pytest.mark.eis("V-2")
@pytest.mark.safety("X9")
@pytest.mark.parametrize(
    ("page", "who", "told_by"),
    [
        pytest.param(
            *("approval_request", "bram", {}),
            id="by its giver",
            marks=pytest.mark.eis("I-3"),
        ),
        pytest.param(
            *("note_approval", "anna", {"spoken_by": "Bram, per telefoon"}),
            id="by telephone",
            marks=pytest.mark.eis("I-6"),
        ),
    ],
)
def test_a_yes_that_crosses_another_text_is_none(
    transactional_db, anna, bram, politie, sign_in, page, who, told_by
):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)
    piece, _ = told(case, anna, bram, politie)
    answered(planned(case, anna, [piece]), sign_in, anna)
    with backstage():
        request = ApprovalRequest.objects.get()
        key = str(Approval.objects.get().pk)
    url = reverse(f"privacy:{page}", args=[request.pk])
    browser = sign_in({"bram": bram, "anna": anna}[who])
    seen = browser.get(url).context["form"].mark

    def rewrite():
        found = Contribution.objects.get(pk=piece.pk)
        found.text = "Wat Bram niet zei."
        found.save()

    answer = meanwhile(
        about_to_commit(anna, rewrite),
        posting(browser, url, **{key: "yes"}, seen=seen, **told_by),
    )

    assert answer.status_code == 409
    with backstage():
        assert not Approval.objects.valid().exists()


@pytest.mark.eis("V-1b", "V-2")
def test_what_is_asked_while_the_proposal_lapses_asks_nobody(
    transactional_db, anna, bram, politie, sign_in
):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)
    plan = planned(case, anna, told(case, anna, bram, politie))
    browser = sign_in(anna)

    def lapse():
        proposing.drop(PlannedDisclosure.objects.get(pk=plan.pk), by=anna)

    meanwhile(
        about_to_commit(anna, lapse),
        posting(browser, reverse("privacy:ask_outside", args=[plan.pk])),
    )

    with backstage():
        assert not Approval.objects.standing().exists()
