"""What makes a database role somebody special, besides its own attributes."""

import pytest
from django.db import connection

from tests.backstage import backstage
from zvh.guard import checks


@pytest.mark.safety("X6")
@pytest.mark.parametrize(
    ("change", "power"),
    [
        ("GRANT zvh_backup TO zvh_app", "may become a role with power"),
        ("GRANT pg_read_all_data TO zvh_app", "may become a role with power"),
        ("GRANT zvh_owner TO zvh_app", "acts as the owner"),
        ("ALTER ROLE zvh_app CREATEROLE", "makes roles"),
    ],
)
def test_role_that_can_gain_power_is_somebody_special(db, change, power):
    assert not _of_the_app(checks.powers())

    # Undone with the test's transaction: nobody else ever sees it.
    with backstage(), connection.cursor() as cursor:
        cursor.execute(change)

    assert f"zvh_app {power}" in _of_the_app(checks.powers())


def _of_the_app(faults):
    return [fault for fault in faults if fault.startswith("zvh_app ")]
