"""Everything kept says what it is, how long it stays, and goes when its case goes."""

import pytest
from django.db import models

from tests.walks import rows
from zvh.guard.content import ContentField, content_fields
from zvh.guard.dossier import (
    dossier_models,
    evidence_models,
    faults_of,
    keep_of,
    models_of_ours,
    personal_fields,
)
from zvh.guard.models import DossierModel, EvidenceModel, Keep

DOSSIER = dossier_models()


def keys_of(model):
    return [f for f in model._meta.fields if isinstance(f, models.ForeignKey)]


def constraint(field):
    """How PostgreSQL acts when the target goes: c cascade, n set null, a nothing."""
    found = rows(
        "SELECT c.confdeltype FROM pg_constraint AS c"
        " JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND a.attname = %s"
        " AND array_length(c.conkey, 1) = 1",
        field.model._meta.db_table,
        field.column,
    )
    return found[0][0]


@pytest.mark.safety("P2")
@pytest.mark.parametrize("model", models_of_ours(), ids=str)
def test_every_field_is_classified(model):
    assert faults_of(model) == []


def test_an_unclassified_field_would_be_found():
    class Unclassified(DossierModel):
        text = models.TextField()

        class Privacy:
            keep = Keep.WORK
            personal = frozenset()
            process = frozenset()

        class Meta:
            app_label = "tests"

    assert faults_of(Unclassified) == ["text is unclassified"]


# Made by us, or a key of a list of the profile: nobody types in them.
KEYS = {"digest", "domain", "intervention", "topic", "secrecy_ground"}


@pytest.mark.parametrize("model", DOSSIER, ids=str)
def test_free_text_of_a_case_is_content(model):
    """Personal text in a dossier row is content."""
    fields = [model._meta.get_field(name) for name in personal_fields(model)]
    plain = [
        field.name
        for field in fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, ContentField)
        and not field.choices
        and field.name not in KEYS
    ]

    assert plain == []


@pytest.mark.parametrize("model", evidence_models(), ids=str)
def test_proof_holds_no_content(model):
    assert content_fields(model) == frozenset()
    assert personal_fields(model) == frozenset()


@pytest.mark.eis("S-5")
@pytest.mark.parametrize("model", models_of_ours(), ids=str)
def test_the_database_removes_with_the_case(model, db):
    for field in keys_of(model):
        if field.remote_field.model._meta.label == "cases.Case":
            assert constraint(field) == "c", f"{field} does not cascade"


@pytest.mark.eis("S-5")
@pytest.mark.parametrize("model", DOSSIER, ids=str)
def test_no_row_holds_on_to_one_that_goes_earlier(model, db):
    for field in keys_of(model):
        target = field.remote_field.model
        if not issubclass(target, DossierModel):
            continue
        acts = constraint(field)
        if field.null:
            assert acts in {"n", "c"}, f"{field} would block removal"
        else:
            assert acts == "c", f"{field} would block removal"
            assert not keep_of(model).outlives(keep_of(target)), f"{field} is too short"


@pytest.mark.safety("X6")
@pytest.mark.parametrize("model", DOSSIER, ids=str)
def test_rows_point_to_rows_of_their_own_case(model, db):
    kept = {
        key
        for (key,) in rows(
            "SELECT a.attname FROM pg_constraint AS c JOIN pg_attribute AS a"
            " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.conrelid = %s::regclass"
            " AND array_length(c.conkey, 1) = 2",
            model._meta.db_table,
        )
    }

    for field in keys_of(model):
        if issubclass(field.remote_field.model, DossierModel):
            assert field.column in kept, f"{field} may point into another case"


@pytest.mark.parametrize("model", models_of_ours(), ids=str)
def test_proof_points_to_a_case_by_key_only(model):
    if not issubclass(model, EvidenceModel):
        return
    pointed = {field.remote_field.model for field in keys_of(model)}

    assert not any(issubclass(target, DossierModel) for target in pointed)


@pytest.mark.parametrize("model", models_of_ours(), ids=str)
def test_names_of_rows_tell_nothing(model):
    """What is printed of a row stands in logs: never its personal fields."""
    import inspect

    told = inspect.getsource(model.__str__)

    assert not [name for name in personal_fields(model) if f"self.{name}" in told]
