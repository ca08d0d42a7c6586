"""The house's secure mail: once, never in the clear, and seen when it fails (V-1)."""

import re
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts import mails
from privacy import shipping, waiting
from privacy.approvals import Approval, ApprovalRequest
from privacy.models import Disclosure, Recall, Shipment
from tests.backstage import backstage
from tests.gateway import Post, known, standing
from tests.inside import ask
from tests.privacy.outside import (
    GOOD,
    OF_BRAM,
    OF_PIM,
    TO,
    VITAL,
    answered,
    assessed,
    disclosed,
    letters,
    planned,
    told,
)
from tests.walks import ROOT
from zvh.guard.announce import acting_as
from zvh.lib.keys import new_id

LATER = timedelta(minutes=6)
DOWN = 9  # where nobody listens


def sent(browser, plan, way="gateway", **more):
    url = reverse("privacy:send_outside", args=[plan.pk])
    with known(DOWN):
        return browser.post(url, {"way": way, "address": TO, **more})


def taken_back(sign_in, user):
    with backstage():
        asked = ApprovalRequest.objects.get(party=user.party)
        (key,) = Approval.objects.filter(giver=user.party).values_list("pk", flat=True)
    url = reverse("privacy:approval_request", args=[asked.pk])
    assert sign_in(user).post(url, {str(key): "no"}).status_code == 302


def waiting_letters():
    """How many wait for the gateway by the numbers, and for how many seconds."""
    _, told = ask("/metrics")
    found = dict(re.findall(r"^zvh_secure_mails_(\w+) ([\d.e+]+)$", told, re.MULTILINE))
    return float(found["waiting"]), float(found["oldest_seconds"])


