"""The pictures in the README show the pages as they are (`make pictures`)."""

from datetime import datetime

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from PIL import Image

from accounts.models import User
from cases.models import Case
from demo.cases import seed_cases
from demo.seed import seed
from ico.models import Meeting, Plan
from tests.backstage import backstage
from tests.browser import pictures
from tests.life import DUTCH
from tests.walks import ROOT
from triage.models import AgendaItem
from zvh.guard import jobs

SEEDED = datetime(2026, 11, 16, 8, 30, tzinfo=DUTCH)
AGENDA_GOES = datetime(2026, 11, 16, 18, 30, tzinfo=DUTCH)
NOW = datetime(2026, 11, 17, 10, 0, tzinfo=DUTCH)
MET = datetime(2026, 11, 25, 10, 0, tzinfo=DUTCH)
MET_ONCE = {"plans__state": "established"}
BROAD = {"width": 1280, "height": 860}
TELEPHONE = {"width": 390, "height": 780}
LARGEST = 150_000


# By name: who looks, when, on how broad a screen, and at which page of what.
PAGES = {
    "vandaag": ("anna", NOW, BROAD, "cases:today", None),
    "casus": ("anna", NOW, BROAD, "cases:detail", (Case, MET_ONCE)),
    "weging": ("anna", NOW, BROAD, "triage:item", (AgendaItem, {})),
    "overleg": ("anna", MET, BROAD, "ico:picture", (Meeting, {"state": "planned"})),
    "plan": ("anna", NOW, BROAD, "ico:plan_print", (Plan, {})),
    "aanmelden": (
        *("gerda", NOW, TELEPHONE, "cases:registration_step"),
        (Case, {"phase": "registration"}, "overleg"),
    ),
}


@pytest.fixture
def house(transactional_db, settings):
    """The demo house, as everybody who starts it finds it."""
    settings.PROFILE = "landelijk"
    with backstage(), connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE cases_number RESTART")
    with time_machine.travel(SEEDED):
        seed()
        seed_cases()
    with time_machine.travel(AGENDA_GOES):
        jobs.tick()


def test_pictures_are_of_the_pages_as_they_are(house, visit):
    now = {}
    for name, (who, moment, size, url, of) in PAGES.items():
        user = User.objects.get(email=f"{who}@demo.example")
        with time_machine.travel(moment, tick=False):
            page = visit(user, viewport=size)
            page.goto(address(url, of))
            if pictures.ARE_TAKEN:
                pictures.take(page, name)
            now[name] = pictures.fingerprint(page)

    assert now == pictures.known(), "a page has changed: run `make pictures`"


def address(url, of):
    if of is None:
        return reverse(url)
    model, known, *more = of
    with backstage():
        first = model.objects.filter(**known).order_by("pk")[:1].get()
        return reverse(url, args=[first.pk, *more])


@pytest.mark.parametrize("name", PAGES)
def test_picture_is_small_and_shown(name):
    path = pictures.FOLDER / f"{name}.png"

    with Image.open(path) as taken:
        assert taken.width == PAGES[name][2]["width"]
    assert path.stat().st_size < LARGEST
    assert f"docs/images/{name}.png" in (ROOT / "README.md").read_text()
