"""A reminder sees what is asked and not answered, a letter what was told just now."""

from django.db import migrations

from zvh.guard.rowsecurity import NOW, ChangePolicies, Policy, purpose

ASKED = purpose("reminders")
OPEN = f"{ASKED} AND answered_at IS NULL"
# Who hides a row by a change of it may not make that change: hence the minute.
JUST = f"{ASKED} AND (told_at IS NULL OR told_at > {NOW} - interval '1 minute')"
SEES, COUNTS = "reminders_see_escalations", "reminders_count_escalations"
LETTERS = "letters_see_what_was_told"


class Migration(migrations.Migration):
    dependencies = [("ico", "0029_said_in_own_name_and_once")]
    operations = [
        ChangePolicies(
            "escalation",
            (Policy(SEES, "SELECT", ASKED), Policy(SEES, "SELECT", OPEN)),
            (
                Policy(COUNTS, "UPDATE", ASKED, ASKED),
                Policy(COUNTS, "UPDATE", OPEN, OPEN),
            ),
        ),
        ChangePolicies(
            "development",
            (Policy(LETTERS, "SELECT", ASKED), Policy(LETTERS, "SELECT", JUST)),
        ),
    ]
