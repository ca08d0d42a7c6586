"""Proof is added by the run that removes, read by people, and goes at its own term."""

from django.db import migrations

from accounts.models import Role
from cases.grants import Access, Why
from cases.policies import has_role, holds, let_in_by
from zvh.guard.rowsecurity import NOW, PARTY, TODAY, USER, Lock, Policy, purpose

# What was sent, to whom and why stays as it was written; it is opened once.
OPENING = """
    REVOKE UPDATE ON privacy_disclosure FROM zvh_app;
    GRANT UPDATE (opened_at) ON privacy_disclosure TO zvh_app;
"""
CHANGING = "GRANT UPDATE ON privacy_disclosure TO zvh_app;"
WORKS = holds(Access.WORK, case="case_key")
TO_ME = f"party_id = {PARTY} AND " + let_in_by(
    Access.ANSWER, Why.INQUIRY, case="case_key", source="source_key"
)

# The role of the backup writes nothing, but that it ran is known to whoever watches.
NOTE = """
    CREATE FUNCTION zvh_note_backup(
        began timestamptz, ended timestamptz, fault text, megabytes integer
    ) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
        INSERT INTO public.guard_jobrun AS run
            (name, started_at, finished_at, failed_at, failure, done)
        VALUES ('backup', began, CASE fault WHEN '' THEN ended END,
                CASE fault WHEN '' THEN NULL ELSE ended END, fault, megabytes)
        ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at,
            finished_at = coalesce(excluded.finished_at, run.finished_at),
            failed_at = excluded.failed_at, failure = excluded.failure,
            done = CASE fault WHEN '' THEN excluded.done ELSE run.done END;
    $$;
    REVOKE ALL ON FUNCTION
        zvh_note_backup(timestamptz, timestamptz, text, integer) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION
        zvh_note_backup(timestamptz, timestamptz, text, integer) TO zvh_backup;
"""
UNNOTE = "DROP FUNCTION zvh_note_backup(timestamptz, timestamptz, text, integer)"

# How many cases the retention run should have closed or removed, and none of them.
COUNT = """
    CREATE FUNCTION zvh_cases_past_due(today date) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT count(*) FROM public.cases_case
        WHERE (held_until IS NULL OR held_until < today) AND (advice_until <= today
            OR (plan_until <= today AND phase = 'afschaling'));
    $$;
    REVOKE ALL ON FUNCTION zvh_cases_past_due(date) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION zvh_cases_past_due(date) TO zvh_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
        ("cases", "0002_row_security"),
        ("guard", "0002_logs_are_insert_only"),
    ]
    operations = [
        migrations.RunSQL(NOTE, UNNOTE),
        migrations.RunSQL(COUNT, "DROP FUNCTION zvh_cases_past_due(date)"),
        Lock(
            "removal",
            Policy(
                "who_answers_for_removals_reads_what_was_removed",
                "SELECT",
                using=has_role(*sorted(Role.bureau()), Role.FG),
            ),
            Policy("retention_reads_its_proof", "SELECT", using=purpose("retention")),
            Policy("retention_proves_removals", "INSERT", check=purpose("retention")),
            Policy(
                "proof_goes_at_its_own_term",
                "DELETE",
                using=f"{purpose('retention')} AND remove_on <= {TODAY}",
            ),
        ),
        Lock(
            "disclosure",
            Policy("the_bureau_reads_what_left_its_cases", "SELECT", using=WORKS),
            Policy(
                "who_answers_for_disclosures_reads_the_register",
                "SELECT",
                using=has_role(Role.MANAGER, Role.FG),
            ),
            Policy(
                "partijen_read_what_was_disclosed_to_them",
                "SELECT",
                using=TO_ME,
            ),
            Policy(
                "the_bureau_writes_down_what_it_discloses",
                "INSERT",
                check=f"by_id = {USER} AND {WORKS}"
                f" AND opened_at IS NULL AND remove_on > {TODAY}",
            ),
            Policy(
                "the_receiver_opens_it_once",
                "UPDATE",
                using=f"{TO_ME} AND opened_at IS NULL",
                check=f"{TO_ME} AND opened_at BETWEEN {NOW} AND {NOW}"
                " + interval '1 minute'",
            ),
            Policy("retention_reads_disclosures", "SELECT", using=purpose("retention")),
            Policy(
                "disclosures_go_at_their_own_term",
                "DELETE",
                using=f"{purpose('retention')} AND remove_on <= {TODAY}",
            ),
        ),
        migrations.RunSQL(OPENING, CHANGING),
    ]
