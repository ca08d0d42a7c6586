"""What the row policies of the ICO are made of: who sits at which table."""

from cases.functions import HEAD, TAKES_PART, VALID
from cases.grants import Access, Why
from cases.lifecycle import SHIELDED
from cases.policies import given_by_own_party, holds, in_phase, let_in_by
from zvh.guard.rowsecurity import NOW, PARTY, TODAY, USER, purpose

UNSENT = "o.sent_at IS NULL"


def invited(*, table: str, meeting: str) -> str:
    """The person asking was invited to this very meeting, whether they come or not."""
    return let_in_by(
        Access.ATTEND,
        Why.INVITATION,
        Access.CONTRIBUTE,
        case=f"{table}.case_id",
        source=f"{table}.{meeting}",
    )


def attends(*, table: str, meeting: str) -> str:
    """The person asking was invited to this very meeting, and did not decline."""
    return let_in_by(
        Access.ATTEND,
        Why.INVITATION,
        case=f"{table}.case_id",
        source=f"{table}.{meeting}",
    )


def leads(*, case: str) -> str:
    """The person asking leads the work, and the case is not shielded."""
    shielded = in_phase(*sorted(SHIELDED), case=case)
    return f"{holds(Access.COORDINATE, case=case)} AND NOT {shielded}"


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


def own_piece(table: str) -> str:
    """The row is about a piece that the Partij of the person asking gave."""
    return (
        f"{holds(Access.ATTEND, Access.CONTRIBUTE, case=f'{table}.case_id')}"
        " AND EXISTS (SELECT FROM cases_contribution AS c"
        f" WHERE c.id = {table}.piece_id AND {given_by_own_party('c.given_by_id')})"
    )


# An agreement is seen by who does it, without a grant on its case; so what
# every grant asks for is asked here.
FUNCTIONS = f"""
    CREATE FUNCTION zvh_takes_part() RETURNS boolean {HEAD} AS $$
    DECLARE me pg_catalog.uuid := {USER};
    BEGIN
        RETURN me IS NOT NULL AND ({TAKES_PART}
            OR EXISTS (SELECT FROM public.accounts_securepage AS page
                WHERE page.user_id = me AND public.zvh_has_page(page.case_key)));
    END $$;
"""
NO_FUNCTIONS = "DROP FUNCTION zvh_takes_part();"

# A giver may not see who answered what, and yet releases to who comes only.
TABLE = f"""
    CREATE FUNCTION zvh_parties_at(which uuid) RETURNS SETOF uuid {HEAD} AS $$
    DECLARE moment pg_catalog.timestamptz := {NOW};
    BEGIN
        RETURN QUERY SELECT DISTINCT s.party_id FROM public.ico_attendance AS s
        WHERE s.meeting_id = which AND s.withdrawn_at IS NULL
        AND (public.zvh_holds(s.case_id, '{Access.WORK}') OR s.is_listed
             AND public.zvh_let_in_by(s.case_id, '{Why.INVITATION}', which,
                                      '{Access.ATTEND}', '{Access.CONTRIBUTE}'))
        AND (s.user_id IS NULL OR s.arrived_at IS NOT NULL
             OR EXISTS (SELECT FROM public.cases_caseusergrant AS seat
                JOIN public.auth_permission AS p ON p.id = seat.permission_id
                WHERE seat.content_object_id = s.case_id AND seat.user_id = s.user_id
                AND seat.why = '{Why.INVITATION}' AND seat.source_id = which
                AND p.codename = '{Access.ATTEND}' AND {VALID}));
    END $$;

    CREATE FUNCTION zvh_sat_at(which uuid) RETURNS boolean {HEAD} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.ico_attendance AS s
            WHERE s.meeting_id = which AND s.withdrawn_at IS NULL
            AND s.party_id = {PARTY} AND s.arrived_at IS NOT NULL);
    END $$;
"""
NO_TABLE = """
    DROP FUNCTION zvh_sat_at(uuid);
    DROP FUNCTION zvh_parties_at(uuid);
"""

