"""The demo: a click to be somebody, and outside the demo none of it exists."""

import os
import subprocess
import sys

import pytest

# Everything about the demo runs in a process of its own: here it is not installed.
HEAD = """
import django
django.setup()
from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse, Resolver404
"""


def say(program, **env):
    said = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", HEAD + program],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stderr
    return said.stdout.strip()


ABSENT = """
from django.apps import apps
from django.core.management import get_commands
print(apps.is_installed("demo"))
print("seed_demo" in get_commands())
for path in ("/demo/", "/demo/mails/", "/demo/termijn/", "/demo/anna/"):
    try:
        resolve(path); print("found", path)
    except Resolver404:
        print(False)
try:
    print(reverse("demo:cast"))
except NoReverseMatch:
    print(False)
"""


def test_outside_the_demo_nothing_of_it_exists():
    assert set(say(ABSENT, DEMO="false").split()) == {"False"}


def test_in_the_demo_it_does():
    said = say(ABSENT, DEMO="true", ALLOWED_HOSTS="127.0.0.1,localhost").splitlines()

    assert said[:2] == ["True", "True"]
    assert said[-1] == "/demo/"


@pytest.mark.parametrize("hosts", ["zvh.example", "127.0.0.1,zvh.example"])
def test_demo_refuses_to_run_for_others(hosts):
    said = subprocess.run(
        [sys.executable, "-c", HEAD],
        env={**os.environ, "DEMO": "true", "ALLOWED_HOSTS": hosts},
        capture_output=True,
        text=True,
    )

    assert said.returncode != 0
    assert "loopback" in said.stderr


def test_demo_app_refuses_a_house_that_is_no_demo(settings):
    from django.core.exceptions import ImproperlyConfigured

    import demo
    from demo.apps import DemoConfig

    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        DemoConfig("demo", demo).ready()
