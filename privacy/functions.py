"""What the database itself holds to about akkoord: no piece leaves without one (V-1).

They are triggers of the owner's: a giver may not see every release, and whoever lets
something out may not say that its giver agreed.
"""

from accounts.models import Party
from cases.grants import Access, Why
from zvh.guard.rowsecurity import NOW, PARTY, USER

HEAD = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
MOMENT = f"coalesce({NOW}, pg_catalog.now())"
# The bureau writes down what was told, also for the Partij that lends it its people.
BUREAU = f"public.zvh_holds(NEW.case_key, '{Access.WORK}')"
VALID = "a.answer = 'yes' AND a.ended_at IS NULL AND a.contested_at IS NULL"


def newly(column: str) -> str:
    """It stays as it was, or is set to this moment, or to nothing."""
    return (
        f"(NEW.{column} IS NOT DISTINCT FROM OLD.{column} OR coalesce(NEW.{column}"
        f" BETWEEN {NOW} AND {NOW} + interval '10 minutes', true))"
    )


# Somebody of no Partij reads on a secure page what went to an organisation outside.
TO_AN_OUTSIDER = f"""
    SELECT FROM public.privacy_disclosure AS d
    JOIN public.privacy_approval AS a
        ON a.recipient_id = d.recipient_id AND a.proposal_key = d.source_key
    JOIN public.accounts_party AS nobody ON nobody.id = NEW.party_id
    WHERE d.id = NEW.source_id AND d.case_key = NEW.case_id AND d.channel = 'page'
    AND a.piece_key = NEW.contribution_id AND a.case_key = NEW.case_id
    AND nobody.soorten @> '["{Party.OUTSIDE}"]' AND {VALID}
"""

