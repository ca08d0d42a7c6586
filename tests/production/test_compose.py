"""docker-compose.yml gives each part what it needs, and no more."""

import re
from pathlib import Path
from typing import Any

import pytest
from postgres_server import configure
from postgres_user import ServerUser

from tests.production import compose
from tests.production.described import variables_of_the_document

ROOT = compose.ROOT
VALUES = compose.example() | {"BACKUP_RECIPIENT": "age1example"}
DOCUMENT = compose.read(VALUES)
SERVICES = DOCUMENT["services"]
OURS = {name for name, it in SERVICES.items() if str(it["image"]).startswith("zvh:")}
ONE_SHOT = {"roles", "migrate", "restore"}
# Of the image of PostgreSQL, which is not ours.
OF_OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_INITDB_ARGS"}
OF_OTHERS |= {"POSTGRES_PASSWORD_FILE"}

every_service = pytest.mark.parametrize("name", SERVICES)


def of(name: str, key: str) -> Any:
    return SERVICES[name].get(key, [])


def test_every_part_of_a_house_is_there() -> None:
    assert set(SERVICES) == {
        *("db", "redis", "roles", "migrate", "web", "worker", "beat"),
        *("backup", "restore", "proxy"),
    }
    assert set(SERVICES) - {"db", "redis", "proxy"} == OURS


@every_service
def test_nobody_is_root_or_can_become_it(name: str) -> None:
    user, _, group = str(SERVICES[name]["user"]).partition(":")

    assert int(user) > 0
    assert int(group) > 0
    assert of(name, "cap_drop") == ["ALL"]
    assert of(name, "cap_add") == []
    assert of(name, "security_opt") == ["no-new-privileges:true"]
    assert not of(name, "privileged")


@every_service
def test_nothing_is_written_but_in_memory_and_where_it_is_kept(name: str) -> None:
    kept = {volume.split(":")[-1] for volume in of(name, "volumes")}

    assert SERVICES[name]["read_only"] is True
    assert any(str(it).startswith("/tmp:") for it in of(name, "tmpfs"))  # noqa: S108
    assert all("noexec" in it for it in of(name, "tmpfs") if it.startswith("/tmp"))  # noqa: S108
    assert kept <= {
        *("/var/lib/postgresql/data", "/var/lib/zvh/backups", "/var/lib/zvh/ledger"),
        "ro",
    }


@every_service
def test_limits_restarts_and_health_are_told(name: str) -> None:
    limits = SERVICES[name]["deploy"]["resources"]["limits"]

    assert {"cpus", "memory", "pids"} <= limits.keys()
    assert of(name, "restart") == ("no" if name in ONE_SHOT else "unless-stopped")
    assert of(name, "healthcheck").get("test") or name in ONE_SHOT | {"backup"}
    assert of(name, "logging")["options"].keys() == {"max-size", "max-file"}


def test_there_is_one_beat_and_more_of_what_can_be_more() -> None:
    beats = [n for n in SERVICES if {"beat", "--beat", "-B"} & set(of(n, "command"))]

    assert beats == ["beat"]
    assert SERVICES["beat"]["deploy"]["replicas"] == 1
    assert SERVICES["web"]["deploy"]["replicas"] > 1
    assert SERVICES["worker"]["deploy"]["replicas"] > 1
    assert not [n for n in SERVICES if "container_name" in SERVICES[n]]


def test_only_the_proxy_is_reached_from_outside() -> None:
    networks = DOCUMENT["networks"]
    inside = {name for name, it in networks.items() if it.get("internal")}

    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert [n for n in SERVICES if not set(of(n, "networks")) <= inside] == [
        *("worker", "proxy"),
    ]
    for name in ("db", "redis"):
        assert of(name, "networks") == ["inner"]
        assert "inner" in inside
    assert not set(of("proxy", "networks")) & {"inner", "watch"}


