"""Proof is added by the run that removes, read by people, and goes at its own term."""

from django.db import migrations

from accounts.models import Role
from cases.policies import has_role
from zvh.guard.rowsecurity import TODAY, Lock, Policy, purpose


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0001_initial"),
        ("cases", "0002_row_security"),
    ]
    operations = [
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
    ]
