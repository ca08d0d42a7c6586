"""The monitor and what waits begin at the cases that count, or along an index."""

from django.db import migrations, models
from django.db.models import F, Q

from ico import functions_pressing
from ico.functions import TO_RUN
from ico.functions_monitor import MONITOR
from ico.functions_monitoring import TO_DO


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0042_who_leaves_keeps_no_say"),
        ("cases", "0033_cases_by_registration"),
    ]
    operations = [
        migrations.AddIndex(
            model_name="departure",
            index=models.Index(
                F("at"),
                condition=Q(settled_at=None),
                name="departures_without_successor",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                F("look_again_on"),
                condition=Q(outcome="withheld", withdrawn_at=None),
                name="withheld_until_looked_at_again",
            ),
        ),
        migrations.RunSQL(TO_RUN, migrations.RunSQL.noop),
        migrations.RunSQL(functions_pressing.CREATE, migrations.RunSQL.noop),
        migrations.RunSQL(TO_DO, migrations.RunSQL.noop),
        migrations.RunSQL(MONITOR, migrations.RunSQL.noop),
    ]
