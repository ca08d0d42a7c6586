"""Who has cases that are carried out with nobody to keep them together (O-9)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0033_cases_by_registration")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("casusregisseur", None), ("phase", "monitoring")),
                fields=["phase_since"],
                name="cases_without_casusregisseur",
            ),
        )
    ]
