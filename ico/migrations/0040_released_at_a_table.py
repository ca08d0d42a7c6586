"""What is for a table or its plan is released at a table of that case (I-5)."""

from django.db import migrations

from ico.policies_table import ONE_KEY, TWO_KEYS


class Migration(migrations.Migration):
    dependencies = [("ico", "0039_who_may_ask_whether_all_were_told")]
    operations = [migrations.RunSQL(ONE_KEY + TWO_KEYS, migrations.RunSQL.noop)]
