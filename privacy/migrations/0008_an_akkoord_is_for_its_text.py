"""An akkoord is for the text as it was; the register is searched by number (V-1)."""

from django.db import migrations, models

from accounts.models import Role
from cases.policies import has_role
from privacy import functions
from zvh.guard.rowsecurity import ChangePolicies, Policy

# Who answers for the register knows of a number which dossier it is, and no more of it.
BY_NUMBER = f"""
    CREATE FUNCTION zvh_case_of_number(wanted text) RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
    BEGIN
        RETURN (SELECT c.id FROM public.cases_case AS c WHERE c.number = wanted
                AND public.{has_role(Role.MANAGER, Role.FG)});
    END $$;
"""
NOT_BY_NUMBER = "DROP FUNCTION zvh_case_of_number(text);"


def ended(which: str, *why: str) -> Policy:
    said = ", ".join(f"'{one}'" for one in why)
    becomes = f"= {said}" if len(why) == 1 else f"IN ({said})"
    return Policy(
        "the_owner_ends_akkoorden_with_their_piece",
        "UPDATE",
        using=which,
        check=f"ended_at IS NOT NULL AND ended_why {becomes}",
        to="CURRENT_USER",
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0007_ways_to_a_receiver")]
    operations = [
        migrations.AlterField(
            model_name="approval",
            name="ended_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Loopt"),
                    ("withdrawn", "Akkoord ingetrokken"),
                    ("piece", "Inbreng ingetrokken"),
                    ("goal", "Het doel is gewijzigd"),
                    ("text", "De tekst is door een ander gewijzigd"),
                ],
                default="",
                max_length=10,
                verbose_name="waarom niet meer",
            ),
        ),
        ChangePolicies(
            "approval",
            (
                ended("ended_at IS NULL OR ended_why = 'goal'", "piece"),
                ended(
                    "ended_at IS NULL OR ended_why IN ('goal', 'text')",
                    *("piece", "text"),
                ),
            ),
        ),
        migrations.RunSQL(functions.DROP + functions.CREATE, migrations.RunSQL.noop),
        migrations.RunSQL(BY_NUMBER, NOT_BY_NUMBER),
    ]
