"""A partner at the form: with two clicks, without JavaScript, and after lunch."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from accounts.models import Outgoing
from cases.models import Case
from tests.backstage import backstage
from tests.browser.hands import Hands
from tests.browser.registering import register
from tests.cases.filling_in import begun, completed
from tests.life import MONDAY

TYPED = "Wij spraken met de buren en de huisarts."


@pytest.mark.eis("A-1", "X-2")
@pytest.mark.use("U11", "U43")
def test_registering_takes_no_javascript(visit, bram):
    bram.party.soorten = ["ggz"]
    with backstage():
        bram.party.save()
    partner = Hands(visit(bram, java_script_enabled=False))

    assert re.fullmatch(r"\d{4}-\d{4}", register(partner))


@pytest.mark.eis("A-1")
@pytest.mark.safety("I6")
@pytest.mark.parametrize("has_javascript", [True, False])
def test_double_click_sends_once(visit, bram, sign_in, has_javascript):
    key = completed(sign_in(bram))
    page = visit(bram, java_script_enabled=has_javascript)
    page.goto(f"/aanmelden/{key}/controleren/")

    page.get_by_role("button", name="Verstuur aanmelding").dblclick()

    page.wait_for_url("**/verstuurd/")
    expect(page.get_by_text("Uw aanmelding is verstuurd")).to_be_visible()
    with backstage():
        assert Case.objects.exclude(number=None).count() == 1
        assert Outgoing.objects.filter(kind="registration_received").count() == 1


@pytest.mark.use("U7", "U17")
def test_text_of_a_session_that_ended_is_offered_back(visit, bram, sign_in):
    with time_machine.travel(MONDAY) as clock:
        key = begun(sign_in(bram))
        page = visit(bram)
        page.goto(f"/aanmelden/{key}/overleg/")
        page.get_by_label("Wat is er al geprobeerd?").fill(TYPED)
        clock.shift(timedelta(minutes=16))
        page.get_by_role("button", name="Sla op en ga verder").click()
        expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()

        again = visit(bram)
        again.goto(f"/aanmelden/{key}/overleg/")
        again.get_by_role("link", name="Zet terug").click()

        expect(again.get_by_label("Wat is er al geprobeerd?")).to_have_value(TYPED)


@pytest.mark.use("U15", "U17")
def test_mistake_is_found_named_and_mended(visit, bram, sign_in):
    key = begun(sign_in(bram))
    page = visit(bram)
    page.goto(f"/aanmelden/{key}/personen/toevoegen/")
    page.get_by_label("Voornamen").fill("Test")
    page.get_by_label("Geboortedatum").fill("31-02-1985")
    page.get_by_role("button", name="Sla persoon op").click()

    summary = page.locator("[data-error-summary]")
    expect(page).to_have_title(re.compile("^Fout: "))
    expect(summary).to_be_focused()
    expect(page.get_by_label("Voornamen")).to_have_value("Test")
    summary.get_by_role("link", name="Geboortedatum").click()

    date = page.get_by_label("Geboortedatum")
    expect(date).to_be_focused()
    expect(date).to_have_accessible_description(re.compile("Deze datum bestaat niet"))
