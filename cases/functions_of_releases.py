"""Whether a piece was released, as a function of the owner's that its policy asks.

The policy asked this in line, of a table with policies of its own, and was planned
anew with every query for what a Partij brought in (ADR 24).
"""

from cases.functions import HEAD
from cases.grants import Access, Why
from zvh.guard.rowsecurity import NOW, PARTY, USER

AT_THE_TABLE = "ico"
FOR_THE_PLAN = "plan"
SENT = "disclosure"
ANY = ", ".join(f"'{access}'" for access in sorted(Access))

CREATE = f"""
    CREATE FUNCTION zvh_was_released(which uuid, of_case uuid, wanted text)
    RETURNS boolean {HEAD} AS $$
    DECLARE moment pg_catalog.timestamptz := {NOW};
    BEGIN
        RETURN EXISTS (SELECT FROM public.cases_release AS r
            WHERE r.contribution_id = which AND r.case_id = of_case
            AND r.use = wanted AND r.party_id = {PARTY}
            AND r.since <= moment AND (r.until IS NULL OR r.until > moment)
            AND (wanted <> '{AT_THE_TABLE}' OR public.zvh_let_in_by(
                r.case_id, '{Why.INVITATION}', r.source_id, '{Access.ATTEND}'))
            AND (wanted NOT IN ('{AT_THE_TABLE}', '{FOR_THE_PLAN}')
                OR r.opened_by_id IS NOT NULL
                OR NOT public.zvh_table_waits(r.source_id))
            AND (wanted <> '{SENT}' OR public.zvh_let_in_by(
                r.case_id, '{Why.DISCLOSURE}', r.source_id, '{Access.RECEIVE}'))
            AND public.zvh_holds(r.case_id, {ANY}))
            -- Who has no account reads what was disclosed to them, and no more.
            AND (wanted = '{SENT}' OR NOT EXISTS (
                SELECT FROM public.accounts_securepage AS page
                WHERE page.user_id = {USER}));
    END $$;
"""
AGAIN = CREATE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
# Whether a table has something to decide before it reads is known in the room of that
# table, which puts its own answer in the place of this one.
NO_TABLE_WAITS = f"""
    CREATE OR REPLACE FUNCTION zvh_table_waits(which uuid) RETURNS boolean {HEAD} AS $$
    BEGIN
        RETURN false;
    END $$;
"""
NO_TABLES = "DROP FUNCTION zvh_table_waits(uuid);"
DROP = "DROP FUNCTION zvh_was_released(uuid, uuid, text);"