CREATE = f"""
    CREATE FUNCTION zvh_what_is_disclosed_is_agreed() {HEAD} AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM public.privacy_approval AS a
                WHERE a.piece_key = NEW.contribution_id AND a.case_key = NEW.case_id
                AND a.receiver_id = NEW.party_id AND a.purpose = 'plan'
                AND {VALID})
           AND NOT EXISTS ({TO_AN_OUTSIDER}) THEN
            RAISE EXCEPTION 'its giver did not agree'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER what_is_disclosed_is_agreed
        BEFORE INSERT OR UPDATE ON cases_release FOR EACH ROW
        WHEN (NEW.use = 'disclosure' AND (NEW.until IS NULL
              OR NEW.until > {MOMENT}))
        EXECUTE FUNCTION zvh_what_is_disclosed_is_agreed();

    CREATE FUNCTION zvh_what_is_not_agreed_is_not_read() {HEAD} AS $$
    BEGIN
        UPDATE public.cases_release AS r SET until = {MOMENT}
        WHERE r.contribution_id = NEW.piece_key AND r.use = 'disclosure'
        AND (r.party_id = NEW.receiver_id OR r.source_id IN (
            SELECT d.id FROM public.privacy_disclosure AS d
            WHERE d.source_key = NEW.proposal_key
            AND d.recipient_id = NEW.recipient_id))
        AND (r.until IS NULL OR r.until > {MOMENT});
        RETURN NULL;
    END $$;
    CREATE TRIGGER what_is_not_agreed_is_not_read
        AFTER UPDATE ON privacy_approval FOR EACH ROW
        WHEN (NEW.purpose <> 'own_task' AND (NEW.answer <> 'yes'
              OR NEW.ended_at IS NOT NULL OR NEW.contested_at IS NOT NULL))
        EXECUTE FUNCTION zvh_what_is_not_agreed_is_not_read();

    CREATE FUNCTION zvh_who_takes_back_agrees_no_longer() {HEAD} AS $$
    BEGIN
        UPDATE public.privacy_approval AS a
        SET ended_at = {MOMENT}, ended_why = 'piece'
        WHERE a.piece_key = NEW.id
        AND (a.ended_at IS NULL OR a.ended_why IN ('goal', 'text'));
        RETURN NULL;
    END $$;
    CREATE TRIGGER who_takes_back_agrees_no_longer
        AFTER UPDATE ON cases_contribution FOR EACH ROW
        WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
        EXECUTE FUNCTION zvh_who_takes_back_agrees_no_longer();

    -- An akkoord is for the text as it was, and for what it is an answer to; its
    -- giver's own correction goes along.
    CREATE FUNCTION zvh_an_akkoord_is_for_its_text() {HEAD} AS $$
    BEGIN
        IF NEW.given_by_id IS DISTINCT FROM {PARTY}
           OR public.zvh_holds(NEW.case_id, '{Access.WORK}') THEN
            -- Who answers at this moment waits, and then finds another text.
            PERFORM a.id FROM public.privacy_approval AS a
            WHERE a.piece_key = NEW.id AND a.ended_at IS NULL
            ORDER BY a.id FOR NO KEY UPDATE;
            UPDATE public.privacy_approval AS a
            SET ended_at = {MOMENT}, ended_why = 'text'
            WHERE a.piece_key = NEW.id AND a.ended_at IS NULL AND a.answer <> '';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER an_akkoord_is_for_its_text
        AFTER UPDATE ON cases_contribution FOR EACH ROW
        WHEN ((OLD.text, OLD.conditions, OLD.category, OLD.domain, OLD.topic)
              IS DISTINCT FROM
              (NEW.text, NEW.conditions, NEW.category, NEW.domain, NEW.topic))
        EXECUTE FUNCTION zvh_an_akkoord_is_for_its_text();

    -- Who answers names themselves, and of another Partij only as what was told.
    CREATE FUNCTION zvh_an_akkoord_is_its_givers() {HEAD} AS $$
    BEGIN
        -- Whoever says that it was followed keeps a receiver from hearing of it, and so
        -- does a yes that becomes a no without an end.
        IF {USER} IS NOT NULL AND (
            NEW.followed_at IS DISTINCT FROM OLD.followed_at
            OR OLD.answer = 'yes' AND NEW.answer <> 'yes') THEN
            RAISE EXCEPTION 'what went out on it is taken back first'
                USING ERRCODE = 'restrict_violation';
        END IF;
        -- With another goal nothing was to be deleted; with the piece itself it is.
        IF OLD.ended_why IN ('goal', 'text') AND NEW.ended_why = 'piece'
           AND pg_catalog.to_jsonb(NEW) - ARRAY['ended_at', 'ended_why']
               = pg_catalog.to_jsonb(OLD) - ARRAY['ended_at', 'ended_why'] THEN
            RETURN NEW;
        END IF;
        IF OLD.ended_at IS NOT NULL AND pg_catalog.to_jsonb(NEW) - 'followed_at'
           <> pg_catalog.to_jsonb(OLD) - 'followed_at' THEN
            RAISE EXCEPTION 'an akkoord that ended does not come back'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF (NEW.answer, NEW.answered_at, NEW.answered_by_id, NEW.was_told)
           IS DISTINCT FROM
           (OLD.answer, OLD.answered_at, OLD.answered_by_id, OLD.was_told)
           AND (NEW.answered_by_id IS DISTINCT FROM {USER}
                OR NEW.was_told <> {BUREAU}
                OR NOT NEW.was_told AND NEW.giver_id IS DISTINCT FROM {PARTY}) THEN
            RAISE EXCEPTION 'an akkoord is its givers to give'
                USING ERRCODE = 'restrict_violation';
        END IF;
        -- What its giver said is wrong does not become a yes by saying it again.
        IF OLD.contested_at IS NOT NULL AND NEW.contested_at IS NULL
           AND NEW.answer = 'yes'
           AND (NEW.giver_id IS DISTINCT FROM {PARTY} OR {BUREAU}) THEN
            RAISE EXCEPTION 'its giver contests it, and alone says yes again'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.contested_at IS NOT NULL
           AND NEW.contested_at IS DISTINCT FROM OLD.contested_at
           AND NEW.giver_id IS DISTINCT FROM {PARTY} THEN
            RAISE EXCEPTION 'its giver alone contests what was written down'
                USING ERRCODE = 'restrict_violation';
        END IF;
        -- What is proof of an answer says when it was given, and not another day.
        IF {USER} IS NOT NULL AND NOT (
            {newly("answered_at")} AND {newly("ended_at")} AND {newly("contested_at")}
        ) THEN
            RAISE EXCEPTION 'an answer is of its moment'
                USING ERRCODE = 'restrict_violation';
        END IF;
        -- What followed from a no is not what will follow from taking back this yes.
        IF NEW.answer = 'yes' AND OLD.answer <> 'yes' THEN
            NEW.followed_at := NULL;
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER an_akkoord_is_its_givers
        BEFORE UPDATE ON privacy_approval FOR EACH ROW
        EXECUTE FUNCTION zvh_an_akkoord_is_its_givers();

    CREATE FUNCTION zvh_the_receiver_opens_it() {HEAD} AS $$
    BEGIN
        IF {USER} IS NOT NULL AND NEW.party_id IS DISTINCT FROM {PARTY}
           AND (NEW.recipient_id IS NULL OR NOT public.zvh_let_in_by(
               NEW.case_key, '{Why.DISCLOSURE}', NEW.id, '{Access.RECEIVE}')) THEN
            RAISE EXCEPTION 'its receiver alone opens it'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER the_receiver_opens_it
        BEFORE UPDATE ON privacy_disclosure FOR EACH ROW
        WHEN (OLD.opened_at IS DISTINCT FROM NEW.opened_at)
        EXECUTE FUNCTION zvh_the_receiver_opens_it();
"""
DROP = """
    DROP TRIGGER the_receiver_opens_it ON privacy_disclosure;
    DROP FUNCTION zvh_the_receiver_opens_it();
    DROP TRIGGER an_akkoord_is_its_givers ON privacy_approval;
    DROP FUNCTION zvh_an_akkoord_is_its_givers();
    DROP TRIGGER IF EXISTS an_akkoord_is_for_its_text ON cases_contribution;
    DROP FUNCTION IF EXISTS zvh_an_akkoord_is_for_its_text();
    DROP TRIGGER who_takes_back_agrees_no_longer ON cases_contribution;
    DROP FUNCTION zvh_who_takes_back_agrees_no_longer();
    DROP TRIGGER what_is_not_agreed_is_not_read ON privacy_approval;
    DROP FUNCTION zvh_what_is_not_agreed_is_not_read();
    DROP TRIGGER what_is_disclosed_is_agreed ON cases_release;
    DROP FUNCTION zvh_what_is_disclosed_is_agreed();
"""

COLUMNS = """
    REVOKE UPDATE ON privacy_approval, privacy_recall FROM zvh_app;
    GRANT UPDATE (answer, answered_at, answered_by_id, was_told, contested_at,
                  ended_at, ended_why, followed_at) ON privacy_approval TO zvh_app;
    GRANT UPDATE (confirmed_at, confirmed_by_id) ON privacy_recall TO zvh_app;
    GRANT UPDATE (reviewed_at, reviewed_by_id) ON privacy_disclosure TO zvh_app;
    REVOKE UPDATE, DELETE ON privacy_recipient FROM zvh_app;
"""
ALL_COLUMNS = """
    GRANT UPDATE, DELETE ON privacy_recipient TO zvh_app;
    REVOKE UPDATE (reviewed_at, reviewed_by_id) ON privacy_disclosure FROM zvh_app;
    GRANT UPDATE ON privacy_approval, privacy_recall TO zvh_app;
"""
