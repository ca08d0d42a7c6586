"""The database itself refuses a room or a person at two meetings at once."""

from django.db import migrations

from cases.policies import dossier_lock
from ico.functions import STANDING
from ico.policies_planning import (
    BUSY,
    FREED,
    NO_BUSY,
    NOT_FREED,
    NOT_TWICE,
    TWICE_AGAIN,
)
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import Cascade, Policy


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0006_rooms_and_bookings"),
        ("cases", "0002_row_security"),
    ]
    operations = [
        Cascade("booking", "case", "meeting"),
        migrations.RunSQL(NOT_TWICE, TWICE_AGAIN),
        dossier_lock(
            "booking",
            Policy(
                "the_owner_answers_when_somebody_is_busy",
                "SELECT",
                using="freed_at IS NULL",
                to="CURRENT_USER",
            ),
            table="ico_booking",
            keep=Keep.WORK,
        ),
        migrations.RunSQL(BUSY, NO_BUSY),
        migrations.RunSQL(FREED, NOT_FREED),
        # While a moment is sought, there is a meeting to open.
        migrations.RunSQL(
            STANDING.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
            migrations.RunSQL.noop,
        ),
    ]
