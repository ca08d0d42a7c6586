"""The weging is kept by the bureau and its job; nothing of it counts hidden cases."""

from django.db import migrations

from accounts.models import Role
from cases.policies import has_role
from zvh.guard.rowsecurity import USER, Lock, Policy, purpose

BUREAU = has_role(*sorted(Role.bureau()))
KEEPS = f"{purpose('agenda')} OR {BUREAU}"


class Migration(migrations.Migration):
    dependencies = [
        ("triage", "0006_the_day_asks_once_what_waits"),
        ("cases", "0002_row_security"),
    ]

    operations = [
        # A restricted case would be counted among those that are no longer kept.
        migrations.RemoveField("triagemeeting", "cases_sent"),
        # When it is, is no secret: who registers is told so.
        Lock(
            "triagemeeting",
            Policy("everybody_knows_when_the_weging_is", "SELECT", using="true"),
            Policy("who_keeps_the_weging_plans_it", "INSERT", check=KEEPS),
            Policy("who_keeps_the_weging_leads_it", "UPDATE", KEEPS, KEEPS),
            fixed=("id", "date"),
        ),
        Lock(
            "triageinvitation",
            Policy(
                "people_see_whether_they_are_asked_to_the_weging",
                "SELECT",
                using=f"user_id = {USER} OR {purpose('agenda', 'mail')} OR {BUREAU}",
            ),
            Policy("who_keeps_the_weging_asks_for_it", "INSERT", check=KEEPS),
            Policy("who_keeps_the_weging_notes_who_came", "UPDATE", KEEPS, KEEPS),
            fixed=("id", "meeting", "user"),
        ),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON triage_triagemeeting, triage_triageinvitation"
            " FROM zvh_app",
            "GRANT DELETE ON triage_triagemeeting, triage_triageinvitation TO zvh_app",
        ),
    ]
