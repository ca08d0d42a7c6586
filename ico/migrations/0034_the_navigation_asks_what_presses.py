"""The navigation of every page asks once what presses in the ICO's and their plans."""

from django.db import migrations

from ico import functions_pressing


class Migration(migrations.Migration):
    dependencies = [("ico", "0033_receivers_read_what_they_do")]
    operations = [migrations.RunSQL(functions_pressing.CREATE, functions_pressing.DROP)]
