"""Functions of the owner's by which the database writes down what a backup resurrects.

They are triggers, so that no way of removing leads past them, and run as the owner,
so that the app cannot write a line without removing something. What goes along with
a row that is written down goes along again when that row is removed once more.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from zvh.guard.operations import Sql
from zvh.guard.rowsecurity import BECAME, GONE, NOW, on_change, on_removal

# A migration of the owner's announces no moment.
MOMENT = f"coalesce({NOW}, pg_catalog.transaction_timestamp())"
HEAD = (
    "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
    " SET search_path = pg_catalog, pg_temp"
)
# The first argument of a trigger is the column with the case, if there is one.
DECLARE = f"""
    DECLARE
        moment timestamptz := {MOMENT};
        last_day date := (moment + interval '1 year')::date;
        owner text := quote_ident(nullif(TG_ARGV[0], ''));
"""

CREATE = f"""
    -- Of two lines about one row the later has the higher number.
    CREATE SEQUENCE guard_ledger;

    CREATE FUNCTION zvh_write_down_what_goes() {HEAD} AS $$ {DECLARE}
    BEGIN
        EXECUTE format(
            'INSERT INTO public.guard_ledgerline'
            ' (id, number, recorded_at, remove_on, "table", case_key, keys)'
            ' SELECT gen_random_uuid(), nextval(''public.guard_ledger''), $1, $2, $3,'
            ' went.case_key, went.keys FROM'
            ' (SELECT %s AS case_key, jsonb_agg(id) AS keys'
            ' FROM gone GROUP BY 1) AS went',
            coalesce(owner, 'NULL::uuid'))
            USING moment, last_day, TG_TABLE_NAME;
        RETURN NULL;
    END $$;

    CREATE FUNCTION zvh_write_down_what_became() {HEAD} AS $$ {DECLARE}
        pairs text := (SELECT string_agg(format('%1$L, ($4).%1$I', name), ', ')
                       FROM unnest(TG_ARGV[1:]) AS name);
    BEGIN
        EXECUTE format(
            'INSERT INTO public.guard_ledgerline'
            ' (id, number, recorded_at, remove_on, "table", case_key, keys, became)'
            ' SELECT gen_random_uuid(), nextval(''public.guard_ledger''), $1, $2, $3,'
            ' %s,'
            ' jsonb_build_array(($4).id), jsonb_build_object(%s)',
            coalesce('($4).' || owner, 'NULL::uuid'), pairs)
            USING moment, last_day, TG_TABLE_NAME, NEW;
        RETURN NULL;
    END $$;

    REVOKE ALL ON FUNCTION zvh_write_down_what_goes() FROM PUBLIC;
    REVOKE ALL ON FUNCTION zvh_write_down_what_became() FROM PUBLIC;
"""  # noqa: S608 - nothing in it comes from outside
DROP = """
    DROP FUNCTION zvh_write_down_what_became();
    DROP FUNCTION zvh_write_down_what_goes();
    DROP SEQUENCE guard_ledger;
"""


class WriteDown(Sql):
    """Write down what these columns become, so that an old backup cannot undo it.

    Without columns, what is removed from the table is written down; a locked table
    with rows about a case needs no telling.
    """

    def __init__(self, table: str, *columns: str, case: str = "") -> None:
        self.table = table
        self.columns = columns
        self.case = case

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        if self.columns:
            return [on_change(self.table, self.columns, self.case)]
        return [on_removal(self.table, self.case)]

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        name = BECAME if self.columns else GONE
        return [f'DROP TRIGGER {name} ON "{self.table}"']

    def describe(self) -> str:
        return f"Write down what becomes of {self.table}"
