"""What becomes of a term is said by people; only what was proposed stays as it was."""

from django.db import migrations

from zvh.guard.rowsecurity import SOMEBODY, USER, Lock, Policy, purpose

POST = purpose("mail")


class Migration(migrations.Migration):
    dependencies = [("house", "0003_terms_change")]

    operations = [
        Lock(
            "termchange",
            Policy(
                "people_see_what_becomes_of_a_term",
                "SELECT",
                using=f"{SOMEBODY} OR {POST}",
            ),
            Policy(
                "somebody_proposes_a_term_in_their_own_name",
                "INSERT",
                check=f"by_id = {USER} AND confirmed_by_id IS NULL",
            ),
            Policy(
                "a_second_person_confirms_or_withdraws_it",
                "UPDATE",
                using=SOMEBODY,
                check=f"{USER} IN (confirmed_by_id, withdrawn_by_id)",
            ),
            Policy(
                "the_post_notes_who_was_told",
                "UPDATE",
                using=POST,
                check=POST,
            ),
            fixed=("term", "before", "after", "reason", "by", "at"),
        ),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON house_termchange FROM zvh_app",
            "GRANT DELETE ON house_termchange TO zvh_app",
        ),
    ]
