"""Who stops a letter says so by name, and so does who knows that it stopped (V-1)."""

from django.db import migrations

from cases.grants import Access
from cases.policies import holds
from zvh.guard.rowsecurity import USER

HELD = holds(Access.WORK, case="NEW.case_key")
STANDS = f"""
    -- A policy looks at a row before or after a change: who opens it is let in by one,
    -- and would write the rest of the row along.
    CREATE TRIGGER the_bureau_says_that_it_knows
        BEFORE UPDATE ON privacy_disclosure FOR EACH ROW
        WHEN ({USER} IS NOT NULL
              AND (OLD.noted_at, OLD.noted_by_id)
                  IS DISTINCT FROM (NEW.noted_at, NEW.noted_by_id)
              AND (NEW.noted_by_id IS DISTINCT FROM {USER} OR NOT {HELD}))
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER what_was_stopped_goes_no_more
        BEFORE UPDATE ON privacy_shipment FOR EACH ROW
        WHEN ({USER} IS NOT NULL
              AND OLD.stopped_at IS DISTINCT FROM NEW.stopped_at
              AND (OLD.stopped_at IS NOT NULL
                   OR NEW.stopped_by_id IS DISTINCT FROM {USER}))
        EXECUTE FUNCTION zvh_refuse_change();
"""
CHANGES = """
    DROP TRIGGER what_was_stopped_goes_no_more ON privacy_shipment;
    DROP TRIGGER the_bureau_says_that_it_knows ON privacy_disclosure;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0020_a_number_outlives_its_case")]
    operations = [migrations.RunSQL(STANDS, CHANGES)]
