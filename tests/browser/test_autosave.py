"""A page saves by itself; a network, a session or a second screen gets in its way."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.accounts.signing_in import PASSWORD, code_of
from tests.backstage import backstage
from tests.browser.conftest import cookie_of
from tests.browser.looking import wrongs
from tests.cases.filling_in import begun, registration
from tests.life import MONDAY

TYPED = "Wij spraken met de buren en de huisarts."
SAVED = re.compile(r"^\s*Opgeslagen om \d\d:\d\d:\d\d\s*$")


@pytest.fixture
def key(bram, sign_in):
    return begun(sign_in(bram))


@pytest.fixture
def page(visit, bram, key):
    """Bram's browser, on a page with some texts."""
    page = visit(bram)
    page.goto(f"/aanmelden/{key}/overleg/")
    return page


def tried(page):
    return page.get_by_label("Wat is er al geprobeerd?")


def state(page, name):
    """What the page says of it, if that is in sight."""
    said = page.locator(f'form[data-autosave] [data-when="{name}"]')
    return said.filter(visible=True)


@pytest.mark.eis("A-1", "X-2")
@pytest.mark.use("U1", "U2")
def test_typing_is_enough(page, key):
    tried(page).press_sequentially(TYPED)

    expect(state(page, "saved")).to_have_text(SAVED)
    assert registration(key).tried == TYPED
    page.reload()
    expect(tried(page)).to_have_value(TYPED)


@pytest.mark.use("U1", "U2")
def test_without_a_network_it_says_so_and_saves_when_there_is_one(page, key):
    page.context.set_offline(True)
    tried(page).fill(TYPED)
    expect(state(page, "failed")).to_contain_text(
        "Niet opgeslagen – nieuwe poging over"
    )
    expect(page.get_by_role("alert")).to_contain_text("Niet opgeslagen")
    assert registration(key).tried == ""
    assert wrongs(page) == []

    page.get_by_role("button", name="Sla op en ga verder").click()
    expect(tried(page)).to_have_value(TYPED)
    page.context.set_offline(False)

    expect(state(page, "saved")).to_have_text(SAVED)
    assert registration(key).tried == TYPED


