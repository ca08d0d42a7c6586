"""The image holds what a house needs to run, and nothing that is secret."""

import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.production.compose import ROOT

TEXT = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
LAST_STAGE = LINES[max(i for i, line in enumerate(LINES) if line.startswith("FROM")) :]
WHITE = [
    line.removeprefix("!")
    for line in (ROOT / ".dockerignore").read_text().splitlines()
    if line.startswith("!")
]


def test_it_runs_as_nobody_special() -> None:
    users = [line.split()[1] for line in LAST_STAGE if line.startswith("USER")]

    assert users == ["10001:10001"]
    assert LAST_STAGE.index("USER 10001:10001") > max(
        i for i, line in enumerate(LAST_STAGE) if line.startswith(("RUN", "COPY"))
    )


def test_it_has_a_health_check() -> None:
    assert [line for line in LAST_STAGE if line.startswith("HEALTHCHECK")]


def test_packages_are_those_with_hashes() -> None:
    assert "--require-hashes -r base.txt" in TEXT
    assert "--hash=sha256:" in (ROOT / "requirements/base.txt").read_text()
    assert "npm ci --ignore-scripts" in TEXT


def test_it_has_the_libraries_of_the_set_up() -> None:
    setup = (ROOT / "scripts/setup").read_text()
    (line,) = re.findall(r'the libraries that make PDFs" .\n(.*?) \|\|', setup)
    libraries = line.split()

    assert len(libraries) == 3
    assert all(library in TEXT for library in libraries)
    assert "postgresql-client-15" in TEXT


def test_only_what_is_named_goes_in() -> None:
    first = (ROOT / ".dockerignore").read_text().splitlines()[1]

    assert first == "*"
    for entry in WHITE:
        assert list(ROOT.glob(entry)), f"{entry} is not there"
    named = " ".join(WHITE)
    assert not re.search(r"secret|\.env|\.git|\.data|\.state|tests|demo|bench", named)


def test_every_room_goes_in() -> None:
    ours = {app.split(".")[0] for app in settings.INSTALLED_APPS}
    rooms = {name for name in ours if (ROOT / name).is_dir()}

    assert rooms <= set(WHITE)
    assert {"templates", "static", "manage.py", "zvh"} <= set(WHITE)


def test_no_secret_is_built_in() -> None:
    told = [line for line in LINES if line.startswith(("ENV", "ARG", "LABEL"))]

    assert told
    assert not re.search(r"SECRET|PASSWORD|PEPPER|_URL|TOKEN", " ".join(told))


def test_static_files_are_collected_with_their_hashes(tmp_path: Path) -> None:
    (words,) = re.findall(
        r"&& (scripts/bare python manage.py collectstatic .*?) +&&", TEXT
    )

    subprocess.run(
        words.split(),
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "STATIC_ROOT": str(tmp_path)},
        check=True,
    )

    assert (tmp_path / "staticfiles.json").exists()
    assert list(tmp_path.rglob("*.????????????.css"))


def test_a_sign_of_life_must_be_recent(tmp_path: Path) -> None:
    sign = tmp_path / "alive"

    def is_alive(where: str) -> bool:
        script = str(ROOT / "scripts/is_alive.py")
        words = [sys.executable, script, where]
        return subprocess.run(words, check=False).returncode == 0

    assert not is_alive(str(sign))
    sign.touch()
    assert is_alive(str(sign))
    assert not is_alive("http://127.0.0.1:9/healthz")
