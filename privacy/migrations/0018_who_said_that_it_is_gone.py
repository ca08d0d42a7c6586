"""That something is gone its receiver says, or the bureau whom they told it (V-1)."""

from django.db import migrations, models

from cases.grants import Access
from cases.policies import holds
from zvh.guard.rowsecurity import NOW, PARTY, USER, ChangePolicies, Policy

WORKS = holds(Access.WORK, case="case_key")
HEARS = "zvh_hears_what_to_delete(case_key, disclosure_key)"
NEWLY = f"BETWEEN {NOW} AND {NOW} + interval '1 minute'"


def confirmed(name: str, who: str, how: str) -> tuple[Policy, Policy]:
    was, now = (
        Policy(
            name,
            "UPDATE",
            using=f"{who} AND confirmed_at IS NULL",
            check=f"{who} AND confirmed_by_id = {USER} AND confirmed_at {NEWLY}{more}",
        )
        for more in ("", f" AND {how}")
    )
    return was, now


class Migration(migrations.Migration):
    dependencies = [("privacy", "0017_what_does_not_go_any_more")]
    operations = [
        migrations.AddField(
            model_name="recall",
            name="was_told",
            field=models.BooleanField(
                default=False, verbose_name="bevestigd per telefoon"
            ),
        ),
        migrations.AddIndex(
            model_name="recall",
            index=models.Index(
                condition=models.Q(("confirmed_at", None), ("was_opened", True)),
                fields=["recorded_at"],
                name="recalls_that_wait",
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (was_told) ON privacy_recall TO zvh_app",
            "REVOKE UPDATE (was_told) ON privacy_recall FROM zvh_app",
        ),
        ChangePolicies(
            "recall",
            confirmed(
                "receivers_say_that_they_deleted",
                f"party_id = {PARTY} AND {HEARS}",
                "NOT was_told",
            ),
            confirmed(
                "who_is_outside_says_that_they_deleted",
                f"recipient_id IS NOT NULL AND {HEARS}",
                "NOT was_told",
            ),
            confirmed(
                "the_bureau_writes_down_that_receivers_deleted", WORKS, "was_told"
            ),
        ),
    ]
