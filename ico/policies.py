"""What the row policies of the ICO are made of: who sits at which table."""

from cases.functions import HEAD, TAKES_PART
from cases.grants import Access, Why
from cases.policies import let_in_by
from zvh.guard.rowsecurity import NOW, TODAY, USER, purpose

UNSENT = "o.sent_at IS NULL"


def attends(*, table: str, meeting: str) -> str:
    """The person asking was invited to this very meeting, and still is."""
    return let_in_by(
        Access.ATTEND,
        Why.INVITATION,
        case=f"{table}.case_id",
        source=f"{table}.{meeting}",
    )


def comes(*, table: str) -> str:
    """The person asking did not say that another comes, or nobody does."""
    return (
        "EXISTS (SELECT FROM ico_invitation AS mine"
        f" WHERE mine.meeting_id = {table}.meeting_id AND mine.user_id = {USER}"
        " AND mine.ended_at IS NULL AND mine.answer <> 'declined')"
    )


def in_the_post() -> str:
    """A letter about this invitation waits: the post may make its calendar item."""
    return (
        f"{purpose('mail')} AND EXISTS (SELECT FROM accounts_outgoing AS o"
        f" WHERE o.object_id = ico_invitation.id AND {UNSENT})"
    )


def meeting_in_the_post() -> str:
    """A letter about an invitation to this meeting waits."""
    return (
        f"{purpose('mail')} AND EXISTS (SELECT FROM ico_invitation AS i"
        " JOIN accounts_outgoing AS o ON o.object_id = i.id"
        f" WHERE i.meeting_id = ico_meeting.id AND {UNSENT})"
    )


def own_action() -> str:
    """The person asking is who does it, and the case is not closed to them."""
    return (
        f"responsible_user_id = {USER} AND closed_off_at IS NULL AND zvh_takes_part()"
    )


def to_remind(days: int) -> str:
    """Open, and due soon or late: all that the reminders need to see."""
    return (
        f"{purpose('reminders')} AND state = 'open' AND closed_off_at IS NULL"
        f" AND due_on <= {TODAY} + {days}"
    )


def released_for_the_plan(*, table: str, party: str) -> str:
    """The giver let this Partij have the piece from which the line was made."""
    return (
        "EXISTS (SELECT FROM cases_release AS r"
        f" WHERE r.contribution_id = {table}.source_id AND r.use = 'plan'"
        f" AND r.party_id = {party} AND (r.until IS NULL OR r.until > {NOW}))"
    )


# An agreement is seen by who does it, without a grant on its case; so what
# every grant asks for is asked here.
FUNCTIONS = f"""
    CREATE FUNCTION zvh_takes_part() RETURNS boolean {HEAD} AS $$
    DECLARE me pg_catalog.uuid := {USER};
    BEGIN
        RETURN me IS NOT NULL AND {TAKES_PART};
    END $$;
"""
NO_FUNCTIONS = "DROP FUNCTION zvh_takes_part();"
