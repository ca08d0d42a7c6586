"""Whoever typed for another has no part in what was sent, whoever sent it (A-5, P-2).

The sender may not see the typist's grants, and so cannot end them: the sending itself
does. Otherwise who typed would read and write on in a case that is closed to them.
"""

from django.db import migrations

from cases.grants import Why
from zvh.guard.rowsecurity import NOW, AddPolicies, Policy

OWNER = "CURRENT_USER"
TYPING = f"why = '{Why.DICTATION}'"
ENDS = f"""
    CREATE FUNCTION zvh_typing_ends_when_it_is_sent() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE
        moment pg_catalog.timestamptz := {NOW};
    BEGIN
        UPDATE public.cases_caseusergrant AS seat SET until = moment
        WHERE seat.content_object_id = NEW.id AND seat.{TYPING}
        AND (seat.until IS NULL OR seat.until > moment);
        RETURN NULL;
    END $$;
    CREATE TRIGGER typing_ends_when_it_is_sent AFTER UPDATE ON cases_case
        FOR EACH ROW
        WHEN (OLD.registered_at IS NULL AND NEW.registered_at IS NOT NULL)
        EXECUTE FUNCTION zvh_typing_ends_when_it_is_sent();
"""
GOES_ON = """
    DROP TRIGGER typing_ends_when_it_is_sent ON cases_case;
    DROP FUNCTION zvh_typing_ends_when_it_is_sent();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_who_keeps_the_settings")]
    operations = [
        AddPolicies(
            "caseusergrant",
            Policy(
                "the_owner_ends_typing_when_it_is_sent",
                "UPDATE",
                using=TYPING,
                check=f"{TYPING} AND until IS NOT NULL",
                to=OWNER,
            ),
        ),
        migrations.RunSQL(ENDS, GOES_ON),
    ]
