"""Migration operations by which the database itself acts when a row's target goes."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from zvh.guard.operations import Sql, table_of


class Cascade(Sql):
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
        table = table_of(app_label, self.model, state)
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
