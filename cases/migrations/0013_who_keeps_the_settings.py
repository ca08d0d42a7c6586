"""Only who keeps a setting of the house changes it, and no term by oneself (T-2).

The tables are the house's; who has which role is known here first.
"""

from django.db import migrations

from house.limits import RETENTION
from zvh.guard.rowsecurity import NOW, SOMEBODY, USER, purpose

GUARDED = ", ".join(f"'terms.{term}'" for term in sorted(RETENTION))
KEEPERS = "zvh_has_role('manager', 'procesondersteuner')"
# What a confirmed, a longer or a withdrawn term makes of the setting, and nothing else.
AS_DECIDED = f"""
    EXISTS (SELECT FROM house_termchange AS t
        WHERE 'terms.' || t.term = house_change.key
        AND NOT EXISTS (SELECT FROM house_termchange AS later
                        WHERE later.term = t.term AND later.at > t.at)
        AND CASE
            WHEN house_change.confirmed_by_id IS NOT NULL THEN
                t.confirmed_by_id = {USER} AND t.by_id = house_change.by_id
                AND house_change.confirmed_by_id = {USER}
                AND t.withdrawn_by_id IS NULL
                AND t.counts_from = house_change.counts_from
                AND house_change.value = pg_catalog.to_jsonb(t.after::integer)
            WHEN t.withdrawn_by_id IS NOT NULL THEN
                t.withdrawn_by_id = {USER} AND house_change.by_id = {USER}
                AND house_change.value = pg_catalog.to_jsonb(t.before::integer)
            ELSE
                t.by_id = {USER} AND house_change.by_id = {USER}
                AND t.after > t.before
                AND house_change.value = pg_catalog.to_jsonb(t.after::integer)
            END)
"""
FORWARDS = f"""
    DROP POLICY somebody_changes_it_in_their_own_name ON house_change;
    CREATE POLICY who_keeps_a_setting_changes_it ON house_change FOR INSERT
        WITH CHECK (CASE
            WHEN key::text IN ({GUARDED}) THEN {KEEPERS} AND {AS_DECIDED}
            WHEN key::text LIKE 'terms.%' THEN
                by_id = {USER} AND confirmed_by_id IS NULL AND zvh_has_role('manager')
            ELSE by_id = {USER} AND confirmed_by_id IS NULL
                AND zvh_has_role('procesondersteuner')
            END);

    DROP POLICY people_see_what_becomes_of_a_term ON house_termchange;
    CREATE POLICY the_bureau_sees_what_becomes_of_a_term ON house_termchange
        FOR SELECT USING ({purpose("mail")} OR zvh_has_role(
            'manager', 'procescoordinator', 'procesondersteuner', 'fg'));

    DROP POLICY somebody_proposes_a_term_in_their_own_name ON house_termchange;
    CREATE POLICY a_manager_proposes_a_term_in_their_own_name ON house_termchange
        FOR INSERT WITH CHECK (
            by_id = {USER} AND zvh_has_role('manager')
            AND confirmed_by_id IS NULL AND withdrawn_by_id IS NULL
            AND (counts_from IS NULL OR after > before));

    DROP POLICY a_second_person_confirms_or_withdraws_it ON house_termchange;
    CREATE POLICY a_second_keeper_confirms_or_withdraws_it ON house_termchange
        FOR UPDATE USING ({KEEPERS})
        WITH CHECK ({KEEPERS} AND (withdrawn_by_id = {USER}
            OR (confirmed_by_id = {USER} AND withdrawn_by_id IS NULL
                AND counts_from > {NOW} + interval '28 days')));

    CREATE TRIGGER the_post_decides_nothing BEFORE UPDATE ON house_termchange
        FOR EACH ROW WHEN ({purpose("mail")} AND (
            OLD.confirmed_by_id, OLD.confirmed_at, OLD.counts_from,
            OLD.withdrawn_by_id, OLD.withdrawn_at)
            IS DISTINCT FROM (
            NEW.confirmed_by_id, NEW.confirmed_at, NEW.counts_from,
            NEW.withdrawn_by_id, NEW.withdrawn_at))
        EXECUTE FUNCTION zvh_refuse_change();
"""


BACKWARDS = f"""
    DROP POLICY who_keeps_a_setting_changes_it ON house_change;
    CREATE POLICY somebody_changes_it_in_their_own_name ON house_change
        FOR INSERT WITH CHECK ({USER} IN (by_id, confirmed_by_id));

    DROP POLICY the_bureau_sees_what_becomes_of_a_term ON house_termchange;
    CREATE POLICY people_see_what_becomes_of_a_term ON house_termchange
        FOR SELECT USING ({SOMEBODY} OR {purpose("mail")});

    DROP POLICY a_manager_proposes_a_term_in_their_own_name ON house_termchange;
    CREATE POLICY somebody_proposes_a_term_in_their_own_name ON house_termchange
        FOR INSERT WITH CHECK (by_id = {USER} AND confirmed_by_id IS NULL);

    DROP POLICY a_second_keeper_confirms_or_withdraws_it ON house_termchange;
    CREATE POLICY a_second_person_confirms_or_withdraws_it ON house_termchange
        FOR UPDATE USING ({SOMEBODY})
        WITH CHECK ({USER} IN (confirmed_by_id, withdrawn_by_id));

    DROP TRIGGER the_post_decides_nothing ON house_termchange;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_what_a_registration_tells"),
        ("house", "0004_terms_in_ones_own_name"),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
