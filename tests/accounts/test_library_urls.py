"""The URLs of the sign-in library: each has its reason, none gives a session."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from zvh.urls import LIBRARY, LIBRARY_URLS

ARGUMENTS = {
    "account_reset_password_from_key": {"uidb36": "abc", "key": "set-password"}
}
OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
}


def doorless(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from doorless(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and not hasattr(pattern.callback, "door"):
            yield pattern.name


def test_every_url_without_a_door_has_a_reason():
    assert set(doorless(get_resolver().url_patterns)) == set(LIBRARY_URLS)
    assert {pattern.name for pattern in LIBRARY} == set(LIBRARY_URLS)


@pytest.mark.django_db
@pytest.mark.safety("A1")
@pytest.mark.parametrize("name", sorted(LIBRARY_URLS))
def test_stranger_gets_no_further_than_signing_in(name):
    url = reverse(name, kwargs=ARGUMENTS.get(name))

    answers = [Client().get(url), Client().post(url)]

    for answer in answers:
        assert "sessionid" not in answer.cookies
        if name not in OPEN:
            assert answer.status_code == 302
            assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(set(LIBRARY_URLS) - {"account_logout"}))
def test_page_of_the_library_is_in_our_look(name, with_password, client):
    from tests.accounts.signing_in import give_password, set_up_app

    if name not in OPEN:
        give_password(client, with_password.email)
        if name not in {"mfa_activate_totp", "account_set_password"}:
            set_up_app(client)

    answer = client.get(reverse(name, kwargs=ARGUMENTS.get(name)), follow=True)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "components/" not in page
    assert 'lang="nl"' in page
    assert "style=" not in page
    assert "<h1>" in page
