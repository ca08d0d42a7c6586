"""What the database answers about who carries out a plan, and what waits in it."""

from cases.functions import HEAD, OF_THE_BUREAU
from cases.functions_of_lists import (
    DECLARED,
    LISTED,
    OF_THESE,
    REFUSE,
    WHO,
    WORKED_ON,
    either,
    let_the_app,
)
from cases.functions_of_lists import HEAD as ASKED_ONCE
from cases.functions_of_these import LET_INTO, OWN_WORK, looked_up
from cases.lifecycle import Phase
from ico.functions_telling import TO_TELL
from zvh.guard.rowsecurity import USER

# Whose afspraak it is reads and adds what belongs to it, without a grant on its case.
DOES = f"""
    CREATE FUNCTION zvh_does(which uuid) RETURNS boolean {HEAD} AS $$
    DECLARE me pg_catalog.uuid := {USER};
    BEGIN
        RETURN EXISTS (SELECT FROM public.ico_action AS a WHERE a.id = which
            AND a.responsible_user_id = me AND a.closed_off_at IS NULL)
            AND public.zvh_takes_part();
    END $$;
"""
NOT_DOES = "DROP FUNCTION zvh_does(uuid);"

# What waits for the procescoördinator: the kind, its table, the key of its page, until
# when, in which order, and which rows do. For each an index in that order is kept.
WAITS = (
    (
        *("signal", "ico_signal", "w.action_id", "NULL::date", "w.at"),
        "w.settled_at IS NULL AND w.passed_on_at IS NOT NULL",
    ),
    (
        *("departure", "ico_departure", "w.id", "NULL::date", "w.at"),
        "w.settled_at IS NULL",
    ),
    (
        *("call", "ico_calltoaccount", "w.action_id", "w.answer_before"),
        *("w.answer_before", "w.answered_at IS NULL AND w.answer_before < today"),
    ),
    (
        *("escalation", "ico_escalation", "w.id", "w.answer_before"),
        *("w.answer_before", "w.answered_at IS NULL"),
    ),
)


def _waiting(
    kind: str, table: str, key: str, due: str, order: str, condition: str
) -> str:
    asked = f"RETURN QUERY SELECT '{kind}'::text, {key}, w.case_id, {due}"
    walked = f"""
        {asked} FROM public.{table} AS w
        JOIN public.cases_case AS c ON c.id = w.case_id
        WHERE {condition} AND {LISTED} AND {WORKED_ON} ORDER BY {order} LIMIT most;
    """
    of_these = (
        f"{asked} FROM {looked_up(table, condition)} ORDER BY {order} LIMIT most;"
    )
    return either(walked, of_these)


# Carried out, and nobody keeps it together (O-9).
UNLED_IS = f"c.phase = '{Phase.MONITORING}' AND c.casusregisseur_id IS NULL"
ASK_UNLED = "RETURN QUERY SELECT 'unled'::text, c.id, c.id, NULL::date"
UNLED = either(
    f"""{ASK_UNLED} FROM public.cases_case AS c
        WHERE {UNLED_IS} AND {LISTED} AND {WORKED_ON}
        ORDER BY c.phase_since LIMIT most;""",
    f"{ASK_UNLED} FROM {OF_THESE} WHERE {UNLED_IS} ORDER BY c.phase_since LIMIT most;",
)
# Of the cases that one leads and those that nobody leads, or of all.
TO_DO = f"""
    CREATE OR REPLACE FUNCTION zvh_monitoring_to_do(of_everybody boolean, most integer)
    RETURNS TABLE (kind text, key uuid, of_case uuid, due date) {ASKED_ONCE} AS $$
    {WHO}
    {DECLARED}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        IF of_everybody THEN
            {LET_INTO}
        ELSE
            {OWN_WORK}
        END IF;
        {"".join(_waiting(*what) for what in WAITS)}
        {UNLED}
        {TO_TELL}
    END $$;
"""
NOTHING_TO_DO = "DROP FUNCTION zvh_monitoring_to_do(boolean, integer);"
TO_DO_ONCE = TO_DO + let_the_app("zvh_monitoring_to_do(boolean, integer)")
