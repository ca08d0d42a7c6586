"""What the database itself does about planning: what is taken, and when it is free."""

from accounts.models import Role
from cases.functions import HEAD
from cases.policies import not_shielded
from zvh.guard.rowsecurity import NOW, USER, purpose

BUREAU = ", ".join(f"'{role}'" for role in sorted(Role.bureau()))

# An exclusion without an extension: the number as a range of one (architecture §3b).
NOT_TWICE = """
    ALTER TABLE ico_booking ADD CONSTRAINT nobody_and_no_room_is_taken_twice_at_once
    EXCLUDE USING gist (
        int4range(resource_id, resource_id, '[]') WITH &&,
        tstzrange(starts_at, ends_at) WITH &&
    ) WHERE (freed_at IS NULL);
"""
TWICE_AGAIN = """
    ALTER TABLE ico_booking DROP CONSTRAINT nobody_and_no_room_is_taken_twice_at_once;
"""

# Who plans learns that somebody is busy, also by a case that they may not see; and
# nothing of that case.
BUSY = f"""
    CREATE FUNCTION zvh_busy(since timestamptz, til timestamptz)
    RETURNS TABLE (number int, starts timestamptz, ends timestamptz) {HEAD} AS $$
    BEGIN
        RETURN QUERY SELECT b.resource_id, b.starts_at, b.ends_at
        FROM public.ico_booking AS b
        WHERE b.freed_at IS NULL AND b.starts_at < til AND b.ends_at > since
        AND public.zvh_has_role({BUREAU});
    END $$;
"""
NO_BUSY = "DROP FUNCTION zvh_busy(timestamptz, timestamptz);"

FREED = f"""
    CREATE FUNCTION zvh_what_is_over_takes_nobody() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        UPDATE ico_booking SET freed_at = {NOW}, version = version + 1
        WHERE meeting_id = NEW.id AND freed_at IS NULL;
        RETURN NULL;
    END $$;
    CREATE TRIGGER what_is_over_takes_nobody AFTER UPDATE ON ico_meeting
        FOR EACH ROW
        WHEN (NEW.state IN ('held', 'cancelled') AND OLD.state <> NEW.state)
        EXECUTE FUNCTION zvh_what_is_over_takes_nobody();
"""
NOT_FREED = """
    DROP TRIGGER what_is_over_takes_nobody ON ico_meeting;
    DROP FUNCTION zvh_what_is_over_takes_nobody();
"""

# What one is asked is seen without a grant on its case; so what every grant asks for
# is asked here. Of the case it says the number only.
OWN_QUESTION = (
    f"user_id = {USER} AND closed_at IS NULL AND zvh_takes_part()"
    f" AND {not_shielded(case='case_id')}"
)
IS_ASKED = (
    "withdrawn_at IS NULL AND EXISTS (SELECT FROM ico_availability AS a"
    " WHERE a.meeting_id = ico_moment.meeting_id"
    f" AND a.user_id = {USER} AND a.closed_at IS NULL) AND zvh_takes_part()"
)
TO_REMIND = (
    f"{purpose('reminders')} AND closed_at IS NULL AND answered_at IS NULL"
    " AND user_id IS NOT NULL"
)
REMINDERS_COUNT_ONLY = f"""
    CREATE FUNCTION zvh_reminders_count_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {purpose("reminders")} AND to_jsonb(NEW) - ARRAY['reminders', 'version']
           <> to_jsonb(OLD) - ARRAY['reminders', 'version'] THEN
            RAISE EXCEPTION 'a reminder counts only'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER reminders_count_only BEFORE UPDATE ON ico_availability
        FOR EACH ROW EXECUTE FUNCTION zvh_reminders_count_only();
"""
NOTHING_COUNTS = """
    DROP TRIGGER reminders_count_only ON ico_availability;
    DROP FUNCTION zvh_reminders_count_only();
"""
