"""What an operator sets is described, may come from files, and must make sense."""

import os
import runpy
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.production.described import (
    ROOT,
    rows_of_the_document,
    variables_of_the_document,
    variables_of_the_roles,
    variables_of_the_settings,
)
from zvh.env import Env

SHORT = "geheim"
HOUSES = "fryslan, kennemerland, landelijk, noord-holland-noord"
HOUSE = {
    "SECRET_KEY": "-".join(["key-of-a-test", *"0123456789" * 4]),
    "SEARCH_PEPPER": "pepper-of-a-test-" + "0123456789" * 3,
    "DATABASE_URL": f"postgres://zvh_app:{SHORT}@db/zvh",  # pragma: allowlist secret
    "CACHE_URL": "redis://:geheim@redis:6379/1",
    "BROKER_URL": "redis://:geheim@redis:6379/0",
    "ALLOWED_HOSTS": "huis.example",
    "BASE_URL": "https://huis.example",
    "DEFAULT_FROM_EMAIL": "zvh@huis.example",
}
PROGRAMS = {
    "manage": ["python", "manage.py", "migrate"],
    "web": ["gunicorn", "-c", "python:zvh.gunicorn"],
    "bare web": ["gunicorn", "--no-control-socket", "--bind=127.0.0.1:0", "zvh.wsgi"],
    "worker": ["celery", "--app=zvh.celery", "worker", "--pool=solo"],
    "beat": ["celery", "--app=zvh.celery", "beat"],
}


