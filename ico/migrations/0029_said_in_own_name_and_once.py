"""What is told, asked and answered about a plan stands, in the name of who said it."""

from django.db import migrations

from cases.grants import Access
from cases.policies import given_by_own_party, holds
from zvh.guard.rowsecurity import USER, ChangePolicies, Policy

ADDS = "the_bureau_adds_to_its_cases"

# Which columns somebody types, and which says who that was.
TYPED = (
    ("development", "text", "by_id"),
    ("signal", "why", "by_id"),
    ("calltoaccount", "text", "by_id"),
    ("escalation", "question", "asked_by_id"),
    ("departure", "why", "user_id"),
)
# What is said of it afterwards: once, and by who then names themselves.
SETTLED = (
    ("signal", "outcome", "settled"),
    ("calltoaccount", "answer", "answered"),
    ("escalation", "answer", "answered"),
    ("departure", "successor_id", "settled"),
)
OWN = "".join(
    f"""
    CREATE TRIGGER what_was_typed_is_its_writers BEFORE UPDATE ON ico_{table}
        FOR EACH ROW WHEN (OLD.{text} IS DISTINCT FROM NEW.{text}
            AND {USER} IS NOT NULL AND NEW.{by} IS DISTINCT FROM {USER})
        EXECUTE FUNCTION zvh_refuse_change();
    """
    for table, text, by in TYPED
) + "".join(
    f"""
    CREATE TRIGGER what_was_said_of_it_stands BEFORE UPDATE ON ico_{table}
        FOR EACH ROW WHEN ({USER} IS NOT NULL
            AND (OLD.{what}, OLD.{done}_at, OLD.{done}_by_id)
                IS DISTINCT FROM (NEW.{what}, NEW.{done}_at, NEW.{done}_by_id)
            AND (OLD.{done}_at IS NOT NULL
                 OR NEW.{done}_by_id IS DISTINCT FROM {USER}))
        EXECUTE FUNCTION zvh_refuse_change();
    """
    for table, what, done in SETTLED
)
NOBODYS = "".join(
    f"DROP TRIGGER what_was_said_of_it_stands ON ico_{table};\n"
    for table, _, _ in SETTLED
) + "".join(
    f"DROP TRIGGER what_was_typed_is_its_writers ON ico_{table};\n"
    for table, _, _ in TYPED
)


def adds(model: str, *, before: str = "", now: str) -> ChangePolicies:
    works = holds(Access.WORK, case=f"ico_{model}.case_id")
    return ChangePolicies(
        model,
        (
            Policy(ADDS, "INSERT", check=works + before),
            Policy(ADDS, "INSERT", check=works + now),
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("ico", "0028_who_reads_evaluations")]
    operations = [
        migrations.RunSQL(OWN, NOBODYS),
        adds(
            "development",
            before=f" AND ico_development.by_id = {USER}",
            now=f" AND ico_development.by_id = {USER}"
            f" AND {given_by_own_party('party_id')}",
        ),
        # Whoever told it chose its readers; nobody adds one to what another told.
        adds("developmentreader", now=" AND zvh_told_development(development_id)"),
        # Who leaves says so; the bureau lets nobody go in their name.
        adds("departure", now=f" AND ico_departure.user_id = {USER}"),
    ]
