"""What was taken back stays so, and what is shielded is kept no longer (I-4, S-4)."""

from django.db import migrations

from cases.lifecycle import SHIELDED
from zvh.guard.rowsecurity import USER

OVER = ", ".join(f"'{phase}'" for phase in sorted(SHIELDED))
TERMS = ("work_until", "plan_until", "shell_until", "advice_until")
LATER = " OR ".join(f"NEW.{term} > OLD.{term}" for term in TERMS)
STAYS = f"""
    CREATE TRIGGER what_is_taken_back_stays_so
        BEFORE UPDATE ON cases_contribution FOR EACH ROW
        WHEN ({USER} IS NOT NULL AND OLD.withdrawn_at IS NOT NULL
              AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER what_is_shielded_is_kept_no_longer
        BEFORE UPDATE ON cases_case FOR EACH ROW
        WHEN ({USER} IS NOT NULL AND OLD.phase IN ({OVER}) AND NEW.phase IN ({OVER})
              AND ({LATER}))
        EXECUTE FUNCTION zvh_refuse_change();
"""
COMES_BACK = """
    DROP TRIGGER what_is_shielded_is_kept_no_longer ON cases_case;
    DROP TRIGGER what_is_taken_back_stays_so ON cases_contribution;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_what_waits_for_the_sender")]
    operations = [migrations.RunSQL(STAYS, COMES_BACK)]
