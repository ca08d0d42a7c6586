"""Every answer carries the headers, also one that was refused at the door."""

import pytest
from django.test import Client

ALWAYS = {
    "Content-Security-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "X-Frame-Options",
}


@pytest.mark.safety("H1")
@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/inloggen/", {"secure": True}, 200),
        ("/mijn/", {"secure": True}, 302),
        ("/mijn/", {}, 301),
        ("/nergens/", {"secure": True}, 404),
        ("/inloggen/", {"HTTP_HOST": "elders.example"}, 400),
        ("/inloggen/", {"HTTP_HOST": "elders.example", "secure": True}, 400),
    ],
)
def test_answer_has_every_header(db, settings, path, asked, status):
    settings.SECURE_SSL_REDIRECT = True

    answer = Client().get(path, **asked)

    assert answer.status_code == status
    assert set(answer.headers) >= ALWAYS
    assert "no-store" in answer.headers["Cache-Control"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
