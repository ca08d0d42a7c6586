"""Signing in: a password and a code, nothing less, and nobody learns who is known."""

import re
from datetime import timedelta
from typing import ClassVar

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Outgoing, User
from tests.accounts.signing_in import (
    PASSWORD,
    code_of,
    give_password,
    is_in,
    set_up_app,
)
from tests.backstage import backstage
from zvh.guard.announce import acting_as

NEW = "fietsbel-oceaan-lantaarn"


@pytest.fixture
def with_app(with_password, client):
    """Anna's secret, once her app is set up and she has left."""
    give_password(client, with_password.email)
    secret, _ = set_up_app(client)
    client.post(reverse("account_logout"))
    return secret


@pytest.mark.eis("P-9")
@pytest.mark.safety("A2")
def test_password_alone_leads_to_setting_up_the_app(with_password, client):
    give_password(client, with_password.email)

    response = client.get(reverse("accounts:parties"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("mfa_activate_totp"))


@pytest.mark.use("U39")
def test_app_is_set_up_with_the_picture_and_a_code(with_password, client):
    forms = [
        client.get(reverse(page)).context["form"]
        for page in ("account_login", "account_reset_password")
    ]
    give_password(client, with_password.email)
    asked = client.get(reverse("mfa_activate_totp")).context["form"]

    _, answer = set_up_app(client)

    # The library's own words are not those of the house.
    assert [next(iter(form)).label for form in forms] == ["E-mailadres"] * 2
    assert asked["code"].label == "Code uit uw app"

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    assert is_in(client)


def test_picture_of_the_app_needs_no_inline_style(with_password, client):
    give_password(client, with_password.email)

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    assert "data:image/svg+xml" in page
    assert "style=" not in page
    assert "<svg" not in re.sub(r'<svg class="icon[^>]*>', "", page)


@pytest.mark.safety("A2")
def test_somebody_with_an_app_is_asked_for_the_code(with_password, with_app, client):
    response = give_password(client, with_password.email)

    assert response.url == reverse("mfa_authenticate")
    assert not is_in(client)


@pytest.mark.safety("A4")
def test_code_works_once(with_password, with_app, client):
    later = timezone.now() + timedelta(minutes=2)
    other = Client()
    with time_machine.travel(later, tick=False):
        for browser in (client, other):
            give_password(browser, with_password.email)
            browser.post(reverse("mfa_authenticate"), {"code": code_of(with_app)})

    with time_machine.travel(later, tick=False):
        assert is_in(client)
        assert not is_in(other)


@pytest.mark.safety("A4")
def test_code_that_set_up_the_app_opens_nothing(with_password, client):
    with time_machine.travel(timezone.now(), tick=False):
        give_password(client, with_password.email)
        secret, _ = set_up_app(client)
        other = Client()
        give_password(other, with_password.email)
        other.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

        assert is_in(client)
        assert not is_in(other)


@pytest.mark.safety("A4")
def test_recovery_code_works_once(with_password, client):
    give_password(client, with_password.email)
    set_up_app(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    first, second = Client(), Client()

    for browser in (first, second):
        give_password(browser, with_password.email)
        browser.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert is_in(first)
    assert not is_in(second)


@pytest.mark.safety("A2")
def test_older_session_must_prove_itself_once_there_is_an_app(with_password, client):
    other = Client()
    for browser in (client, other):
        give_password(browser, with_password.email)

    set_up_app(client)

    assert other.get(reverse("accounts:me")).url.startswith(
        reverse("mfa_reauthenticate")
    )


def test_secret_of_the_app_is_sealed_in_the_database(with_password, with_app):
    with backstage():
        stored = Authenticator.objects.get(type="totp").data["secret"]

    assert with_app not in stored


@pytest.mark.safety("S2")
def test_every_step_up_makes_the_session_key_anew(with_password, client):
    client.get(reverse("account_login"))
    keys = [client.session.session_key]
    give_password(client, with_password.email)
    keys.append(client.session.session_key)
    set_up_app(client)
    keys.append(client.session.session_key)

    assert len(set(keys)) == 3


@pytest.mark.safety("A6")
def test_guessing_is_slowed_but_the_owner_is_not_shut_out_for_long(
    with_password, client
):
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        for _ in range(6):
            give_password(client, with_password.email, "verkeerd-geraden-woord")
        give_password(client, with_password.email)
        assert "_auth_user_id" not in client.session

    with time_machine.travel(moment + timedelta(minutes=6), tick=False):
        give_password(client, with_password.email)
        assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_nobody_can_sign_up(client):
    assert client.get("/accounts/signup/").status_code == 404


@pytest.mark.safety("A5")
def test_unknown_and_known_address_look_alike(with_password, client):
    known = give_password(client, with_password.email, "verkeerd-geraden-woord")
    unknown = give_password(Client(), "niemand@huis.example", "verkeerd-geraden-woord")

    assert known.status_code == unknown.status_code
    assert _stripped(known).replace(with_password.email, "") == _stripped(
        unknown
    ).replace("niemand@huis.example", "")


class Counting(PBKDF2PasswordHasher):
    """The hasher of the house, that notes how often it goes round."""

    rounds: ClassVar[list[int]] = []

    def encode(self, password, salt, iterations=None):
        self.rounds.append(iterations or self.iterations)
        return super().encode(password, salt, iterations)


@pytest.mark.safety("A5")
def test_unknown_and_known_address_take_as_much_work(with_password, settings):
    """All but a thousandth of the time goes there; a clock would say what else ran."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]

    def took(email):
        Counting.rounds.clear()
        answer = give_password(Client(), email, "verkeerd-geraden-woord")
        assert answer.status_code == 200
        return list(Counting.rounds)

    known, unknown = took(with_password.email), took("niemand@huis.example")

    assert len(known) == 1
    assert known == unknown


@pytest.mark.safety("A5")
def test_reset_answers_alike_for_known_and_unknown(with_password, client):
    url = reverse("account_reset_password")

    known = client.post(url, {"email": with_password.email})
    unknown = Client().post(url, {"email": "niemand@huis.example"})

    assert known.url == unknown.url
    with backstage():
        assert [it.kind for it in Outgoing.objects.all()] == ["password_reset"]


@pytest.mark.safety("A3")
def test_reset_changes_the_password_and_skips_no_step(with_password, with_app, client):
    client.post(reverse("account_reset_password"), {"email": with_password.email})
    link = _link_in_mail()

    form = client.get(client.get(link).url)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    assert not is_in(client)
    response = give_password(client, with_password.email, NEW)
    assert response.url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_waiting_mail_holds_no_key_to_an_account(with_password, client):
    client.post(reverse("account_reset_password"), {"email": with_password.email})

    with backstage():
        (row,) = Outgoing.objects.values()
    assert _link_in_mail().split("/")[-2] not in str(row)


def test_reset_link_lapses_after_an_hour(with_password, client):
    client.post(reverse("account_reset_password"), {"email": with_password.email})
    link = _link_in_mail()

    # Local time: the key's own clock is naive, and knows no other.
    with time_machine.travel(timezone.localtime() + timedelta(minutes=61), tick=False):
        page = client.get(link, follow=True)

    assert page.context["token_fail"]


@pytest.mark.safety("M2")
def test_opening_a_reset_link_consumes_nothing(with_password, client):
    client.post(reverse("account_reset_password"), {"email": with_password.email})
    link = _link_in_mail()

    for scanner in (Client(), Client()):
        scanner.get(link, follow=True)

    assert "form" in client.get(link, follow=True).context


@pytest.fixture
def newcomer(bas, anna):
    with acting_as(bas):
        return actions.create_user(
            by=bas, party=anna.party, email="nieuw@huis.example", name="Nel Nieuw"
        )


@pytest.mark.eis("P-9")
@pytest.mark.safety("A7")
def test_first_password_must_be_changed_at_once(newcomer, client):
    user, password = newcomer

    give_password(client, user.email, password)

    where = client.get(reverse("accounts:me"))
    assert where.url.startswith(reverse("account_set_password"))
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
    set_up_app(client)
    assert is_in(client)


@pytest.mark.safety("A7")
def test_first_password_works_once(newcomer, client):
    user, password = newcomer
    give_password(client, user.email, password)

    other = Client()
    give_password(other, user.email, password)

    assert "_auth_user_id" in client.session
    assert "_auth_user_id" not in other.session


@pytest.mark.safety("A7")
@pytest.mark.parametrize(("hours", "works"), [(23, True), (24, False)])
def test_first_password_lasts_a_day(newcomer, client, hours, works):
    user, password = newcomer
    made = user.initial_password_until - timedelta(hours=24)

    with time_machine.travel(made + timedelta(hours=hours), tick=False):
        give_password(client, user.email, password)

    assert ("_auth_user_id" in client.session) is works


def test_first_passwords_are_random(bas):
    with acting_as(bas):
        made = [
            actions.create_user(
                by=bas, party=bas.party, email=f"n{n}@huis.example", name="Nel"
            )[1]
            for n in range(5)
        ]

    assert len(set(made)) == 5
    assert min(map(len, made)) >= 24


@pytest.mark.safety("A8")
@pytest.mark.parametrize(
    "weak",
    ["kort-woord", "wachtwoord123", "Veiligheidshuis2026!", "zorgenveiligheid-zvh"],
)
def test_weak_password_is_refused(with_password, client, sign_in, weak):
    browser = sign_in(with_password)

    browser.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": weak, "password2": weak},
    )

    with backstage():
        assert User.objects.get(pk=with_password.pk).check_password(PASSWORD)


@pytest.mark.safety("A8")
def test_long_password_counts_to_its_last_letter(with_password, sign_in, client):
    long = "lantaarn " * 14 + "x"
    sign_in(with_password).post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": long, "password2": long},
    )

    give_password(client, with_password.email, long[:-1] + "y")
    assert "_auth_user_id" not in client.session
    give_password(client, with_password.email, long)
    assert "_auth_user_id" in client.session


@pytest.mark.safety("A9")
@pytest.mark.parametrize(
    ("name", "expires"), [("landelijk", False), ("kennemerland", True)]
)
def test_password_expires_where_the_profile_says_so(
    with_password, sign_in, settings, name, expires
):
    settings.PROFILE = name
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        response = sign_in(with_password).get(reverse("accounts:me"))

    asked = response.status_code == 302
    assert asked is expires
    assert not expires or response.url.startswith(reverse("account_change_password"))


@pytest.mark.safety("A11")
def test_owner_is_told_of_a_new_app(
    with_password, client, django_capture_on_commit_callbacks
):
    give_password(client, with_password.email)

    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)

    with backstage():
        assert [it.kind for it in Outgoing.objects.all()] == ["factor_changed"]


def test_removing_the_app_leaves_only_the_way_to_a_new_one(with_password, client):
    give_password(client, with_password.email)
    set_up_app(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert client.get(reverse("accounts:me")).url.startswith(
        reverse("mfa_activate_totp")
    )


def _stripped(response):
    changing = r'(csrfmiddlewaretoken" value|X-CSRFToken"|nonce)[^>]*'
    return re.sub(changing, "", response.content.decode())


def _link_in_mail():
    from accounts import mails

    mails.send_outgoing()
    (address,) = re.findall(r"https?://\S+", mail.outbox[-1].body)
    return re.sub(r"https?://[^/]+", "", address)
