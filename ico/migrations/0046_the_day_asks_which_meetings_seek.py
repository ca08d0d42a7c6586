"""Which meetings seek their moment is asked with the rest of the day (ADR 40)."""

from django.db import migrations

from ico import functions_pressing
from ico.functions import SEEKS_NONE, SOUGHT
from ico.functions_monitor import MONITOR
from ico.functions_monitoring import TO_DO


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0045_nobody_settles_their_own"),
        ("cases", "0036_what_is_cleaned_begins_at_few"),
    ]
    operations = [
        migrations.RunSQL(SOUGHT, SEEKS_NONE),
        migrations.RunSQL(functions_pressing.CREATE, migrations.RunSQL.noop),
        migrations.RunSQL(TO_DO, migrations.RunSQL.noop),
        migrations.RunSQL(MONITOR, migrations.RunSQL.noop),
    ]
