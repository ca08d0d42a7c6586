"""What the database does itself when a table moves, ends, or has to decide first."""

from cases.functions import HEAD
from cases.functions_of_releases import ANY, NO_TABLE_WAITS
from cases.grants import Why
from cases.models import Registration, Use
from ico.meetings import Meeting
from zvh.guard.rowsecurity import AMSTERDAM, NOW, TODAY, USER

STATE = Meeting.State

# A release begins with its table (ADR 44): who moves the meeting by hand moves what
# waits for it too, and a table that never meets reads nothing.
FOLLOWS = f"""
    CREATE FUNCTION zvh_releases_follow_their_table() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE moment timestamptz := {NOW};
    BEGIN
        IF NEW.state = '{STATE.PLANNED}' THEN
            UPDATE cases_release SET since = NEW.starts_at, version = version + 1
            WHERE source_id = NEW.id AND until IS NULL AND opened_by_id IS NULL
            AND since <> NEW.starts_at AND (since > moment OR NEW.starts_at > moment);
        ELSIF NEW.state = '{STATE.HELD}' THEN
            UPDATE cases_release SET since = moment, version = version + 1
            WHERE source_id = NEW.id AND until IS NULL AND opened_by_id IS NULL
            AND since > moment;
        ELSE
            UPDATE cases_release SET until = moment, version = version + 1
            WHERE source_id = NEW.id AND until IS NULL
            AND (use = '{Use.ICO}' OR since > moment);
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER releases_follow_their_table AFTER UPDATE ON ico_meeting
        FOR EACH ROW WHEN ({USER} IS NOT NULL AND
            (OLD.starts_at, OLD.state) IS DISTINCT FROM (NEW.starts_at, NEW.state))
        EXECUTE FUNCTION zvh_releases_follow_their_table();
"""
STAYS = """
    DROP TRIGGER releases_follow_their_table ON ico_meeting;
    DROP FUNCTION zvh_releases_follow_their_table();
"""

# Who is taken off the list has no access by it from that moment; and what a Partij was
# let read there ends when nobody of it is invited any more. What it gave itself stays.
OFF_THE_LIST = f"""
    CREATE FUNCTION zvh_who_is_off_the_list_reads_nothing() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE moment timestamptz := {NOW};
    BEGIN
        UPDATE cases_caseusergrant SET until = moment
        WHERE content_object_id = NEW.case_id AND user_id = NEW.user_id
        AND why = '{Why.INVITATION}' AND source_id = NEW.meeting_id
        AND (until IS NULL OR until > moment)
        AND NOT EXISTS (SELECT FROM ico_invitation AS i
            WHERE i.meeting_id = NEW.meeting_id AND i.user_id = NEW.user_id
            AND i.sent_at IS NOT NULL AND i.ended_at IS NULL);
        UPDATE cases_release AS r SET until = moment, version = r.version + 1
        WHERE r.source_id = NEW.meeting_id AND r.case_id = NEW.case_id
        AND r.party_id = NEW.party_id AND r.until IS NULL
        AND NOT EXISTS (SELECT FROM cases_contribution AS c
            WHERE c.id = r.contribution_id AND c.given_by_id = NEW.party_id)
        AND NOT EXISTS (SELECT FROM ico_invitation AS i
            WHERE i.meeting_id = NEW.meeting_id AND i.party_id = NEW.party_id
            AND i.sent_at IS NOT NULL AND i.ended_at IS NULL);
        RETURN NULL;
    END $$;
    CREATE TRIGGER who_is_off_the_list_reads_nothing AFTER UPDATE ON ico_invitation
        FOR EACH ROW WHEN ({USER} IS NOT NULL
            AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)
        EXECUTE FUNCTION zvh_who_is_off_the_list_reads_nothing();
"""
ON_THE_LIST = """
    DROP TRIGGER who_is_off_the_list_reads_nothing ON ico_invitation;
    DROP FUNCTION zvh_who_is_off_the_list_reads_nothing();
"""

# A third party is let in by a bound Partij of lid 1, and by nobody else (WGS 2.31).
ADMITS = f"""
    EXISTS (SELECT FROM accounts_party AS p WHERE p.id = admitted_by_id
            AND p.kind = 'lid1' AND p.bound_since <= {TODAY}
            AND (p.bound_until IS NULL OR p.bound_until > {TODAY}))
    AND admitted_on <= {TODAY}
"""

# The joint decision as the first item (O-5): every betrokkene was told, or the table
# decided together that it waits until a day that is still to come.
WAITS = f"""
    CREATE FUNCTION zvh_all_told(which uuid) RETURNS boolean {HEAD} AS $$
    BEGIN
        -- Who has nothing to do with a case does not hear how it stands with it.
        RETURN public.zvh_holds(which, {ANY})
            AND NOT EXISTS (SELECT FROM public.cases_person AS p
            WHERE p.case_id = which AND p.role = 'betrokkene'
            AND p.withdrawn_at IS NULL
            AND NOT EXISTS (SELECT FROM public.ico_notice AS n
                WHERE n.person_id = p.id AND n.withdrawn_at IS NULL
                AND (n.outcome <> 'withheld'
                     OR n.is_joint AND n.look_again_on >= {TODAY}))
            AND (EXISTS (SELECT FROM public.ico_notice AS n
                    WHERE n.person_id = p.id AND n.withdrawn_at IS NULL)
                OR coalesce((SELECT r.informed <> '{Registration.Informed.YES}'
                    FROM public.cases_registration AS r WHERE r.case_id = which
                    ORDER BY r.first_processed_at LIMIT 1), true)));
    END $$;

    CREATE OR REPLACE FUNCTION zvh_table_waits(which uuid) RETURNS boolean {HEAD} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.ico_meeting AS m
            WHERE m.id = which AND m.state = '{STATE.PLANNED}' AND m.informs_first
            AND (m.starts_at {AMSTERDAM})::pg_catalog.date <= {TODAY}
            AND NOT public.zvh_all_told(m.case_id));
    END $$;
"""
# Nobody passes over it: what comes first stays first, and a table that did not decide
# is not held.
DECIDES = f"""
    CREATE TRIGGER what_comes_first_stays_first
        BEFORE UPDATE ON ico_meeting FOR EACH ROW
        WHEN (OLD.informs_first IS DISTINCT FROM NEW.informs_first)
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE FUNCTION zvh_a_table_decides_first() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        IF NEW.informs_first AND NOT zvh_all_told(NEW.case_id) THEN
            RAISE EXCEPTION 'the table did not decide on its first item'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER a_table_decides_first BEFORE UPDATE ON ico_meeting
        FOR EACH ROW WHEN ({USER} IS NOT NULL
            AND OLD.state = '{STATE.PLANNED}' AND NEW.state = '{STATE.HELD}')
        EXECUTE FUNCTION zvh_a_table_decides_first();
"""
DECIDES_LATER = """
    DROP TRIGGER a_table_decides_first ON ico_meeting;
    DROP FUNCTION zvh_a_table_decides_first();
    DROP TRIGGER what_comes_first_stays_first ON ico_meeting;
"""
NOBODY_WAITS = f"{NO_TABLE_WAITS} DROP FUNCTION zvh_all_told(uuid);"
