"""Migration operations that lock tables in the database itself.

A policy is a sentence with a condition. The snippets below are what conditions
are written with; a migration keeps working when they change, because what it
made stays in the database as it was made.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from zvh.guard.cascading import Cascade as Cascade
from zvh.guard.cascading import SetNull as SetNull
from zvh.guard.operations import Sql, table_of

# After the first transaction an unset value is the empty string, and a cast of
# that is an error instead of no rows: hence nullif. Types carry their schema: in a
# function of the owner's a temporary type of the same name would run as the owner.
USER = "nullif(current_setting('zvh.user_id', true), '')::pg_catalog.uuid"
PARTY = "nullif(current_setting('zvh.party_id', true), '')::pg_catalog.uuid"
NOW = "nullif(current_setting('zvh.now', true), '')::pg_catalog.timestamptz"
AMSTERDAM = "AT TIME ZONE 'Europe/Amsterdam'"
TODAY = f"({NOW} {AMSTERDAM})::pg_catalog.date"
SOMEBODY = f"({USER} IS NOT NULL)"

FIXED = "what_a_row_was_added_with_stays"
GONE = "what_goes_is_written_down"
BECAME = "what_it_became_is_written_down"


def purpose(*names: str) -> str:
    """A condition: the transaction was announced for one of these purposes."""
    listed = ", ".join(f"'{name}'" for name in names)
    return f"coalesce(current_setting('zvh.purpose', true), '') IN ({listed})"


@dataclass(frozen=True)
class Policy:
    """One sentence for one command: SELECT, INSERT, UPDATE or DELETE.

    `to` is CURRENT_USER for a policy that serves a function of the owner's.
    """

    name: str
    command: str
    using: str = ""
    check: str = ""
    to: str = "PUBLIC"

    def create(self, table: str) -> str:
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return (
            f'CREATE POLICY {self.name} ON "{table}" FOR {self.command}'
            f" TO {self.to}{using}{check}"
        )

    def drop(self, table: str) -> str:
        return f'DROP POLICY {self.name} ON "{table}"'


def owner_answers(what: str) -> Policy:
    """What a function of the owner's may read, to answer for whoever is announced."""
    return Policy(
        f"the_owner_answers_for_{what}", "SELECT", using="true", to="CURRENT_USER"
    )


class Lock(Sql):
    """Force row security on a model's table, with these policies.

    A field in `fixed`, where the model has it, keeps what its row was added with:
    a policy sees a row before or after a change, never both. What is removed from a
    table with a column `case` is written down for whoever restores a backup.
    """

    def __init__(
        self,
        model: str,
        *policies: Policy,
        fixed: Sequence[str] = (),
        case: str = "case_id",
    ) -> None:
        self.model = model
        self.policies = policies
        self.fixed = fixed
        self.case = case

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        table = table_of(app_label, self.model, state)
        return [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            *(policy.create(table) for policy in self.policies),
            *self._fix(table, self._fixed_columns(app_label, state)),
            *self._write_down(table, app_label, state),
        ]

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        table = table_of(app_label, self.model, state)
        return [
            f'DROP TRIGGER IF EXISTS {FIXED} ON "{table}"',
            f'DROP TRIGGER IF EXISTS {GONE} ON "{table}"',
            f'DROP TRIGGER IF EXISTS {BECAME} ON "{table}"',
            *(policy.drop(table) for policy in self.policies),
            f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
        ]

    def describe(self) -> str:
        return f"Lock the rows of {self.model}"

    def _fixed_columns(self, app_label: str, state: ProjectState) -> list[str]:
        fields = state.apps.get_model(app_label, self.model)._meta.fields
        return [field.column for field in fields if field.name in self.fixed]

    def _fix(self, table: str, columns: list[str]) -> list[str]:
        if not columns:
            return []
        before = ", ".join(f'OLD."{column}"' for column in columns)
        after = ", ".join(f'NEW."{column}"' for column in columns)
        trigger = (
            f'CREATE TRIGGER {FIXED} BEFORE UPDATE ON "{table}" FOR EACH ROW'
            f" WHEN (({before}) IS DISTINCT FROM ({after}))"
            " EXECUTE FUNCTION zvh_refuse_change()"
        )
        return [trigger]

    def _write_down(self, table: str, app_label: str, state: ProjectState) -> list[str]:
        fields = state.apps.get_model(app_label, self.model)._meta.fields
        columns = {field.column for field in fields}
        if self.case not in columns:
            return []
        # A piece that was withdrawn may not come back, also before it is removed.
        taken_back = [on_change(table, ("withdrawn_at",), self.case)]
        return [
            on_removal(table, self.case),
            *(taken_back if "withdrawn_at" in columns else []),
        ]


