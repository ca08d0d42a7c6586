"""Which betrokkenen are to be told, and when: asked of the owner once (O-5, V-5)."""

from cases.functions_of_lists import LISTED, WORKED_ON
from cases.models import Registration
from zvh.guard.rowsecurity import AMSTERDAM, TODAY

# So many days before a letter or a meeting it is work of the day.
DAYS_BEFORE = 7
BY_SENDER = f"""
    coalesce((SELECT r.informed = '{Registration.Informed.YES}'
        FROM public.cases_registration AS r WHERE r.case_id = c.id
        ORDER BY r.first_processed_at LIMIT 1), false)
"""
MEETS_ON = f"""
    (SELECT min((m.starts_at {AMSTERDAM})::date) FROM public.ico_meeting AS m
     WHERE m.case_id = c.id AND m.state = 'planned' AND m.informs_first)
"""
A_MONTH_ON = f"((c.registered_at {AMSTERDAM})::date + interval '1 month')::date"

# The month of the letter runs for every case; a table wants to know before it meets.
# Of a case one line: the first thing that is due, of whoever it is about.
TO_TELL = f"""
        RETURN QUERY
        SELECT CASE WHEN bool_or(w.untold) THEN 'tell'
                    WHEN bool_or(w.again) THEN 'look_again' ELSE 'letter' END::text,
            c.id, c.id, min(w.due)
        FROM public.cases_case AS c
        CROSS JOIN LATERAL (
            SELECT n.id IS NULL AND NOT {BY_SENDER} AS untold,
                coalesce(n.outcome = 'withheld', false) AS again,
                CASE WHEN n.outcome = 'withheld' AND n.is_joint THEN n.look_again_on
                     WHEN n.outcome = 'withheld'
                         THEN least(n.look_again_on, {MEETS_ON})
                     WHEN n.id IS NULL AND NOT {BY_SENDER}
                         THEN least({A_MONTH_ON}, {MEETS_ON})
                     WHEN n.letter_sent_on IS NULL THEN {A_MONTH_ON} END AS due
            FROM public.cases_person AS p
            LEFT JOIN public.ico_notice AS n
                ON n.person_id = p.id AND n.withdrawn_at IS NULL
            WHERE p.case_id = c.id AND p.role = 'betrokkene'
            AND p.withdrawn_at IS NULL) AS w
        WHERE {LISTED} AND w.due <= {TODAY} + {DAYS_BEFORE}
        AND (of_everybody OR c.coordinator_id = me OR c.coordinator_id IS NULL)
        AND {WORKED_ON}
        GROUP BY c.id ORDER BY 4, c.id LIMIT most;
"""
