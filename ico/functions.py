"""What pages with meetings ask once, and policies of meetings and plans row by row.

They are functions of the owner's. Those for pages are made as the ones of
`cases.functions_of_lists` are, of the same conditions (ADR 40); those for policies
took the place of joins in the policies themselves, which were planned anew with every
query that named the table (ADR 24).
"""

from cases.functions import HEAD as ASKED_PER_ROW
from cases.functions import OF_THE_BUREAU
from cases.functions_of_lists import HEAD, LISTED, REFUSE, SEEN, WHO, let_the_app
from cases.grants import Access
from zvh.guard.rowsecurity import NOW, PARTY, TODAY, purpose

# The newest plan of a meeting that was held does not stand yet, or there is none.
RUNS = """
    (m.state = 'planned' OR m.state = 'held' AND coalesce(
        (SELECT p.state FROM public.ico_plan AS p
         WHERE p.case_id = m.case_id AND p.meeting_id = m.id
         ORDER BY p.number DESC LIMIT 1), 'draft') = 'draft')
"""
OF_CASES = f"""
    SELECT c.id FROM public.cases_case AS c WHERE {LISTED} AND {SEEN}
"""
# As `led_by` has it: two walks of an index, where an OR would read all cases.
LED = f"""these := ARRAY({OF_CASES} AND c.coordinator_id = me)
                || ARRAY({OF_CASES} AND c.coordinator_id IS NULL);"""
PLAYED = ("chair", "writer")


def _seen(which: str) -> str:
    """Of meetings that are so, those of cases that one may see."""
    return f"""
        SELECT m.id FROM (SELECT * FROM public.ico_meeting AS m
                          WHERE {which} OFFSET 0) AS m
        JOIN public.cases_case AS c ON c.id = m.case_id WHERE {LISTED} AND {SEEN}
    """


def _of_led(which: str) -> str:
    """Of meetings that are so, those of the cases that one leads or nobody does."""
    return f"""
        SELECT m.id FROM unnest(these) AS one CROSS JOIN LATERAL (
            SELECT * FROM public.ico_meeting AS m WHERE m.case_id = one OFFSET 0
            ) AS m WHERE {which}
    """


def _meetings(name: str, *, of_all: str, own: str) -> str:
    """A function of the owner's: keys of meetings, of all that one sees or the own."""
    return f"""
    CREATE OR REPLACE FUNCTION {name}(of_everybody boolean)
    RETURNS SETOF uuid {HEAD} AS $$
    {WHO}
        these uuid[];
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        IF of_everybody THEN
            RETURN QUERY {of_all};
        ELSE
            {LED}
            RETURN QUERY {own};
        END IF;
    END $$;
"""


# Also those that one chairs or writes for, whoever leads the case.
TO_RUN = _meetings(
    "zvh_meetings_to_run",
    of_all=_seen(RUNS),
    own=" UNION ".join(
        (_of_led(RUNS), *(_seen(f"m.{of}_id = me AND {RUNS}") for of in PLAYED))
    ),
)
SEEKS = "m.state = 'seeking'"
SOUGHT = _meetings("zvh_meetings_sought", of_all=_seen(SEEKS), own=_of_led(SEEKS))
SOUGHT += let_the_app("zvh_meetings_sought(boolean)")
SEEKS_NONE = "DROP FUNCTION zvh_meetings_sought(boolean);"
CREATE = f"""
    {TO_RUN}

    CREATE FUNCTION zvh_meetings_ahead(most integer) RETURNS SETOF uuid {HEAD} AS $$
    {WHO}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        RETURN QUERY SELECT m.id FROM public.ico_meeting AS m
        JOIN public.cases_case AS c ON c.id = m.case_id
        WHERE m.state = 'planned' AND m.ends_at >= moment AND {LISTED} AND {SEEN}
        ORDER BY m.starts_at LIMIT most;
    END $$;
"""

