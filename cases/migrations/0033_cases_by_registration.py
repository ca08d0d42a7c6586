"""Of the cases in the lists, which were registered first (O-5)."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0032_a_say_without_access")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=~Q(phase__in=["advised", "afschaling", "closed"]),
                fields=["registered_at"],
                name="listed_cases_by_registration",
            ),
        ),
    ]