# Who declines may bring something in and reads nothing of others; who comes after
# all sits at the table again. Guests write no grants, so the answer itself does it.
SWAP = f"""
    CREATE FUNCTION zvh_access_follows_the_answer() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE
        moment pg_catalog.timestamptz := coalesce({NOW}, pg_catalog.now());
        wanted pg_catalog.int4 := (SELECT p.id FROM public.auth_permission AS p
            JOIN public.django_content_type AS t ON t.id = p.content_type_id
            WHERE t.app_label = 'cases' AND p.codename = CASE NEW.answer
                WHEN 'declined' THEN '{Access.CONTRIBUTE}'
                ELSE '{Access.ATTEND}' END);
    BEGIN
        UPDATE public.cases_caseusergrant AS seat SET until = moment
        WHERE seat.content_object_id = NEW.case_id AND seat.user_id = NEW.user_id
        AND seat.why = '{Why.INVITATION}' AND seat.source_id = NEW.meeting_id
        AND seat.permission_id <> wanted
        AND (seat.until IS NULL OR seat.until > moment);
        IF FOUND THEN
            INSERT INTO public.cases_caseusergrant AS seat
                (id, content_object_id, user_id, permission_id, why, source_id,
                 given_at, given_by_id)
            VALUES (pg_catalog.gen_random_uuid(), NEW.case_id, NEW.user_id, wanted,
                    '{Why.INVITATION}', NEW.meeting_id, moment, NEW.user_id)
            ON CONFLICT (content_object_id, user_id, permission_id, why, source_id)
            DO UPDATE SET until = NULL;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER access_follows_the_answer AFTER UPDATE ON ico_invitation
        FOR EACH ROW WHEN (OLD.answer IS DISTINCT FROM NEW.answer)
        EXECUTE FUNCTION zvh_access_follows_the_answer();
"""
NO_SWAP = """
    DROP TRIGGER access_follows_the_answer ON ico_invitation;
    DROP FUNCTION zvh_access_follows_the_answer();
"""

# A giver changes no plan, yet what they withdraw goes out of every version (I-4, F-1).
REDACT = f"""
    CREATE FUNCTION zvh_what_is_withdrawn_is_redacted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
        UPDATE public.ico_planline SET text = '', conditions = '',
            redacted_at = coalesce({NOW}, pg_catalog.now())
        WHERE source_id = NEW.id AND redacted_at IS NULL;
        RETURN NULL;
    END $$;
    CREATE TRIGGER what_is_withdrawn_is_redacted AFTER UPDATE ON cases_contribution
        FOR EACH ROW
        WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
        EXECUTE FUNCTION zvh_what_is_withdrawn_is_redacted();
"""
NO_REDACT = """
    DROP TRIGGER what_is_withdrawn_is_redacted ON cases_contribution;
    DROP FUNCTION zvh_what_is_withdrawn_is_redacted();
"""

# Who left is not shown what came after: of these Partijen nobody is there any more.
GONE = f"""
    CREATE FUNCTION zvh_parties_gone(which uuid) RETURNS SETOF uuid {HEAD} AS $$
    BEGIN
        RETURN QUERY SELECT s.party_id FROM public.ico_attendance AS s
        WHERE s.meeting_id = which AND s.withdrawn_at IS NULL
        AND s.party_id IN (SELECT public.zvh_parties_at(which))
        GROUP BY s.party_id HAVING pg_catalog.bool_and(s.left_at IS NOT NULL);
    END $$;
"""
NO_GONE = "DROP FUNCTION zvh_parties_gone(uuid);"

# Corrections are texts beside it. Establishing locks each piece first, so whoever
# waited for that finds the plan.
MINUTES = """
    CREATE FUNCTION zvh_minutes_stay_as_established() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        IF EXISTS (SELECT FROM ico_plan AS p WHERE p.meeting_id = NEW.meeting_id
                   AND p.state = 'established') THEN
            RAISE EXCEPTION 'established minutes do not change'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER established_minutes_do_not_change
        BEFORE UPDATE ON ico_minutessection FOR EACH ROW
        WHEN (OLD.text IS DISTINCT FROM NEW.text)
        EXECUTE FUNCTION zvh_minutes_stay_as_established();
"""
NO_MINUTES = """
    DROP TRIGGER established_minutes_do_not_change ON ico_minutessection;
    DROP FUNCTION zvh_minutes_stay_as_established();
"""
