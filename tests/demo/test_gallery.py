"""Whoever makes pages finds on one page, in the demo, what they are made of."""

import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from demo.gallery import ICONS
from demo.seed import seed
from tests.demo.test_seeding import DEMO, urlpatterns  # noqa: F401 - DEMO routes here
from tests.walks import ROOT

COMPONENTS = {path.name for path in (ROOT / "templates/components").glob("*.html")}


@pytest.fixture
def gallery(db):
    """The page as it is for somebody of the bureau of the demo."""
    seed()
    client = Client()
    with DEMO:
        client.post(reverse("demo:enter", args=["anna"]))
        yield client.get(reverse("demo:gallery"))


def test_every_component_is_on_it(gallery):
    shown = {
        template.name.rpartition("components/")[2] for template in gallery.templates
    }

    assert len(COMPONENTS) > 30
    assert COMPONENTS - shown == set()


def test_every_icon_is_on_it():
    sprite = (ROOT / "static/icons/sprite.svg").read_text()

    assert set(ICONS) == set(re.findall(r'<symbol[^>]* id="([\w-]+)"', sprite))


def test_nothing_in_it_is_inline(gallery):
    assert not re.search(r"\sstyle=|\sonclick|<style|<script>", gallery.text)


def test_outside_the_demo_there_is_none():
    assert Client().get("/bouwstenen/").status_code in (302, 404)
    with pytest.raises(NoReverseMatch):
        reverse("demo:gallery")
