"""Who was asked to complete a registration is reminded once, on that day (S-9)."""

from django.db import migrations, models

from zvh.guard.rowsecurity import Add, Policy, purpose

WAITS = f"{purpose('reminders')} AND answered_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_who_is_told_to_delete")]
    operations = [
        migrations.AddField(
            model_name="completionrequest",
            name="reminded_at",
            field=models.DateTimeField(null=True, verbose_name="herinnerd op"),
        ),
        Add(
            "completionrequest",
            Policy("reminders_see_what_is_not_answered", "SELECT", using=WAITS),
        ),
        Add(
            "completionrequest",
            Policy(
                "reminders_are_noted_on_what_is_not_answered",
                "UPDATE",
                using=WAITS,
                check=WAITS,
            ),
        ),
    ]
