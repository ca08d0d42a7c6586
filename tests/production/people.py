"""Bring people into a house that runs, each with a session: a program of its own.

It connects as the superuser, as factories do; what it prints is for the test.
"""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.sessions import SECOND_FACTOR  # noqa: E402
from tests import life as lives  # noqa: E402


def sign_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = str(user.pk)
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    life = lives.cast(lambda user: Client())
    told = {
        name: {"email": user.email, "session": sign_in(user)}
        for name, user in life.people.items()
    }
    json.dump(told, sys.stdout)
