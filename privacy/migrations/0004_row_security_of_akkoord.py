"""Who asks, gives and sees akkoord, and who receives what goes out (V-1, V-2)."""

from django.db import migrations

from accounts.models import Role
from cases.grants import Access, Why
from cases.policies import (
    dossier_lock,
    has_role,
    holds,
    let_in_by,
    not_shielded,
    others_change_only,
)
from privacy import functions
from zvh.guard.ledger import WriteDown
from zvh.guard.models import Keep
from zvh.guard.rowsecurity import (
    NOW,
    PARTY,
    TODAY,
    USER,
    AddPolicies,
    Cascade,
    Lock,
    Policy,
    purpose,
)

OWNER = "CURRENT_USER"
WORKS = holds(Access.WORK, case="case_key")
OVERSEES = has_role(Role.MANAGER, Role.FG)
WAITING = purpose("approvals")
RETENTION = purpose("retention")
PAST = f"{RETENTION} AND remove_on <= {TODAY}"
NEWLY = f"BETWEEN {NOW} AND {NOW} + interval '1 minute'"

ASKED = "privacy_approvalrequest"
OWN_REQUEST = (
    f"{ASKED}.party_id = {PARTY} AND "
    + let_in_by(
        Access.ANSWER, Why.APPROVAL, case=f"{ASKED}.case_id", source=f"{ASKED}.id"
    )
    + f" AND {not_shielded(case=f'{ASKED}.case_id')}"
)
GIVES = (
    f"giver_id = {PARTY} AND "
    + let_in_by(Access.ANSWER, Why.APPROVAL, case="case_key", source="request_key")
    + f" AND {not_shielded(case='case_key')}"
)
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


def sent_to_me(disclosure: str) -> str:
    """Somebody of the receiving Partij, let in by this very verstrekking."""
    return f"party_id = {PARTY} AND " + let_in_by(
        Access.RECEIVE, Why.DISCLOSURE, case="case_key", source=disclosure
    )


REQUEST = dossier_lock(
    "approvalrequest",
    Policy("givers_see_what_they_are_asked", "SELECT", using=OWN_REQUEST),
    Policy(
        "givers_close_what_they_answered",
        "UPDATE",
        using=OWN_REQUEST,
        check=OWN_REQUEST,
    ),
    Policy(
        "receivers_ask_for_their_own_task",
        "INSERT",
        check=f"asked_by_id = {USER} AND {holds(Access.RECEIVE, case='case_id')}",
    ),
    Policy(
        "approvals_see_what_waits", "SELECT", using=f"{WAITING} AND closed_at IS NULL"
    ),
    Policy(
        "approvals_count_reminders",
        "UPDATE",
        using=f"{WAITING} AND closed_at IS NULL",
        check=f"{WAITING} AND closed_at IS NULL",
    ),
    table=ASKED,
    keep=Keep.WORK,
    fixed=("asked_by", "asked_at", "party"),
)

APPROVAL = Lock(
    "approval",
    Policy("the_bureau_reads_the_akkoorden_of_its_cases", "SELECT", using=WORKS),
    Policy("who_answers_for_disclosures_reads_akkoorden", "SELECT", using=OVERSEES),
    Policy("givers_see_what_they_agreed_to", "SELECT", using=GIVES),
    Policy(
        "receivers_see_what_was_agreed_for_them",
        "SELECT",
        using=f"receiver_id = {PARTY} AND {RECEIVES}",
    ),
    Policy("the_owner_answers_for_akkoorden", "SELECT", using="true", to=OWNER),
    Policy("approvals_see_what_ended", "SELECT", using=WAITING),
    Policy("retention_reads_akkoorden", "SELECT", using=RETENTION),
    Policy("the_bureau_asks_for_akkoord", "INSERT", check=f"{BEGINS} AND {WORKS}"),
    Policy(
        "receivers_ask_akkoord_for_their_own_task",
        "INSERT",
        check=f"{BEGINS} AND purpose = 'own_task' AND receiver_id = {PARTY}"
        f" AND {RECEIVES}",
    ),
    Policy("the_bureau_writes_down_answers", "UPDATE", using=WORKS, check=WORKS),
    Policy("givers_answer_for_their_pieces", "UPDATE", using=GIVES, check=GIVES),
    Policy(
        "the_owner_ends_akkoorden_with_their_piece",
        "UPDATE",
        using="ended_at IS NULL",
        check="ended_at IS NOT NULL AND ended_why = 'piece'",
        to=OWNER,
    ),
    Policy(
        "approvals_note_what_was_followed",
        "UPDATE",
        using=f"{WAITING} AND ended_at IS NOT NULL",
        check=f"{WAITING} AND followed_at IS NOT NULL",
    ),
    Policy("akkoorden_go_at_their_own_term", "DELETE", using=PAST),
)