def start(program: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command, *words = PROGRAMS[program]
    return subprocess.run(
        [str(Path(sys.executable).with_name(command)), *words],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "zvh.settings"}
        | env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@dataclass
class Operator:
    """Somebody who sets variables, and reads what comes of it."""

    patch: pytest.MonkeyPatch
    heard: pytest.CaptureFixture[str]

    def sets(self, env: dict[str, str]) -> dict[str, object]:
        for name in os.environ:
            self.patch.delenv(name)
        for name, value in env.items():
            self.patch.setenv(name, value)
        return runpy.run_path(str(ROOT / "zvh/settings.py"))

    def is_refused(self, env: dict[str, str]) -> str:
        """What is said, once it is sure that it is one line and quotes no secret."""
        with pytest.raises(SystemExit) as end:
            self.sets(env)
        said = self.heard.readouterr().err

        assert end.value.code
        assert said.startswith("ZVH does not start: ")
        assert said.count("\n") == 1
        assert not any(env[name] in said for name in SECRETS & env.keys() if env[name])
        assert "geheim" not in said
        return said


@pytest.fixture
def operator(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Operator:
    return Operator(monkeypatch, capsys)


SECRETS = {one.name for one in variables_of_the_settings() if one.is_secret}


@pytest.mark.eis("X-4")
def test_every_variable_is_described_as_it_is_read() -> None:
    described = variables_of_the_document()
    read = [*variables_of_the_settings(), *variables_of_the_roles()]

    assert len(described) == len(rows_of_the_document())
    assert len({one.name for one in described}) == len(described)
    assert set(described) == set(read)


def test_nothing_else_in_the_settings_asks_the_environment() -> None:
    text = (ROOT / "zvh/settings.py").read_text()

    assert "environ" not in text.replace("django-environ", "")
    assert "getenv" not in text


def test_a_secret_comes_from_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("from a file\n")
    monkeypatch.delenv("ZVH_PASSWORD", raising=False)
    monkeypatch.setenv("ZVH_PASSWORD_FILE", str(tmp_path / "secret"))
    env = Env()

    assert env.secret("ZVH_PASSWORD") == "from a file"
    assert env.mistakes == []


def test_all_secrets_from_files_make_a_house(
    operator: Operator, tmp_path: Path
) -> None:
    env = {name: value for name, value in HOUSE.items() if name not in SECRETS}
    for name in SECRETS & HOUSE.keys():
        (tmp_path / name).write_text(f"{HOUSE[name]}\n")
        env[f"{name}_FILE"] = str(tmp_path / name)

    made = operator.sets(env)

    assert made["SECRET_KEY"] == HOUSE["SECRET_KEY"]
    assert made["BROKER_URL"] == HOUSE["BROKER_URL"]
    assert made["DATABASES"]["default"]["HOST"] == "db"
    assert made["CACHES"]["default"]["LOCATION"] == HOUSE["CACHE_URL"]


def test_all_mistakes_are_told_at_once(operator: Operator, tmp_path: Path) -> None:
    said = operator.is_refused(
        {"HTTPS": "nee", "DATABASE_URL": "mysql://db/geheim"}
        | {"SECRET_KEY_FILE": str(tmp_path / "nowhere")}
    )

    assert "HTTPS is true or false" in said
    assert "DATABASE_URL looks like postgres://" in said
    assert f"SECRET_KEY_FILE cannot be read from {tmp_path}/nowhere" in said
    assert "SEARCH_PEPPER is missing: set it, or SEARCH_PEPPER_FILE" in said


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_ends_with_one_line(program: str) -> None:
    done = start(program, HOUSE | {"PROFILE": "atlantis"})
    ours = [line for line in done.stderr.splitlines() if "gunicorn" not in line.lower()]

    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    assert f"ZVH does not start: PROFILE is one of: {HOUSES}." in ours


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"SECRET_KEY": SHORT}, "SECRET_KEY has at least 50 characters"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY has at least 50 characters, by chance"),
        ({"SEARCH_PEPPER": "kort"}, "SEARCH_PEPPER has at least 32 characters"),
        ({"SEARCH_PEPPER": HOUSE["SECRET_KEY"]}, "each needs one of its own"),
        ({"SECRET_KEY_FALLBACKS": HOUSE["SECRET_KEY"]}, "still among"),
        ({"SECRET_KEY_FALLBACKS": SHORT}, "are whole former keys"),
        ({"SECRET_KEY_FILE": "/dev/null"}, "are both set"),
        ({"DATABASE_URL": "sqlite:///zvh.db"}, "DATABASE_URL looks like"),
        ({"DATABASE_URL": "postgres://zvh_app@db"}, "DATABASE_URL looks like"),
        ({"DATABASE_URL": "postgres://a:geheim/x@db/zvh"}, "DATABASE_URL is no add"),
        ({"CACHE_URL": "127.0.0.1:6379"}, "CACHE_URL looks like redis://"),
        ({"BROKER_URL": "kafka://x"}, "BROKER_URL looks like redis://"),
        ({"BROKER_URL": "filesystem://"}, "BROKER_URL names a Redis"),
        ({"PROFILE": "atlantis"}, f"PROFILE is one of: {HOUSES}"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT is a number"),
        ({"EMAIL_PORT": "0"}, "EMAIL_PORT is a number from 1 to 65535"),
        ({"EMAIL_PORT": "465"}, "use 587 with EMAIL_USE_TLS"),
        ({"EMAIL_HOST_USER": "zvh"}, "go together"),
        (
            {"EMAIL_HOST_USER": "zvh", "EMAIL_HOST_PASSWORD": SHORT},
            "would be sent in the clear",
        ),
        ({"SECURE_MAIL_PORT": "465"}, "at which STARTTLS is spoken"),
        ({"SECURE_MAIL_USER": "zvh"}, "SECURE_MAIL_PASSWORD go together"),
        ({"SECURE_MAIL_FROM": "het huis"}, "SECURE_MAIL_FROM is an e-mail address"),
        ({"SECURE_MAIL_CA": "/nowhere"}, "SECURE_MAIL_CA is a file"),
        ({"EMAIL_BACKEND": "smtp"}, "EMAIL_BACKEND names a Python class"),
        ({"CONTENT_CODEC": "nowhere.Codec"}, "CONTENT_CODEC names a Python class"),
        ({"DEFAULT_FROM_EMAIL": "het huis"}, "is an e-mail address"),
        ({"DEFAULT_FROM_EMAIL": ""}, "still that of the example"),
        ({"HTTPS": "false"}, "HTTPS is off"),
        ({"HTTPS": "uit"}, "HTTPS is true or false"),
        ({"BASE_URL": "http://huis.example"}, "BASE_URL begins with https://"),
        ({"BASE_URL": "https://elders.example"}, "not among ALLOWED_HOSTS"),
        ({"BASE_URL": "https://huis.example/zvh"}, "and ends there"),
        ({"BASE_URL": "https://[huis"}, "BASE_URL looks like"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
        ({"ALLOWED_HOSTS": "*"}, "one by one"),
        ({"ALLOWED_HOSTS": "https://huis.example"}, "without '*' or https://"),
        ({"CSRF_TRUSTED_ORIGINS": "huis.example"}, "begin with https://"),
        ({"DEMO": "true"}, "DEMO runs on loopback only"),
        ({"PROXIES": "ja"}, "PROXIES is a number from 0 to 5"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is one of: json, text"),
    ],
    ids=str,
)
def test_nonsense_is_refused(
    operator: Operator, wrong: dict[str, str], complaint: str
) -> None:
    assert complaint in operator.is_refused(HOUSE | wrong)


def test_an_empty_file_counts_as_not_given(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    empty = {"EMAIL_HOST_PASSWORD_FILE": str(tmp_path / "empty")}
    env = {name: value for name, value in HOUSE.items() if name != "SECRET_KEY"}

    assert operator.sets(HOUSE | empty)["EMAIL_HOST_PASSWORD"] == ""
    assert "SECRET_KEY is missing" in operator.is_refused(
        env | {"SECRET_KEY_FILE": str(tmp_path / "empty")}
    )
