"""Waiting for akkoord: asked once, reminded, and followed by who is there (V-2)."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Contact, Role
from cases import actions as case_actions
from cases.models import CaseUserGrant, Release
from house import profile
from ico import extracts, letting_go
from ico.models import InformationNeed, Plan
from privacy import waiting
from privacy.approvals import Approval, ApprovalRequest
from privacy.models import Recall
from tests.backstage import backstage
from tests.factories import UserFactory
from tests.ico.sharing import answer, ask, contact_of, need, request_of
from tests.ico.test_deliberating import bring_in
from tests.racing import about_to_commit, meanwhile, posting
from zvh.guard import jobs
from zvh.guard.announce import acting_as


@pytest.fixture
def pieces(table, meeting, anna, bram, noor, politie):
    of_bram, of_pim = bring_in(bram), bring_in(politie)
    need(meeting, anna, (of_bram, noor))
    for user in (bram, politie):
        contact_of(user)
    return of_bram, of_pim


@pytest.fixture
def shared(pieces, established):
    return established


def count():
    with backstage():
        return Approval.objects.count()


@pytest.mark.eis("V-2")
def test_only_what_is_new_is_asked_again(
    shared, sign_in, anna, bram, noor, politie, pieces
):
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram, "no")
    with backstage():
        InformationNeed.objects.create(
            case_id=shared.case_id,
            meeting_id=shared.meeting_id,
            party=noor.party,
            piece_id=pieces[1].pk,
        )

    ask(sign_in(anna), shared)

    assert count() == 2
    with backstage():
        asked = ApprovalRequest.objects.order_by("asked_at")
        assert [one.party for one in asked] == [bram.party, politie.party]


@pytest.mark.eis("V-2")
def test_two_lists_of_one_case_are_told_apart(
    shared, sign_in, anna, bram, noor, politie, pieces
):
    ask(sign_in(anna), shared)
    with backstage():
        InformationNeed.objects.create(
            case_id=shared.case_id,
            meeting_id=shared.meeting_id,
            party=politie.party,
            piece_id=pieces[0].pk,
        )
    ask(sign_in(anna), shared)
    with backstage():
        assert ApprovalRequest.objects.filter(party=bram.party).count() == 2

    start = sign_in(bram).get(reverse("cases:start")).text
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        today = sign_in(anna).get(reverse("cases:today")).text

    for page in (start, today):
        for receiver in (noor, politie):
            assert f"voor {receiver.party.name}" in page


@pytest.mark.eis("V-2")
def test_what_was_taken_back_is_not_asked_again(shared, sign_in, anna, bram):
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram)
    answer(sign_in(bram), bram, "no")

    ask(sign_in(anna), shared)

    assert count() == 1


@pytest.mark.eis("V-2")
@pytest.mark.safety("J1")
def test_who_does_not_answer_is_reminded_once_for_each_day(
    shared, sign_in, anna, bram, mailoutbox
):
    ask(sign_in(anna), shared)
    jobs.run("mail")
    before = len(mailoutbox)

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        for _ in range(3):
            waiting.follow()
        jobs.run("mail")

    reminders = [it for it in mailoutbox[before:] if it.to == [bram.email]]
    assert len(reminders) == len(profile.active().inquiries.reminder_days)
    with backstage():
        assert ApprovalRequest.objects.get().reminders == len(reminders)
    assert all("Herinnering" in it.subject for it in reminders)


# Asked on, to be answered before, the first reminder.
DAYS = [
    ((2026, 12, 4), (2026, 12, 11), (2026, 12, 8)),  # over a weekend
    ((2026, 12, 24), (2027, 1, 4), (2026, 12, 29)),  # over Christmas and New Year
    ((2027, 3, 25), (2027, 4, 5), (2027, 3, 31)),  # over Easter and summer time
    ((2027, 10, 29), (2027, 11, 5), (2027, 11, 2)),  # over the end of summer time
]


@pytest.mark.eis("V-2")
@pytest.mark.parametrize(("asked", "before", "reminder"), DAYS, ids=str)
def test_the_term_of_an_akkoord_counts_the_days_on_which_people_work(
    shared, anna, asked, before, reminder
):
    day, local = date(*reminder), timezone.get_default_timezone()
    silent = datetime.combine(day - timedelta(days=1), time(23), local)
    speaks = datetime.combine(day, time(1), local)
    with time_machine.travel(datetime(*asked, 23, tzinfo=local)), acting_as(anna):
        letting_go.ask_approval(Plan.objects.get(pk=shared.pk), by=anna)

    with time_machine.travel(silent):
        nothing = waiting.follow()
    with time_machine.travel(speaks):
        reminded = [waiting.follow(), waiting.follow()]

    assert (nothing, reminded) == (0, [1, 0])
    with backstage():
        assert ApprovalRequest.objects.get().answer_before == date(*before)


@pytest.mark.eis("V-2")
def test_who_answered_is_reminded_no_more(shared, sign_in, anna, bram):
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram)

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        waiting.follow()

    with backstage():
        assert ApprovalRequest.objects.get().reminders == 0


@pytest.mark.eis("V-2", "P-4")
def test_a_new_contact_can_answer_and_one_who_left_can_not(shared, sign_in, anna, bram):
    ask(sign_in(anna), shared)
    with backstage():
        other = UserFactory(party=bram.party, roles=[Role.KETENPARTNER])
        Contact.objects.filter(user=bram).update(user=other, email=other.email)
    url = reverse("privacy:approval_request", args=[request_of(bram).pk])

    waiting.follow()

    assert sign_in(other).get(url).status_code == 200
    assert sign_in(bram).get(url).status_code == 404


@pytest.mark.eis("V-2", "P-7")
def test_whose_access_ended_is_not_let_in_again_and_the_others_are_followed(
    shared, sign_in, anna, bram, politie
):
    ask(sign_in(anna), shared)
    request = request_of(bram)
    with backstage():
        CaseUserGrant.objects.filter(user=bram, source_id=request.pk).update(
            until=timezone.now()
        )
        other = UserFactory(party=bram.party, roles=[Role.KETENPARTNER])
        Contact.objects.create(party=bram.party, user=other, email=other.email)
        name = Contact.objects.get(user=bram).name
    url = reverse("privacy:approval_request", args=[request.pk])

    waiting.follow()

    assert sign_in(other).get(url).status_code == 200
    assert sign_in(bram).get(url).status_code == 404
    # The bureau reads who cannot answer, and what to do.
    page = sign_in(anna).get(reverse("ico:plan_sharing", args=[shared.pk])).text
    assert f"{name} ziet deze vraag niet meer: de toegang eindigde. Bel" in page
    assert page.count("ziet deze vraag niet meer") == 1


@pytest.mark.eis("V-2")
def test_a_case_that_is_restricted_asks_nobody_any_more(shared, sign_in, anna, bram):
    ask(sign_in(anna), shared)
    url = reverse("privacy:approval_request", args=[request_of(bram).pk])
    with acting_as(anna):
        case_actions.restrict(shared.case, by=anna, names=[])
    waiting.follow()

    assert sign_in(bram).get(url).status_code == 404


@pytest.mark.eis("V-1", "V-2")
@pytest.mark.django_db(transaction=True)
def test_an_akkoord_is_either_used_or_taken_back(shared, sign_in, anna, bram, noor):
    """Who takes it back while it goes out waits, and then it is taken back."""
    ask(sign_in(anna), shared)
    answer(sign_in(bram), bram)
    url = reverse("privacy:approval_request", args=[request_of(bram).pk])
    with backstage():
        key = str(Approval.objects.get().pk)
    taking_back = posting(sign_in(bram), url, **{key: "no"})

    response = meanwhile(
        about_to_commit(anna, lambda: sent(shared, anna, noor)), taking_back
    )
    waiting.take_back()

    assert response.status_code == 302
    with backstage():
        assert not Release.objects.filter(use="disclosure", until=None).exists()
        (recall,) = Recall.objects.all()
    assert not recall.was_opened


def sent(plan, anna, user):
    plan = Plan.objects.get(pk=plan.pk)
    mark = extracts.for_party(plan, user.party).mark
    return letting_go.send_extract(plan, by=anna, party=user.party, mark=mark)
