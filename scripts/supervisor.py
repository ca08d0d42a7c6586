"""Programs that live and die together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 10  # seconds
# From <sys/prctl.h>.
SET_DEATH_SIGNAL = 1
SET_CHILD_SUBREAPER = 36


class AskedToStopError(Exception):
    """Somebody pressed Ctrl-C, closed the terminal or sent TERM."""


class ProgramDiedError(Exception):
    """One of the programs ended by itself; its last words are the message."""


@dataclass(frozen=True)
class Program:
    """A running child, the leader of a process group of its own."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return "\n".join([f"{self.name} ended by itself; see {self.log}", *lines])


class StopSignals:
    """INT, TERM and HUP raise `AskedToStopError`, the first time that one comes."""

    def __init__(self) -> None:
        self._asked = self._held = False
        # Set explicitly: a job in the background of a shell inherits an ignored INT.
        for ending in ENDINGS:
            signal.signal(ending, self._hear)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is being started is known before it can be told to stop."""
        self._held = True
        yield
        self._held = False
        if self._asked:
            raise AskedToStopError

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            return
        self._asked = True
        if not self._held:
            raise AskedToStopError


class Supervisor:
    """Starts programs, and stops them all when one ends or when told to."""

    def __init__(self) -> None:
        self.programs: list[Program] = []
        # Orphans come to us, not to a first process that may not bury them.
        _prctl(SET_CHILD_SUBREAPER, 1)

    def start(
        self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path
    ) -> None:
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                # A group of its own: Ctrl-C reaches us alone, and we stop it whole.
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.programs.append(Program(name, process, log))

    def check(self) -> None:
        for program in self.programs:
            if not program.is_alive:
                raise ProgramDiedError(program.last_words())

    def watch(self) -> None:
        """Stay as long as all of them live."""
        while True:
            self.check()
            time.sleep(0.5)

    def stop_all(self) -> None:
        for program in self.programs:
            _signal(program, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for program in self.programs:
            with suppress(subprocess.TimeoutExpired):
                program.process.wait(max(0.1, deadline - time.monotonic()))
            # Whatever is left of its group, such as a grandchild, goes with it.
            _signal(program, signal.SIGKILL)
            program.process.wait()
            with suppress(ChildProcessError):
                while os.waitpid(-program.process.pid, 0):
                    pass


def _signal(program: Program, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(program.process.pid, number)


def _die_with_parent() -> None:
    # Even when we are killed without a chance to stop them.
    _prctl(SET_DEATH_SIGNAL, signal.SIGTERM)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
