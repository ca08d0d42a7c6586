"""Who is found under what was sought, asked once, as functions of the owner's (ADR 40).

Made as those of lists are. Search keys are read by who works on their case, so only
such cases are found; what is given is compared with keys, and is no text that is run.
"""

from cases.functions import OF_THE_BUREAU
from cases.functions_of_lists import (
    HEAD,
    LISTED,
    REFUSE,
    WHO,
    WORKED_ON,
    let_the_app,
)

CREATE = f"""
    -- Each word is a list of digests, of all that it may mean.
    CREATE FUNCTION zvh_cases_found(words jsonb, most integer) RETURNS SETOF uuid
    {HEAD} AS $$
    {WHO}
        first text[];
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        first := ARRAY(SELECT jsonb_array_elements_text(words -> 0));
        RETURN QUERY
        WITH c AS MATERIALIZED (
            SELECT c.id, c.last_activity_at FROM (
                SELECT DISTINCT k.case_id FROM public.cases_searchkey AS k
                WHERE k.digest = ANY (first) AND k.withdrawn_at IS NULL) AS fits
            JOIN public.cases_case AS c ON c.id = fits.case_id
            WHERE {LISTED} AND {WORKED_ON} AND NOT EXISTS (
                SELECT FROM jsonb_array_elements(words) AS word (meanings)
                WHERE NOT EXISTS (
                    SELECT FROM public.cases_searchkey AS k
                    WHERE k.case_id = c.id AND k.withdrawn_at IS NULL
                    AND meanings ? k.digest)))
        SELECT c.id FROM c ORDER BY c.last_activity_at DESC, c.id DESC LIMIT most;
    END $$;
"""
FUNCTIONS = ("zvh_cases_found(jsonb, integer)",)
CREATE += let_the_app(*FUNCTIONS)
DROP = "".join(f"DROP FUNCTION {one};\n" for one in FUNCTIONS)

# Also in cases that are shielded: that there was an earlier one the bureau must know.
ALIKE = f"""
    CREATE FUNCTION zvh_people_who_share(digests text[]) RETURNS TABLE (
        case_key uuid, person_key uuid, shared text, of_kind text)
    {HEAD} AS $$
    {WHO}
    BEGIN
        {REFUSE}
        IF NOT {OF_THE_BUREAU} THEN
            RETURN;
        END IF;
        RETURN QUERY
        WITH c AS MATERIALIZED (
            SELECT DISTINCT k.case_id AS id, k.person_id
            FROM public.cases_searchkey AS k
            WHERE k.digest = ANY (digests) AND k.withdrawn_at IS NULL),
        theirs AS MATERIALIZED (SELECT c.id, c.person_id FROM c WHERE {WORKED_ON})
        SELECT k.case_id, k.person_id, k.digest::text, k.kind::text
        FROM theirs JOIN public.cases_searchkey AS k ON k.person_id = theirs.person_id
        WHERE k.withdrawn_at IS NULL;
    END $$;
"""
FUNCTIONS_OF_LIKENESS = ("zvh_people_who_share(text[])",)
ALIKE += let_the_app(*FUNCTIONS_OF_LIKENESS)
NO_ALIKE = "".join(f"DROP FUNCTION {one};\n" for one in FUNCTIONS_OF_LIKENESS)
