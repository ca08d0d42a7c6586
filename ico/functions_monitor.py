"""What the monitor shows over all cases, asked of the owner once (F-6, ADR 40)."""

from cases.functions import OF_THE_BUREAU
from cases.functions_of_lists import LISTED, REFUSE, WHO, WORKED_ON, let_the_app
from cases.lifecycle import Phase
from zvh.guard.rowsecurity import AMSTERDAM, NOW, TODAY

# Counted over all that is late, so each way through the tables may be the best.
HEAD = """LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET jit = off"""
FOLLOWED = ", ".join(f"'{phase}'" for phase in (Phase.ICO, Phase.MONITORING))

MONITOR = f"""
    CREATE FUNCTION zvh_monitor(silent_days integer, most integer)
    RETURNS TABLE (kind text, key uuid, of_case uuid, day date, number integer)
    {HEAD} AS $$
    {WHO}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        -- Of each Partij that is late: how often, and since when.
        RETURN QUERY
        SELECT 'late'::text, a.owner_id, NULL::uuid, min(a.due_on), count(*)::integer
        FROM public.ico_action AS a JOIN public.cases_case AS c ON c.id = a.case_id
        WHERE a.state = 'open' AND a.due_on < {TODAY} AND a.closed_off_at IS NULL
        AND {LISTED} AND {WORKED_ON}
        GROUP BY a.owner_id ORDER BY 5 DESC, 4 LIMIT most;

        -- Cases in which nobody did or said anything for so long.
        RETURN QUERY
        SELECT 'silent'::text, c.id, c.id,
            (c.last_activity_at {AMSTERDAM})::date, NULL::integer
        FROM public.cases_case AS c
        WHERE c.phase = '{Phase.MONITORING}'
        AND c.last_activity_at < {NOW} - make_interval(days => silent_days)
        AND {LISTED} AND {WORKED_ON}
        ORDER BY c.last_activity_at, c.id LIMIT most;

        -- What was done, and did not bring what was expected.
        RETURN QUERY
        SELECT 'effect'::text, a.id, a.case_id,
            (a.effect_at {AMSTERDAM})::date, NULL::integer
        FROM public.ico_action AS a JOIN public.cases_case AS c ON c.id = a.case_id
        WHERE a.effect IN ('no', 'partly') AND a.effect_at IS NOT NULL
        AND c.phase IN ({FOLLOWED}) AND {LISTED} AND {WORKED_ON}
        ORDER BY a.effect_at DESC LIMIT most;
    END $$;
"""
MONITOR += let_the_app("zvh_monitor(integer, integer)")
NO_MONITOR = "DROP FUNCTION zvh_monitor(integer, integer);"

# What people do in a case is what moves it, whoever does it. Who holds the case at this
# moment moves it too, and is not waited for.
MOVES = f"""
    CREATE FUNCTION zvh_what_is_done_moves_the_case() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
        UPDATE public.cases_case SET last_activity_at = greatest(
            last_activity_at, coalesce({NOW}, pg_catalog.now()))
        WHERE id IN (SELECT c.id FROM public.cases_case AS c
                     WHERE c.id = NEW.case_id FOR NO KEY UPDATE SKIP LOCKED);
        RETURN NULL;
    END $$;
    CREATE TRIGGER a_report_moves_the_case AFTER UPDATE ON ico_action FOR EACH ROW
        WHEN (OLD.reported_at IS DISTINCT FROM NEW.reported_at)
        EXECUTE FUNCTION zvh_what_is_done_moves_the_case();
    CREATE TRIGGER a_development_moves_the_case AFTER INSERT ON ico_development
        FOR EACH ROW EXECUTE FUNCTION zvh_what_is_done_moves_the_case();
    CREATE TRIGGER a_signal_moves_the_case AFTER INSERT ON ico_signal
        FOR EACH ROW EXECUTE FUNCTION zvh_what_is_done_moves_the_case();
"""
STANDS_STILL = """
    DROP TRIGGER a_signal_moves_the_case ON ico_signal;
    DROP TRIGGER a_development_moves_the_case ON ico_development;
    DROP TRIGGER a_report_moves_the_case ON ico_action;
    DROP FUNCTION zvh_what_is_done_moves_the_case();
"""
