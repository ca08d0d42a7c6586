"""A shielded case opens for a reason, for a day, to be read (S-3)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.lifecycle import Phase
from cases.models import ShieldedOpening
from tests.backstage import backstage
from tests.stories import in_phase, sent
from zvh.guard.models import AccessRecord

pytestmark = pytest.mark.eis("S-3")
REASON = {"reason": "De burgemeester vraagt naar het verloop."}
TABS = ("people", "information", "timeline", "log")


def page(name, case):
    return reverse(f"cases:{name}", args=[case.pk])


@pytest.fixture
def case(bram, anna):
    return in_phase(Phase.AFSCHALING, partner=bram, anna=anna)


def test_case_page_leads_to_the_question(sign_in, anna, case):
    response = sign_in(anna).get(page("detail", case))

    assert response.url == page("shielded", case)


@pytest.mark.parametrize("name", TABS)
def test_sub_pages_are_refused_with_the_reason(sign_in, anna, case, name):
    response = sign_in(anna).get(page(name, case))

    assert response.status_code == 403
    assert "Geef eerst een reden op" in response.content.decode()


def test_question_shows_terms_and_no_names(sign_in, anna, case):
    text = sign_in(anna).get(page("shielded", case)).content.decode()

    assert case.number in text
    assert "Werkgegevens" in text
    assert "Proefpersoon" not in text


@pytest.mark.parametrize("name", ["detail", *TABS])
def test_a_reason_opens_it_for_reading(sign_in, anna, case, name):
    client = sign_in(anna)
    client.post(page("shielded", case), REASON)

    response = client.get(page(name, case))

    assert response.status_code == 200
    assert "Proefpersoon" in response.content.decode()


def test_reason_is_kept_with_who_and_when(sign_in, anna, case):
    client = sign_in(anna)
    client.post(page("shielded", case), REASON)

    assert REASON["reason"] in client.get(page("timeline", case)).content.decode()
    with backstage():
        assert ShieldedOpening.objects.get().by == anna
    assert AccessRecord.objects.filter(action="open_shielded", case_id=case.pk).exists()


@pytest.mark.parametrize("reason", ["", "   ", "kort"])
def test_without_a_real_reason_it_stays_closed(sign_in, anna, case, reason):
    client = sign_in(anna)

    response = client.post(page("shielded", case), {"reason": reason})

    assert response.context["form"].errors["reason"]
    assert client.get(page("people", case)).status_code == 403


def test_it_opens_for_the_one_who_asked_only(sign_in, anna, bas, case):
    sign_in(anna).post(page("shielded", case), REASON)

    assert sign_in(bas).get(page("people", case)).status_code == 403


def test_next_day_it_is_closed_again(sign_in, anna, case):
    sign_in(anna).post(page("shielded", case), REASON)

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert sign_in(anna).get(page("people", case)).status_code == 403


@pytest.mark.parametrize("name", ["contribute", "take_over", "restrict"])
def test_nothing_can_be_changed(sign_in, anna, case, name):
    client = sign_in(anna)
    client.post(page("shielded", case), REASON)

    assert client.get(page(name, case)).status_code == 403
    assert page(name, case) not in client.get(page("detail", case)).content.decode()


def test_running_case_has_no_such_page(sign_in, anna, bram):
    case = sent(bram)

    assert sign_in(anna).get(page("shielded", case)).status_code == 403


@pytest.mark.eis("P-4")
def test_others_find_nothing(sign_in, cato, case):
    assert sign_in(cato).get(page("shielded", case)).status_code == 404
