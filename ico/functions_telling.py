"""Which betrokkenen are to be told, and when: asked of the owner once (O-5, V-5)."""

from cases.functions_of_lists import LISTED, WORKED_ON
from cases.models import Registration
from zvh.guard.rowsecurity import AMSTERDAM

# So many days before a letter or a meeting it is work of the day.
DAYS_BEFORE = 7
BY_SENDER = f"""
    coalesce((SELECT r.informed = '{Registration.Informed.YES}'
        FROM public.cases_registration AS r WHERE r.case_id = c.id), false)
"""
MEETS_ON = f"""
    (SELECT min((m.starts_at {AMSTERDAM})::date) FROM public.ico_meeting AS m
     WHERE m.case_id = c.id AND m.state = 'planned' AND m.informs_first)
"""
A_MONTH_ON = f"((c.registered_at {AMSTERDAM})::date + interval '1 month')::date"
SOON = f"today + {DAYS_BEFORE}"
PEOPLE = """
    public.cases_person AS p
    LEFT JOIN public.ico_notice AS n ON n.person_id = p.id AND n.withdrawn_at IS NULL
    WHERE p.case_id = c.id AND p.role = 'betrokkene' AND p.withdrawn_at IS NULL
"""
# Of a case one line: the first thing that is due, of whoever it is about.
OF_THESE = f"""
        RETURN QUERY
        WITH c AS MATERIALIZED (
            SELECT c.id, c.registered_at FROM unnest(these) AS one
            JOIN public.cases_case AS c ON c.id = one WHERE {LISTED})
        SELECT CASE WHEN told.untold THEN 'tell'
                    WHEN told.again THEN 'look_again' ELSE 'letter' END::text,
            c.id, c.id, told.due
        FROM c CROSS JOIN LATERAL (
            SELECT bool_or(w.untold) AS untold, bool_or(w.again) AS again,
                min(w.due) AS due
            FROM (
                SELECT p.untold, coalesce(p.outcome = 'withheld', false) AS again,
                    CASE WHEN p.outcome = 'withheld' AND p.is_joint
                             THEN p.look_again_on
                         WHEN p.outcome = 'withheld'
                             THEN least(p.look_again_on, {MEETS_ON})
                         WHEN p.untold THEN least({A_MONTH_ON}, {MEETS_ON})
                         WHEN p.letter_sent_on IS NULL THEN {A_MONTH_ON} END AS due
                FROM (SELECT n.*, n.id IS NULL AND NOT {BY_SENDER} AS untold
                      FROM {PEOPLE} OFFSET 0) AS p) AS w
            WHERE w.due <= {SOON}) AS told
        WHERE told.due IS NOT NULL ORDER BY told.due, c.id LIMIT most;
"""


def _somebody(condition: str) -> str:
    return f"coalesce((SELECT true FROM {PEOPLE} AND {condition} LIMIT 1), false)"


UNSENT = "n.letter_sent_on IS NULL AND n.outcome IS DISTINCT FROM 'withheld'"
# Or withheld until the table meets, where that was not decided together.
UNTOLD = f"""
    (n.id IS NULL AND NOT {BY_SENDER} OR n.outcome = 'withheld' AND NOT n.is_joint)
"""
# What may be due is the month of a letter, a day to look again, or a meeting; of each
# the first cases, by an index in that order. The month of the letter runs for every
# case, and is no shorter than the shortest one.
BY_MONTH = f"""
    SELECT c.id FROM public.cases_case AS c
    WHERE {LISTED} AND c.registered_at < ({SOON} - 27)::timestamp {AMSTERDAM}
    AND {A_MONTH_ON} <= {SOON} AND {_somebody(UNSENT)}
    AND {WORKED_ON} ORDER BY c.registered_at LIMIT most
"""
# A case has a few betrokkenen, and may be among these once for each.
BY_DAY = f"""
    SELECT c.id FROM public.ico_notice AS n
    JOIN public.cases_case AS c ON c.id = n.case_id
    WHERE n.outcome = 'withheld' AND n.withdrawn_at IS NULL
    AND n.look_again_on <= {SOON} AND {LISTED}
    AND {WORKED_ON} ORDER BY n.look_again_on LIMIT 4 * most
"""
# A table wants to know before it meets.
BY_MEETING = f"""
    SELECT c.id FROM public.ico_meeting AS m
    JOIN public.cases_case AS c ON c.id = m.case_id
    WHERE m.state = 'planned' AND m.informs_first AND {LISTED}
    AND m.starts_at < ({SOON} + 1)::timestamp {AMSTERDAM}
    AND {_somebody(UNTOLD)}
    AND {WORKED_ON} ORDER BY m.starts_at LIMIT 4 * most
"""
TO_TELL = f"""
        IF these IS NULL THEN
            these := ARRAY({BY_MONTH}) || ARRAY({BY_DAY}) || ARRAY({BY_MEETING});
            these := ARRAY(SELECT DISTINCT one FROM unnest(these) AS one);
        END IF;
        {OF_THESE}
"""
