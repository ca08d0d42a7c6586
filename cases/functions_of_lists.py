"""What a list asks once a page instead of once a row, as functions of the owner's.

The policy of a case answers for one row at a time, and a list of forty rows looks at
hundreds. These say of all of them at once what that policy says of each: keys in
their order, and numbers. What is shown is still fetched by its keys, through the
policy; a number or an order is all that comes from here alone (ADR 40).

Like the policy they answer for the person announced, at the moment announced, and
without either they refuse. Lists are the bureau's: whoever is not of it, gets none.
Callers choose among what is written here and give no text that is run. Of each
statement the plan is made once for a connection, and is the walk along an index that
it is written for: which is why the other ways are closed to it.
"""

from collections.abc import Callable

from cases.functions import GONE, OF_THE_BUREAU, VALID
from cases.grants import Access
from zvh.guard.rowsecurity import NOW, TODAY, USER

HEAD = """LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off
    SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off"""


def _numbers(*access: str) -> str:
    listed = ", ".join(f"'{one}'" for one in access)
    return (
        "ARRAY(SELECT p.id FROM public.auth_permission AS p"
        f" WHERE p.codename IN ({listed}))"
    )


WHO = f"""
    DECLARE
        me uuid := {USER};
        moment timestamptz := {NOW};
        groups integer[] := ARRAY(SELECT member.group_id
            FROM public.accounts_user_groups AS member WHERE member.user_id = me);
        -- What a grant to a group counts as, and one to a person of the bureau.
        of_groups integer[] := {_numbers(*sorted(Access.of_groups()))};
        in_person integer[] := {_numbers(Access.WORK, Access.REGISTER)};
        working integer[] := {_numbers(Access.WORK)};
"""
REFUSE = """
        IF me IS NULL OR moment IS NULL THEN
            RAISE EXCEPTION 'nobody is announced'
                USING ERRCODE = 'insufficient_privilege';
        END IF;
"""
# In an OR, PostgreSQL would read every grant there is before the first case (ADR 32).
LOOKED_UP = """
    coalesce(
        (SELECT true FROM public.cases_casegroupgrant AS seat
         WHERE seat.content_object_id = c.id AND seat.group_id = ANY (groups)
         AND seat.permission_id = ANY ({of_groups}) AND {valid} LIMIT 1),
        (SELECT true FROM public.cases_caseusergrant AS seat
         WHERE seat.content_object_id = c.id AND seat.user_id = me
         AND seat.permission_id = ANY ({in_person}) AND {valid} LIMIT 1),
        false)
"""
SEEN = LOOKED_UP.format(of_groups="of_groups", in_person="in_person", valid=VALID)
# Of what is in a case, the bureau reads what it works on.
WORKED_ON = LOOKED_UP.format(of_groups="working", in_person="working", valid=VALID)
LISTED = f"c.registered_at IS NOT NULL AND c.phase NOT IN ({GONE})"
DECLARED = f"""
        -- The cases to begin at; unknown where an index is walked.
        these uuid[];
        house bigint;
        -- Reckoned once: for each row it would cost more than the row.
        today date := {TODAY};
"""
# Beside a key a passed row costs some ten times as much, and looks at its case too.
FEW_ENOUGH = "cardinality(these)::bigint * cardinality(these) <= 1000 * house + 10000"
# In an order of their own, a join would begin at all cases in that order instead.
OF_THESE = """(SELECT c.* FROM unnest(these) AS one
               JOIN public.cases_case AS c ON c.id = one OFFSET 0) AS c"""
SHOWN = "c.id, c.phase::text, c.coordinator_id IS NOT DISTINCT FROM me"
FORWARD = (
    "(c.last_activity_at, c.id) < (place, place_key)",
    "ORDER BY c.last_activity_at DESC, c.id DESC",
)
BACKWARD = (
    "(c.last_activity_at, c.id) > (place, place_key)",
    "ORDER BY c.last_activity_at, c.id",
)
# Each of the three has an index in this order that begins with its column.
WALKS = {
    "led": "c.coordinator_id = me AND (wanted = '' OR c.phase = wanted)",
    "wanted <> ''": "c.phase = wanted",
    "true": "true",
}


def _walk(which: str, way: tuple[str, str]) -> str:
    beyond, order = way
    return f"""
        RETURN QUERY SELECT {SHOWN} FROM public.cases_case AS c
        WHERE {LISTED} AND {which} AND {beyond} AND {SEEN}
        {order} LIMIT most;
    """


def _few(way: tuple[str, str]) -> str:
    """From the person's own cases, where these are fewer than a walk would pass."""
    beyond, order = way
    return f"""
        RETURN QUERY
        WITH c AS MATERIALIZED (
            SELECT c.* FROM unnest(own) AS own_key JOIN public.cases_case AS c
                ON c.id = own_key
            WHERE {LISTED} AND (wanted = '' OR c.phase = wanted)
            AND (NOT led OR c.coordinator_id = me) AND {beyond})
        SELECT {SHOWN} FROM c {order} LIMIT most;
    """


def _ways(make: Callable[..., str], *which: str) -> str:
    on, back = make(*which, FORWARD), make(*which, BACKWARD)
    return f"IF backward THEN {back} ELSE {on} END IF;"


