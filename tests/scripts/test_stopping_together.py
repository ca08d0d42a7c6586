"""The programs of the demo live and die together, and leave nothing running."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"

# Two programs, of which the second has a child of its own that hears no TERM.
HOUSE = """
import sys
from pathlib import Path
from supervisor import AskedToStopError, StopSignals, Supervisor

supervisor = Supervisor()
stubborn = "trap '' TERM; sleep 300 & echo $!; trap - TERM; wait"
try:
    signals = StopSignals()
    with signals.held():
        supervisor.start("one", ["sleep", sys.argv[2]], {}, Path(sys.argv[1], "one"))
        supervisor.start("two", ["sh", "-c", stubborn], {}, Path(sys.argv[1], "two"))
    while not (grandchild := Path(sys.argv[1], "two").read_text()):
        supervisor.check()
    print(*(each.process.pid for each in supervisor.programs), grandchild)
    sys.stdout.flush()
    supervisor.watch()
except AskedToStopError:
    print("asked to stop")
finally:
    supervisor.stop_all()
"""

House = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    started = []

    def start(seconds: str = "300") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            # As a job in the background of a shell: it inherits an ignored INT.
            [
                *["sh", "-c", 'trap "" INT; exec "$@"', "sh"],
                *[sys.executable, "-c", HOUSE, str(tmp_path), seconds],
            ],
            env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def runs(pid: int) -> bool:
    """A process that has ended but whose parent has not looked is not running."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
    return not re.search(r"^State:\s+Z", status, re.MULTILINE)


def pids(house: subprocess.Popen[str]) -> list[int]:
    assert house.stdout is not None
    found = [int(word) for word in house.stdout.readline().split()]
    assert len(found) == 3
    assert all(runs(pid) for pid in found)
    return found


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_them_all(house: House, ending: signal.Signals) -> None:
    started = house()
    programs = pids(started)

    started.send_signal(ending)
    said, complaints = started.communicate(timeout=30)

    assert said.strip() == "asked to stop"
    assert complaints == ""
    assert not [pid for pid in programs if runs(pid)]


def test_one_that_dies_takes_the_others_along(house: House) -> None:
    started = house(seconds="0.5")
    programs = pids(started)

    _, complaints = started.communicate(timeout=30)

    assert started.returncode == 1
    assert "one ended by itself" in complaints
    assert not [pid for pid in programs if runs(pid)]


def test_a_second_signal_does_not_disturb_the_first(house: House) -> None:
    started = house()
    programs = pids(started)

    started.send_signal(signal.SIGINT)
    started.send_signal(signal.SIGINT)
    started.send_signal(signal.SIGTERM)
    started.communicate(timeout=30)

    assert started.returncode == 0
    assert not [pid for pid in programs if runs(pid)]
