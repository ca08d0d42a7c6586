"""Who runs PostgreSQL: we ourselves, or somebody else when we are root.

PostgreSQL refuses to run as root. In a user namespace root can be nobody and still
read its own folders; without namespaces a real other user is needed, who can enter no
private home, so that the data then live in a folder outside it.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from postgres_binaries import PostgresError

NAMESPACE = ("unshare", "--user", "--map-user=nobody", "--")
# Short and the same for every shell: a socket's path has at most 107 characters.
SOCKETS = Path("/tmp")  # noqa: S108 the folder in it is ours alone, and checked
ELSEWHERE = Path("/var/lib/zvh")


@dataclass(frozen=True)
class ServerUser:
    """The prefix of a command, and the numbers whose files PostgreSQL reads."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def run(self, *command: str, stdout: int | None = None) -> str:
        done = subprocess.run(
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout is None else stdout,
            stderr=subprocess.PIPE if stdout is None else subprocess.STDOUT,
            cwd="/",
            # Ctrl-C in the terminal is for us, not for a server that is starting.
            start_new_session=True,
            text=True,
            check=False,
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
        )
        if done.returncode:
            program = Path(command[0]).name
            said = ((done.stderr or "") + (done.stdout or "")).strip()
            raise PostgresError(f"{program} failed. {said}".strip())
        return done.stdout or ""

    def give(self, path: Path) -> None:
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def own_folder(self, path: Path) -> Path:
        """This folder, made when missing, and nobody else's."""
        if not path.exists():
            path.mkdir(mode=0o700)
            self.give(path)
        found = path.lstat()
        if path.is_symlink() or found.st_uid != self.uid:
            raise PostgresError(f"{path} belongs to somebody else: remove it first.")
        path.chmod(0o700)
        return path

    def data_folder(self, wanted: Path) -> Path:
        """Where the data live: here, or else where this user can reach them."""
        if wanted.is_symlink():
            # Its target is ours by a name that nobody can guess beforehand.
            return wanted.resolve()
        if not self.is_other:
            return self.own_folder(wanted)
        ELSEWHERE.mkdir(mode=0o711, parents=True, exist_ok=True)
        home = ELSEWHERE / os.urandom(8).hex()
        self.own_folder(home)
        wanted.symlink_to(home)
        return home

    def socket_folder(self, home: Path) -> Path:
        name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
        return self.own_folder(SOCKETS / f"zvh-{name}")


@cache
def server_user() -> ServerUser:
    if os.geteuid() != 0:
        return ServerUser((), os.geteuid(), os.getegid())
    if _namespaces_work():
        return ServerUser(NAMESPACE, 0, 0)
    for name in ("postgres", "nobody"):
        try:
            other = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser((), other.pw_uid, other.pw_gid)
    raise PostgresError("PostgreSQL does not run as root: start as an ordinary user.")


def _namespaces_work() -> bool:
    if not shutil.which(NAMESPACE[0]):
        return False
    asked = subprocess.run(
        [*NAMESPACE, "id", "-u"], capture_output=True, text=True, check=False
    )
    return asked.returncode == 0 and asked.stdout.strip() not in {"", "0"}
