"""Whom to tell, and which letter is due, is work of the day (O-5, V-5)."""

from django.db import migrations

from ico.functions_monitoring import TO_DO


class Migration(migrations.Migration):
    dependencies = [("ico", "0034_the_navigation_asks_what_presses")]
    operations = [migrations.RunSQL(TO_DO, migrations.RunSQL.noop)]
