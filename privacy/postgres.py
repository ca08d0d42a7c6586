"""PostgreSQL's own programs, at the database of this process."""

import os
import shutil
import subprocess
from subprocess import PIPE as PIPE
from typing import IO, Any, cast

from django.db import connection
from psycopg2.extensions import make_dsn

# What libpq understands of what Django hands to its driver.
KNOWN = (
    "host",
    "port",
    "user",
    "dbname",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
)


class ProgramError(Exception):
    """What went wrong, in one sentence for the operator."""


def started(
    program: str, *words: str, stdin: int | IO[bytes] = subprocess.DEVNULL, **how: Any
) -> subprocess.Popen[bytes]:
    """The program, speaking to our database when its words ask for `DATABASE`."""
    found = shutil.which(program)
    if found is None:
        raise ProgramError(f"{program} is not on this machine (postgresql-client).")
    given = connection.get_connection_params()
    # Off the command line, where every user of the machine could read it.
    secret = {"PGPASSWORD": given["password"]} if given.get("password") else {}
    return subprocess.Popen(  # noqa: S603 - the words are ours
        [found, *words],
        stdin=stdin,
        stdout=how.get("stdout", subprocess.PIPE),
        stderr=how.get("stderr", subprocess.PIPE),
        env={**os.environ, **secret},
    )


def address() -> str:
    """Where our database is, without the password."""
    given = connection.get_connection_params()
    return str(make_dsn(**{name: given[name] for name in KNOWN if given.get(name)}))


def first_line(said: IO[bytes]) -> str:
    """What a program complained of; the lines after the first may quote rows."""
    said.seek(0)
    return next(iter(said.read().decode(errors="replace").splitlines()), "")


def output_of(program: subprocess.Popen[bytes]) -> IO[bytes]:
    return cast(IO[bytes], program.stdout)


def input_of(program: subprocess.Popen[bytes]) -> IO[bytes]:
    return cast(IO[bytes], program.stdin)