@pytest.mark.use("U1")
def test_who_leaves_with_unsaved_text_is_warned(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.context.set_offline(True)
    tried(page).fill(TYPED)
    expect(state(page, "failed")).to_be_visible()

    page.close(run_before_unload=True)
    expect(tried(page)).to_have_value(TYPED)

    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect(state(page, "saved")).to_be_visible()


@pytest.mark.use("U1")
def test_a_link_waits_until_what_was_typed_is_safe(page, key):
    tried(page).fill(TYPED)
    page.get_by_role("link", name="Controleren en versturen").click()

    page.wait_for_url("**/controleren/")
    expect(page.get_by_text(TYPED)).to_be_visible()


@pytest.mark.use("U3", "U7")
@pytest.mark.safety("S1")
def test_signing_in_over_the_page_keeps_the_text_and_saves_it(
    visit, bram, sign_in, key
):
    with time_machine.travel(MONDAY) as clock:
        secret = _with_password_and_app(bram, sign_in)
        page = visit(bram)
        page.goto(f"/aanmelden/{key}/overleg/")
        tried(page).fill(TYPED)
        expect(state(page, "saved")).to_be_visible()
        clock.shift(timedelta(minutes=16))

        tried(page).fill(f"{TYPED} En met de school.")
        dialog = page.get_by_role("dialog", name="Opnieuw inloggen")
        expect(dialog.get_by_role("heading", name="Inloggen")).to_be_visible()
        page.keyboard.press("Escape")
        dialog.get_by_label("E-mail").fill(bram.email)
        dialog.get_by_label("Wachtwoord").fill("niet goed")
        dialog.get_by_role("button", name="Log in").click()
        expect(dialog.get_by_text("horen niet bij elkaar").first).to_be_visible()
        assert wrongs(page) == []
        dialog.get_by_label("E-mail").fill(bram.email)
        dialog.get_by_label("Wachtwoord").fill(PASSWORD)
        dialog.get_by_role("button", name="Log in").click()
        dialog.get_by_label("Code").fill(code_of(secret))
        dialog.get_by_role("button", name="Log in").click()

        expect(dialog).to_have_count(0)
        expect(state(page, "saved")).to_have_text(SAVED)
        assert registration(key).tried == f"{TYPED} En met de school."
        expect(tried(page)).to_be_focused()
        page.get_by_label("Wat moet het casusoverleg opleveren?").fill("Rust.")
        page.get_by_role("button", name="Sla op en stop voor nu").click()
        expect(page.get_by_text("Uw concept is bewaard")).to_be_visible()


@pytest.mark.use("U7")
@pytest.mark.safety("X1")
def test_another_who_signs_in_over_the_page_gets_neither_text_nor_draft(
    visit, bram, cato, sign_in, key, live_server
):
    page = visit(bram)
    page.goto(f"/aanmelden/{key}/overleg/")
    page.context.clear_cookies()
    page.context.add_cookies([cookie_of(sign_in(cato), live_server.url)])

    tried(page).fill(TYPED)

    dialog = page.get_by_role("dialog", name="Opnieuw inloggen")
    expect(dialog.get_by_text("ingelogd als iemand anders")).to_be_visible()
    expect(dialog.get_by_role("heading", name="Uitloggen")).to_be_visible()
    assert registration(key).tried == ""


@pytest.mark.use("U5")
def test_two_screens_merge_what_does_not_clash_and_ask_about_what_does(
    visit, bram, key
):
    telephone, laptop = visit(bram), visit(bram)
    for screen in (telephone, laptop):
        screen.goto(f"/aanmelden/{key}/overleg/")
    goal = laptop.get_by_label("Wat moet het casusoverleg opleveren?")
    tried(telephone).fill("Van de telefoon.")
    expect(state(telephone, "saved")).to_be_visible()

    goal.fill("Rust in de straat.")
    expect(state(laptop, "saved")).to_be_visible()
    expect(tried(laptop)).to_have_value("Van de telefoon.")

    tried(telephone).fill("Weer van de telefoon.")
    expect(state(telephone, "saved")).to_be_visible()
    tried(laptop).fill("Van de laptop.")
    conflict = state(laptop, "conflict")
    expect(conflict).to_contain_text("Weer van de telefoon.")
    expect(conflict).to_contain_text("Van de laptop.")
    assert wrongs(laptop) == []
    assert registration(key).tried == "Weer van de telefoon."

    conflict.get_by_role("button", name="Sla mijn tekst op").click()

    expect(state(laptop, "saved")).to_be_visible()
    assert registration(key).tried == "Van de laptop."
    assert registration(key).goal == "Rust in de straat."


@pytest.mark.use("U17")
def test_a_half_date_is_named_and_the_rest_is_kept(visit, bram, key):
    page = visit(bram)
    page.goto(f"/aanmelden/{key}/informeren/")
    page.get_by_label("Ja").check()
    page.get_by_label("Wanneer?").fill("12-1")
    page.get_by_label("Wie heeft het verteld?").fill("De wijkagent")

    expect(state(page, "partly")).to_contain_text("Wanneer? – Deze datum bestaat niet.")
    assert registration(key).informed_by == "De wijkagent"


def _with_password_and_app(user, sign_in):
    """A person who can sign in by hand; the secret of the app."""
    secret = "JBSWY3DPEHPK3PXP"  # noqa: S105  # pragma: allowlist secret
    with backstage():
        user.choose_password(PASSWORD)
        user.save()
        Authenticator.objects.filter(user=user).delete()
        Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.TOTP,
            data={"secret": get_adapter().encrypt(secret)},
        )
    return secret
