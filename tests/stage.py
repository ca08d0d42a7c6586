"""The test database: the owner migrates, the app runs."""

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation
from django.test import TransactionTestCase

from tests.backstage import backstage

RIGHTS = """
    ALTER SCHEMA public OWNER TO zvh_owner;
    ALTER DEFAULT PRIVILEGES FOR ROLE zvh_owner IN SCHEMA public
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO zvh_app;
    ALTER DEFAULT PRIVILEGES FOR ROLE zvh_owner IN SCHEMA public
        GRANT USAGE ON SEQUENCES TO zvh_app;
"""


def assume(role: str) -> None:
    """From here on every connection puts on this role."""
    connection.settings_dict["OPTIONS"]["assume_role"] = role
    connection.close()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_blocker: pytest.FixtureRequest, request: pytest.FixtureRequest
) -> Iterator[None]:
    creation: BaseDatabaseCreation = connection.creation
    worker = getattr(request.config, "workerinput", {}).get("workerid", "")
    stage = os.environ.get("ZVH_TEST_DB", "zvh")
    connection.settings_dict["TEST"]["NAME"] = f"test_{stage}_{worker}".rstrip("_")
    with django_db_blocker.unblock():
        name = creation._get_test_db_name()
        creation._create_test_db(verbosity=0, autoclobber=True)
        original = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = name
        with connection.cursor() as cursor:
            cursor.execute(RIGHTS)
            cursor.execute(f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC')
        assume("zvh_owner")
        call_command("migrate", verbosity=0)
        assume("zvh_app")
    yield
    with django_db_blocker.unblock(), suppress(KeyError):
        del connection.settings_dict["OPTIONS"]["assume_role"]
        connection.close()
        with creation._nodb_cursor() as cursor:
            # A thread of a test may have left its connection open.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s",
                [name],
            )
        creation.destroy_test_db(original, verbosity=0)


@pytest.fixture(autouse=True, scope="session")
def _flush_backstage() -> Iterator[None]:
    """A transactional test empties all tables at its end, which no app may."""
    flush = TransactionTestCase._fixture_teardown

    def flush_backstage(self: TransactionTestCase) -> None:
        with backstage():
            # A library's table that is not in use refers to others: hence the cascade.
            call_command("flush", verbosity=0, interactive=False, allow_cascade=True)

    TransactionTestCase._fixture_teardown = flush_backstage
    yield
    TransactionTestCase._fixture_teardown = flush
