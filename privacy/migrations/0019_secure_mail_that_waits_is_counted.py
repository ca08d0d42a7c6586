"""How many letters wait for the secure mail, and since when; and none of them."""

from django.db import migrations

from zvh.guard.rowsecurity import AddPolicies, owner_answers

# What the job sends by itself once it can; of the others the page of the day tells.
COUNT = """
    CREATE FUNCTION zvh_waiting_secure_mail(
        OUT letters bigint, OUT since timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        SELECT count(*), min(made_at) FROM public.privacy_shipment
        WHERE sent_at IS NULL AND stopped_at IS NULL AND claimed_at IS NULL
        AND error NOT IN ('address', 'no_access', 'unsure');
    $$;
    REVOKE ALL ON FUNCTION zvh_waiting_secure_mail() FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION zvh_waiting_secure_mail() TO zvh_app;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0018_who_said_that_it_is_gone")]
    operations = [
        AddPolicies("shipment", owner_answers("secure_mail")),
        migrations.RunSQL(COUNT, "DROP FUNCTION zvh_waiting_secure_mail()"),
    ]
