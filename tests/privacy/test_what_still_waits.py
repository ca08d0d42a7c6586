"""What waits is looked at when its turn comes, and never stops in silence (V-1)."""

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from accounts.models import Role, SecurePage
from cases import actions as case_actions
from cases.models import Case, CaseUserGrant
from privacy import shipping
from privacy.models import Disclosure, Shipment
from tests.backstage import backstage
from tests.cast import play
from tests.gateway import Post, known, standing
from tests.ico.through_a_page import GATEWAY
from tests.privacy.outside import OF_BRAM, TO, disclosed, letters
from tests.privacy.test_by_secure_mail import DOWN, sent, taken_back, text_of
from tests.privacy.test_on_a_secure_page import send
from zvh.guard.announce import acting_as

TODAY = reverse("cases:today")


@pytest.fixture
def other_anna(db):
    role = Role.PROCESCOORDINATOR
    return play("anouk", "Anouk Voorbeeld", role, name="Huis (an)")


def restrict(case, by, *names):
    with acting_as(by):
        case_actions.restrict(Case.objects.get(pk=case.pk), by=by, names=[by, *names])


def close(case, anna):
    with acting_as(anna):
        case_actions.scale_down(Case.objects.get(pk=case.pk), by=anna)


def stopped_page():
    return reverse("privacy:stopped", args=[disclosed().pk])


@pytest.mark.eis("V-1", "P-2")
def test_what_waits_when_its_case_is_restricted_does_not_go(
    plan, sign_in, anna, fg, tmp_path
):
    sent(sign_in(anna), plan)
    restrict(plan.case, anna)

    with standing(Post(), tmp_path) as post:
        went = shipping.send_due()
    today = sign_in(anna).get(TODAY).text
    page = sign_in(anna).get(reverse("privacy:proposal", args=[plan.pk])).text
    register = sign_in(fg).get(reverse("privacy:disclosures")).text

    assert (went, post.letters, letters()[0].is_open) == (0, [], False)
    assert stopped_page() in today
    for text in (page, register):
        assert "de casus werd besloten" in text


@pytest.mark.eis("V-1")
def test_whoever_knows_that_it_stopped_says_so(plan, sign_in, anna):
    sent(sign_in(anna), plan)
    restrict(plan.case, anna)
    with known(DOWN):
        shipping.send_due()

    told = sign_in(anna).get(stopped_page()).text
    sign_in(anna).post(stopped_page())

    assert OF_BRAM not in told
    assert stopped_page() not in sign_in(anna).get(TODAY).text
    assert disclosed().noted_by == anna


@pytest.mark.eis("V-1", "P-2")
def test_what_somebody_sends_of_a_restricted_case_goes(plan, sign_in, anna, tmp_path):
    restrict(plan.case, anna)
    sent(sign_in(anna), plan)

    with standing(Post(), tmp_path) as post:
        shipping.send_due()

    assert OF_BRAM in text_of(post.letters[0])


@pytest.mark.eis("V-1", "P-2")
def test_who_may_not_see_the_case_any_more_hears_nothing_of_it(
    plan, sign_in, anna, other_anna, tmp_path
):
    """Then it is for who is named on the case, and not for who sent it."""
    sent(sign_in(anna), plan)
    with backstage():
        Case.objects.filter(pk=plan.case_id).update(coordinator=other_anna)
    with acting_as(other_anna):
        case = Case.objects.get(pk=plan.case_id)
        case_actions.restrict(case, by=other_anna, names=[])

    with standing(Post(), tmp_path) as post:
        shipping.send_due()

    assert (post.letters, disclosed().stopped_why) == ([], "restricted")
    assert stopped_page() not in sign_in(anna).get(TODAY).text
    assert sign_in(anna).get(stopped_page()).status_code == 404
    assert stopped_page() in sign_in(other_anna).get(TODAY).text


@pytest.mark.eis("V-1", "S-3")
def test_what_waits_when_its_case_is_closed_has_an_end(plan, sign_in, anna, tmp_path):
    sent(sign_in(anna), plan)
    with standing(Post(refuses_address=True), tmp_path):
        shipping.send_due()
    close(plan.case, anna)

    with standing(Post(), tmp_path) as post:
        shipping.send_due()
    today = sign_in(anna).get(TODAY).text

    assert (post.letters, letters()[0].is_open) == ([], False)
    assert disclosed().stopped_why == "closed"
    assert stopped_page() in today
    assert plan.case.number not in today
    assert sign_in(anna).post(stopped_page()).status_code == 302


@pytest.mark.eis("V-1", "S-3")
def test_what_maybe_came_of_a_closed_case_is_stopped_by_hand(
    plan, sign_in, anna, tmp_path
):
    sent(sign_in(anna), plan)
    with standing(Post(hangs_up=True), tmp_path):
        shipping.send_due()
    (letter,) = letters()
    close(plan.case, anna)
    browser = sign_in(anna)
    reason = "De mail van de verstrekking nakijken."
    browser.post(reverse("cases:shielded", args=[plan.case_id]), {"reason": reason})

    page = browser.get(reverse("privacy:shipment", args=[letter.pk])).text
    answer = browser.post(reverse("privacy:stop_shipment", args=[letter.pk]))
    again = browser.post(reverse("privacy:shipment", args=[letter.pk]), {"address": TO})

    assert "Stop deze mail" in page
    assert "Stuur opnieuw" not in page
    assert (answer.status_code, again.status_code) == (302, 403)
    assert letters()[0].stopped_by == anna
    assert (disclosed().stopped_why, disclosed().noted_by) == ("hand", anna)


