"""A piece for a table is read from the moment that its release says (I-5)."""

from django.db import migrations

from cases import functions_of_releases
from cases.policies import dossier_lock
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import Cascade

# A policy asks the function, so that it is replaced and not made anew.
AGAIN = functions_of_releases.CREATE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_two_keys_and_whom_the_work_is_for")]
    operations = [
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
        Cascade("principal", "case"),
        dossier_lock(
            "principal",
            table="cases_principal",
            keep=Keep.SHELL,
            actor="by",
            fixed=("by", "party", "answering", "since"),
        ),
    ]
