"""The navigation of every page asks once what presses in the ICO's and their plans."""

from django.db import migrations

from ico import functions_pressing


class Migration(migrations.Migration):
    dependencies = [("ico", "0032_the_joint_decision_comes_first")]
    operations = [migrations.RunSQL(functions_pressing.CREATE, functions_pressing.DROP)]