def let_into(permissions: str, which: str) -> str:
    """The cases to begin at, of whoever sees none through a group and few of their own.

    Of those the ones that are so.
    """
    return f"""
        IF groups = ARRAY[]::integer[] THEN
            these := ARRAY(SELECT DISTINCT seat.content_object_id
                           FROM public.cases_caseusergrant AS seat
                           WHERE seat.user_id = me AND {VALID}
                           AND seat.permission_id = ANY ({permissions}));
            house := (SELECT greatest(t.reltuples, 0) FROM pg_class AS t
                      WHERE t.oid = 'public.cases_case'::regclass);
            IF {FEW_ENOUGH} THEN
                these := ARRAY(SELECT c.id FROM unnest(these) AS one
                               JOIN public.cases_case AS c ON c.id = one WHERE {which});
            ELSE
                these := NULL;
            END IF;
        END IF;
    """


def either(walk: str, these: str) -> str:
    """One of these two statements, by where the question begins."""
    return f"IF these IS NULL THEN {walk} ELSE {these} END IF;"


def _is_due(term: str) -> str:
    return f"c.{term} BETWEEN today AND last_day"


def _cleaned(term: str) -> str:
    asked, due = f"RETURN QUERY SELECT c.id, c.{term} FROM", _is_due(term)
    return either(
        f"""{asked} public.cases_case AS c WHERE c.phase IN ({GONE}) AND {due}
            AND {SEEN} ORDER BY c.{term} LIMIT most;""",
        f"{asked} {OF_THESE} WHERE {due} ORDER BY c.{term} LIMIT most;",
    )


def let_the_app(*functions: str) -> str:
    """Nobody but the app calls these; by themselves functions are everybody's."""
    return "".join(
        f"REVOKE ALL ON FUNCTION {one} FROM PUBLIC;\n"
        f"GRANT EXECUTE ON FUNCTION {one} TO zvh_app;\n"
        for one in functions
    )


CREATE = f"""
    CREATE FUNCTION zvh_cases_in_order(
        place timestamptz, place_key uuid, backward boolean,
        wanted text, led boolean, most integer)
    RETURNS TABLE (key uuid, phase text, is_led boolean) {HEAD} AS $$
    {WHO}
        own uuid[];
        house bigint;
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        place := coalesce(place, 'infinity');
        place_key := coalesce(place_key, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
        IF groups = ARRAY[]::integer[] THEN
            own := ARRAY(SELECT DISTINCT seat.content_object_id
                         FROM public.cases_caseusergrant AS seat
                         WHERE seat.user_id = me AND {VALID}
                         AND seat.permission_id = ANY (in_person));
            house := (SELECT greatest(t.reltuples, 0) FROM pg_class AS t
                      WHERE t.oid = 'public.cases_case'::regclass);
            -- A walk passes most × house ÷ own cases before it has found enough.
            IF cardinality(own)::bigint * cardinality(own) <= most * house + 10000 THEN
                {_ways(_few)}
                RETURN;
            END IF;
        END IF;
        IF led THEN
            {_ways(_walk, WALKS["led"])}
        ELSIF wanted <> '' THEN
            {_ways(_walk, WALKS["wanted <> ''"])}
        ELSE
            {_ways(_walk, WALKS["true"])}
        END IF;
    END $$;

    CREATE FUNCTION zvh_count_cases(wanted text, most integer) RETURNS integer
    {HEAD} AS $$
    {WHO}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN 0;
        END IF;
        RETURN (SELECT count(*) FROM (
            SELECT FROM public.cases_case AS c
            WHERE {LISTED} AND c.phase = wanted AND {SEEN} LIMIT most) AS found);
    END $$;

    CREATE FUNCTION zvh_cases_to_lead() RETURNS TABLE (key uuid, phase text)
    {HEAD} AS $$
    {WHO}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        RETURN QUERY SELECT c.id, c.phase::text FROM public.cases_case AS c
        WHERE {LISTED} AND c.coordinator_id = me AND {SEEN};
        RETURN QUERY SELECT c.id, c.phase::text FROM public.cases_case AS c
        WHERE {LISTED} AND c.coordinator_id IS NULL AND {SEEN};
    END $$;
"""
TERMS = ("work_until", "plan_until", "shell_until")
LOSES = " OR ".join(map(_is_due, TERMS))
CLEANED = f"""
    CREATE OR REPLACE FUNCTION zvh_cases_to_be_cleaned(last_day date, most integer)
    RETURNS TABLE (key uuid, day date) {HEAD} AS $$
    {WHO}
    {DECLARED}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        {let_into("in_person", f"c.phase IN ({GONE}) AND ({LOSES})")}
        {"".join(map(_cleaned, TERMS))}
    END $$;
"""
FUNCTIONS = (
    "zvh_cases_in_order(timestamptz, uuid, boolean, text, boolean, integer)",
    "zvh_count_cases(text, integer)",
    "zvh_cases_to_lead()",
    "zvh_cases_to_be_cleaned(date, integer)",
)
CREATE += CLEANED + let_the_app(*FUNCTIONS)
DROP = "".join(f"DROP FUNCTION {one};\n" for one in FUNCTIONS)