RECALL = Lock(
    "recall",
    Policy("the_bureau_reads_what_is_taken_back", "SELECT", using=WORKS),
    Policy(
        "who_answers_for_disclosures_reads_what_is_taken_back",
        "SELECT",
        using=OVERSEES,
    ),
    Policy(
        "receivers_see_what_they_must_delete",
        "SELECT",
        using=sent_to_me("disclosure_key"),
    ),
    Policy("approvals_see_what_was_taken_back", "SELECT", using=WAITING),
    Policy("retention_reads_what_was_taken_back", "SELECT", using=RETENTION),
    Policy(
        "approvals_take_back_what_is_agreed_no_longer",
        "INSERT",
        check=f"{WAITING} AND confirmed_at IS NULL AND remove_on > {TODAY}",
    ),
    Policy(
        "receivers_say_that_they_deleted",
        "UPDATE",
        using=f"{sent_to_me('disclosure_key')} AND confirmed_at IS NULL",
        check=f"{sent_to_me('disclosure_key')} AND confirmed_by_id = {USER}"
        f" AND confirmed_at {NEWLY}",
    ),
    Policy(
        "the_bureau_writes_down_that_receivers_deleted",
        "UPDATE",
        using=f"{WORKS} AND confirmed_at IS NULL",
        check=f"{WORKS} AND confirmed_by_id = {USER} AND confirmed_at {NEWLY}",
    ),
    Policy("what_was_taken_back_goes_at_its_own_term", "DELETE", using=PAST),
)

DISCLOSURE = AddPolicies(
    "disclosure",
    Policy("receivers_see_what_was_sent_to_them", "SELECT", using=sent_to_me("id")),
    Policy("approvals_see_what_was_sent", "SELECT", using=WAITING),
    Policy(
        "receivers_open_what_was_sent_once",
        "UPDATE",
        using=f"{sent_to_me('id')} AND opened_at IS NULL",
        check=f"{sent_to_me('id')} AND opened_at {NEWLY}",
    ),
    Policy(
        "the_bureau_reviews_what_could_not_wait",
        "UPDATE",
        using=f"{WORKS} AND vouching_id IS NOT NULL AND reviewed_at IS NULL",
        check=f"{WORKS} AND reviewed_by_id = {USER} AND reviewed_at {NEWLY}",
    ),
)


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0003_akkoord_and_verstrekking"),
        ("cases", "0021_what_is_disclosed"),
    ]
    operations = [
        Cascade("approvalrequest", "case"),
        REQUEST,
        others_change_only(
            "givers_change_that_they_answered",
            *("closed_at", "contest"),
            table=ASKED,
        ),
        APPROVAL,
        RECALL,
        DISCLOSURE,
        migrations.RunSQL(functions.CREATE, functions.DROP),
        migrations.RunSQL(functions.COLUMNS, functions.ALL_COLUMNS),
        # An akkoord that ended does not come back with an old backup.
        WriteDown("privacy_approval", "ended_at", "ended_why", case="case_key"),
    ]
