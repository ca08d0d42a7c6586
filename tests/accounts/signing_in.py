"""Steps that the tests of signing in have in common."""

from allauth.mfa.totp.internal import auth
from django.urls import reverse

PASSWORD = "kruiwagen-vlinder-trein"  # noqa: S105  # pragma: allowlist secret


def give_password(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def code_of(secret):
    """What the app on the telephone shows at this moment."""
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def set_up_app(client):
    """Scan the picture, type the code; the secret, and the answer."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


def is_in(client):
    """Whether this browser may open a page behind every hurdle."""
    return client.get(reverse("accounts:me")).status_code == 200
