"""What was ended by restricting a case is told from what ended otherwise (ADR 53)."""

from django.db import migrations, models

from cases import functions

TABLE = "cases_caseusergrant"


class Migration(migrations.Migration):
    dependencies = [("cases", "0031_who_keeps_their_say")]
    operations = [
        migrations.AddField(
            model_name="caseusergrant",
            name="keeps_say",
            field=models.BooleanField(default=False, verbose_name="houdt zeggenschap"),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE (keeps_say) ON {TABLE} TO zvh_app",
            f"REVOKE UPDATE (keeps_say) ON {TABLE} FROM zvh_app",
        ),
        migrations.RunSQL(
            f"CREATE OR REPLACE {functions.HOLDS}", migrations.RunSQL.noop
        ),
    ]
