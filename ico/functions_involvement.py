"""Who is in a plan, who hears of it, and what ends when somebody leaves (F-5, P-7)."""

from accounts.models import Role
from cases.functions import GONE, HEAD
from cases.functions_of_lists import let_the_app
from cases.grants import Access
from zvh.guard.rowsecurity import NOW, PARTY, TODAY, USER, purpose

# Somebody who does something of it, and was not let out.
DOERS = "a.closed_off_at IS NULL AND a.state <> 'dropped'"

IN_THE_PLAN = f"""
    CREATE FUNCTION zvh_is_in_the_plan(which uuid) RETURNS boolean {HEAD} AS $$
    DECLARE me pg_catalog.uuid := {USER};
    BEGIN
        IF me IS NULL OR public.zvh_in_phase(which, {GONE}) THEN
            RETURN false;
        END IF;
        RETURN public.zvh_holds(which, '{Access.COORDINATE}')
            OR EXISTS (SELECT FROM public.ico_action AS a WHERE a.case_id = which
                AND a.responsible_user_id = me AND {DOERS})
            AND public.zvh_takes_part()
            -- Who has a page has that, and hears of nothing else (P-5).
            AND NOT EXISTS (SELECT FROM public.accounts_securepage AS page
                WHERE page.user_id = me);
    END $$;

    -- Whoever is in the plan may choose who reads along. A Partij that asked not to be
    -- on the list of a table is not on this one either.
    CREATE FUNCTION zvh_parties_in_the_plan(which uuid) RETURNS SETOF uuid {HEAD} AS $$
    DECLARE
        works pg_catalog.bool := public.zvh_holds(which, '{Access.WORK}');
    BEGIN
        IF NOT works AND NOT public.zvh_is_in_the_plan(which) THEN
            RETURN;
        END IF;
        RETURN QUERY
        SELECT DISTINCT p.party_id FROM (
            SELECT a.owner_id AS party_id FROM public.ico_action AS a
            WHERE a.case_id = which AND a.responsible_user_id IS NOT NULL AND {DOERS}
            UNION
            SELECT u.party_id FROM public.cases_case AS c
            JOIN public.accounts_user AS u ON u.id = c.casusregisseur_id
            WHERE c.id = which) AS p
        WHERE works OR NOT EXISTS (SELECT FROM public.ico_attendance AS s
            WHERE s.case_id = which AND s.party_id = p.party_id
            AND s.withdrawn_at IS NULL AND NOT s.is_listed);
    END $$;
"""
NOT_IN_THE_PLAN = """
    DROP FUNCTION zvh_parties_in_the_plan(uuid);
    DROP FUNCTION zvh_is_in_the_plan(uuid);
"""

READS = f"""
    CREATE FUNCTION zvh_reads_development(which uuid, of_case uuid, teller uuid)
    RETURNS boolean {HEAD} AS $$
    BEGIN
        IF NOT public.zvh_is_in_the_plan(of_case) THEN
            RETURN false;
        END IF;
        RETURN teller = {USER} OR EXISTS (
            SELECT FROM public.ico_developmentreader AS r
            WHERE r.development_id = which AND r.party_id = {PARTY});
    END $$;

    CREATE FUNCTION zvh_told_development(which uuid) RETURNS boolean {HEAD} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.ico_development AS d
            WHERE d.id = which AND d.by_id = {USER} AND d.audience = 'chosen'
            AND d.told_at IS NULL);
    END $$;

    -- For the letters only: who does something, or leads, of a Partij for which it is.
    CREATE FUNCTION zvh_who_hears(which uuid) RETURNS SETOF uuid {HEAD}
    SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        IF NOT {purpose("reminders")} THEN
            RETURN;
        END IF;
        RETURN QUERY
        WITH d AS (SELECT * FROM public.ico_development AS told WHERE told.id = which),
        there AS (
            SELECT a.responsible_user_id AS who FROM d
            JOIN public.ico_action AS a ON a.case_id = d.case_id AND {DOERS}
            UNION
            SELECT seat.user_id FROM d
            JOIN public.cases_caseusergrant AS seat
                ON seat.content_object_id = d.case_id
            JOIN public.auth_permission AS p ON p.id = seat.permission_id
            WHERE p.codename = '{Access.COORDINATE}'
            AND (seat.until IS NULL OR seat.until > {NOW}))
        SELECT u.id FROM there JOIN public.accounts_user AS u ON u.id = there.who
            AND NOT EXISTS (SELECT FROM public.accounts_securepage AS page
                WHERE page.user_id = u.id)
        JOIN d ON u.id <> d.by_id
        JOIN public.ico_developmentreader AS r
            ON r.development_id = d.id AND r.party_id = u.party_id
        UNION
        SELECT c.coordinator_id FROM d JOIN public.cases_case AS c ON c.id = d.case_id
        WHERE c.coordinator_id IS NOT NULL AND c.coordinator_id <> d.by_id;
    END $$;
"""
NOBODY_READS = """
    DROP FUNCTION zvh_who_hears(uuid);
    DROP FUNCTION zvh_told_development(uuid);
    DROP FUNCTION zvh_reads_development(uuid, uuid, uuid);
"""

