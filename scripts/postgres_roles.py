"""Who may do what in the database: owner, app and backup."""

from collections.abc import Mapping

SUPERUSER = "zvh_super"
OWNER, APP, BACKUP = "zvh_owner", "zvh_app", "zvh_backup"
DATABASE = "zvh"

NOBODY_SPECIAL = "LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION"
ATTRIBUTES = {
    OWNER: f"{NOBODY_SPECIAL} NOBYPASSRLS",
    APP: f"{NOBODY_SPECIAL} NOBYPASSRLS",
    BACKUP: f"{NOBODY_SPECIAL} BYPASSRLS",
}


def roles_and_rights(database: str, passwords: Mapping[str, str]) -> str:
    """A psql script that can run any number of times; it renews given passwords."""
    roles = "".join(_role(name, passwords.get(name)) for name in ATTRIBUTES)
    return f"""
        SET client_min_messages = warning;
        {roles}
        GRANT pg_read_all_data TO {BACKUP};
        SELECT 'CREATE DATABASE "{database}" OWNER {OWNER} TEMPLATE template0'
            WHERE NOT EXISTS
            (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
        REVOKE CONNECT, TEMPORARY ON DATABASE "{database}" FROM PUBLIC;
        GRANT CONNECT ON DATABASE "{database}" TO {APP}, {BACKUP};
        \\connect "{database}"
        SET client_min_messages = warning;
        ALTER SCHEMA public OWNER TO {OWNER};
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
        GRANT USAGE ON SCHEMA public TO {APP}, {BACKUP};
        ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
            GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
        ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
            GRANT USAGE ON SEQUENCES TO {APP};
    """


def _role(name: str, password: str | None) -> str:
    attributes = ATTRIBUTES[name]
    secret = "'{}'".format(password.replace("'", "''")) if password else ""
    renewed = f"PASSWORD {secret}" if password else ""
    return f"""
        SELECT 'CREATE ROLE {name}'
            WHERE NOT EXISTS
            (SELECT FROM pg_roles WHERE rolname = '{name}') \\gexec
        ALTER ROLE {name} {attributes} {renewed};
    """
