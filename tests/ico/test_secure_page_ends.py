"""When a secure page ends, what is forgotten, and who can have one."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import codes
from accounts.models import SecurePage, User
from cases import actions as case_actions
from cases import visiting
from ico import actions
from ico.models import Invitation, Meeting
from tests.backstage import backstage
from tests.factories import PartyFactory
from tests.ico.conftest import begin
from tests.ico.through_a_page import (
    ADDRESS,
    ask,
    listed,
    opened,
    outsider_of,
    with_page,
)
from zvh.guard.announce import acting_as

pytestmark = pytest.mark.usefixtures("gateway")
LIST = reverse("ico:invitations")
GUEST = {
    "name": "Kim Voorbeeld",
    "function": "wijkverpleegkundige",
    "address": ADDRESS,
    "phone": "0612345678",
    "need": "must",
    "ground": "beeldvorming",
    "reason": "Kent het gezin.",
    "asked": "Vertel.",
}


def text(response):
    return response.content.decode()


def of(page):
    with backstage():
        return SecurePage.objects.get(pk=page.pk)


def _withdraw(kim, anna, meeting, case):
    actions.withdraw_invitation(Invitation.objects.get(pk=kim.object_key), by=anna)


def _cancel(kim, anna, meeting, case):
    actions.cancel_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)


def _close(kim, anna, meeting, case):
    actions.close_meeting(Meeting.objects.get(pk=meeting.pk), by=anna)


def _scale_down(kim, anna, meeting, case):
    case.refresh_from_db()
    case_actions.scale_down(case, by=anna)


ENDS = {
    "invitation": _withdraw,
    "meeting off": _cancel,
    "meeting over": _close,
    "case": _scale_down,
}


@pytest.mark.eis("P-5", "P-7", "S-3")
@pytest.mark.safety("X1")
@pytest.mark.parametrize("how", ENDS)
def test_page_ends_with_what_it_is_about(how, kim, anna, meeting, case):
    client = opened(kim)
    assert client.get(LIST).status_code == 200
    begin(meeting)

    with acting_as(anna):
        ENDS[how](kim, anna, meeting, case)

    assert client.get(LIST).url.startswith("/inloggen/")
    again = Client()
    ask(again, kim)
    assert codes.send_asked() == 0
    with acting_as(kim.user):
        assert not Invitation.objects.exists()
        assert not Meeting.objects.exists()


@pytest.mark.eis("P-5")
@pytest.mark.parametrize(("minutes", "opens"), [(89, True), (91, False)])
def test_page_is_valid_until_the_meeting_ends(kim, meeting, starts_at, minutes, opens):
    with time_machine.travel(starts_at + timedelta(minutes=minutes), tick=False):
        ask(Client(), kim)
        assert codes.send_asked() == (1 if opens else 0)


@pytest.mark.eis("P-5", "P-4", "G-4")
def test_guest_of_a_partij_that_left_reads_nothing(kim, thuiszorg):
    with backstage():
        thuiszorg.bound_until = timezone.localdate()
        thuiszorg.save()

    with acting_as(kim.user):
        assert not Invitation.objects.exists()


@pytest.mark.eis("P-5", "S-5")
@pytest.mark.safety("P1")
def test_address_goes_when_it_is_over_and_the_name_with_the_case(
    kim, anna, meeting, case
):
    with acting_as(anna):
        _cancel(kim, anna, meeting, case)
    assert visiting.forget_pages() == 0
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert visiting.forget_pages() == 1
        assert visiting.forget_pages() == 0
    page = of(kim)
    assert (page.address, page.phone) == ("", "")

    with backstage():
        case.delete()
    visiting.forget_pages()

    with backstage():
        assert User.objects.get(pk=kim.user_id).name == "Zonder account"


@pytest.mark.eis("P-5")
def test_nobody_signs_in_as_a_guest_or_chooses_them_from_a_list(kim):
    assert not kim.user.is_active
    assert not kim.user.has_usable_password()
    with backstage():
        assert not User.objects.active().filter(pk=kim.user_id).exists()


@pytest.mark.eis("P-5", "O-3")
def test_no_guest_of_a_partij_that_is_not_bound(meeting, anna, sign_in):
    with backstage():
        loose = PartyFactory(name="Losse Partij", bound_since=None)
    url = reverse("ico:invite_guest", args=[meeting.pk])

    answer = sign_in(anna).post(url, GUEST | {"party": loose.pk})

    assert list(answer.context["form"].errors) == ["party"]
    with backstage():
        assert not SecurePage.objects.exists()


@pytest.mark.eis("P-5", "O-2")
def test_bureau_invites_somebody_without_account(meeting, anna, thuiszorg, sign_in):
    url = reverse("ico:invite_guest", args=[meeting.pk])
    bureau = sign_in(anna)
    assert bureau.get(url).status_code == 200
    bureau.post(url, GUEST | {"party": thuiszorg.pk})
    with backstage():
        page = SecurePage.objects.get()
        assert page.kind == "meeting"
    shown = text(bureau.get(reverse("ico:meeting", args=[meeting.pk])))
    assert reverse("cases:secure_page", args=[page.pk]) in shown
    assert mail.outbox == []


def test_page_of_a_meeting_asks_no_more_for_more_guests(
    meeting, anna, politie, thuiszorg, sign_in
):
    bureau, url = sign_in(anna), reverse("ico:meeting", args=[meeting.pk])

    def asked():
        bureau.get(url)
        with CaptureQueriesContext(connection) as heard:
            assert bureau.get(url).status_code == 200
        return len(heard)

    listed(meeting, anna, thuiszorg)
    with_page(outsider_of(meeting, anna, politie), anna)
    few = asked()
    for nth in range(4):
        listed(meeting, anna, thuiszorg, name=f"Kim {nth}")
        with_page(outsider_of(meeting, anna, politie), anna)

    assert asked() == few
