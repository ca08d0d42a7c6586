"""One house for all tests of this folder, and the people in it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.browsing import Somebody
from tests.life import Life
from tests.production.house import ROOT, House, a_house


@pytest.fixture(scope="session")
def _one_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with a_house(tmp_path_factory.mktemp("house")) as started:
        yield started


@pytest.fixture
def house(_one_house: House) -> House:
    """All of it runs, whatever the test before has broken."""
    _one_house.mend()
    return _one_house


@pytest.fixture
def people(
    house: House, _cast: dict[str, SimpleNamespace]
) -> dict[str, SimpleNamespace]:
    """A partner, a procescoördinator and a police officer, who have signed in."""
    return _cast


@pytest.fixture(scope="session")
def _cast(_one_house: House) -> dict[str, SimpleNamespace]:
    house = _one_house
    env = house.env("web") | {
        "DATABASE_URL": f"postgres://zvh_super@/zvh?host={house.sockets}",
        "DJANGO_SETTINGS_MODULE": "zvh.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'scripts'}",
    }
    del env["DATABASE_URL_FILE"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.production.people"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {
        name: SimpleNamespace(**told) for name, told in json.loads(done.stdout).items()
    }


@pytest.fixture
def life(house: House, people: dict[str, SimpleNamespace]) -> Life:
    """The life of one case, lived through both web servers in turn."""
    return Life(people, lambda who: house.browser(session=who.session), kind=Somebody)
