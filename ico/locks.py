"""Ask a rule again of what is locked: who waited may have been overtaken."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Model

from cases.models import Case
from ico.invitations import Invitation
from zvh.guard import announce
from zvh.guard.rules import require

Row = TypeVar("Row", bound=Model)
GONE = "Dit is intussen weg, of u kunt er niet meer bij."


def ask(rule: Callable[..., None], by: Any, row: Row, **more: Any) -> Row:
    """Rule, lock, rule: gives the row as it is now, nobody else's until the end.

    Its case is locked first, by who may change that; others are held up by what
    they may change themselves.
    """
    rule(by, row, **more)
    held = hold(row)
    rule(by, held, **more)
    return held


def hold(row: Row) -> Row:
    """The row as it is now, locked as far as the person announced may change it."""
    case_id = getattr(row, "case_id", None)
    if case_id is not None:
        _lock(Case, case_id)
    _lock(type(row), row.pk)
    # Access may have ended while this waited, so the row is found once more.
    announce.forget()
    found: Row | None = type(row)._default_manager.filter(pk=row.pk).first()
    require(found, GONE)
    return cast(Row, found)


def hold_guests(case: Case) -> None:
    """Whoever answers, brings in or releases holds their own invitation meanwhile."""
    rows = Invitation.objects.filter(case=case).order_by("pk")
    list(rows.select_for_update(no_key=True))


def _lock(model: type[Model], key: Any) -> None:
    # Keys do not change, so what only points to the row need not wait for it.
    rows = model._default_manager.select_for_update(no_key=True)
    rows.filter(pk=key).first()
