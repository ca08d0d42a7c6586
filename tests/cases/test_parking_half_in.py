"""Whoever has a password alone opens no case, and leaves nothing in one."""

import pytest
from django.test import Client
from django.urls import reverse

from cases import actions
from cases.models import ParkedForm
from tests.backstage import backstage
from zvh.guard.announce import acting_as


@pytest.mark.safety("A2")
@pytest.mark.parametrize("checks", [True, False], ids=["no token", "no code"])
def test_half_signed_in_leaves_no_text(bram, checks):
    with acting_as(bram):
        case = actions.start_registration(by=bram)
    half = Client(enforce_csrf_checks=checks)
    half.force_login(bram)

    url = reverse("cases:registration_step", args=[case.pk, "overleg"])
    answer = half.post(url, {"tried": "ondergeschoven"})

    assert answer.status_code in {302, 403}
    with backstage():
        assert not ParkedForm.objects.exists()
