"""Somebody locks the screen or leaves: nothing of a case stays behind."""

import pytest
from playwright.sync_api import expect

from tests.accounts.signing_in import PASSWORD
from tests.backstage import backstage
from tests.cases.filling_in import begun, sent

TOLD = "Proefpersoon"
TYPED = "Wij spraken met de buren en de huisarts."


@pytest.fixture
def anna(anna):
    with backstage():
        anna.choose_password(PASSWORD)
        anna.save()
    return anna


@pytest.fixture
def bram(bram):
    with backstage():
        bram.choose_password(PASSWORD)
        bram.save()
    return bram


@pytest.fixture
def case_page(visit, anna, bram, sign_in):
    """Anna reads a case."""
    page = visit(anna)
    page.goto(f"/casussen/{sent(sign_in(bram))}/")
    assert TOLD in page.content()
    return page


@pytest.mark.safety("S6")
def test_back_after_leaving_shows_nothing(case_page):
    case_page.get_by_role("button", name="Log uit").click()
    expect(case_page.get_by_role("heading", name="Inloggen")).to_be_visible()

    case_page.go_back()

    expect(case_page.get_by_role("heading", name="Inloggen")).to_be_visible()
    assert TOLD not in case_page.content()


@pytest.mark.safety("S5")
def test_lock_hides_all_and_gives_it_back(case_page):
    where = case_page.url
    case_page.keyboard.press("Control+Alt+L")
    expect(case_page.get_by_role("heading", name="Vergrendeld")).to_be_visible()
    assert TOLD not in case_page.content()

    case_page.go_back()
    expect(case_page.get_by_role("heading", name="Vergrendeld")).to_be_visible()
    assert TOLD not in case_page.content()

    _unlock(case_page)
    expect(case_page).to_have_url(where)
    assert TOLD in case_page.content()


def _unlock(page):
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Ontgrendel").click()


@pytest.mark.safety("S5")
@pytest.mark.use("U4")
def test_lock_keeps_what_was_typed(visit, bram, sign_in):
    page = visit(bram)
    page.goto(f"/aanmelden/{begun(sign_in(bram))}/overleg/")
    page.get_by_label("Wat is er al geprobeerd?").fill(TYPED)
    page.get_by_role("button", name="Vergrendel").click()
    expect(page.get_by_role("heading", name="Vergrendeld")).to_be_visible()
    assert TYPED not in page.content()

    _unlock(page)

    expect(page.get_by_label("Wat is er al geprobeerd?")).to_have_value(TYPED)
