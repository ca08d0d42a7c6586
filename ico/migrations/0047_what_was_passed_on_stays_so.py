"""What went on to the procescoördinator nobody keeps from them again (F-5)."""

from django.db import migrations

from zvh.guard.rowsecurity import USER

STAYS = f"""
    CREATE TRIGGER what_was_passed_on_stays_so
        BEFORE UPDATE ON ico_signal FOR EACH ROW
        WHEN ({USER} IS NOT NULL AND OLD.passed_on_at IS NOT NULL
              AND NEW.passed_on_at IS DISTINCT FROM OLD.passed_on_at)
        EXECUTE FUNCTION zvh_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ico", "0046_the_day_asks_which_meetings_seek")]
    operations = [
        migrations.RunSQL(
            STAYS, "DROP TRIGGER what_was_passed_on_stays_so ON ico_signal"
        )
    ]
