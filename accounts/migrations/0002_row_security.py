"""A waiting mail says who is in touch with the house: only the post reads it."""

from django.db import migrations

from zvh.guard.ledger import WriteDown
from zvh.guard.rowsecurity import SOMEBODY, Lock, Policy, purpose

ANNOUNCED = f"{SOMEBODY} OR coalesce(current_setting('zvh.purpose', true), '') <> ''"

# Who watches learns how many letters wait and since when, and sees none of them.
COUNT = """
    CREATE FUNCTION zvh_waiting_mail(OUT letters bigint, OUT since timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT count(*), min(created_at) FROM public.accounts_outgoing
        WHERE sent_at IS NULL;
    $$;
    REVOKE ALL ON FUNCTION zvh_waiting_mail() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION zvh_waiting_mail() TO zvh_app;
"""


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
            Policy(
                "the_owner_counts_what_waits",
                "SELECT",
                using="sent_at IS NULL",
                to="CURRENT_USER",
            ),
            Policy("old_letters_are_cleared", "DELETE", using=purpose("retention")),
        ),
        migrations.RunSQL(COUNT, "DROP FUNCTION zvh_waiting_mail()"),
        # That an account was closed must outlive the restoring of an old backup.
        WriteDown("accounts_user", "is_active", "password_set_at"),
        WriteDown("accounts_authorisation", "withdrawn_at", "withdrawn_by_id"),
        WriteDown("mfa_authenticator"),
    ]
