"""What the day asks once of intake and support, of the database's owner (ADR 40)."""

from cases.functions import OF_THE_BUREAU
from cases.functions_of_lists import HEAD, REFUSE, SEEN, WHO, let_the_app

# Each of the two is the walk along an index of its own, and stops when it has enough.
UNTOLD = f"""
    SELECT c.id FROM public.triage_advice AS a
    JOIN public.cases_case AS c ON c.id = a.case_id
    WHERE a.sent_at IS NULL AND c.phase = 'triage' AND {SEEN} LIMIT most
"""
HELPED = f"""
    SELECT c.id FROM public.cases_case AS c
    WHERE c.phase = 'support' AND c.phase_since <= long_ago AND {SEEN}
    AND NOT EXISTS (SELECT FROM public.triage_supportnote AS n
        WHERE n.case_id = c.id AND n.goes_on AND n.at > long_ago)
    ORDER BY c.phase_since LIMIT most
"""
CREATE = f"""
    CREATE FUNCTION zvh_decided_and_waiting(long_ago timestamptz, most integer)
    RETURNS SETOF uuid {HEAD} AS $$
    {WHO}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        RETURN QUERY {UNTOLD};
        RETURN QUERY {HELPED};
    END $$;
"""
FUNCTIONS = ("zvh_decided_and_waiting(timestamptz, integer)",)
CREATE += let_the_app(*FUNCTIONS)
DROP = "".join(f"DROP FUNCTION {one};\n" for one in FUNCTIONS)
