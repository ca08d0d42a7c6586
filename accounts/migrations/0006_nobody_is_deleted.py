"""People and Partijen are closed and never deleted; openings count up (P-5)."""

from django.db import migrations

from zvh.guard.rowsecurity import USER

CLOSED = f"""
    REVOKE DELETE ON accounts_user, accounts_party, accounts_authorisation
        FROM zvh_app;
    CREATE TRIGGER whose_page_it_is_counts_up
        BEFORE UPDATE ON accounts_securepage FOR EACH ROW
        WHEN (OLD.user_id = {USER} AND (NEW.openings < OLD.openings
              OR NEW.wrong < OLD.wrong AND NEW.openings = OLD.openings))
        EXECUTE FUNCTION zvh_refuse_change();
"""
OPEN = """
    DROP TRIGGER whose_page_it_is_counts_up ON accounts_securepage;
    GRANT DELETE ON accounts_user, accounts_party, accounts_authorisation TO zvh_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_whoever_has_no_part_left"),
        ("guard", "0002_logs_are_insert_only"),
    ]
    operations = [migrations.RunSQL(CLOSED, OPEN)]
