"""Write down who looked at what. No record, no page."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, models
from django.http import HttpRequest

from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord, key_of_case

Kind = AccessRecord.Kind
Outcome = AccessRecord.Outcome


class NotRecorded(Exception):  # noqa: N818 - said as a colleague would say it
    """The reading could not be written down, so it does not take place."""


@dataclass
class Found:
    """What a list or search page showed: how many, and sought by what."""

    count: int | None = None
    by: str = ""
    kind: Kind | None = None


def found(
    request: HttpRequest, *, count: int, by: str = "", kind: Kind | None = None
) -> None:
    """Tell the gate what this page lists: a count and the kind of filter, no text.

    With a kind where this answer is another act of looking than the page is.
    """
    request.found = Found(count=count, by=by, kind=kind)  # type: ignore[attr-defined]


def exported(request: HttpRequest, cases: Iterable[UUID], *, action: str) -> None:
    """Each of these cases left in a file: one record for each, however many rows."""
    user = request.user
    records = [
        AccessRecord(
            user_id=user.pk,
            party_id=getattr(user, "party_id", None),
            address=request.META.get("REMOTE_ADDR") or None,
            action=action,
            kind=Kind.EXPORTED,
            outcome=Outcome.SHOWN,
            case_id=case,
        )
        for case in dict.fromkeys(cases)
    ]
    try:
        AccessRecord.objects.bulk_create(records)
    except DatabaseError as error:
        raise NotRecorded from error


def record_opened(
    request: HttpRequest,
    record: models.Model,
    *,
    action: str,
    kind: AccessRecord.Kind = Kind.OPENED,
) -> UUID:
    """One record was opened by the person who asks; the key of what says so."""
    return _write(
        request,
        action=action,
        kind=kind,
        outcome=Outcome.SHOWN,
        case_id=key_of_case(record),
        object_id=UUID(str(record.pk)),
        worked_for_id=_worked_for(request.user, record),
    )


def record_list(request: HttpRequest, *, action: str, kind: AccessRecord.Kind) -> None:
    """A list or a search was answered."""
    seen: Found = getattr(request, "found", Found())
    _write(
        request,
        action=action,
        kind=seen.kind or kind,
        outcome=Outcome.SHOWN,
        filtered_by=seen.by,
        count=seen.count,
    )


def record_refusal(
    request: HttpRequest, *, action: str, object_id: UUID | None, outcome: Outcome
) -> None:
    """Somebody asked for what they may not have; kept though the request rolls back."""
    with acting_as(request.user):  # type: ignore[arg-type]
        _write(
            request,
            action=action,
            kind=Kind.OPENED,
            outcome=outcome,
            object_id=object_id,
        )


def _worked_for(user: object, record: models.Model) -> UUID | None:
    """Who works for the house looks on behalf of the Partij that the case has now."""
    if not getattr(user, "is_bureau", False):
        return None
    case = record if hasattr(record, "worked_for_id") else getattr(record, "case", None)
    key: UUID | None = getattr(case, "worked_for_id", None)
    return key


def _write(request: HttpRequest, **what: object) -> UUID:
    user = request.user
    try:
        # Without a savepoint of its own: when this fails, all of the visit is undone.
        written = AccessRecord.objects.create(
            user_id=user.pk,
            party_id=getattr(user, "party_id", None),
            address=request.META.get("REMOTE_ADDR") or None,
            **what,
        )
    except DatabaseError as error:
        raise NotRecorded from error
    return written.pk