def text_of(letter):
    (paper,) = [it for it in letter.walk() if it.get_filename()]
    pages = PdfReader(BytesIO(paper.get_payload(decode=True))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.eis("V-1", "P-5")
def test_it_goes_once_and_only_to_whom_it_is_for(plan, sign_in, anna, tmp_path):
    answer = sent(sign_in(anna), plan)

    with standing(Post(), tmp_path) as post:
        went = (shipping.send_due(), shipping.send_due())

    assert (answer.status_code, went) == (302, (1, 0))
    assert (post.to, post.was_hidden) == ([TO], [True])
    assert OF_BRAM in text_of(post.letters[0])
    assert OF_BRAM.encode() not in post.raw[0]
    assert disclosed().channel == "gateway"
    assert disclosed().delivered_at is not None


@pytest.mark.eis("V-1")
def test_what_goes_by_secure_mail_never_goes_by_plain_mail(plan, sign_in, anna):
    sent(sign_in(anna), plan)

    with known(DOWN):
        shipping.send_due()
    mails.send_outgoing()

    assert TO not in [to for it in mail.outbox for to in it.recipients()]


@pytest.mark.eis("V-1")
def test_a_gateway_that_is_down_holds_nobody_up_and_is_seen(
    plan, sign_in, anna, tmp_path
):
    answer = sent(sign_in(anna), plan)
    with known(DOWN):
        failed = shipping.send_due()
    (letter,) = letters()
    url = reverse("privacy:shipment", args=[letter.pk])

    today = sign_in(anna).get(reverse("cases:today")).text
    page = sign_in(anna).get(reverse("privacy:proposal", args=[plan.pk])).text
    with standing(Post(), tmp_path) as post:
        soon = shipping.send_due()
        with time_machine.travel(timezone.now() + LATER):
            waits = waiting_letters()
            again = shipping.send_due()

    assert (answer.status_code, failed, soon, again) == (302, 0, 0, 1)
    # Who runs the house sees that it waits, and for how long; and then that it went.
    assert (waits[0], waits[1] >= LATER.total_seconds()) == (1, True)
    assert waiting_letters() == (0, 0)
    assert url in today
    assert "Niet verstuurd" in page
    assert "niet bereikbaar" in page
    assert len(post.letters) == 1
    assert url not in sign_in(anna).get(reverse("cases:today")).text


@pytest.mark.eis("V-1")
@pytest.mark.parametrize(
    ("wrong", "why"), [({"tls": False}, "no_tls"), ({"ours": False}, "certificate")]
)
def test_a_gateway_that_is_not_safe_gets_nothing(
    plan, sign_in, anna, tmp_path, wrong, why
):
    sent(sign_in(anna), plan)

    with standing(Post(), tmp_path, **wrong) as post:
        shipping.send_due()

    (letter,) = letters()
    assert (post.raw, letter.error) == ([], why)
    assert disclosed().delivered_at is None


@pytest.mark.eis("V-1")
def test_when_nobody_knows_whether_it_came_a_person_decides(
    plan, sign_in, anna, tmp_path
):
    sent(sign_in(anna), plan)
    with standing(Post(hangs_up=True), tmp_path):
        shipping.send_due()
    (letter,) = letters()
    url = reverse("privacy:shipment", args=[letter.pk])

    with standing(Post(), tmp_path) as post:
        with time_machine.travel(timezone.now() + LATER):
            by_itself = shipping.send_due()
        page = sign_in(anna).get(url).text
        sign_in(anna).post(url, {"address": TO})
        by_hand = shipping.send_due()

    assert (by_itself, by_hand, len(post.letters)) == (0, 1, 1)
    assert "Misschien is het aangekomen" in page


@pytest.mark.eis("V-1", "V-2")
@pytest.mark.parametrize("then", [None, Post(refuses_address=True), Post()])
def test_what_maybe_came_is_asked_back_also_after_it_is_sent_once_more(
    plan, sign_in, anna, bram, tmp_path, then
):
    """The first time it may have arrived; of the second that is known, or not yet."""
    sent(sign_in(anna), plan)
    with standing(Post(hangs_up=True), tmp_path):
        shipping.send_due()
    (letter,) = letters()
    url = reverse("privacy:shipment", args=[letter.pk])
    sign_in(anna).post(url, {"address": TO})
    if then and then.refuses_address:
        with standing(then, tmp_path):
            shipping.send_due()

    taken_back(sign_in, bram)
    if then and not then.refuses_address:
        with standing(then, tmp_path):
            shipping.send_due()
    waiting.take_back()

    with backstage():
        assert Recall.objects.get().was_opened
        assert Shipment.objects.filter(kind="recall").count() == 1


@pytest.mark.eis("V-1", "V-2")
def test_what_maybe_came_goes_once_more_to_that_address_alone(
    plan, sign_in, anna, tmp_path
):
    """To another address it would be asked back of who never got it."""
    sent(sign_in(anna), plan)
    with standing(Post(hangs_up=True), tmp_path):
        shipping.send_due()
    (letter,) = letters()
    url = reverse("privacy:shipment", args=[letter.pk])

    for _ in "before", "after":
        sign_in(anna).post(url, {"address": "ander@stichting.example"})
    with acting_as(anna), pytest.raises(PermissionDenied, match="dat adres"):
        shipping.again(letter, by=anna, address="ander@stichting.example")

    assert letters()[0].address == TO


@pytest.mark.eis("V-1")
def test_an_address_that_is_refused_waits_for_a_better_one(
    plan, sign_in, anna, tmp_path
):
    sent(sign_in(anna), plan)
    with standing(Post(refuses_address=True), tmp_path):
        shipping.send_due()
    (letter,) = letters()
    better = "post@stichting.example"
    counted = waiting_letters()

    with standing(Post(), tmp_path) as post:
        with time_machine.travel(timezone.now() + LATER):
            by_itself = shipping.send_due()
        url = reverse("privacy:shipment", args=[letter.pk])
        sign_in(anna).post(url, {"address": better})
        by_hand = shipping.send_due()

    assert (letter.error, by_itself, by_hand) == ("address", 0, 1)
    # What somebody has to look at first is for the bureau, and no fault of the gateway.
    assert counted == (0, 0)
    assert post.to == [better]


@pytest.mark.eis("V-1", "V-2")
def test_what_is_taken_back_before_it_goes_is_not_in_it(
    plan, sign_in, anna, bram, tmp_path
):
    sent(sign_in(anna), plan)
    taken_back(sign_in, bram)

    with standing(Post(), tmp_path) as post:
        shipping.send_due()
    waiting.take_back()

    text = text_of(post.letters[0])
    assert (OF_BRAM in text, OF_PIM in text) == (False, True)
    with backstage():
        assert not Recall.objects.get().was_opened


@pytest.mark.eis("V-1", "V-2")
def test_when_nothing_may_go_any_more_nothing_goes(
    plan, sign_in, anna, bram, politie, tmp_path
):
    sent(sign_in(anna), plan)
    taken_back(sign_in, bram)
    taken_back(sign_in, politie)

    with standing(Post(), tmp_path) as post:
        shipping.send_due()

    (letter,) = letters()
    assert (post.letters, letter.is_open) == ([], False)
    assert disclosed().delivered_at is None


@pytest.mark.eis("V-1", "V-2")
def test_who_got_it_is_told_by_the_same_way_what_to_delete(
    plan, sign_in, anna, bram, fg, tmp_path
):
    sent(sign_in(anna), plan)
    with standing(Post(), tmp_path) as post:
        shipping.send_due()
        taken_back(sign_in, bram)
        waiting.take_back()
        waiting.take_back()
        shipping.send_due()
    with backstage():
        recall = Recall.objects.select_related("recipient").get()

    sign_in(anna).post(reverse("privacy:confirm_deletion", args=[recall.pk]))
    register = sign_in(fg).get(reverse("privacy:disclosures")).text

    assert (recall.was_opened, post.to) == (True, [TO, TO])
    told_so = post.letters[1].get_payload(decode=True).decode()
    assert f"onderdeel {recall.position}" in told_so
    assert OF_BRAM not in told_so
    assert f"weg volgens {recall.recipient.name}, verteld aan {anna.name}" in register


@pytest.mark.eis("V-1b")
def test_after_acute_danger_a_no_is_a_reason_to_delete(
    case, sign_in, anna, bram, politie, tmp_path
):
    plan = planned(case, anna, told(case, anna, bram, politie))
    assessed(plan, anna, **VITAL, vouching=politie.party)
    sent(sign_in(anna), plan)
    with standing(Post(), tmp_path) as post:
        shipping.send_due()
        taken_back(sign_in, bram)
        waiting.take_back()
        shipping.send_due()

    assert OF_BRAM in text_of(post.letters[0])
    with backstage():
        recall = Recall.objects.get()
    assert (recall.giver, recall.was_opened) == (bram.party, True)
    assert len(post.letters) == 2


@pytest.mark.eis("V-1")
def test_a_house_without_gateway_does_not_offer_it(plan, sign_in, anna):
    url = reverse("privacy:send_outside", args=[plan.pk])

    page = sign_in(anna).get(url)
    answer = sign_in(anna).post(url, {"way": "gateway", "address": TO})

    assert "beveiligde mail" not in page.text
    assert answer.status_code == 200
    with backstage():
        assert not Disclosure.objects.exists()


@pytest.mark.eis("V-1")
def test_it_waits_for_somebody_who_may_send_it(plan, sign_in, anna, bas, tmp_path):
    """Who verstrekte it left the house before it went."""
    sent(sign_in(anna), plan)
    with backstage():
        anna.authorisations.update(until=timezone.localdate() - timedelta(days=1))

    with standing(Post(), tmp_path) as post:
        shipping.send_due()

    (letter,) = letters()
    assert (post.letters, letter.error) == ([], "no_access")


@pytest.mark.eis("V-1")
def test_somebody_of_the_bureau_stops_it(plan, sign_in, anna, tmp_path):
    sent(sign_in(anna), plan)
    (letter,) = letters()

    sign_in(anna).post(reverse("privacy:stop_shipment", args=[letter.pk]))
    with standing(Post(), tmp_path) as post:
        shipping.send_due()

    assert post.letters == []


@pytest.mark.eis("V-1", "P-4")
@pytest.mark.parametrize("who", ["bram", "politie", "fg", "bestuurder", "cato"])
def test_nobody_else_sees_to_where_it_went(plan, sign_in, anna, request, who):
    sent(sign_in(anna), plan)
    (letter,) = letters()
    user = request.getfixturevalue(who)

    answer = sign_in(user).get(reverse("privacy:shipment", args=[letter.pk]))

    assert answer.status_code == 404
    with acting_as(user):
        assert not Shipment.objects.exists()


@pytest.mark.eis("V-1")
@pytest.mark.parametrize("table", [Shipment, Disclosure])
def test_nobody_says_by_hand_that_it_was_taken(plan, sign_in, anna, table):
    sent(sign_in(anna), plan)
    column = "sent_at" if table is Shipment else "delivered_at"

    try:
        with acting_as(anna), transaction.atomic():
            changed = table.objects.update(**{column: timezone.now()})
    except DatabaseError:
        changed = 0

    assert not changed
    with backstage():
        assert getattr(table.objects.get(), column) is None


def test_the_worker_can_make_each_document():
    """It imports no page, and the rooms must have said what they make all the same."""
    known = "import django; django.setup(); from privacy import papers;"
    told = "print(sorted(map(str, papers._makers)))"
    run = [sys.executable, "-c", known + told]

    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "['extract', 'handover', 'third']"


@pytest.mark.eis("V-1", "V-2")
def test_who_said_no_then_yes_and_takes_that_back_is_followed_again(
    case, sign_in, anna, bram, politie, tmp_path
):
    """That nothing followed from the no says nothing of what went on the yes."""
    plan = planned(case, anna, told(case, anna, bram, politie))
    assessed(plan, anna, **GOOD)
    for said in "no", "yes":
        answered(plan, sign_in, anna, bram, politie, said=said)
        waiting.take_back()
    sent(sign_in(anna), plan)
    with standing(Post(), tmp_path):
        shipping.send_due()

    taken_back(sign_in, bram)
    waiting.take_back()

    with backstage():
        recall = Recall.objects.get()
    assert (recall.giver, recall.was_opened) == (bram.party, True)


@pytest.mark.eis("V-1", "S-10")
@pytest.mark.parametrize("table", [Shipment, Disclosure])
def test_nobody_adds_by_hand_what_was_taken(plan, sign_in, anna, table):
    sent(sign_in(anna), plan)
    with backstage():
        made = table.objects.get()
    made.pk = new_id()
    if table is Shipment:
        made.disclosure_key, made.sent_at = new_id(), timezone.now()
    else:
        made.delivered_at = timezone.now()

    with (
        acting_as(anna),
        pytest.raises(DatabaseError, match="stays"),
        transaction.atomic(),
    ):
        table.objects.bulk_create([made])


@pytest.mark.eis("V-2")
@pytest.mark.parametrize("is_sure", [True, False])
@pytest.mark.parametrize(
    "change", [{"went": []}, {"address": "ander@stichting.example"}, {"unsure": []}]
)
def test_nobody_hides_by_hand_what_may_have_arrived(
    plan, sign_in, anna, bram, tmp_path, change, is_sure
):
    sent(sign_in(anna), plan)
    with standing(Post(hangs_up=not is_sure), tmp_path):
        shipping.send_due()
    if "unsure" in change and not is_sure:
        (letter,) = letters()
        with acting_as(anna):
            shipping.again(letter, by=anna, address=TO)

    with acting_as(anna), suppress(DatabaseError), transaction.atomic():
        row = Shipment.objects.get()
        for name, value in {**change, "claimed_at": None}.items():
            setattr(row, name, value)
        row.save()
    taken_back(sign_in, bram)
    waiting.take_back()

    with backstage():
        assert Recall.objects.get().was_opened
        assert Shipment.objects.get(kind="recall").address == TO
