"""Which agreements went to a Partij, as a function of the owner's (F-3, P-4)."""

from cases.functions import HEAD
from cases.grants import Access, Why
from zvh.guard.rowsecurity import PARTY

CREATE = f"""
    CREATE FUNCTION zvh_was_sent(which uuid, of_case uuid) RETURNS boolean {HEAD} AS $$
    BEGIN
        RETURN EXISTS (SELECT FROM public.privacy_disclosure AS d
            WHERE d.case_key = of_case AND d.party_id = {PARTY}
            AND d.lines @> pg_catalog.jsonb_build_array(which::pg_catalog.text)
            AND public.zvh_let_in_by(
                of_case, '{Why.DISCLOSURE}', d.id, '{Access.RECEIVE}'));
    END $$;
"""
DROP = "DROP FUNCTION zvh_was_sent(uuid, uuid);"
