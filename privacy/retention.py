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
from django.db.models import Q
from django.utils import timezone

from accounts.models import Outgoing
from cases.lifecycle import Phase
from cases.models import Case, ParkedForm, PhaseChange
from privacy.models import Removal, end_of_proof
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.dossier import dossier_models, keep_of
from zvh.guard.models import DossierModel, Keep, LedgerLine
from zvh.lib.dates import add_years
from zvh.lib.keys import new_id

YEARS_PER_PIECE = 5
PARKED_FOR = timedelta(days=1)
STEPS = (Keep.WORK, Keep.PLAN, Keep.SHELL)


@dataclass(frozen=True)
class Due:
    """What goes, or would go, of one case under one rule: rows per kind."""

    case_key: UUID
    rule: Removal.Rule
    counts: dict[str, int]
    due_on: date | None = None

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
        return [
            *_shown_classes(moment),
            *_shown_cases(moment),
            *_shown_rows(AGED, _aged, moment),
            *_shown_rows(LOOSE, _withdrawn, moment),
        ]


AGED, LOOSE = Removal.Rule.AGED, Removal.Rule.WITHDRAWN
Rows = models.QuerySet[DossierModel]
Which = Callable[[type[DossierModel], datetime], Rows | None]
Keys = Callable[[datetime], set[UUID]]
Remover = Callable[[Case, datetime], Due]


def _each(keys: Keys, moment: datetime, batch: UUID, remove: Remover) -> Iterator[Due]:
    """Take the due cases one by one, each in a transaction with its proof."""
    with acting_for(Purpose.RETENTION, now=moment):
        due_keys = sorted(keys(moment))
    for key in due_keys:
        if due := _one(key, moment, batch, remove):
            yield due


def _one(key: UUID, moment: datetime, batch: UUID, remove: Remover) -> Due | None:
    with acting_for(Purpose.RETENTION, now=moment):
        free = Case.objects.not_held(_day(moment)).select_for_update(skip_locked=True)
        case = free.filter(pk=key).first()
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
            due_on=due.due_on,
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
        return Due(case.pk, Removal.Rule(keep), counts, case.until(keep))

    return remove


def _remove_case(case: Case, moment: datetime) -> Due:
    Outgoing.objects.filter(case_id=case.pk).delete()
    # The database takes the rest along: every key to a case cascades there.
    counts = {**_counts(dossier_models(), case), **_deleted([_row(case)])}
    return Due(case.pk, Removal.Rule.CASE, counts, case.advice_until)


def _remove_rows(rule: Removal.Rule, which: Which) -> Remover:
    def remove(case: Case, moment: datetime) -> Due:
        chosen = _chosen(which, moment).values()
        return Due(case.pk, rule, _deleted(rows.filter(case=case) for rows in chosen))

    return remove


def _past(keep: Keep) -> Keys:
    def keys(moment: datetime) -> set[UUID]:
        past = Case.objects.past(keep, _day(moment))
        return _cases_of(m.objects.filter(case__in=past) for m in _of(keep))

    return keys


def _past_everything(moment: datetime) -> set[UUID]:
    past = Case.objects.past(Keep.ADVICE, _day(moment))
    return set(past.values_list("pk", flat=True))


def _with(which: Which) -> Keys:
    def keys(moment: datetime) -> set[UUID]:
        return _cases_of(_chosen(which, moment).values())

    return keys


def _cases_of(queries: Iterable[Rows]) -> set[UUID]:
    # A query per table: one over all of them takes the database longer to plan.
    found = (rows.values_list("case_id", flat=True).distinct() for rows in queries)
    return {key for keys in found for key in keys}


def _chosen(which: Which, moment: datetime) -> dict[str, Rows]:
    chosen = {m._meta.label: which(m, moment) for m in dossier_models()}
    return {label: rows for label, rows in chosen.items() if rows is not None}


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
        LedgerLine.objects.past_their_own_term(_day(moment)).delete()


def _of(keep: Keep) -> list[type[DossierModel]]:
    return [model for model in dossier_models() if keep_of(model) == keep]


def _row(case: Case) -> models.QuerySet[Case]:
    return Case.objects.filter(pk=case.pk)


def _counts(kinds: Iterable[type[DossierModel]], case: Case) -> dict[str, int]:
    found = {m._meta.label: m.objects.filter(case=case).count() for m in kinds}
    return {label: count for label, count in found.items() if count}


def _shown_classes(moment: datetime) -> Iterator[Due]:
    for keep in STEPS:
        for case in Case.objects.filter(pk__in=_past(keep)(moment)):
            counts = _counts(_of(keep), case)
            yield Due(case.pk, Removal.Rule(keep), counts, case.until(keep))


def _shown_cases(moment: datetime) -> Iterator[Due]:
    for case in Case.objects.filter(pk__in=_past_everything(moment)):
        counts = {Case._meta.label: 1}
        yield Due(case.pk, Removal.Rule.CASE, counts, case.advice_until)


def _shown_rows(rule: Removal.Rule, which: Which, moment: datetime) -> Iterator[Due]:
    chosen = _chosen(which, moment)
    for key in _with(which)(moment):
        found = {label: rows.filter(case=key).count() for label, rows in chosen.items()}
        yield Due(key, rule, {label: count for label, count in found.items() if count})


def _deleted(queries: Iterable[models.QuerySet]) -> dict[str, int]:  # type: ignore[type-arg]
    """Count, then delete set by set: the database takes along what hangs on a row."""
    sets = list(queries)
    found = {rows.model._meta.label: rows.count() for rows in sets}
    for rows in sets:
        rows._raw_delete("default")
    return {label: count for label, count in found.items() if count}


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
