"""A link to a secure page goes to an address of its own Partij (P-5, V-1)."""

import pytest
from django.urls import reverse

from accounts.models import SecurePage
from tests.backstage import backstage
from tests.ico.test_doing_without_account import DOER, agreed
from tests.ico.test_secure_page_ends import GUEST
from tests.ico.through_a_page import ADDRESS

pytestmark = [pytest.mark.eis("P-5", "V-1"), pytest.mark.usefixtures("gateway")]
NO_ADDRESS = "Dit is geen adres van"


def mailed_at(party, *domains):
    with backstage():
        party.mail_domains = list(domains)
        party.save()


def test_a_guest_is_reached_at_their_own_partij(meeting, anna, thuiszorg, sign_in):
    mailed_at(thuiszorg, "elders.example")
    url = reverse("ico:invite_guest", args=[meeting.pk])

    refused = sign_in(anna).post(url, GUEST | {"party": thuiszorg.pk})
    mailed_at(thuiszorg, "elders.example", ADDRESS.rpartition("@")[2])
    taken = sign_in(anna).post(url, GUEST | {"party": thuiszorg.pk})

    assert NO_ADDRESS in refused.text
    assert taken.status_code == 302
    with backstage():
        assert SecurePage.objects.count() == 1


def test_a_page_is_not_moved_to_another_address(kim, anna, thuiszorg, sign_in):
    """Or who knows the case well would read it at home."""
    mailed_at(thuiszorg, ADDRESS.rpartition("@")[2])
    keeps = reverse("cases:secure_page", args=[kim.pk])

    refused = sign_in(anna).post(keeps, {"address": "iemand@thuis.example"})

    assert NO_ADDRESS in refused.text
    with backstage():
        assert SecurePage.objects.get(pk=kim.pk).address == ADDRESS


def test_who_does_what_was_agreed_is_reached_at_their_own_partij(
    established, meeting, anna, noor, sign_in
):
    action = agreed(meeting, anna, noor)
    with backstage():
        type(action).objects.update(responsible_user=None)
    mailed_at(noor.party, "gemeente.example")
    url = reverse("ico:give_agreement_page", args=[action.pk])

    refused = sign_in(anna).post(url, DOER | {"address": ADDRESS})

    assert NO_ADDRESS in refused.text
    with backstage():
        assert not SecurePage.objects.exists()