@pytest.mark.eis("V-1", "V-2")
def test_when_nothing_may_go_any_more_whoever_sent_it_hears_so(
    plan, sign_in, anna, bram, politie, tmp_path
):
    sent(sign_in(anna), plan)
    taken_back(sign_in, bram)
    taken_back(sign_in, politie)

    with standing(Post(), tmp_path):
        shipping.send_due()

    assert disclosed().stopped_why == "ended"
    assert stopped_page() in sign_in(anna).get(TODAY).text


@pytest.mark.eis("V-1", "S-10")
@pytest.mark.parametrize(
    "change", [{"stopped_why": "hand"}, {"stopped_at": None}, {"noted_by": None}]
)
def test_nobody_makes_something_else_of_it_by_hand(plan, sign_in, anna, change):
    sent(sign_in(anna), plan)
    restrict(plan.case, anna)
    with known(DOWN):
        shipping.send_due()
    sign_in(anna).post(stopped_page())
    before = disclosed()

    try:
        with acting_as(anna), transaction.atomic():
            changed = Disclosure.objects.update(**change)
    except DatabaseError:
        changed = 0

    after = disclosed()
    assert not changed
    assert (after.stopped_at, after.noted_by) == (before.stopped_at, before.noted_by)


@pytest.mark.eis("V-1")
@pytest.mark.parametrize("who", ["bram", "fg", "bestuurder", "cato"])
def test_nobody_else_says_that_it_stopped(plan, sign_in, anna, request, who):
    sent(sign_in(anna), plan)
    restrict(plan.case, anna)
    with known(DOWN):
        shipping.send_due()
    user = request.getfixturevalue(who)

    assert sign_in(user).post(stopped_page()).status_code in (403, 404)
    with acting_as(user), transaction.atomic():
        rows = Disclosure.objects.all()
        assert not rows.update(noted_at=timezone.now(), noted_by=user)
    with acting_as(user):
        assert not Shipment.objects.exists()


@pytest.mark.eis("V-1", "S-10")
@pytest.mark.safety("X6")
def test_who_reads_it_does_not_say_for_the_bureau_that_it_stopped(
    laid_out, sign_in, anna
):
    """Opening it by hand, they also say who knows: that is the bureau's to say."""
    with backstage():
        Disclosure.objects.update(stopped_at=timezone.now(), stopped_why="ended")
        reader = SecurePage.objects.get().user
    now = timezone.now()
    opens = {"opened_at": now, "noted_at": now, "noted_by": anna}

    with pytest.raises(DatabaseError), acting_as(reader), transaction.atomic():
        Disclosure.objects.update(**opens)

    assert (disclosed().noted_by, disclosed().opened_at) == (None, None)


@pytest.mark.eis("V-1")
@pytest.mark.safety("X6")
@pytest.mark.parametrize("stops", [True, False])
def test_a_letter_is_stopped_by_name_and_goes_no_more(plan, sign_in, anna, stops):
    """By hand neither."""
    sent(sign_in(anna), plan)
    (letter,) = letters()
    if not stops:
        sign_in(anna).post(reverse("privacy:stop_shipment", args=[letter.pk]))
    change = {"stopped_at": timezone.now() if stops else None}

    with pytest.raises(DatabaseError), acting_as(anna), transaction.atomic():
        Shipment.objects.filter(pk=letter.pk).update(**change)

    assert letters()[0].is_open == stops


@pytest.fixture
def laid_out(plan, sign_in, anna, settings):
    """On a secure page; the mail with its link waits for the mail server."""
    settings.TEXT_MESSAGE_ADDRESS = GATEWAY
    assert send(sign_in(anna), plan).status_code == 302
    return plan


def mailed():
    mails.send_outgoing()
    return [to for it in mail.outbox for to in it.recipients()]


@pytest.mark.eis("V-1", "P-5", "P-2")
@pytest.mark.parametrize("why", ["restricted", "closed", "ended"])
def test_a_link_that_waits_does_not_go_where_nothing_may_be_read(
    laid_out, sign_in, anna, bram, politie, why
):
    if why == "restricted":
        restrict(laid_out.case, anna)
    elif why == "closed":
        close(laid_out.case, anna)
    else:
        taken_back(sign_in, bram)
        taken_back(sign_in, politie)

    to = mailed()

    assert TO not in to
    assert disclosed().stopped_why == why
    assert stopped_page() in sign_in(anna).get(TODAY).text


@pytest.mark.eis("V-1", "P-5")
def test_a_link_of_which_something_may_be_read_goes(laid_out, sign_in, bram):
    taken_back(sign_in, bram)

    assert TO in mailed()
    assert disclosed().stopped_at is None


@pytest.mark.eis("V-1", "P-5", "P-2")
def test_a_link_that_was_sent_of_a_restricted_case_goes(plan, sign_in, anna, settings):
    settings.TEXT_MESSAGE_ADDRESS = GATEWAY
    restrict(plan.case, anna)
    send(sign_in(anna), plan)

    assert TO in mailed()


@pytest.mark.eis("V-1", "P-5", "P-7")
def test_that_one_reader_left_stops_it_for_nobody_else(plan, sign_in, anna, settings):
    """Of a restricted case, in which it was sent: then nothing was stopped."""
    settings.TEXT_MESSAGE_ADDRESS = GATEWAY
    restrict(plan.case, anna)
    send(sign_in(anna), plan)
    with backstage():
        seats = CaseUserGrant.objects.filter(why="disclosure")
        seats.update(until=timezone.now())

    to = mailed()

    assert (TO in to, disclosed().stopped_at) == (False, None)
