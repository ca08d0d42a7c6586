"""What is said about one's own afspraak somebody else settles (F-5)."""

from django.db import migrations

from ico.functions_monitoring import TO_DO
from ico.policies import leads
from zvh.guard.rowsecurity import ChangePolicies, Policy

LED = leads(case="ico_signal.case_id")


def settles(check: str) -> Policy:
    return Policy("the_casusregisseur_settles", "UPDATE", using=LED, check=check)


class Migration(migrations.Migration):
    dependencies = [
        ("ico", "0044_reminders_see_who_led_and_stopped"),
        ("cases", "0034_what_nobody_keeps_together"),
    ]
    operations = [
        ChangePolicies(
            "signal",
            (
                settles(LED),
                settles(f"{LED} AND (settled_at IS NULL OR NOT zvh_does(action_id))"),
            ),
        ),
        migrations.RunSQL(TO_DO, migrations.RunSQL.noop),
    ]
