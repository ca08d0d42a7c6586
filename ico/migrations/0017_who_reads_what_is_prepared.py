"""What is prepared is a Partij's own until it is handed in as inbreng (O-4)."""

from django.db import migrations

from cases.grants import Access, Why
from cases.policies import (
    dossier_lock,
    given_by_own_party,
    let_in_by,
    not_shielded,
    others_change_only,
)
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import USER, Cascade, Policy

TABLE = "ico_preparedtopic"
INVITED = let_in_by(
    Access.ATTEND,
    Why.INVITATION,
    Access.CONTRIBUTE,
    case=f"{TABLE}.case_id",
    source=f"{TABLE}.meeting_id",
)
# Colleagues prepare together; whoever came by a code prepares alone.
OWN = (
    f"{given_by_own_party(f'{TABLE}.given_by_id')} AND {INVITED}"
    f" AND {not_shielded(case=f'{TABLE}.case_id')}"
    f" AND ({TABLE}.guest_id = {USER} OR {TABLE}.guest_id IS NULL AND NOT EXISTS"
    f" (SELECT FROM accounts_securepage AS page WHERE page.user_id = {USER}))"
)
TYPED = f"{OWN} AND {TABLE}.typed_by_id = {USER}"
BEFORE = ("answer", "answered_at", "replacement_id")
NAME, INVITATIONS = "guests_change_their_answer_only", "ico_invitation"


def only(*columns: str) -> migrations.RunSQL:
    return others_change_only(NAME, *columns, table=INVITATIONS)


class Migration(migrations.Migration):
    dependencies = [("ico", "0016_preparations")]
    operations = [
        Cascade("preparedtopic", "case", "meeting"),
        dossier_lock(
            "preparedtopic",
            Policy("givers_read_what_they_prepare", "SELECT", using=OWN),
            Policy("givers_begin_a_topic", "INSERT", check=TYPED),
            Policy("givers_go_on_preparing", "UPDATE", using=OWN, check=TYPED),
            table=TABLE,
            keep=Keep.WORK,
            bureau=False,
            fixed=("meeting", "guest", "topic"),
        ),
        # Whoever is invited says that they prepared, too.
        migrations.RunSQL(only(*BEFORE).reverse_sql, only(*BEFORE).sql),
        only(*BEFORE, "prepared_at"),
    ]