def test_the_proxy_knows_the_public_port_only_and_says_who_asks() -> None:
    text = (ROOT / "deploy/nginx.conf").read_text()

    assert set(re.findall(r"web:(\d+)", text)) == {"8000"}
    assert "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;" in text
    assert "proxy_set_header X-Forwarded-Proto https;" in text
    assert "proxy_set_header Host $host;" in text
    assert re.search(
        r"client_max_body_size (\d+)m;\s+client_body_buffer_size \1m;", text
    )
    assert "proxy_max_temp_file_size 0;" in text
    assert "access_log off;" in text
    assert VALUES["PROXIES"] == "1"


@every_service
def test_every_secret_comes_from_a_file(name: str) -> None:
    environment = of(name, "environment") or {}
    secret = {one.name for one in variables_of_the_document() if one.is_secret}
    files = {v for k, v in environment.items() if k.endswith("_FILE")}
    granted = {f"/run/secrets/{it}" for it in of(name, "secrets")}

    assert not secret & environment.keys()
    assert files <= granted
    if name in OURS:
        assert files == granted
    assert not re.search(r"://[^/\s]*:[^/\s]*@", str(SERVICES[name]))


def test_every_secret_is_a_file_that_the_script_makes_or_the_operator_brings() -> None:
    script = (ROOT / "deploy/make-secrets").read_text()
    brought = {"tls_certificate", "tls_key"}

    for name, it in DOCUMENT["secrets"].items():
        assert it == {"file": f"./secrets/{name}"}
        made = name in script or name.startswith("database_url_")
        assert made or name in brought
    for folder in (".gitignore", ".dockerignore"):
        told = (ROOT / folder).read_text().splitlines()
        assert {"secrets/", ".env"} <= set(told) or "*" in told


@every_service
def test_every_variable_is_described(name: str) -> None:
    described = {one.name for one in variables_of_the_document()} | OF_OTHERS
    environment = of(name, "environment") or {}

    for variable in environment:
        plain = variable if variable in OF_OTHERS else variable.removesuffix("_FILE")
        assert plain in described, variable


@pytest.mark.parametrize(
    ("name", "role"),
    [
        *(("web", "app"), ("worker", "app"), ("beat", "app")),
        *(("migrate", "owner"), ("restore", "owner"), ("backup", "backup")),
    ],
)
def test_each_part_has_the_database_role_of_its_work(name: str, role: str) -> None:
    environment = of(name, "environment")
    addresses = [it for it in of(name, "secrets") if it.startswith("database_url")]

    assert environment["DATABASE_URL_FILE"] == f"/run/secrets/database_url_{role}"
    assert addresses == [f"database_url_{role}"]


@pytest.mark.safety("X3")
def test_postgresql_logs_no_more_than_that_of_the_tests(tmp_path: Path) -> None:
    configure(ServerUser((), 0, 0), tmp_path, tmp_path, durable=True)
    ours = dict(
        line.split(" = ") for line in (tmp_path / "zvh.conf").read_text().splitlines()
    )
    words = [it.removeprefix("-c") for it in of("db", "command")[1:]]
    theirs = dict(word.split("=") for word in words)

    discreet = {name for name in ours if name.startswith("log_")} - {"log_timezone"}
    discreet -= {"logging_collector"}
    assert len(discreet) >= 5
    assert {n: theirs.get(n) for n in discreet} == {n: ours[n] for n in discreet}


def test_redis_keeps_nothing_and_throws_nothing_away() -> None:
    words = of("redis", "command")

    assert words[words.index("--save") + 1] == ""
    assert words[words.index("--appendonly") + 1] == "no"
    assert words[words.index("--maxmemory-policy") + 1] == "noeviction"


def test_what_must_come_first_comes_first() -> None:
    before = {name: of(name, "depends_on") or {} for name in SERVICES}
    done, healthy = "service_completed_successfully", "service_healthy"

    assert before["roles"]["db"]["condition"] == healthy
    assert before["migrate"]["roles"]["condition"] == done
    for name in ("web", "worker", "beat", "backup"):
        assert before[name]["migrate"]["condition"] == done
    assert before["proxy"]["web"]["condition"] == healthy


def test_what_an_operator_must_fill_in_is_asked_for() -> None:
    without = {n: v for n, v in VALUES.items() if n not in {"ZVH_HOST", "EMAIL_HOST"}}

    with pytest.raises(LookupError, match="ZVH_HOST"):
        compose.read(without)
