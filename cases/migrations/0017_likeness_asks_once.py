"""Who is in another case too is asked once, of the database's owner."""

from django.db import migrations

from cases.functions_of_search import ALIKE, NO_ALIKE


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_support_by_its_start")]
    operations = [migrations.RunSQL(ALIKE, NO_ALIKE)]
