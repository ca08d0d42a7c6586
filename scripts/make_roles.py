"""The three roles of a production database, with the passwords of their addresses."""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from postgres import Cluster
from postgres_binaries import Binaries, PostgresError, find_binaries
from postgres_roles import APP, BACKUP, OWNER, roles_and_rights

ADDRESSES = {
    OWNER: "OWNER_DATABASE_URL",
    APP: "APP_DATABASE_URL",
    BACKUP: "BACKUP_DATABASE_URL",
}


class RefusedError(Exception):
    """Why the roles cannot be made, for the operator."""


def main() -> int:
    try:
        make(Cluster(_read("ADMIN_DATABASE_URL"), _programs()))
    except (RefusedError, PostgresError) as failure:
        print(f"The roles are not made: {failure}", file=sys.stderr)
        return 1
    print("The roles are there.")
    return 0


def make(administrator: Cluster) -> None:
    """Any number of times; passwords that changed are renewed."""
    addresses = {role: urlsplit(_read(name)) for role, name in ADDRESSES.items()}
    for role, address in addresses.items():
        if address.username != role or not address.password:
            like = f"postgres://{role}:password@host/zvh"  # pragma: allowlist secret
            raise RefusedError(f"{ADDRESSES[role]} looks like {like}.")
    databases = {address.path.strip("/") for address in addresses.values()}
    if len(databases) != 1:
        raise RefusedError("the three addresses name more than one database.")
    passwords = {
        role: unquote(address.password or "") for role, address in addresses.items()
    }
    if len(set(passwords.values())) != len(passwords):
        raise RefusedError("each role needs a password of its own.")
    administrator.sql(roles_and_rights(databases.pop(), passwords), "postgres")


def _programs() -> Binaries:
    """A client will do; this machine need not have a server."""
    psql = shutil.which("psql")
    return Binaries(Path(psql).parent, 0) if psql else find_binaries()


def _read(name: str) -> str:
    file = os.environ.get(f"{name}_FILE")
    try:
        value = Path(file).read_text().strip() if file else os.environ.get(name, "")
    except OSError as failure:
        why = failure.strerror
        raise RefusedError(f"{name}_FILE cannot be read ({why}).") from None
    if not value:
        raise RefusedError(f"{name} is missing: set it, or {name}_FILE.")
    return value


if __name__ == "__main__":
    sys.exit(main())
