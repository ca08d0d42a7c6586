"""Those who answer for removal see that it happens, in numbers and dates."""

from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from cases.lifecycle import Phase
from privacy import retention
from tests.stories import SURNAME, in_phase


def page(sign_in, user):
    return sign_in(user).get(reverse("privacy:removals"))


@pytest.fixture
def scaled_down(bram, anna):
    with time_machine.travel(datetime.fromisoformat("2026-01-15T08:00:00+00:00")):
        return in_phase(Phase.AFSCHALING, partner=bram, anna=anna)


@pytest.mark.eis("S-6")
def test_fg_sees_what_is_coming_without_names(sign_in, fg, scaled_down):
    with time_machine.travel(datetime.fromisoformat("2026-01-20T08:00:00+00:00")):
        body = page(sign_in, fg).content.decode()

    assert "14 februari 2026" in body
    assert SURNAME not in body
    assert str(scaled_down.pk) not in body


@pytest.mark.eis("S-6")
def test_fg_sees_what_has_gone(sign_in, fg, scaled_down):
    with time_machine.travel(datetime.fromisoformat("2026-02-14T08:00:00+00:00")):
        retention.run()
        body = page(sign_in, fg).content.decode()

    assert "Werkgegevens na afschaling" in body


@pytest.mark.parametrize("who", ["bram", "bestuurder"])
def test_others_do_not(sign_in, request, who):
    assert page(sign_in, request.getfixturevalue(who)).status_code == 403
