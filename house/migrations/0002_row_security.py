"""What the house says of itself is added in one's own name, and never taken back."""

from django.db import migrations

from zvh.guard.rowsecurity import USER, InsertOnly, Lock, Policy


class Migration(migrations.Migration):
    dependencies = [
        ("house", "0001_initial"),
        ("guard", "0002_logs_are_insert_only"),
    ]

    operations = [
        # Who is not signed in yet is greeted by the house's own name, too.
        Lock(
            "change",
            Policy("everybody_hears_what_the_house_says", "SELECT", using="true"),
            Policy(
                "somebody_changes_it_in_their_own_name",
                "INSERT",
                check=f"{USER} IN (by_id, confirmed_by_id)",
            ),
        ),
        InsertOnly("change"),
    ]
