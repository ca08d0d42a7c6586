"""Behind a proxy each person still is somebody else, and nobody can pretend."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from zvh.guard.models import AccessRecord
from zvh.guard.origin import OriginMiddleware

PROXY, ANNA, FORGED = "172.16.0.9", "192.0.2.7", "198.51.100.66"


def address_seen(passed_on=None):
    headers = {"X-Forwarded-For": passed_on} if passed_on else {}
    request = RequestFactory(REMOTE_ADDR=PROXY).get("/", headers=headers)
    OriginMiddleware(lambda request: HttpResponse())(request)
    return request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("proxies", "passed_on", "seen"),
    [
        (0, ANNA, PROXY),
        (1, ANNA, ANNA),
        (1, f"{FORGED}, {ANNA}", ANNA),
        (2, f"{FORGED}, {ANNA}, 172.16.0.8", ANNA),
        (2, FORGED, PROXY),
        (1, None, PROXY),
        (1, "unknown", PROXY),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_only_what_our_proxies_wrote_is_believed(settings, proxies, passed_on, seen):
    settings.PROXIES = proxies

    assert address_seen(passed_on) == seen


@pytest.mark.safety("L1")
def test_who_looked_is_recorded_with_their_own_address(settings, anna, sign_in):
    settings.PROXIES = 1
    client = sign_in(anna)

    client.get("/vandaag/", headers={"X-Forwarded-For": f"{FORGED}, {ANNA}"})

    assert AccessRecord.objects.get().address == ANNA


@pytest.mark.django_db
def test_attempts_of_one_person_do_not_lock_out_another(settings, client):
    settings.PROXIES = 1
    cache.clear()

    def attempt(number, address):
        return client.post(
            reverse("account_login"),
            {"login": f"nobody{number}@rollen.example", "password": "x"},
            headers={"X-Forwarded-For": f"{number}.0.2.1, {address}"},
        )

    answers = [attempt(number, FORGED).status_code for number in range(1, 40)]

    assert answers[0] == 200
    assert answers[-1] == 429
    assert attempt(41, ANNA).status_code == 200
    cache.clear()
