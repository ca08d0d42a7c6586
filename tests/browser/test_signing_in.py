"""Somebody new signs in by hand: every page on that road, as axe sees it."""

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import expect

from tests.accounts.signing_in import PASSWORD, code_of
from tests.backstage import backstage
from tests.browser.looking import wrongs, wrongs_when_empty
from tests.life import MONDAY

WITH_AN_APP = (
    *("/account/tweede-stap/", "/account/tweede-stap/verwijderen/"),
    *("/account/herstelcodes/", "/account/herstelcodes/nieuw/"),
    *("/account/wachtwoord/", "/account/", "/uitloggen/"),
)


@pytest.fixture
def newcomer(anna):
    """With a password of her own and no app yet; a code counts as long as it takes."""
    cache.clear()
    with backstage():
        anna.choose_password(PASSWORD)
        anna.save()
    with time_machine.travel(MONDAY, tick=False):
        yield anna


@pytest.mark.eis("P-9")
@pytest.mark.use("U10", "U12", "U15")
def test_every_page_of_signing_in(visit, newcomer):
    page, found = visit(), {}

    def look(name, *, asks=False):
        found[name] = wrongs(page)
        if asks:
            found[f"{name}, empty"] = wrongs_when_empty(page)

    look("password", asks=True)
    _give_password(page, newcomer)
    expect(page.get_by_label("Code")).to_be_visible()
    look("new app", asks=True)
    page.get_by_label("Code").fill(code_of(page.locator("code").inner_text()))
    page.get_by_role("button", name="Zet aan").click()
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    for address in WITH_AN_APP:
        page.goto(address)
        assert page.url.endswith(address)
        look(address)
    page.get_by_role("main").get_by_role("button", name="Log uit").click()
    _give_password(page, newcomer)
    expect(page.get_by_role("heading", name="Code uit uw app")).to_be_visible()
    look("code", asks=True)
    page.goto("/wachtwoord-vergeten/")
    look("forgotten", asks=True)
    page.get_by_label("E-mail").fill(newcomer.email)
    page.get_by_role("button", name="Stuur mij een link").click()
    page.wait_for_url("**/verstuurd/")
    look("sent")
    page.goto("/wachtwoord-vergeten/1-verlopen/")
    look("lapsed")

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def _give_password(page, user):
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
