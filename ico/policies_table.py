"""What the database itself does about a table: keys, answers, and what was written."""

from accounts.models import Role
from cases.grants import Access
from cases.models import Use
from zvh.guard.rowsecurity import NOW, USER

ABOUT_THE_TABLE = f"NEW.use IN ('{Use.ICO}', '{Use.PLAN}')"

# A release and the moment from which it may be read are one row, and its giver and
# everybody who works on the case may write it: who turns which key, is asked here.
TWO_KEYS = f"""
    CREATE FUNCTION zvh_two_keys_open_a_piece() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE
        moment pg_catalog.timestamptz := {NOW};
        begins pg_catalog.timestamptz;
    BEGIN
        IF NEW.opened_by_id IS NOT NULL THEN
            IF NEW.opened_by_id = {USER}
               AND public.zvh_has_role('{Role.PROCESCOORDINATOR}')
               AND public.zvh_holds(NEW.case_id, '{Access.WORK}') THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'the second key is turned in the own name'
                USING ERRCODE = 'restrict_violation';
        END IF;
        SELECT CASE m.state WHEN 'planned' THEN m.starts_at ELSE 'infinity' END
        INTO begins FROM public.ico_meeting AS m
        WHERE m.id = NEW.source_id AND m.case_id = NEW.case_id
        AND m.state IN ('planned', 'seeking');
        -- Of no table it is known when it meets: nothing is released to one.
        IF NOT FOUND AND NOT EXISTS (SELECT FROM public.ico_meeting AS m
                WHERE m.id = NEW.source_id AND m.case_id = NEW.case_id) THEN
            RAISE EXCEPTION 'what is released is released at a table of this case'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF begins > moment AND NEW.since < begins THEN
            RAISE EXCEPTION 'one key opens no piece before the table meets'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER two_keys_open_what_is_given
        BEFORE INSERT ON cases_release FOR EACH ROW
        WHEN ({ABOUT_THE_TABLE} AND {USER} IS NOT NULL)
        EXECUTE FUNCTION zvh_two_keys_open_a_piece();
    CREATE TRIGGER two_keys_open_what_was_given
        BEFORE UPDATE ON cases_release FOR EACH ROW
        WHEN ({ABOUT_THE_TABLE} AND {USER} IS NOT NULL AND
            (NEW.since, NEW.opened_by_id, NEW.source_id, NEW.use)
            IS DISTINCT FROM (OLD.since, OLD.opened_by_id, OLD.source_id, OLD.use))
        EXECUTE FUNCTION zvh_two_keys_open_a_piece();
"""
ONE_KEY = """
    DROP TRIGGER two_keys_open_what_was_given ON cases_release;
    DROP TRIGGER two_keys_open_what_is_given ON cases_release;
    DROP FUNCTION zvh_two_keys_open_a_piece();
"""

# Who did not come gets nothing to read by saying afterwards that they did.
ANSWERS_STAND = f"""
    CREATE FUNCTION zvh_answers_stand_once_the_table_met() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM public.ico_meeting AS m
                       WHERE m.id = NEW.meeting_id AND m.state = 'planned') THEN
            RAISE EXCEPTION 'what was answered stands once the table met'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER answers_stand_once_the_table_met BEFORE UPDATE ON ico_invitation
        FOR EACH ROW WHEN (OLD.answer IS DISTINCT FROM NEW.answer
                           AND {USER} IS NOT NULL)
        EXECUTE FUNCTION zvh_answers_stand_once_the_table_met();
"""
ANSWERS_CHANGE = """
    DROP TRIGGER answers_stand_once_the_table_met ON ico_invitation;
    DROP FUNCTION zvh_answers_stand_once_the_table_met();
"""

# Whose words they are and where they stand is part of what was established; and what
# somebody typed beside another is theirs to write on.
WRITTEN_AS_IT_WAS = f"""
    CREATE TRIGGER a_piece_of_the_minutes_stays_in_its_place
        BEFORE UPDATE ON ico_minutessection FOR EACH ROW
        WHEN ((OLD.meeting_id, OLD.step, OLD.heading, OLD.topic)
              IS DISTINCT FROM (NEW.meeting_id, NEW.step, NEW.heading, NEW.topic))
        EXECUTE FUNCTION zvh_refuse_change();
    CREATE TRIGGER established_minutes_keep_their_writer
        BEFORE UPDATE ON ico_minutessection FOR EACH ROW
        WHEN ((OLD.written_by_id, OLD.written_at)
              IS DISTINCT FROM (NEW.written_by_id, NEW.written_at))
        EXECUTE FUNCTION zvh_minutes_stay_as_established();
    CREATE TRIGGER established_minutes_get_no_more
        BEFORE INSERT ON ico_minutessection FOR EACH ROW
        WHEN ({USER} IS NOT NULL)
        EXECUTE FUNCTION zvh_minutes_stay_as_established();
    CREATE TRIGGER what_was_typed_beside_is_its_writers
        BEFORE UPDATE ON ico_minutestext FOR EACH ROW
        WHEN (OLD.text IS DISTINCT FROM NEW.text AND {USER} IS NOT NULL
              AND NEW.written_by_id IS DISTINCT FROM {USER})
        EXECUTE FUNCTION zvh_refuse_change();
"""
WRITTEN_AT_WILL = """
    DROP TRIGGER what_was_typed_beside_is_its_writers ON ico_minutestext;
    DROP TRIGGER established_minutes_get_no_more ON ico_minutessection;
    DROP TRIGGER established_minutes_keep_their_writer ON ico_minutessection;
    DROP TRIGGER a_piece_of_the_minutes_stays_in_its_place ON ico_minutessection;
"""
