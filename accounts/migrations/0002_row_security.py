"""A waiting mail says who is in touch with the house: only the post reads it."""

from django.db import migrations

from zvh.guard.ledger import WriteDown
from zvh.guard.rowsecurity import SOMEBODY, Lock, Policy, purpose

ANNOUNCED = f"{SOMEBODY} OR coalesce(current_setting('zvh.purpose', true), '') <> ''"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("guard", "0002_logs_are_insert_only"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        Lock(
            "outgoing",
            Policy("whoever_is_announced_may_post", "INSERT", check=ANNOUNCED),
            Policy(
                "the_post_reads_its_letters",
                "SELECT",
                using=purpose("mail", "retention"),
            ),
            Policy(
                "the_post_notes_what_it_sent",
                "UPDATE",
                using=purpose("mail"),
                check=purpose("mail"),
            ),
            Policy("old_letters_are_cleared", "DELETE", using=purpose("retention")),
        ),
        # That an account was closed must outlive the restoring of an old backup.
        WriteDown("accounts_user", "is_active", "password_set_at"),
        WriteDown("accounts_authorisation", "withdrawn_at", "withdrawn_by_id"),
        WriteDown("mfa_authenticator"),
    ]
