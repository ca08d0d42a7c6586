"""Migration operations that lock tables in the database itself.

A policy is a sentence with a condition. The snippets below are what conditions
are written with; a migration keeps working when they change, because what it
made stays in the database as it was made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# After the first transaction an unset value is the empty string, and a cast of
# that is an error instead of no rows: hence nullif. Types carry their schema: in a
# function of the owner's a temporary type of the same name would run as the owner.
USER = "nullif(current_setting('zvh.user_id', true), '')::pg_catalog.uuid"
PARTY = "nullif(current_setting('zvh.party_id', true), '')::pg_catalog.uuid"
NOW = "nullif(current_setting('zvh.now', true), '')::pg_catalog.timestamptz"
TODAY = f"({NOW} AT TIME ZONE 'Europe/Amsterdam')::pg_catalog.date"
SOMEBODY = f"({USER} IS NOT NULL)"

FIXED = "what_a_row_was_added_with_stays"


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


class _Sql(Operation):
    """An operation that changes the database and not Django's state."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        return

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.forwards(app_label, schema_editor, to_state):
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.backwards(app_label, schema_editor, from_state):
            schema_editor.execute(statement)

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        raise NotImplementedError

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        raise NotImplementedError


class Lock(_Sql):
    """Force row security on a model's table, with these policies.

    A field in `fixed`, where the model has it, keeps what its row was added with:
    a policy sees a row before or after a change, never both.
    """

    def __init__(
        self, model: str, *policies: Policy, fixed: Sequence[str] = ()
    ) -> None:
        self.model = model
        self.policies = policies
        self.fixed = fixed

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        table = _table(app_label, self.model, state)
        return [
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            *(policy.create(table) for policy in self.policies),
            *self._fix(table, self._fixed_columns(app_label, state)),
        ]

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        table = _table(app_label, self.model, state)
        return [
            f'DROP TRIGGER IF EXISTS {FIXED} ON "{table}"',
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


class InsertOnly(_Sql):
    """A log: the app may add and read, and never change or remove."""

    def __init__(self, *models: str) -> None:
        self.models = models

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        return [
            f'REVOKE UPDATE, DELETE, TRUNCATE ON "{_table(app_label, m, state)}"'
            " FROM zvh_app"
            for m in self.models
        ]

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        return [
            f'GRANT UPDATE, DELETE ON "{_table(app_label, m, state)}" TO zvh_app'
            for m in self.models
        ]

    def describe(self) -> str:
        return f"Make {', '.join(self.models)} insert-only"


class Cascade(_Sql):
    """Let the database itself act when the row that a key points to goes.

    A key from one row about a case to another then also keeps to that case. Every
    alteration of the key's field makes its constraint anew without this, so it has
    to follow each `AlterField`; a walking test says when it is lost.
    """

    action = "CASCADE"

    def __init__(self, model: str, *keys: str) -> None:
        self.model = model
        self.keys = keys

    def forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        return [
            *self._remade(app_label, editor, state, f" ON DELETE {self.action}"),
            *self._kept_to_the_case(app_label, state),
        ]

    def backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> list[str]:
        table = _table(app_label, self.model, state)
        return [
            *(
                f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS'
                f' "{table}_{key}_of_its_case"'
                for key in self.keys
            ),
            *self._remade(app_label, editor, state, ""),
        ]

    def _kept_to_the_case(self, app_label: str, state: ProjectState) -> list[str]:
        model = state.apps.get_model(app_label, self.model)
        fields = map(model._meta.get_field, self.keys)
        within = (f for f in fields if _share_a_case(model, f.remote_field.model))
        return [statement for field in within for statement in _to_its_case(field)]

    def _remade(
        self,
        app_label: str,
        editor: Any,
        state: ProjectState,
        on_delete: str,
    ) -> list[str]:
        model = state.apps.get_model(app_label, self.model)
        statements = []
        for key in self.keys:
            field = model._meta.get_field(key)
            target = field.remote_field.model._meta
            # Django makes keys at the end of a migration; ours must exist first.
            editor.deferred_sql = _run_deferred(editor, model._meta.db_table)
            (name,) = editor._constraint_names(  # noqa: SLF001
                model, [field.column], foreign_key=True
            )
            remade = (
                f'ALTER TABLE "{model._meta.db_table}" ADD CONSTRAINT "{name}"'
                f' FOREIGN KEY ("{field.column}") REFERENCES "{target.db_table}"'
                f' ("{target.pk.column}"){on_delete} DEFERRABLE INITIALLY DEFERRED'
            )
            statements += [
                f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{name}"',
                remade,
            ]
        return statements

    def describe(self) -> str:
        return f"Let {', '.join(self.keys)} of {self.model} {self.action.lower()}"


class SetNull(Cascade):
    """As `Cascade`, for a key that is emptied when its target goes."""

    action = "SET NULL"


def _table(app_label: str, model: str, state: ProjectState) -> str:
    return str(state.apps.get_model(app_label, model)._meta.db_table)


def _share_a_case(*models: Any) -> bool:
    return all(
        any(field.column == "case_id" for field in model._meta.fields)
        for model in models
    )


def _to_its_case(field: Any) -> list[str]:
    table, target = (m._meta.db_table for m in (field.model, field.remote_field.model))
    found_by = (
        f'CREATE UNIQUE INDEX IF NOT EXISTS "{target}_in_its_case"'
        f' ON "{target}" (id, case_id)'
    )
    kept = (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.name}_of_its_case"'
        f' FOREIGN KEY ("{field.column}", case_id) REFERENCES "{target}" (id, case_id)'
        " DEFERRABLE INITIALLY DEFERRED"
    )
    return [found_by, kept]


def _run_deferred(editor: Any, table: str) -> list[Any]:
    kept = []
    for statement in editor.deferred_sql:
        if hasattr(statement, "references_table") and statement.references_table(table):
            editor.execute(statement)
        else:
            kept.append(statement)
    return kept
