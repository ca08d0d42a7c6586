"""What somebody without account reaches through a secure page (P-5, ADR 47)."""

from django.db import migrations

from cases import functions, functions_of_releases
from cases.grants import Access
from cases.policies import given_by_own_party, holds
from zvh.guard.rowsecurity import USER, ChangePolicies, Policy

GIVES = (Access.ATTEND, Access.CONTRIBUTE, Access.ANSWER)
RELEASED = functions_of_releases.CREATE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
OWN = f"{given_by_own_party()} AND {holds(*GIVES, case='case_id')}"
# Of a Partij whose colleagues have accounts, or of none as others are too: only what
# they told themselves.
THEIRS = (
    f"{OWN} AND (typed_by_id = {USER} OR NOT EXISTS (SELECT FROM accounts_securepage"
    f" AS page WHERE page.user_id = {USER}))"
)


def reading(condition: str) -> Policy:
    return Policy("givers_read_their_own_contributions", "SELECT", using=condition)


def correcting(condition: str) -> Policy:
    name = "givers_correct_their_own_contributions"
    return Policy(name, "UPDATE", using=condition, check=condition)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_whoever_types_is_out_once_it_is_sent"),
        ("accounts", "0004_secure_pages"),
    ]
    operations = [
        migrations.RunSQL(
            f"CREATE OR REPLACE {functions.HAS_PAGE}", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            f"CREATE OR REPLACE {functions.HOLDS}", migrations.RunSQL.noop
        ),
        migrations.RunSQL(RELEASED, migrations.RunSQL.noop),
        ChangePolicies(
            "contribution",
            *((make(OWN), make(THEIRS)) for make in (reading, correcting)),
        ),
    ]
