"""What maybe came is asked back too, and a yes that follows a no is followed (V-2)."""

from django.db import migrations, models

from privacy import functions
from zvh.guard.rowsecurity import USER

# What was in a letter that may have arrived, and where, is what is asked back later.
STAYS = f"""
    CREATE TRIGGER what_may_have_arrived_stays_known
        BEFORE UPDATE ON privacy_shipment FOR EACH ROW
        WHEN ({USER} IS NOT NULL AND (
            NOT NEW.unsure @> OLD.unsure
            OR OLD.address <> NEW.address AND (OLD.sent_at IS NOT NULL
                OR OLD.claimed_at IS NOT NULL OR OLD.unsure <> '[]')
            OR OLD.went <> NEW.went
                AND (OLD.sent_at IS NOT NULL OR OLD.claimed_at IS NOT NULL)
            OR OLD.claimed_at IS NOT NULL AND NEW.claimed_at IS NULL
                AND NOT NEW.unsure @> OLD.went))
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER nobody_adds_what_was_taken
        BEFORE INSERT ON privacy_shipment FOR EACH ROW
        WHEN ({USER} IS NOT NULL AND NEW.sent_at IS NOT NULL)
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER nobody_adds_what_was_taken
        BEFORE INSERT ON privacy_disclosure FOR EACH ROW
        WHEN ({USER} IS NOT NULL AND NEW.delivered_at IS NOT NULL)
        EXECUTE FUNCTION zvh_refuse_change();
"""
CHANGES = """
    DROP TRIGGER nobody_adds_what_was_taken ON privacy_disclosure;
    DROP TRIGGER nobody_adds_what_was_taken ON privacy_shipment;
    DROP TRIGGER what_may_have_arrived_stays_known ON privacy_shipment;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0010_who_reads_what_was_told")]
    operations = [
        migrations.AddField(
            model_name="shipment",
            name="unsure",
            field=models.JSONField(
                default=list, verbose_name="wat misschien al aankwam (sleutels)"
            ),
        ),
        migrations.RunSQL(STAYS, CHANGES),
        migrations.RunSQL(functions.DROP + functions.CREATE, migrations.RunSQL.noop),
    ]
