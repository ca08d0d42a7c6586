"""What the monitor shows over all cases, asked of the owner once (F-6, ADR 40)."""

from cases.functions import OF_THE_BUREAU
from cases.functions_of_lists import (
    DECLARED,
    HEAD,
    LISTED,
    OF_THESE,
    REFUSE,
    WHO,
    WORKED_ON,
    either,
    let_the_app,
)
from cases.functions_of_these import LET_INTO, looked_up
from cases.lifecycle import Phase
from zvh.guard.rowsecurity import AMSTERDAM, NOW

# What is late is counted among so many: those that are so the longest.
MOST_LATE = 1000
FOLLOWED = ", ".join(f"'{phase}'" for phase in (Phase.ICO, Phase.MONITORING))
IS_LATE = "w.state = 'open' AND w.due_on < today AND w.closed_off_at IS NULL"
IS_SILENT = f"""
    c.phase = '{Phase.MONITORING}'
    AND c.last_activity_at < moment - make_interval(days => silent_days)
"""
IS_LESS = "w.effect IN ('no', 'partly') AND w.effect_at IS NOT NULL"
# Each in the order of an index, of which the first that one may see are taken.
ALL_CASES = f"""
    JOIN public.cases_case AS c ON c.id = w.case_id WHERE {LISTED} AND {WORKED_ON}
"""


def _late(found: str) -> str:
    """Of each Partij that is late: how often, and since when; and of how many."""
    return f"""
        RETURN QUERY WITH late AS MATERIALIZED (
            SELECT w.owner_id, w.due_on FROM {found}
            ORDER BY w.due_on LIMIT {MOST_LATE})
        SELECT 'counted'::text, NULL::uuid, NULL::uuid, NULL::date, count(*)::integer
        FROM late UNION ALL (
            SELECT 'late'::text, late.owner_id, NULL::uuid, min(late.due_on),
                count(*)::integer
            FROM late GROUP BY late.owner_id ORDER BY 5 DESC, 4 LIMIT most);
    """


def _silent(found: str) -> str:
    """Cases in which nobody did or said anything for so long."""
    return f"""
        RETURN QUERY SELECT 'silent'::text, c.id, c.id,
            (c.last_activity_at {AMSTERDAM})::date, NULL::integer
        FROM {found} AND {IS_SILENT}
        ORDER BY c.last_activity_at, c.id LIMIT most;
    """


def _less(found: str) -> str:
    """What was done, and did not bring what was expected."""
    return f"""
        RETURN QUERY SELECT 'effect'::text, w.id, w.case_id,
            (w.effect_at {AMSTERDAM})::date, NULL::integer
        FROM {found} AND c.phase IN ({FOLLOWED})
        ORDER BY w.effect_at DESC LIMIT most;
    """


PARTS = (
    either(
        _late(f"public.ico_action AS w {ALL_CASES} AND {IS_LATE}"),
        _late(looked_up("ico_action", IS_LATE)),
    ),
    either(
        _silent(f"public.cases_case AS c WHERE {LISTED} AND {WORKED_ON}"),
        _silent(f"{OF_THESE} WHERE true"),
    ),
    either(
        _less(f"public.ico_action AS w {ALL_CASES} AND {IS_LESS}"),
        _less(
            f"{looked_up('ico_action', IS_LESS)}"
            " JOIN public.cases_case AS c ON c.id = one"
        ),
    ),
)
MONITOR = f"""
    CREATE OR REPLACE FUNCTION zvh_monitor(silent_days integer, most integer)
    RETURNS TABLE (kind text, key uuid, of_case uuid, day date, number integer)
    {HEAD} AS $$
    {WHO}
    {DECLARED}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        {LET_INTO}
        {"".join(PARTS)}
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
