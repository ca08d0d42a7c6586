"""The units for systemd run what the containers run, with the same secrets."""

import re
import shlex

import pytest

from tests.production import compose
from tests.walks import ROOT

FOLDER = ROOT / "deploy/systemd"
SERVICES = ("web", "worker", "beat", "migrate")
PROGRAMS = "/opt/zvh/.venv/bin/"
SHARED = FOLDER / "zvh-.service.d/house.conf"
# An address of its own for each role, and what containers say in another way.
PLACES = {"BIND", "INNER_BIND", "SIGN_OF_LIFE", "LEDGER_DIR", "METRICS_DIR"}


def lines(name, *paths):
    """The values of this key, in the order of the files."""
    texts = "\n".join(path.read_text() for path in paths)
    return re.findall(rf"^{name}=(.+)$", texts, re.MULTILINE)


def unit(name):
    return FOLDER / f"zvh-{name}.service"


def handed_over(name):
    """The file in the folder of secrets, for each credential of a unit."""
    told = lines("LoadCredential", SHARED, unit(name))
    return dict(one.split(":/etc/zvh/secrets/") for one in told)


def variables(name):
    words = " ".join(lines("Environment", SHARED, unit(name)))
    return dict(word.split("=", 1) for word in shlex.split(words))


@pytest.fixture(scope="module")
def services():
    return compose.services({**compose.example(), "BACKUP_RECIPIENT": "age1"})


@pytest.mark.parametrize("name", SERVICES)
def test_unit_runs_the_command_of_the_container(services, name):
    (command,) = lines("ExecStart", unit(name))

    assert shlex.split(command.removeprefix(PROGRAMS)) == services[name]["command"]


@pytest.mark.parametrize("name", SERVICES)
def test_unit_gets_the_secrets_of_the_container_and_no_others(services, name):
    assert set(handed_over(name).values()) == set(services[name]["secrets"])


@pytest.mark.parametrize("name", [*SERVICES, "backup"])
def test_every_secret_handed_over_is_read(name):
    read = {v.removeprefix("%d/") for v in variables(name).values() if "%d/" in v}

    assert read == set(handed_over(name))


@pytest.mark.parametrize("name", SERVICES)
def test_every_setting_of_the_container_is_set(services, name):
    told = variables(name).keys()
    names = re.findall(r"^(\w+)=", (FOLDER / "zvh.env").read_text(), re.MULTILINE)

    assert services[name]["environment"].keys() - PLACES <= told | set(names)


@pytest.mark.parametrize("name", [*SERVICES, "backup"])
def test_unit_knows_who_it_is_to_a_mail_server_only_with_the_password(name):
    """Else a house whose mail server asks for one would start the worker alone."""
    left_out = " ".join(lines("UnsetEnvironment", SHARED, unit(name))).split()
    is_known = "email_host_password" in handed_over(name).values()

    assert is_known == (name == "worker")
    assert set(left_out) == (
        set() if is_known else {"EMAIL_HOST_USER", "SECURE_MAIL_USER"}
    )


def test_command_by_hand_has_each_secret_of_the_worker():
    script = (FOLDER / "manage").read_text()
    names = set(handed_over("worker").values()) - {"database_url_app"}

    assert {name for name in names if f'"$secrets/{name}"' not in script} == set()


def test_each_role_of_the_database_does_its_own_part():
    roles = {name: handed_over(name)["database_url"] for name in (*SERVICES, "backup")}

    assert roles == {
        **dict.fromkeys(("web", "worker", "beat"), "database_url_app"),
        "migrate": "database_url_owner",
        "backup": "database_url_backup",
    }


def test_page_names_the_units_that_there_are():
    page = (ROOT / "docs/install.md").read_text()
    named = set(re.findall(r"zvh-(?:web|worker|beat|backup|migrate)(?:\.timer)?", page))

    there = {path.name.removesuffix(".service") for path in FOLDER.glob("zvh-*.*")}
    assert named <= there | {"zvh-.service.d"}
    assert {"zvh-web", "zvh-worker", "zvh-beat", "zvh-backup.timer"} <= named