# How a case stands with its meetings, plan and agreements, for whoever works on it.
STANDING = f"""
    CREATE FUNCTION zvh_how_it_stands(
        which uuid, OUT planned uuid, OUT ahead uuid, OUT starts_at timestamptz,
        OUT was_held boolean, OUT to_plan uuid, OUT draft uuid,
        OUT open integer, OUT late integer, OUT done integer)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$
    BEGIN
        open := 0; late := 0; done := 0;
        IF NOT public.zvh_holds(which, '{Access.WORK}') THEN
            RETURN;
        END IF;
        SELECT m.id INTO planned FROM public.ico_meeting AS m
        WHERE m.case_id = which AND m.state IN ('planned', 'seeking')
        ORDER BY m.starts_at LIMIT 1;
        SELECT m.id, m.starts_at INTO ahead, starts_at FROM public.ico_meeting AS m
        WHERE m.case_id = which AND m.state = 'planned' AND m.ends_at >= {NOW}
        ORDER BY m.starts_at LIMIT 1;
        was_held := EXISTS (SELECT FROM public.ico_meeting AS m
            WHERE m.case_id = which AND m.state = 'held');
        SELECT m.id INTO to_plan FROM public.ico_meeting AS m
        WHERE m.case_id = which AND m.state = 'held' AND NOT EXISTS (
            SELECT FROM public.ico_plan AS p WHERE p.meeting_id = m.id)
        ORDER BY m.starts_at DESC LIMIT 1;
        SELECT p.id INTO draft FROM public.ico_plan AS p
        WHERE p.case_id = which AND p.state = 'draft' LIMIT 1;
        SELECT count(*) FILTER (WHERE a.state = 'open'),
            count(*) FILTER (WHERE a.state = 'open' AND a.due_on < {TODAY}),
            count(*) FILTER (WHERE a.state = 'done') INTO open, late, done
        FROM public.ico_action AS a WHERE a.case_id = which;
    END $$;
"""

FOR_POLICIES = f"""
    CREATE FUNCTION zvh_invitation_is_in_the_post(which uuid) RETURNS boolean
    {ASKED_PER_ROW} AS $$
    BEGIN
        RETURN {purpose("mail")} AND EXISTS (
            SELECT FROM public.accounts_outgoing AS o
            WHERE o.object_id = which AND o.sent_at IS NULL);
    END $$;

    CREATE FUNCTION zvh_meeting_is_in_the_post(which uuid) RETURNS boolean
    {ASKED_PER_ROW} AS $$
    BEGIN
        RETURN {purpose("mail")} AND EXISTS (
            SELECT FROM public.ico_invitation AS i
            JOIN public.accounts_outgoing AS o ON o.object_id = i.id
            WHERE i.meeting_id = which AND o.sent_at IS NULL);
    END $$;
"""
LINE_IS_RELEASED = f"""
    -- Of a picture one reads what the own Partij told, or what its giver let one have
    -- for the plan and does not contest, as one may read the piece itself; without an
    -- owner it was said at the table, and is for who sat there.
    CREATE FUNCTION zvh_line_is_released(
        of_plan uuid, part text, teller uuid, piece uuid, is_redacted boolean)
    RETURNS boolean {ASKED_PER_ROW} AS $$
    DECLARE
        plan public.ico_plan;
    BEGIN
        SELECT * INTO plan FROM public.ico_plan AS p
        WHERE p.id = of_plan AND p.state = 'established';
        IF plan.id IS NULL OR NOT public.zvh_holds(
                plan.case_id, '{Access.WORK}', '{Access.COORDINATE}') THEN
            RETURN false;
        END IF;
        IF part <> 'picture' THEN
            RETURN true;
        END IF;
        IF teller IS NULL THEN
            RETURN public.zvh_sat_at(plan.meeting_id);
        END IF;
        RETURN teller = {PARTY} OR is_redacted
            OR public.zvh_was_released(piece, plan.case_id, 'plan')
            AND EXISTS (SELECT FROM public.cases_contribution AS told
                WHERE told.id = piece AND told.contested_at IS NULL);
    END $$;
"""
CREATE += STANDING + FOR_POLICIES + LINE_IS_RELEASED
FUNCTIONS = (
    "zvh_meetings_to_run(boolean)",
    "zvh_meetings_ahead(integer)",
    "zvh_how_it_stands(uuid)",
    "zvh_line_is_released(uuid, text, uuid, uuid, boolean)",
    "zvh_meeting_is_in_the_post(uuid)",
    "zvh_invitation_is_in_the_post(uuid)",
)
CREATE += let_the_app(*FUNCTIONS[:3])
DROP = "".join(f"DROP FUNCTION {one};\n" for one in FUNCTIONS)
