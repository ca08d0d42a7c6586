"""What somebody keeps of a case that was restricted since: their say (V-2, P-2).

Whoever gave an akkoord may take it back, and whoever got something hears what to delete
and says that it is gone. Neither reads anything of the case by it.
"""

from cases.functions import CODENAME, GONE, HEAD, TAKES_PART, VALID
from cases.grants import Access, Why
from zvh.guard.rowsecurity import NOW, USER

SEAT = f"""
    EXISTS (SELECT FROM public.cases_caseusergrant AS seat
            WHERE seat.content_object_id = which AND seat.user_id = me
            AND seat.why = '{{why}}' AND seat.source_id = {{source}}
            AND {CODENAME} = '{{access}}'
            AND (seat.keeps_say OR {VALID}))
"""
WAS_ASKED = SEAT.format(why=Why.APPROVAL, source="request", access=Access.ANSWER)
WAS_SENT_IT = SEAT.format(why=Why.DISCLOSURE, source="sent", access=Access.RECEIVE)

CREATE = f"""
    CREATE FUNCTION zvh_keeps_their_say(which uuid, request uuid) RETURNS boolean
    {HEAD} AS $$
    DECLARE
        me pg_catalog.uuid := {USER};
        moment pg_catalog.timestamptz := {NOW};
    BEGIN
        RETURN {WAS_ASKED} AND {TAKES_PART}
            AND NOT public.zvh_in_phase(which, {GONE})
            AND EXISTS (SELECT FROM public.privacy_approval AS given
                WHERE given.request_key = request AND given.case_key = which
                AND given.answer = 'yes');
    END $$;

    CREATE FUNCTION zvh_hears_what_to_delete(which uuid, sent uuid) RETURNS boolean
    {HEAD} AS $$
    DECLARE
        me pg_catalog.uuid := {USER};
        moment pg_catalog.timestamptz := {NOW};
    BEGIN
        RETURN {WAS_SENT_IT} AND ({TAKES_PART} OR public.zvh_has_page(which));
    END $$;
"""
AGAIN = CREATE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
DROP = """
    DROP FUNCTION zvh_hears_what_to_delete(uuid, uuid);
    DROP FUNCTION zvh_keeps_their_say(uuid, uuid);
"""
