"""What a table must decide first holds for whoever writes rows by hand, too (O-5)."""

from django.db import migrations

from ico.functions_table import DECIDES, DECIDES_LATER


class Migration(migrations.Migration):
    dependencies = [("ico", "0037_follow_ups_and_escalations_by_hand")]
    operations = [migrations.RunSQL(DECIDES, DECIDES_LATER)]
