"""When a key of the house changes, people still sign in and are still found."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from accounts.adapter import MfaAdapter
from cases.models import SearchKey
from tests.backstage import backstage
from tests.stories import sent

OLD = "a-former-key-" + "0123456789" * 5
NEW = "a-key-of-today-" + "9876543210" * 5


@contextmanager
def owner() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE zvh_owner")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE zvh_app")


def found(client, typed):
    return client.post(reverse("cases:search"), {"q": typed}).context.get("rows", [])


@pytest.mark.eis("X-4")
@pytest.mark.django_db(transaction=True)
def test_persons_are_found_under_a_new_pepper(settings, bram, anna, sign_in, capsys):
    sent(bram, surname="Janssen")
    settings.SEARCH_PEPPER = NEW
    client = sign_in(anna)
    assert found(client, "janssen") == []

    with owner():
        call_command("renew_keys")
    with backstage():
        count = SearchKey.objects.count()
    with owner():
        call_command("renew_keys")

    assert len(found(client, "janssen")) == 1
    assert "1 persons findable" in capsys.readouterr().out
    with backstage():
        assert SearchKey.objects.count() == count


@pytest.mark.eis("X-4")
@pytest.mark.django_db(transaction=True)
def test_second_factors_outlive_the_key_they_were_sealed_with(settings, anna):
    settings.SECRET_KEY = OLD
    with backstage():
        factor = Authenticator.objects.create(
            user=anna, type="totp", data={"secret": MfaAdapter().encrypt("JBSWY3DP")}
        )
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    with owner():
        call_command("renew_keys")

    settings.SECRET_KEY_FALLBACKS = []
    with backstage():
        factor.refresh_from_db()
    assert MfaAdapter().decrypt(factor.data["secret"]) == "JBSWY3DP"


@pytest.mark.django_db(transaction=True)
def test_a_key_thrown_away_too_early_is_told_and_changes_nothing(settings, anna):
    settings.SECRET_KEY = OLD
    with backstage():
        Authenticator.objects.create(
            user=anna, type="totp", data={"secret": MfaAdapter().encrypt("JBSWY3DP")}
        )
    settings.SECRET_KEY = NEW

    with owner(), pytest.raises(CommandError, match="not among SECRET_KEY_FALLBACKS"):
        call_command("renew_keys")


@pytest.mark.django_db(transaction=True)
def test_the_app_itself_cannot_do_it():
    with pytest.raises(CommandError, match="needs the owner"):
        call_command("renew_keys")
