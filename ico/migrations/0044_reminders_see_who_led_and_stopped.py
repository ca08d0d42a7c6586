"""A signal goes to who leads the work, and to nobody whose part in it ended (P-7)."""

from django.db import migrations

from zvh.guard.rowsecurity import AddPolicies, Policy, purpose

LED = f"{purpose('reminders')} AND led AND kind = 'stops' AND settled_at IS NULL"


class Migration(migrations.Migration):
    dependencies = [("ico", "0043_the_monitor_asks_once")]
    operations = [
        AddPolicies(
            "departure",
            Policy("reminders_see_who_led_and_stopped", "SELECT", using=LED),
        ),
    ]
