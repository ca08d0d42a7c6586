"""Proof of telling is written in the own name, stays as it is, and goes at its term."""

from django.db import migrations

from accounts.models import Role
from cases.grants import Access
from cases.policies import has_role, holds
from zvh.guard.rowsecurity import TODAY, USER, Lock, Policy, purpose

WORKS = holds(Access.WORK, case="case_key")
STAYS = "REVOKE UPDATE ON privacy_told FROM zvh_app;"
CHANGES = "GRANT UPDATE ON privacy_told TO zvh_app;"


class Migration(migrations.Migration):
    dependencies = [("privacy", "0009_proof_of_telling")]
    operations = [
        Lock(
            "told",
            Policy("the_bureau_reads_what_was_told", "SELECT", using=WORKS),
            Policy(
                "who_answers_for_the_law_reads_what_was_told",
                "SELECT",
                using=has_role(Role.MANAGER, Role.FG),
            ),
            Policy(
                "the_bureau_proves_what_was_told",
                "INSERT",
                check=f"by_id = {USER} AND {WORKS} AND remove_on > {TODAY}",
            ),
            Policy(
                "retention_reads_what_was_told", "SELECT", using=purpose("retention")
            ),
            Policy(
                "what_was_told_goes_at_its_own_term",
                "DELETE",
                using=f"{purpose('retention')} AND remove_on <= {TODAY}",
            ),
        ),
        migrations.RunSQL(STAYS, CHANGES),
    ]