# Nobody may take their own access away row by row, so the departure itself does it; for
# that the function is nobody, or the rows would be kept to who they are of.
LEAVE = f"""
    CREATE FUNCTION zvh_access_ends_with_the_part() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE
        moment pg_catalog.timestamptz := coalesce({NOW}, pg_catalog.now());
        told pg_catalog.text := current_setting('zvh.user_id', true);
    BEGIN
        PERFORM set_config('zvh.user_id', '', true);
        UPDATE public.ico_action SET responsible_user_id = NULL, version = version + 1
        WHERE case_id = NEW.case_id AND responsible_user_id = NEW.user_id
        AND state = 'open' AND closed_off_at IS NULL;
        UPDATE public.ico_action SET closed_off_at = moment, version = version + 1
        WHERE case_id = NEW.case_id AND responsible_user_id = NEW.user_id
        AND state <> 'open' AND closed_off_at IS NULL;
        UPDATE public.cases_caseusergrant SET until = moment, keeps_say = false
        WHERE content_object_id = NEW.case_id AND user_id = NEW.user_id
        AND (until IS NULL OR until > moment OR keeps_say);
        PERFORM set_config('zvh.user_id', told, true);
        RETURN NULL;
    END $$;
    CREATE TRIGGER access_ends_with_the_part AFTER INSERT ON ico_departure
        FOR EACH ROW WHEN (NEW.kind = 'stops')
        EXECUTE FUNCTION zvh_access_ends_with_the_part();
"""
STAY = """
    DROP TRIGGER access_ends_with_the_part ON ico_departure;
    DROP FUNCTION zvh_access_ends_with_the_part();
"""

# Of a ketenpartner who ever had a part in a case: whether there is any left.
INVOLVED = f"""
    CREATE FUNCTION zvh_involvement()
    RETURNS TABLE (key uuid, is_involved boolean) {HEAD}
    SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        IF NOT {purpose("reminders")} THEN
            RETURN;
        END IF;
        RETURN QUERY
        SELECT h.id, EXISTS (SELECT FROM public.accounts_contact AS k
                             WHERE k.user_id = h.user_id)
            OR EXISTS (SELECT FROM public.cases_caseusergrant AS seat
                JOIN public.cases_case AS c ON c.id = seat.content_object_id
                WHERE seat.user_id = h.user_id AND c.phase NOT IN ({GONE})
                AND (seat.until IS NULL OR seat.until > {NOW}))
            OR EXISTS (SELECT FROM public.ico_action AS a
                JOIN public.cases_case AS c ON c.id = a.case_id
                WHERE a.responsible_user_id = h.user_id AND {DOERS}
                AND a.state = 'open' AND c.phase NOT IN ({GONE}))
            OR EXISTS (SELECT FROM public.ico_availability AS q
                WHERE q.user_id = h.user_id AND q.closed_at IS NULL)
        FROM public.accounts_authorisation AS h
        WHERE h.role = '{Role.KETENPARTNER}' AND h.withdrawn_at IS NULL
        AND h.confirmed_at IS NOT NULL AND {TODAY} BETWEEN h.since AND h.until
        AND (h.uninvolved_since IS NOT NULL
            OR EXISTS (SELECT FROM public.cases_caseusergrant AS seat
                       WHERE seat.user_id = h.user_id)
            OR EXISTS (SELECT FROM public.ico_action AS a
                       WHERE a.responsible_user_id = h.user_id)
            OR EXISTS (SELECT FROM public.ico_departure AS d
                       WHERE d.user_id = h.user_id));
    END $$;
"""
NOT_INVOLVED = "DROP FUNCTION zvh_involvement();"
INVOLVED += let_the_app("zvh_involvement()")
IN_THE_PLAN += let_the_app("zvh_parties_in_the_plan(uuid)")
READS += let_the_app("zvh_who_hears(uuid)")
