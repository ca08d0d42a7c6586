"""Why something was changed is a row of its own, with readers and an end."""

import django.db.models.deletion
from django.db import migrations, models

from zvh.guard.rowsecurity import NOW, TODAY, USER, Add, Lock, Policy, purpose

OWN = f"""
    EXISTS (SELECT FROM house_change AS c WHERE c.id = house_changereason.change_id
            AND {USER} IN (c.by_id, c.confirmed_by_id))
"""
DUE = f"{purpose('retention')} AND remove_on <= {TODAY}"
LONG_AGO = f"""
    {purpose("retention")} AND at <= {NOW} - interval '5 years'
    AND (withdrawn_at IS NOT NULL OR counts_from IS NULL OR counts_from <= {NOW})
"""
MOVE = """
    INSERT INTO house_changereason (change_id, text, remove_on)
    SELECT id, reason, ((at AT TIME ZONE 'Europe/Amsterdam') + interval '5 years')::date
    FROM house_change WHERE reason <> '';
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""
# FORCE blinds the owner, too.
MOVE_BACK = """
    ALTER TABLE house_change NO FORCE ROW LEVEL SECURITY;
    UPDATE house_change AS c SET reason = coalesce(
        (SELECT r.text FROM house_changereason AS r WHERE r.change_id = c.id), '');
    ALTER TABLE house_change FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("house", "0004_terms_in_ones_own_name"),
        ("guard", "0002_logs_are_insert_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeReason",
            fields=[
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="why",
                        serialize=False,
                        to="house.change",
                        verbose_name="wijziging",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="reden")),
                ("remove_on", models.DateField(verbose_name="te verwijderen op")),
            ],
            options={
                "verbose_name": "reden van een wijziging van het profiel",
                "verbose_name_plural": "redenen van wijzigingen van het profiel",
            },
        ),
        # On the way back it is empty for a moment.
        migrations.AlterField(
            "change", "reason", models.CharField("reden", max_length=500, null=True)
        ),
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.RemoveField("change", "reason"),
        # Who may read it is known where roles are: in the next room.
        Lock(
            "changereason",
            Policy("somebody_says_why_in_their_own_name", "INSERT", check=OWN),
            Policy("retention_sees_reasons_that_are_due", "SELECT", using=DUE),
            Policy("reasons_go_at_their_term", "DELETE", using=DUE),
        ),
        migrations.RunSQL(
            "REVOKE UPDATE, TRUNCATE ON house_changereason FROM zvh_app",
            "GRANT UPDATE ON house_changereason TO zvh_app",
        ),
        Add("termchange", Policy("retention_sees_old_terms", "SELECT", using=LONG_AGO)),
        Add("termchange", Policy("old_terms_go", "DELETE", using=LONG_AGO)),
        migrations.RunSQL(
            "GRANT DELETE ON house_termchange TO zvh_app",
            "REVOKE DELETE ON house_termchange FROM zvh_app",
        ),
    ]
