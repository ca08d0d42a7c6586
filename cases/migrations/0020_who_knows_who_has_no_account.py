"""Who has no account, and where they are reached, is known by the bureau alone (P-5).

The tables are a room lower; who has which role is known here first. The public door
asks them before anybody is announced.
"""

from django.db import migrations

from accounts.models import Role
from cases.policies import has_role
from zvh.guard.rowsecurity import USER, Policy

NOBODY = f"{USER} IS NULL"
KEEPS = f"{NOBODY} OR {has_role(*sorted(Role.bureau()))}"
OWN = f"{KEEPS} OR user_id = {USER}"
SEES = {
    "accounts_visitor": OWN,
    "accounts_securepage": OWN,
    "accounts_addresscode": KEEPS,
}


# Whoever opens their page counts that, and nothing else of it is theirs to change.
COUNTS = f"""
    CREATE TRIGGER whose_page_it_is_counts_only BEFORE UPDATE ON accounts_securepage
        FOR EACH ROW WHEN (NEW.user_id = {USER} AND (NEW.openings < OLD.openings OR
            (OLD.address, OLD.phone, OLD.until, OLD.ended_at, OLD.forgotten_at)
            IS DISTINCT FROM
            (NEW.address, NEW.phone, NEW.until, NEW.ended_at, NEW.forgotten_at)))
        EXECUTE FUNCTION zvh_refuse_change();
"""
COUNTS_ALL = "DROP TRIGGER whose_page_it_is_counts_only ON accounts_securepage;"


def policies(table: str) -> list[Policy]:
    changes = OWN if table == "accounts_securepage" else KEEPS
    return [
        Policy("the_bureau_and_the_door_know_who_it_is", "SELECT", using=SEES[table]),
        Policy("the_bureau_and_the_door_let_them_in", "INSERT", check=KEEPS),
        Policy("the_bureau_and_the_door_note_it", "UPDATE", changes, changes),
        Policy("what_was_asked_at_the_door_goes", "DELETE", using=NOBODY),
        Policy("the_owner_answers_for_them", "SELECT", using="true", to="CURRENT_USER"),
    ]


def locked(table: str) -> migrations.RunSQL:
    made = policies(table)
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *(policy.create(table) for policy in made),
        ],
        [
            *(policy.drop(table) for policy in made),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0019_who_reads_why"),
        ("accounts", "0004_secure_pages"),
    ]

    operations = [
        *(locked(table) for table in SEES),
        migrations.RunSQL(COUNTS, COUNTS_ALL),
    ]
