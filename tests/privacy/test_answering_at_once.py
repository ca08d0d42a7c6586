"""A giver says yes at the moment at which somebody changes what they read (V-2)."""

import pytest
from django.urls import reverse

from cases.lifecycle import Phase
from cases.models import Contribution
from privacy.approvals import Approval, ApprovalRequest
from tests.backstage import backstage
from tests.privacy.outside import answered, planned, told
from tests.racing import about_to_commit, meanwhile, posting
from tests.stories import in_phase


@pytest.mark.eis("V-2", "I-3")
@pytest.mark.safety("X9")
def test_a_yes_that_crosses_another_text_is_none(
    transactional_db, anna, bram, politie, sign_in
):
    case = in_phase(Phase.ICO, partner=bram, anna=anna)
    piece, _ = told(case, anna, bram, politie)
    answered(planned(case, anna, [piece]), sign_in, anna)
    with backstage():
        url = reverse(
            "privacy:approval_request", args=[ApprovalRequest.objects.get().pk]
        )
        key = str(Approval.objects.get().pk)
    browser = sign_in(bram)
    seen = browser.get(url).context["form"].mark

    def rewrite():
        found = Contribution.objects.get(pk=piece.pk)
        found.text = "Wat Bram niet zei."
        found.save()

    answer = meanwhile(
        about_to_commit(anna, rewrite), posting(browser, url, **{key: "yes"}, seen=seen)
    )

    assert answer.status_code == 409
    with backstage():
        assert not Approval.objects.valid().exists()
