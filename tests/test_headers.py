"""The golden headers, word for word, on every kind of answer."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.life import NO_CASE
from zvh import urls as house_urls
from zvh.guard.gate import public


@public("Breaks, so that a test sees what everybody gets then.")
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as if something unforeseen happened")


urlpatterns = [path("stuk/", broken), *house_urls.urlpatterns]
handler400 = house_urls.handler400
handler403 = house_urls.handler403
handler404 = house_urls.handler404
handler500 = house_urls.handler500

GOLDEN = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(),"
        " display-capture=(), publickey-credentials-get=(self)"
    ),
    # Not "no-referrer": with that, browsers send forms from "null" (see settings).
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


@pytest.fixture
def answer(settings, bram, sign_in):
    """What Bram, or a stranger, gets over HTTPS, also when it breaks."""
    settings.ROOT_URLCONF = __name__
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True

    def answered(path: str, *, known: bool = True) -> HttpResponse:
        client = sign_in(bram) if known else Client()
        client.raise_request_exception = False
        return client.get(path, secure=True)

    return answered


@pytest.mark.safety("H1")
@pytest.mark.parametrize(
    ("path", "known", "status"),
    [
        ("/inloggen/", False, 200),
        ("/mijn/", True, 200),
        ("/mijn/", False, 302),
        ("/vandaag/", True, 403),
        (f"/casussen/{NO_CASE}/", True, 404),
        ("/vergrendelen/", True, 405),
        ("/stuk/", True, 500),
    ],
)
def test_every_answer_has_the_golden_headers(answer, path, known, status):
    given = answer(path, known=known)

    assert given.status_code == status
    assert {name: given.headers.get(name) for name in GOLDEN} == GOLDEN
    assert "no-store" in given.headers["Cache-Control"]
    assert _policy(given) == POLICY
    assert "Server" not in given.headers
    assert "X-Powered-By" not in given.headers


@pytest.mark.safety("H2")
def test_an_error_tells_nothing_of_what_happened(answer):
    text = answer("/stuk/").content.decode()

    assert "unforeseen" not in text
    assert "RuntimeError" not in text
    assert "Traceback" not in text


def _policy(given: HttpResponse) -> set[str]:
    """Its directives, without the word that is new with every answer."""
    whole = re.sub(r" 'nonce-[\w+/=-]+'", "", given.headers["Content-Security-Policy"])
    return {directive.strip() for directive in whole.split(";")}


def test_address_of_a_form_says_what_to_do_when_it_is_opened(sign_in, anna):
    response = sign_in(anna).get("/vergrendelen/")

    assert response.status_code == 405
    assert "niets veranderd" in response.text
