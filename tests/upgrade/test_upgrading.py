"""A house of an earlier release goes on in this version, with everything in it."""

import re

import pytest
import release_data
import time_machine
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accounts.models import User
from cases.lifecycle import Phase
from cases.models import Case
from privacy.models import Removal
from tests.backstage import backstage
from tests.browser import doors
from tests.upgrade.conftest import restored
from tests.walks import ROOT
from zvh.guard.announce import acting_as
from zvh.guard.dossier import dossier_models

# One of each kind of people, and how many pages the demo has for them at least.
PAGES = {"anna": 60, "pim": 20, "fenna": 5}
ENDED = (Phase.AFSCHALING, Phase.CLOSED)
OURS = sorted(release_data.migrations())
YEARS_LATER = "2040-01-01T05:00:00+00:00"
# One worker builds these houses, once.
pytestmark = pytest.mark.xdist_group("upgrade")


def changed_since(released: dict[str, str]) -> list[str]:
    """The migrations of a release that are not what they were."""
    now = release_data.migrations()
    return [
        f"{name} was changed after its release: put it back and add a new migration"
        for name, fingerprint in released.items()
        if now.get(name) != fingerprint
    ]


@pytest.mark.safety("C3")
def test_migrations_of_a_release_stay_as_they_were(house):
    assert len(house.migrations) >= 11
    assert changed_since(house.migrations) == []


def test_a_migration_changed_after_its_release_is_named():
    name, *_ = release_data.migrations()

    (said,) = changed_since({**release_data.migrations(), name: "as it was released"})

    assert said.startswith(f"{name} was changed after its release")


@pytest.mark.safety("C3")
def test_database_is_as_that_of_a_new_house(house):
    upgraded = restored(house.database)
    new = restored(connection.settings_dict["NAME"])

    for kind, wanted in new.items():
        assert wanted, kind
        assert upgraded[kind] == wanted, kind


@pytest.mark.parametrize(("who", "many"), PAGES.items())
def test_everybody_still_opens_what_they_did(inside, sign_in, who, many):
    user = User.objects.get(email=f"{who}@demo.example")

    pages = {address for _, address, _ in doors.open_to(user, sign_in(user))}

    assert len(pages) >= many


@pytest.mark.safety("C3")
def test_cases_are_still_read_by_whom_they_were(inside, sign_in):
    anna = User.objects.get(email="anna@demo.example")
    client = sign_in(anna)
    with acting_as(anna):
        cases = list(Case.objects.visible_to(anna))

    pages = {case: client.get(f"/casussen/{case.pk}/", follow=True) for case in cases}

    assert len(pages) == 6
    assert [case for case, page in pages.items() if case.number not in page.text] == []


def test_people_are_still_found_by_their_names(inside, sign_in):
    anna = User.objects.get(email="anna@demo.example")

    page = sign_in(anna).post("/zoeken/", {"q": "Proefpersoon"})

    assert page.status_code == 200
    assert "Joris" in page.text or "J. P" in page.text


def test_who_has_no_part_in_a_case_still_sees_none(inside):
    olga = User.objects.get(email="olga@demo.example")

    with acting_as(olga):
        assert not Case.objects.visible_to(olga).exists()
    assert not Case.objects.exists()


def test_what_is_past_its_term_still_goes(inside):
    with time_machine.travel(YEARS_LATER):
        call_command("retention")

    with backstage():
        left = {model: model.objects.count() for model in personal_models()}
        assert {model: rows for model, rows in left.items() if rows} == {}
        assert not Case.objects.filter(phase__in=ENDED).exists()
        assert Removal.objects.exists()


def personal_models():
    return [model for model in dossier_models() if model.Privacy.personal]


def test_migrations_form_one_line():
    loader = MigrationLoader(None)

    assert loader.detect_conflicts() == {}


@pytest.mark.parametrize("name", OURS)
def test_migrations_are_numbered_and_say_what_they_do(name):
    number, _, said = name.rpartition("/")[2].removesuffix(".py").partition("_")

    assert number.isdecimal()
    assert len(said) > 3


@pytest.mark.safety("C3")
def test_what_cannot_be_undone_is_written_down():
    loader = MigrationLoader(None)
    rooms = {name.rpartition("/migrations/")[0].rpartition("/")[2] for name in OURS}

    stuck = {
        f"{room}.{name}"
        for (room, name), migration in loader.disk_migrations.items()
        if room in rooms and not all(one.reversible for one in migration.operations)
    }

    page = (ROOT / "docs/upgrading.md").read_text()
    assert set(re.findall(r"^\| `(\w+\.\d{4}\w+)`", page, re.MULTILINE)) == stuck
