"""What was taken back is deleted by who has it, or somebody calls them (V-1, V-2)."""

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from privacy import shipping, waiting
from privacy.models import Recall
from privacy.recalls import DAYS_TO_CONFIRM
from tests.backstage import backstage
from tests.gateway import Post, standing
from tests.privacy.outside import OF_BRAM
from tests.privacy.test_by_secure_mail import sent, taken_back
from zvh.guard.announce import acting_as
from zvh.lib.dates import add_working_days

TODAY = reverse("cases:today")


@pytest.fixture
def on_paper(plan, sign_in, anna, bram):
    """It was given on paper, and then Bram's Partij agreed no longer."""
    url = reverse("privacy:send_outside", args=[plan.pk])
    assert sign_in(anna).post(url, {"way": "by_hand"}).status_code == 302
    return followed(sign_in, bram)


@pytest.fixture
def mailed(plan, sign_in, anna, bram, tmp_path):
    sent(sign_in(anna), plan)
    with standing(Post(), tmp_path):
        shipping.send_due()
    return followed(sign_in, bram)


def followed(sign_in, bram):
    taken_back(sign_in, bram)
    waiting.take_back()
    with backstage():
        return Recall.objects.get()


def page(recall):
    return reverse("privacy:confirm_deletion", args=[recall.pk])


@pytest.mark.eis("V-1", "V-2")
def test_who_has_it_on_paper_is_called_at_once(on_paper, sign_in, anna, bas):
    assert page(on_paper) in sign_in(anna).get(TODAY).text
    everybodys = sign_in(bas).get(f"{TODAY}?van=iedereen").text
    assert page(on_paper) in everybodys


@pytest.mark.eis("V-1", "V-2")
def test_who_can_confirm_themselves_gets_the_time_for_it(mailed, sign_in, anna):
    browser, today = sign_in(anna), timezone.localdate()
    term = add_working_days(today, DAYS_TO_CONFIRM) - today

    before = browser.get(TODAY).text
    with time_machine.travel(timezone.now() + term, tick=False):
        after = sign_in(anna).get(TODAY).text

    assert (page(mailed) in before, page(mailed) in after) == (False, True)


@pytest.mark.eis("V-1", "S-10")
def test_the_register_says_who_confirmed_and_to_whom(on_paper, sign_in, anna, fg):
    register = reverse("privacy:disclosures")

    before = sign_in(fg).get(register).text
    told = sign_in(anna).get(page(on_paper)).text
    sign_in(anna).post(page(on_paper))
    after = sign_in(fg).get(register).text

    assert f"niet bevestigd door {on_paper.to}" in before
    assert f"Bel {on_paper.to}" in told
    assert OF_BRAM not in told
    assert f"weg volgens {on_paper.to}, verteld aan {anna.name}" in after
    assert page(on_paper) not in sign_in(anna).get(TODAY).text


@pytest.mark.eis("V-1", "S-10")
def test_nobody_of_the_bureau_confirms_as_if_they_were_the_receiver(on_paper, anna):
    now = timezone.now()

    with (
        acting_as(anna),
        pytest.raises(DatabaseError, match="row-level"),
        transaction.atomic(),
    ):
        Recall.objects.update(confirmed_at=now, confirmed_by=anna, was_told=False)


@pytest.mark.eis("V-1")
@pytest.mark.parametrize("who", ["bram", "fg", "bestuurder", "cato"])
def test_nobody_else_says_that_it_is_gone(on_paper, sign_in, request, who):
    user = request.getfixturevalue(who)

    assert sign_in(user).post(page(on_paper)).status_code in (403, 404)
    with backstage():
        on_paper.refresh_from_db()
    assert on_paper.confirmed_at is None
