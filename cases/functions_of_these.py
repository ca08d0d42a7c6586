"""At which cases a question over many of them begins, in the owner's functions.

At those whose work is somebody's own, and at those that a person without groups was
let into; each is looked up by its key. Whoever sees so many that this would take
longer than a walk along an index that stops when it has enough, walks (ADR 40).
"""

from cases.functions import VALID
from cases.functions_of_lists import LISTED, WORKED_ON

DECLARED = """
        -- The cases to begin at; unknown where an index is walked.
        these uuid[];
        house bigint;
"""
LED = f"""
    ARRAY(SELECT c.id FROM public.cases_case AS c
          WHERE {LISTED} AND c.coordinator_id {{}} AND {WORKED_ON})
"""
# Those that one leads, and those that nobody does yet.
OWN_WORK = f"these := {LED.format('= me')} || {LED.format('IS NULL')};"
# Beside a key a passed row costs some ten times as much, and looks at its case too.
LET_INTO = f"""
        IF groups = ARRAY[]::integer[] THEN
            these := ARRAY(SELECT DISTINCT seat.content_object_id
                           FROM public.cases_caseusergrant AS seat
                           WHERE seat.user_id = me AND {VALID}
                           AND seat.permission_id = ANY (working));
            house := (SELECT greatest(t.reltuples, 0) FROM pg_class AS t
                      WHERE t.oid = 'public.cases_case'::regclass);
            IF cardinality(these)::bigint * cardinality(these)
                    <= 1000 * house + 10000 THEN
                these := ARRAY(SELECT c.id FROM unnest(these) AS one
                               JOIN public.cases_case AS c ON c.id = one
                               WHERE {LISTED});
            ELSE
                these := NULL;
            END IF;
        END IF;
"""
# In an order of their own, a join would begin at all cases in that order instead.
OF_THESE = """(SELECT c.* FROM unnest(these) AS one
               JOIN public.cases_case AS c ON c.id = one OFFSET 0) AS c"""


def either(walk: str, these: str) -> str:
    """One of these two statements, by where the question begins."""
    return f"IF these IS NULL THEN {walk} ELSE {these} END IF;"


def looked_up(table: str, condition: str) -> str:
    """The rows of these cases that are so; for each case one look by its key."""
    return f"""unnest(these) AS one CROSS JOIN LATERAL (
        SELECT * FROM public.{table} AS w
        WHERE w.case_id = one AND {condition} OFFSET 0) AS w"""
