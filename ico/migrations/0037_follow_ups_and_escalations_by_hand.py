"""Who decided on a next meeting, and what was asked higher up, hold by hand too."""

from django.db import migrations

from accounts.models import Role
from zvh.guard.rowsecurity import TODAY

# Who records it names others, so that their roles are looked up, and not trusted.
DECIDES = f"""
    CREATE FUNCTION zvh_who_decides_on_a_follow_up() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM public.accounts_authorisation AS given
                WHERE given.user_id = NEW.decided_by_id
                AND given.role = '{Role.PROCESCOORDINATOR}'
                AND given.withdrawn_at IS NULL AND given.confirmed_at IS NOT NULL
                AND {TODAY} BETWEEN given.since AND given.until)
           OR NOT EXISTS (SELECT FROM public.cases_case AS c
                WHERE c.id = NEW.case_id
                AND c.casusregisseur_id = NEW.decided_with_id) THEN
            RAISE EXCEPTION 'a follow-up is decided on by who leads the case'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER who_decides_leads_the_case
        BEFORE INSERT ON ico_followup FOR EACH ROW
        EXECUTE FUNCTION zvh_who_decides_on_a_follow_up();
    CREATE TRIGGER an_escalation_is_about_what_it_was
        BEFORE UPDATE ON ico_escalation FOR EACH ROW
        WHEN (NEW.action_id IS NOT NULL
              AND OLD.action_id IS DISTINCT FROM NEW.action_id)
        EXECUTE FUNCTION zvh_refuse_change();
"""
ANYBODY = """
    DROP TRIGGER an_escalation_is_about_what_it_was ON ico_escalation;
    DROP TRIGGER who_decides_leads_the_case ON ico_followup;
    DROP FUNCTION zvh_who_decides_on_a_follow_up();
"""


class Migration(migrations.Migration):
    dependencies = [("ico", "0036_who_reports_through_a_page")]
    operations = [migrations.RunSQL(DECIDES, ANYBODY)]
