"""What presses in the ICO's and their plans, for the navigation of who leads cases.

Of the own cases, and numbers alone; each begins at the few cases that one leads. What
waits in plans being carried out stands on Vandaag: to count it with every page costs
four times what the page's frame does.
"""

from cases.functions import OF_THE_BUREAU
from cases.functions_of_lists import HEAD, LISTED, REFUSE, WHO, WORKED_ON, let_the_app
from ico.functions import RUNS
from zvh.guard.rowsecurity import TODAY

OWN = f"""
    SELECT * FROM public.cases_case AS c WHERE c.coordinator_id = me AND {LISTED}
"""
INVITED = """
    SELECT FROM public.ico_invitation AS i WHERE i.meeting_id = m.id
    AND i.ended_at IS NULL
"""
# Somebody is yet to be invited, its hour has come, or it was held without a plan.
MEETINGS = f"""
    SELECT FROM (
        SELECT c.id FROM ({OWN} OFFSET 0) AS c
        JOIN public.ico_meeting AS m ON m.case_id = c.id
        WHERE {RUNS} AND (m.state = 'held' OR m.starts_at <= moment
            OR NOT EXISTS ({INVITED}) OR EXISTS ({INVITED} AND i.sent_at IS NULL))
        OFFSET 0) AS c WHERE {WORKED_ON}
"""
AGREED = f"""
    SELECT FROM (
        SELECT c.id FROM ({OWN} OFFSET 0) AS c
        JOIN public.ico_action AS a ON a.case_id = c.id
        WHERE a.state = 'open' AND a.due_on < today AND a.closed_off_at IS NULL
        OFFSET 0) AS c WHERE {WORKED_ON}
"""


def _counted(rows: str) -> str:
    return f"(SELECT count(*) FROM ({rows} LIMIT most) AS found)"


CREATE = f"""
    CREATE OR REPLACE FUNCTION zvh_presses(what text, most integer) RETURNS integer
    {HEAD} AS $$
    {WHO}
        today date := {TODAY};
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN 0;
        END IF;
        RETURN CASE what
            WHEN 'meetings' THEN {_counted(MEETINGS)}
            WHEN 'agreed' THEN {_counted(AGREED)} END;
    END $$;
"""
FUNCTIONS = ("zvh_presses(text, integer)",)
CREATE += let_the_app(*FUNCTIONS)
DROP = "".join(f"DROP FUNCTION {one};\n" for one in FUNCTIONS)
