"""Remove what is past its term, one case at a time, and write down that it was done.

The work is a walk over the dossier models: a new model takes part on the day it
is written. What is due is read from the rows themselves, so a run after three
days of downtime, a second run, or a run after a kill half-way all end the same.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Outgoing
from cases.lifecycle import Phase
from cases.models import Case, ParkedForm, PhaseChange
from privacy.models import Removal, end_of_proof
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.dossier import dossier_models, keep_of
from zvh.guard.models import DossierModel, Keep
from zvh.lib.dates import add_years
from zvh.lib.keys import new_id

CHUNK = 50
YEARS_PER_PIECE = 5
PARKED_FOR = timedelta(days=1)
STEPS = (Keep.WORK, Keep.PLAN, Keep.SHELL)


@dataclass(frozen=True)
class Due:
    """What goes, or would go, of one case under one rule: rows per kind."""

    case_key: UUID
    rule: Removal.Rule
    counts: dict[str, int]

    @property
    def items(self) -> int:
        return sum(self.counts.values())


def run() -> int:
    """Remove everything due at this moment; returns how many rows went."""
    return sum(due.items for due in removals())


def removals(at: datetime | None = None) -> Iterator[Due]:
    """Remove what is due, yielding after each case was removed for good.

    `at` moves the clock, for the demo; each case is a transaction of its own.
    """
    moment, batch = at or timezone.now(), new_id()
    for keep in STEPS:
        yield from _each(_past(keep), moment, batch, _remove_class(keep))
    _close_cleaned(moment)
    yield from _each(_past_everything, moment, batch, _remove_case)
    yield from _each(_with(_aged), moment, batch, _remove_rows(AGED, _aged))
    yield from _each(_with(_withdrawn), moment, batch, _remove_rows(LOOSE, _withdrawn))
    _forget_proof(moment)


def preview(at: datetime | None = None) -> list[Due]:
    """What `removals` would remove at that moment, and nothing changes."""
    moment = at or timezone.now()
    with acting_for(Purpose.RETENTION, now=moment):
        classes = [
            due
            for keep in STEPS
            for case in _past(keep)(moment)
            if (due := Due(case.pk, Removal.Rule(keep), _counts(_of(keep), case))).items
        ]
        whole = [
            Due(case.pk, Removal.Rule.CASE, {Case._meta.label: 1})
            for case in _past_everything(moment)
        ]
        loose = [
            Due(case.pk, rule, counts)
            for rule, which in ((AGED, _aged), (LOOSE, _withdrawn))
            for case in _with(which)(moment)
            if (counts := _counted(which, case, moment))
        ]
    return [*classes, *whole, *loose]


AGED, LOOSE = Removal.Rule.AGED, Removal.Rule.WITHDRAWN
Rows = models.QuerySet[DossierModel]
Which = Callable[[type[DossierModel], datetime], Rows | None]
Cases = Callable[[datetime], models.QuerySet[Case]]
Remover = Callable[[Case, datetime], Due]


def _each(
    cases: Cases, moment: datetime, batch: UUID, remove: Remover
) -> Iterator[Due]:
    """Take the due cases in chunks, each case in a transaction with its proof."""
    seen: set[UUID] = set()
    while keys := _next_keys(cases, moment, seen):
        seen.update(keys)
        for key in keys:
            if due := _one(key, cases, moment, batch, remove):
                yield due


def _next_keys(cases: Cases, moment: datetime, seen: set[UUID]) -> list[UUID]:
    with acting_for(Purpose.RETENTION, now=moment):
        due = cases(moment).exclude(pk__in=seen).values_list("pk", flat=True)
        return list(due[:CHUNK])


def _one(
    key: UUID, cases: Cases, moment: datetime, batch: UUID, remove: Remover
) -> Due | None:
    with acting_for(Purpose.RETENTION, now=moment):
        locked = cases(moment).select_for_update(skip_locked=True, of=("self",))
        case = locked.filter(pk=key).first()
        if case is None:  # another run was here first
            return None
        due = remove(case, moment)
        if not due.items:
            return None
        Removal.objects.create(
            case_key=key,
            recorded_at=moment,
            remove_on=end_of_proof(),
            rule=due.rule,
            batch=batch,
            items=due.items,
            counts=due.counts,
        )
    return due


def _remove_class(keep: Keep) -> Remover:
    def remove(case: Case, moment: datetime) -> Due:
        if keep is Keep.WORK:
            Outgoing.objects.filter(case_id=case.pk).delete()
        counts = _deleted(model.objects.filter(case=case) for model in _of(keep))
        return Due(case.pk, Removal.Rule(keep), counts)

    return remove


def _remove_case(case: Case, moment: datetime) -> Due:
    Outgoing.objects.filter(case_id=case.pk).delete()
    # The database takes the rest along: every key to a case cascades there.
    counts = {**_counts(dossier_models(), case), **_deleted([_row(case)])}
    return Due(case.pk, Removal.Rule.CASE, counts)


def _remove_rows(rule: Removal.Rule, which: Which) -> Remover:
    def remove(case: Case, moment: datetime) -> Due:
        chosen = (which(model, moment) for model in dossier_models())
        rows = [query.filter(case=case) for query in chosen if query is not None]
        return Due(case.pk, rule, _deleted(rows))

    return remove


def _past(keep: Keep) -> Cases:
    def cases(moment: datetime) -> models.QuerySet[Case]:
        due = Case.objects.past(keep, _day(moment))
        held = Q()
        for model in _of(keep):
            held |= Q(Exists(model.objects.filter(case=OuterRef("pk"))))
        return due.filter(held)

    return cases


def _past_everything(moment: datetime) -> models.QuerySet[Case]:
    return Case.objects.past(Keep.ADVICE, _day(moment))


def _with(which: Which) -> Cases:
    def cases(moment: datetime) -> models.QuerySet[Case]:
        found = Q(pk__in=[])
        for model in dossier_models():
            if (rows := which(model, moment)) is not None:
                found |= Q(Exists(rows.filter(case=OuterRef("pk"))))
        return Case.objects.not_held(_day(moment)).filter(found)

    return cases


def _aged(model: type[DossierModel], moment: datetime) -> Rows | None:
    before = datetime.combine(
        add_years(moment.date(), -YEARS_PER_PIECE), moment.timetz()
    )
    rows: Rows = model.objects.filter(first_processed_at__lte=before)
    return rows


def _withdrawn(model: type[DossierModel], moment: datetime) -> Rows | None:
    if not any(field.name == "withdrawn_at" for field in model._meta.fields):
        return None
    gone = Q(withdrawn_at__isnull=False)
    if model is ParkedForm:
        gone |= Q(parked_at__lte=moment - PARKED_FOR)
    rows: Rows = model.objects.filter(gone)
    return rows


def _close_cleaned(moment: datetime) -> None:
    """The plan has gone, so what is left is a shell that says who and when (S-3)."""
    day = _day(moment)
    with acting_for(Purpose.RETENTION, now=moment):
        due = Case.objects.past(Keep.PLAN, day).in_phase(Phase.AFSCHALING)
        for case in due.select_for_update(skip_locked=True):
            case.move_to(Phase.CLOSED)
            case.cleaned_on = day
            case.save()
            PhaseChange.objects.create(
                case=case, before=Phase.AFSCHALING, after=Phase.CLOSED, at=moment
            )


def _forget_proof(moment: datetime) -> None:
    with acting_for(Purpose.RETENTION, now=moment):
        Removal.objects.past_their_own_term(_day(moment)).delete()


def _of(keep: Keep) -> list[type[DossierModel]]:
    return [model for model in dossier_models() if keep_of(model) == keep]


def _row(case: Case) -> models.QuerySet[Case]:
    return Case.objects.filter(pk=case.pk)


def _counts(kinds: Iterable[type[DossierModel]], case: Case) -> dict[str, int]:
    found = {m._meta.label: m.objects.filter(case=case).count() for m in kinds}
    return {label: count for label, count in found.items() if count}


def _counted(which: Which, case: Case, moment: datetime) -> dict[str, int]:
    chosen = {m._meta.label: which(m, moment) for m in dossier_models()}
    found = {
        label: rows.filter(case=case).count()
        for label, rows in chosen.items()
        if rows is not None
    }
    return {label: count for label, count in found.items() if count}


def _deleted(queries: Iterable[models.QuerySet]) -> dict[str, int]:  # type: ignore[type-arg]
    """Delete set by set with one statement each; the database cascades."""
    found = {rows.model._meta.label: rows._raw_delete("default") for rows in queries}
    return {label: count for label, count in found.items() if count}


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
