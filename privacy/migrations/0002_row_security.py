"""Proof is added by the run that removes, read by people, and goes at its own term."""

from django.db import migrations

from zvh.guard.rowsecurity import SOMEBODY, TODAY, Lock, Policy, purpose


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [
        Lock(
            "removal",
            Policy("people_read_what_was_removed", "SELECT", using=SOMEBODY),
            Policy("retention_reads_its_proof", "SELECT", using=purpose("retention")),
            Policy("retention_proves_removals", "INSERT", check=purpose("retention")),
            Policy(
                "proof_goes_at_its_own_term",
                "DELETE",
                using=f"{purpose('retention')} AND remove_on <= {TODAY}",
            ),
        ),
    ]
