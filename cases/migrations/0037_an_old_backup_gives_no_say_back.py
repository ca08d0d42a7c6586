"""That a say began or ended outlives the restoring of an old backup (ADR 53, P-7)."""

from django.db import migrations

from zvh.guard.rowsecurity import BECAME, on_change

TABLE, CASE = "cases_caseusergrant", "content_object_id"


def written_down(*columns: str) -> str:
    return f"DROP TRIGGER {BECAME} ON {TABLE}; {on_change(TABLE, columns, CASE)};"


class Migration(migrations.Migration):
    dependencies = [("cases", "0036_what_is_cleaned_begins_at_few")]
    operations = [
        migrations.RunSQL(written_down("until", "keeps_say"), written_down("until"))
    ]
