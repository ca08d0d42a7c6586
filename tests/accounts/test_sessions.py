"""How long a session lasts, how it is locked, and how it ends."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions, sessions
from accounts.models import Role, UserSession
from house import profile
from tests.accounts.signing_in import PASSWORD, give_password, is_in
from tests.backstage import backstage
from zvh.guard.announce import acting_as

START = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)


def after(**delta):
    return time_machine.travel(START + timedelta(**delta), tick=False)


@pytest.fixture
def browser(anna, sign_in):
    """Anna's browser, in use since nine o'clock."""
    with after():
        signed_in = sign_in(anna)
        assert is_in(signed_in)
    return signed_in


@pytest.mark.safety("S1")
@pytest.mark.parametrize(
    ("minutes", "seconds", "stays"), [(14, 59, True), (15, 0, False)]
)
def test_session_ends_when_nobody_is_there(browser, minutes, seconds, stays):
    with after(minutes=minutes, seconds=seconds):
        assert is_in(browser) is stays


@pytest.mark.safety("S1")
def test_session_ends_after_the_working_day_however_busy(browser):
    for minutes in range(10, 720, 10):
        with after(minutes=minutes):
            assert is_in(browser)

    with after(hours=12):
        response = browser.get(reverse("accounts:me"))

    assert response.url.startswith(reverse("account_login"))


@pytest.mark.safety("S1")
def test_ended_session_is_gone_on_the_server(browser):
    key = browser.session.session_key
    with after(minutes=16):
        browser.get(reverse("accounts:me"))

    with backstage():
        assert not Session.objects.filter(session_key=key).exists()
        assert not UserSession.objects.exists()


@pytest.mark.safety("S4")
def test_page_that_asks_by_itself_keeps_nobody_in(browser):
    for minutes in (5, 10, 14):
        with after(minutes=minutes):
            browser.get(reverse("accounts:me"), headers={sessions.POLL_HEADER: "1"})

    with after(minutes=15):
        assert not is_in(browser)


@pytest.mark.safety("S4")
def test_work_keeps_somebody_in(browser):
    for minutes in (10, 20, 30):
        with after(minutes=minutes):
            assert is_in(browser)


@pytest.mark.safety("S6")
def test_signing_out_clears_the_browser(browser):
    with after(minutes=1):
        response = browser.post(reverse("account_logout"))

    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    with after(minutes=2):
        assert not is_in(browser)


def test_asking_to_sign_out_ends_nothing(browser):
    with after(minutes=1):
        assert browser.get(reverse("account_logout")).status_code == 200
        assert is_in(browser)


@pytest.mark.safety("S8")
def test_somebody_sees_and_ends_the_own_other_session(anna, browser, sign_in):
    other = sign_in(anna)
    with after(minutes=1):
        is_in(other)
        listed = browser.get(reverse("accounts:me")).context["sessions"]
        (elsewhere,) = [
            it for it in listed if it.session_key != browser.session.session_key
        ]
        browser.post(reverse("accounts:end_session", args=[elsewhere.pk]))

        assert is_in(browser)
        assert not is_in(other)


def test_session_of_another_looks_like_none(browser, bram, sign_in):
    with after(minutes=1):
        with backstage():
            hers = UserSession.objects.get()
        response = sign_in(bram).post(reverse("accounts:end_session", args=[hers.pk]))

        assert response.status_code == 404
        assert is_in(browser)


@pytest.mark.safety("S3")
def test_closing_an_account_ends_its_sessions_at_once(anna, bas, browser):
    with acting_as(bas):
        actions.deactivate_user(anna, by=bas)

    with after(minutes=1):
        assert not is_in(browser)


@pytest.mark.safety("S3")
def test_change_of_role_ends_sessions_at_once(anna, bas, browser):
    with acting_as(bas):
        actions.grant_authorisation(
            anna,
            Role.BESTUURDER,
            by=bas,
            function="verwerking",
            designated_by=anna.party,
            reason="Proef",
            until=timezone.localdate(),
        )

    with after(minutes=1):
        assert not is_in(browser)


@pytest.mark.safety("S3")
def test_change_of_password_ends_the_other_sessions(with_password, sign_in):
    here, elsewhere = sign_in(with_password), sign_in(with_password)
    new = "fietsbel-oceaan-lantaarn"

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert is_in(here)
    assert not is_in(elsewhere)


def test_session_that_no_list_knows_ends_too(anna, bas):
    unlisted = Client()
    unlisted.force_login(anna)

    with acting_as(bas):
        sessions.end_all(anna)

    assert not unlisted.get(reverse("mfa_activate_totp")).context


@pytest.mark.safety("S9")
def test_one_browser_more_than_the_house_allows_ends_what_was_used_longest_ago(
    anna, cato, sign_in
):
    allowed = profile.active().signin.browsers
    others = sign_in(cato)
    assert is_in(others)
    browsers = []
    for minute in range(allowed):
        with after(minutes=minute):
            browsers.append(sign_in(anna))
            assert is_in(browsers[-1])
    with after(minutes=allowed):
        # The first is in use again, so the second was used longest ago.
        assert is_in(browsers[0])
        newest = sign_in(anna)
        assert is_in(newest)
        page = newest.get(reverse("accounts:me")).text

        assert f"in hoogstens {allowed} browsers tegelijk" in page
        assert [is_in(browser) for browser in browsers] == [
            *(True, False),
            *[True] * (allowed - 2),
        ]
        assert is_in(others)


@pytest.mark.safety("S9", "A6")
def test_who_knows_a_password_alone_ends_no_session_of_its_owner(
    with_password, sign_in
):
    mine = sign_in(with_password)
    assert is_in(mine)
    halfway = []
    for _ in range(profile.active().signin.browsers + 1):
        halfway.append(Client())
        give_password(halfway[-1], with_password.email)
        # As far as the second step, and no further.
        assert not is_in(halfway[-1])

    assert is_in(mine)
    newest = sign_in(with_password)
    assert is_in(newest)
    assert is_in(mine)


@pytest.mark.safety("S7")
def test_cookie_of_a_house_on_the_web_is_kept_close():
    program = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "HTTPS": "true"},
        capture_output=True,
        text=True,
    )

    assert said.stdout.split() == ["__Host-zvh", "True", "True", "Lax"], said.stderr


@pytest.mark.eis("P-9")
@pytest.mark.safety("S5")
def test_locked_screen_shows_nothing_until_the_password(with_password, sign_in):
    browser = sign_in(with_password)
    where = reverse("accounts:parties")

    answer = browser.post(reverse("accounts:lock"), {"next": where})

    page = browser.get(where, follow=True)
    assert (
        page.redirect_chain[-1][0]
        == f"{reverse('accounts:unlock')}?next=%2Fpartijen%2F"
    )
    assert answer.url == page.redirect_chain[-1][0]
    assert with_password.party.name not in page.content.decode()


@pytest.mark.eis("P-9")
def test_unlocking_leads_back_to_where_the_person_was(with_password, sign_in):
    browser = sign_in(with_password)
    where = reverse("accounts:parties")
    browser.post(reverse("accounts:lock"))

    wrong = browser.post(
        reverse("accounts:unlock"),
        {"password": "iets-heel-anders", "next": where},  # pragma: allowlist secret
    )
    right = browser.post(
        reverse("accounts:unlock"), {"password": PASSWORD, "next": where}
    )

    assert "Dit wachtwoord klopt niet" in wrong.content.decode()
    assert right.url == where
    assert browser.get(where).status_code == 200


def test_unlocking_leads_to_no_other_house(with_password, sign_in):
    browser = sign_in(with_password)
    browser.post(reverse("accounts:lock"))

    for elsewhere in (
        "https://elders.example/",
        "//elders.example",
        "/\\elders.example",
    ):
        answer = browser.post(
            reverse("accounts:unlock"), {"password": PASSWORD, "next": elsewhere}
        )
        assert answer.url == "/"


def test_lock_stays_shut_after_too_many_guesses(with_password, sign_in):
    browser = sign_in(with_password)
    browser.post(reverse("accounts:lock"))

    for _ in range(6):
        guess = {"password": "iets-heel-anders"}  # pragma: allowlist secret
        browser.post(reverse("accounts:unlock"), guess)
    browser.post(reverse("accounts:unlock"), {"password": PASSWORD})

    assert sessions.LOCKED in browser.session


def test_locked_screen_lets_somebody_leave(with_password, sign_in):
    browser = sign_in(with_password)
    browser.post(reverse("accounts:lock"))

    browser.post(reverse("account_logout"))

    assert "_auth_user_id" not in browser.session


def test_htmx_is_sent_to_the_lock_as_a_whole_page(with_password, sign_in):
    browser = sign_in(with_password)
    browser.post(reverse("accounts:lock"))

    answer = browser.get(reverse("accounts:me"), headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"].startswith(reverse("accounts:unlock"))


def test_lapsed_sessions_are_cleared_by_the_job(browser):
    with after(days=2):
        assert sessions.clear_lapsed() == 1

    with backstage():
        assert not UserSession.objects.exists()
