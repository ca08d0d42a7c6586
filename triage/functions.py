"""What the day asks once of intake and support, of the database's owner (ADR 40)."""

from cases.functions import OF_THE_BUREAU
from cases.functions_of_lists import (
    DECLARED,
    HEAD,
    OF_THESE,
    REFUSE,
    SEEN,
    WHO,
    WORKED_ON,
    either,
    let_into,
    let_the_app,
)
from triage.meetings import AgendaItem
from zvh.guard.rowsecurity import TODAY

# Each of the two is the walk along an index of its own, and stops when it has enough.
UNTOLD = """
    SELECT c.id FROM public.triage_advice AS a
    JOIN public.cases_case AS c ON c.id = a.case_id
    WHERE a.sent_at IS NULL AND c.phase = 'triage' AND {} LIMIT most
"""
# A look for each case: joined, all notes of the house would be read for the first.
MAY_END = """
    c.phase = 'support' AND c.phase_since <= long_ago
    AND (SELECT true FROM public.triage_supportnote AS n
         WHERE n.case_id = c.id AND n.goes_on AND n.at > long_ago LIMIT 1) IS NULL
"""
UNTOLD_OF_THESE = """
    SELECT c.id FROM {} WHERE c.phase = 'triage' AND
    (SELECT true FROM public.triage_advice AS a
     WHERE a.case_id = c.id AND a.sent_at IS NULL LIMIT 1) LIMIT most
"""
HELPED = (
    f"SELECT c.id FROM {{}} WHERE {MAY_END} AND {{}} ORDER BY c.phase_since LIMIT most"
)
CREATE = f"""
    CREATE OR REPLACE FUNCTION zvh_decided_and_waiting(
        long_ago timestamptz, most integer)
    RETURNS SETOF uuid {HEAD} AS $$
    {WHO}
    {DECLARED}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        {let_into("in_person", "c.phase IN ('triage', 'support')")}
        {
    either(
        f"RETURN QUERY {UNTOLD.format(SEEN)};"
        f"RETURN QUERY {HELPED.format('public.cases_case AS c', SEEN)};",
        f"RETURN QUERY {UNTOLD_OF_THESE.format(OF_THESE)};"
        f"RETURN QUERY {HELPED.format(OF_THESE, 'true')};",
    )
}
    END $$;
"""
FUNCTIONS = ("zvh_decided_and_waiting(timestamptz, integer)",)
CREATE += let_the_app(*FUNCTIONS)
# For the navigation of every page: what the coming weging decides on, a number alone.
OPEN = "m.cancelled_at IS NULL AND m.closed_at IS NULL"
TO_WEIGH = f"""
    CREATE FUNCTION zvh_to_weigh(most integer) RETURNS integer {HEAD} AS $$
    {WHO}
        next_on date;
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN 0;
        END IF;
        next_on := (SELECT min(m.date) FROM public.triage_triagemeeting AS m
                    WHERE {OPEN} AND m.date >= {TODAY});
        RETURN (SELECT count(*) FROM (
            SELECT FROM public.triage_triagemeeting AS m
            JOIN public.triage_agendaitem AS i ON i.meeting_id = m.id
            JOIN public.cases_case AS c ON c.id = i.case_id
            WHERE {OPEN} AND m.date <= next_on AND i.state = '{AgendaItem.State.OPEN}'
            AND {WORKED_ON} LIMIT most) AS found);
    END $$;
"""
TO_WEIGH += let_the_app("zvh_to_weigh(integer)")
WEIGHS_NOTHING = "DROP FUNCTION zvh_to_weigh(integer);"
DROP = "".join(f"DROP FUNCTION {one};\n" for one in FUNCTIONS)
