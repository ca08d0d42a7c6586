from django.db import migrations

from zvh.guard import ledger
from zvh.guard.rowsecurity import NOW, TODAY, InsertOnly, Lock, Policy, purpose

OWNER = "CURRENT_USER"

FORGET = f"""
    CREATE FUNCTION zvh_forget_access_records(before date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE gone bigint;
    BEGIN
        -- The app says what time it is, and may not talk its own traces away.
        IF {NOW} IS NULL OR before >
           (least({NOW}, transaction_timestamp()) - interval '5 years')::date THEN
            RAISE EXCEPTION 'access records are kept for five years';
        END IF;
        DELETE FROM guard_accessrecord WHERE at < before;
        GET DIAGNOSTICS gone = ROW_COUNT;
        DELETE FROM guard_logentry WHERE "timestamp" < before;
        RETURN gone;
    END $$;
    REVOKE ALL ON FUNCTION zvh_forget_access_records(date) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION zvh_forget_access_records(date) TO zvh_app;
"""

REFUSE = """
    CREATE FUNCTION zvh_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'what a row of % was added with stays', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END $$;
"""

LEDGER = Lock(
    "ledgerline",
    # Only the functions below write lines: what was not removed is not in the ledger.
    Policy("the_owner_answers_for_the_ledger", "INSERT", check="true", to=OWNER),
    Policy("the_ledger_is_read_to_be_copied", "SELECT", using=purpose("retention")),
    Policy(
        "a_copied_line_is_marked",
        "UPDATE",
        using=purpose("retention"),
        check=purpose("retention"),
    ),
    Policy(
        "a_line_goes_at_its_own_term",
        "DELETE",
        using=f"{purpose('retention')} AND remove_on <= {TODAY}",
    ),
)
MARKING = """
    REVOKE INSERT, UPDATE ON guard_ledgerline FROM zvh_app;
    GRANT UPDATE (written_at) ON guard_ledgerline TO zvh_app;
"""
WRITING = "GRANT INSERT, UPDATE ON guard_ledgerline TO zvh_app;"


class Migration(migrations.Migration):
    dependencies = [("guard", "0001_initial")]
    operations = [
        InsertOnly("accessrecord", "logentry", "fact"),
        migrations.RunSQL(FORGET, "DROP FUNCTION zvh_forget_access_records(date)"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION zvh_refuse_change()"),
        LEDGER,
        migrations.RunSQL(MARKING, WRITING),
        migrations.RunSQL(ledger.CREATE, ledger.DROP),
    ]
