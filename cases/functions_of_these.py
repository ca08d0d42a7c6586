"""At which cases a question over many of them begins, in the owner's functions.

At those whose work is somebody's own, and at those that a person without groups was
let into; each is looked up by its key. Whoever sees so many that this would take
longer than a walk along an index that stops when it has enough, walks (ADR 40).
"""

from cases.functions_of_lists import LISTED, WORKED_ON, let_into

LED = f"""
    ARRAY(SELECT c.id FROM public.cases_case AS c
          WHERE {LISTED} AND c.coordinator_id {{}} AND {WORKED_ON})
"""
# Those that one leads, and those that nobody does yet.
OWN_WORK = f"these := {LED.format('= me')} || {LED.format('IS NULL')};"
LET_INTO = let_into("working", LISTED)


def looked_up(table: str, condition: str) -> str:
    """The rows of these cases that are so; for each case one look by its key."""
    return f"""unnest(these) AS one CROSS JOIN LATERAL (
        SELECT * FROM public.{table} AS w
        WHERE w.case_id = one AND {condition} OFFSET 0) AS w"""
