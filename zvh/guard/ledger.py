"""Functions of the owner's by which the database writes down what a backup resurrects.

They are triggers, so that no way of removing leads past them, and run as the owner,
so that the app cannot write a line without removing something. What goes along with
a row that is written down goes along again when that row is removed once more.
"""

from zvh.guard.rowsecurity import NOW

# A migration of the owner's announces no moment.
MOMENT = f"coalesce({NOW}, pg_catalog.transaction_timestamp())"
HEAD = (
    "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
    " SET search_path = pg_catalog, pg_temp"
)

CREATE = f"""
    CREATE FUNCTION zvh_write_down_what_goes() {HEAD} AS $$
    DECLARE
        moment timestamptz := {MOMENT};
        last_day date := (moment + interval '1 year')::date;
    BEGIN
        EXECUTE format(
            'INSERT INTO public.guard_ledgerline'
            ' (id, recorded_at, remove_on, "table", case_key, keys)'
            ' SELECT gen_random_uuid(), $1, $2, $3, %1$I, jsonb_agg(id)'
            ' FROM gone GROUP BY %1$I', TG_ARGV[0])
            USING moment, last_day, TG_TABLE_NAME;
        RETURN NULL;
    END $$;
    REVOKE ALL ON FUNCTION zvh_write_down_what_goes() FROM PUBLIC;
"""  # noqa: S608 - nothing in it comes from anybody
DROP = """
    DROP FUNCTION zvh_write_down_what_goes();
"""
