"""What is proof says when it was, and of whom; a question stays as it was asked."""

from django.db import migrations

from cases.grants import Access
from cases.policies import holds
from privacy import functions, functions_of_proof
from zvh.guard.rowsecurity import PARTY, TODAY, USER, ChangePolicies, Policy

WORKS = holds(Access.WORK, case="case_key")
RECEIVES = holds(Access.RECEIVE, case="case_key")
ITS_PIECE = (
    "EXISTS (SELECT FROM cases_contribution AS c WHERE c.id = piece_key"
    " AND c.case_id = case_key AND c.given_by_id = giver_id"
    " AND c.withdrawn_at IS NULL)"
)
BEGINS = (
    f"asked_by_id = {USER} AND answer = '' AND ended_at IS NULL"
    f" AND contested_at IS NULL AND remove_on > {TODAY} AND {ITS_PIECE}"
)
# Else what is taken back later would be told to nobody, or seem told by telephone.
NOTHING_YET = " AND followed_at IS NULL AND NOT was_told"
UNSEEN = " AND reviewed_at IS NULL AND reviewed_by_id IS NULL"
# Whom it is about is somebody in that very case.
OF_THE_CASE = (
    " AND EXISTS (SELECT FROM cases_person AS p"
    " WHERE p.id = person_key AND p.case_id = case_key)"
)
STAYS = """
    CREATE TRIGGER a_question_stays_as_it_was_asked
        BEFORE UPDATE ON privacy_approvalrequest FOR EACH ROW
        WHEN (OLD.reason IS DISTINCT FROM NEW.reason)
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER what_went_keeps_its_way_around
        BEFORE UPDATE ON privacy_planneddisclosure FOR EACH ROW
        WHEN (OLD.recipient_id IS DISTINCT FROM NEW.recipient_id
              OR OLD.sent_at IS NOT NULL
                 AND (OLD.is_vital, OLD.vouching_id)
                     IS DISTINCT FROM (NEW.is_vital, NEW.vouching_id))
        EXECUTE FUNCTION zvh_refuse_change();
"""
CHANGES = """
    DROP TRIGGER what_went_keeps_its_way_around ON privacy_planneddisclosure;
    DROP TRIGGER a_question_stays_as_it_was_asked ON privacy_approvalrequest;
"""


def asks(more: str = "") -> Policy:
    check = f"{BEGINS} AND {WORKS}{more}"
    return Policy("the_bureau_asks_for_akkoord", "INSERT", check=check)


def asks_for_itself(more: str = "") -> Policy:
    return Policy(
        "receivers_ask_akkoord_for_their_own_task",
        "INSERT",
        check=f"{BEGINS} AND purpose = 'own_task' AND receiver_id = {PARTY}"
        f" AND {RECEIVES}{more}",
    )


def discloses(more: str = "") -> Policy:
    return Policy(
        "the_bureau_writes_down_what_it_discloses",
        "INSERT",
        check=f"by_id = {USER} AND {WORKS}"
        f" AND opened_at IS NULL AND remove_on > {TODAY}{more}",
    )


def proves(more: str = "") -> Policy:
    return Policy(
        "the_bureau_proves_what_was_told",
        "INSERT",
        check=f"by_id = {USER} AND {WORKS} AND remove_on > {TODAY}{more}",
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0012_a_proposal_that_lapses_ends_what_was_asked")]
    operations = [
        ChangePolicies(
            "approval",
            (asks(), asks(NOTHING_YET)),
            (asks_for_itself(), asks_for_itself(NOTHING_YET)),
        ),
        ChangePolicies("disclosure", (discloses(), discloses(UNSEEN))),
        ChangePolicies("told", (proves(), proves(OF_THE_CASE))),
        migrations.RunSQL(STAYS, CHANGES),
        migrations.RunSQL(functions_of_proof.HOLD, functions_of_proof.LET_GO),
        migrations.RunSQL(functions.DROP + functions.CREATE, migrations.RunSQL.noop),
    ]
