"""`make demo` says in one line why it cannot start."""

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "scripts" / "run_demo.py"
HOUSES = "fryslan, kennemerland, landelijk, noord-holland-noord"


def refused(data: Path, *words: str, **asked: str) -> str:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, str(DEMO), *words],
        env={**env, "DATA": str(data), **asked},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        said = refused(tmp_path, PORT=port)

    assert f"Port {port} cannot be used" in said
    assert "PORT=" in said
    assert not (tmp_path / "postgres").exists()


def test_a_second_demo_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with (tmp_path / ".running").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        assert "is already running" in refused(tmp_path, PORT="1")


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"PORT": "huis"}, "PORT=huis is not a port number."),
        ({"PORT": "70000"}, "PORT=70000 is not a port number."),
        ({"PROFILE": "atlantis"}, f"PROFILE is one of: {HOUSES}."),
        ({"DATABASE_URL": "postgres://elsewhere/zvh"}, "unset DATABASE_URL"),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path, asked: dict[str, str], complaint: str
) -> None:
    assert complaint in refused(tmp_path, **asked)


def test_a_command_in_a_demo_that_never_ran_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, "retention", "--on", "2028-01-01")

    assert "run `make demo`" in said
    assert not (tmp_path / "postgres").exists()


def test_a_command_in_a_demo_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "static.done").touch()

    said = refused(tmp_path, "retention", "--on", "2028-01-01")

    assert "another version: run `make demo` first" in said
    assert not (tmp_path / "postgres/postmaster.pid").exists()
