"""What waits is looked at when its turn comes, and what stops then is proof (V-1)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cases.grants import Access
from cases.policies import holds
from zvh.guard.rowsecurity import NOW, USER, AddPolicies, Policy, purpose

WAITING = purpose("approvals")
WORKS = holds(Access.WORK, case="case_key")
HELD = holds(Access.WORK, case="NEW.case_key")
NEWLY = f"BETWEEN {NOW} AND {NOW} + interval '1 minute'"
NOTED = f"noted_by_id = {USER} AND noted_at {NEWLY}"
UNTOUCHED = "stopped_at IS NULL AND delivered_at IS NULL AND opened_at IS NULL"
DISCLOSURE = AddPolicies(
    "disclosure",
    Policy(
        "approvals_note_what_was_stopped",
        "UPDATE",
        using=f"{WAITING} AND {UNTOUCHED}",
        check=f"{WAITING} AND stopped_at {NEWLY} AND stopped_why <> 'hand'",
    ),
    Policy(
        "the_bureau_notes_what_it_stops",
        "UPDATE",
        using=f"{WORKS} AND channel = 'gateway' AND {UNTOUCHED}",
        check=f"{WORKS} AND stopped_at {NEWLY} AND stopped_why = 'hand' AND {NOTED}",
    ),
    Policy(
        "the_bureau_knows_what_was_stopped",
        "UPDATE",
        using=f"{WORKS} AND stopped_at IS NOT NULL AND noted_at IS NULL",
        check=f"{WORKS} AND stopped_at IS NOT NULL AND {NOTED}",
    ),
)
STAYS = f"""
    GRANT UPDATE (stopped_at, stopped_why, noted_at, noted_by_id)
        ON privacy_disclosure TO zvh_app;
    CREATE TRIGGER what_was_stopped_stays_stopped
        BEFORE UPDATE ON privacy_disclosure FOR EACH ROW
        WHEN ((OLD.stopped_at, OLD.stopped_why)
                IS DISTINCT FROM (NEW.stopped_at, NEW.stopped_why)
            AND (OLD.stopped_at IS NOT NULL OR {USER} IS NOT NULL
                AND (NEW.stopped_why <> 'hand' OR NOT {HELD}))
            OR (OLD.noted_at, OLD.noted_by_id)
                IS DISTINCT FROM (NEW.noted_at, NEW.noted_by_id)
            AND (OLD.noted_at IS NOT NULL OR NEW.stopped_at IS NULL))
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER nobody_adds_what_was_stopped
        BEFORE INSERT ON privacy_disclosure FOR EACH ROW
        WHEN ({USER} IS NOT NULL
              AND (NEW.stopped_at IS NOT NULL OR NEW.noted_at IS NOT NULL))
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER who_stops_it_names_themselves
        BEFORE UPDATE ON privacy_shipment FOR EACH ROW
        WHEN (OLD.stopped_by_id IS DISTINCT FROM NEW.stopped_by_id
              AND NEW.stopped_by_id IS DISTINCT FROM {USER})
        EXECUTE FUNCTION zvh_refuse_change();
"""
CHANGES = """
    DROP TRIGGER who_stops_it_names_themselves ON privacy_shipment;
    DROP TRIGGER nobody_adds_what_was_stopped ON privacy_disclosure;
    DROP TRIGGER what_was_stopped_stays_stopped ON privacy_disclosure;
    REVOKE UPDATE (stopped_at, stopped_why, noted_at, noted_by_id)
        ON privacy_disclosure FROM zvh_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0016_a_say_without_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="disclosure",
            name="noted_at",
            field=models.DateTimeField(null=True, verbose_name="gezien op"),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="noted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gezien door",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="stopped_at",
            field=models.DateTimeField(null=True, verbose_name="gestopt op"),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="stopped_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Gaat uit"),
                    ("restricted", "de casus werd besloten"),
                    ("closed", "de casus is afgesloten"),
                    ("ended", "er mocht niets meer mee"),
                    ("hand", "het bureau stopte het"),
                ],
                default="",
                max_length=10,
                verbose_name="waarom gestopt",
            ),
        ),
        migrations.AddField(
            model_name="shipment",
            name="of_restricted",
            field=models.BooleanField(
                default=False, verbose_name="bij een besloten casus"
            ),
        ),
        migrations.AddField(
            model_name="shipment",
            name="stopped_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gestopt door",
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(
                condition=models.Q(("noted_at", None), ("stopped_at__isnull", False)),
                fields=["stopped_at"],
                name="disclosures_stopped_unseen",
            ),
        ),
        DISCLOSURE,
        migrations.RunSQL(STAYS, CHANGES),
    ]