class Reword(Sql):
    """Put another condition in the place of a policy that a table has already."""

    def __init__(self, model: str, was: Policy, now: Policy) -> None:
        self.model = model
        self.was = was
        self.now = now

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        table = table_of(app_label, self.model, state)
        return [self.was.drop(table), self.now.create(table)]

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        table = table_of(app_label, self.model, state)
        return [self.now.drop(table), self.was.create(table)]

    def describe(self) -> str:
        return f"Reword {self.now.name} of {self.model}"


class Add(Sql):
    """Give a table that is locked one more policy."""

    def __init__(self, model: str, policy: Policy) -> None:
        self.model = model
        self.policy = policy

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        return [self.policy.create(table_of(app_label, self.model, state))]

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        return [self.policy.drop(table_of(app_label, self.model, state))]

    def describe(self) -> str:
        return f"Let {self.policy.name} of {self.model}"


def on_removal(table: str, case: str) -> str:
    """The trigger that writes down the keys of what a statement removes."""
    # What goes along with a parent is no removal of its own, and costs nothing.
    return (
        f'CREATE TRIGGER {GONE} AFTER DELETE ON "{table}"'
        " REFERENCING OLD TABLE AS gone FOR EACH STATEMENT"
        " WHEN (pg_catalog.pg_trigger_depth() = 0)"
        f" EXECUTE FUNCTION zvh_write_down_what_goes('{case}')"
    )


def on_change(table: str, columns: Sequence[str], case: str) -> str:
    """The trigger that writes down what these columns of a row become."""
    before, after = (
        ", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW")
    )
    arguments = ", ".join(f"'{name}'" for name in (case, *columns))
    return (
        f'CREATE TRIGGER {BECAME} AFTER UPDATE ON "{table}" FOR EACH ROW'
        f" WHEN (({before}) IS DISTINCT FROM ({after}))"
        f" EXECUTE FUNCTION zvh_write_down_what_became({arguments})"
    )


class AddPolicies(Sql):
    """Let others into a table that was locked before."""

    def __init__(self, model: str, *policies: Policy) -> None:
        self.model = model
        self.policies = policies

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        table = table_of(app_label, self.model, state)
        return [policy.create(table) for policy in self.policies]

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        table = table_of(app_label, self.model, state)
        return [policy.drop(table) for policy in self.policies]

    def describe(self) -> str:
        return f"Let others see rows of {self.model}"


class ChangePolicies(Sql):
    """Say a policy of a table that was locked before in other words."""

    def __init__(self, model: str, *changes: tuple[Policy, Policy]) -> None:
        self.model = model
        self.changes = changes

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        return self._instead(table_of(app_label, self.model, state), old=0, new=1)

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        return self._instead(table_of(app_label, self.model, state), old=1, new=0)

    def describe(self) -> str:
        return f"Say policies of {self.model} in other words"

    def _instead(self, table: str, *, old: int, new: int) -> list[str]:
        return [
            sql
            for change in self.changes
            for sql in (change[old].drop(table), change[new].create(table))
        ]


class InsertOnly(Sql):
    """A log: the app may add and read, and never change or remove."""

    def __init__(self, *models: str) -> None:
        self.models = models

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        return [
            f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table_of(app_label, m, state)}"'
            " FROM zvh_app"
            for m in self.models
        ]

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        return [
            f'GRANT UPDATE, DELETE ON "{table_of(app_label, m, state)}" TO zvh_app'
            for m in self.models
        ]

    def describe(self) -> str:
        return f"Make {', '.join(self.models)} insert-only"
