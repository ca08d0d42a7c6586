"""Remove what is past its term, some cases at a time, and write down that it was done.

The work is a walk over the dossier models: a new model takes part on the day it
is written. What is due is read from the rows themselves, so a run after three
days of downtime, a second run, or a run after a kill half-way all end the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, models
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Outgoing
from cases.lifecycle import Phase
from cases.models import Case, ParkedForm, PhaseChange
from privacy.models import Removal, end_of_proof
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.dossier import dossier_models, evidence_models, keep_of
from zvh.guard.models import DossierModel, Keep
from zvh.lib.dates import add_years
from zvh.lib.keys import new_id

# So many cases in one transaction: most of the work is planning the statements.
AT_ONCE = 50
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
    """Remove what is due, yielding each case after it was removed for good.

    `at` moves the clock, for the demo; some cases share a transaction.
    """
    moment, batch = at or timezone.now(), new_id()
    # First what goes altogether: the database takes all of it along at once.
    yield from _each(_past_everything, moment, batch, whole_cases)
    for keep in STEPS:
        yield from _each(_past(keep), moment, batch, _remove_class(keep))
    _close_cleaned(moment)
    yield from _each(_with(_aged), moment, batch, _remove_rows(AGED, _aged))
    yield from _each(_with(_withdrawn), moment, batch, _remove_rows(LOOSE, _withdrawn))
    _forget_proof(moment)


def preview(at: datetime | None = None) -> list[Due]:
    """What `removals` would remove at that moment, and nothing changes."""
    moment = at or timezone.now()
    with acting_for(Purpose.RETENTION, now=moment):
        return [
            *_shown_cases(moment),
            *_shown_classes(moment),
            *_shown_rows(AGED, _aged, moment),
            *_shown_rows(LOOSE, _withdrawn, moment),
        ]


AGED, LOOSE = Removal.Rule.AGED, Removal.Rule.WITHDRAWN
Rows = models.QuerySet[DossierModel]
Which = Callable[[type[DossierModel], datetime], Rows | None]
Keys = Callable[[datetime], set[UUID]]
Remover = Callable[[list[Case], datetime], list[Due]]
Counts = dict[UUID, dict[str, int]]


def _each(keys: Keys, moment: datetime, batch: UUID, remove: Remover) -> Iterator[Due]:
    """Take the due cases some at a time, in a transaction with their proof."""
    with acting_for(Purpose.RETENTION, now=moment):
        due_keys = sorted(keys(moment))
    for start in range(0, len(due_keys), AT_ONCE):
        yield from take(due_keys[start : start + AT_ONCE], moment, batch, remove)


def take(keys: list[UUID], moment: datetime, batch: UUID, remove: Remover) -> list[Due]:
    """Remove of these cases what goes, in one transaction with the proof of it."""
    with acting_for(Purpose.RETENTION, now=moment):
        free = Case.objects.not_held(_day(moment)).select_for_update(skip_locked=True)
        # Without those that another run has in hand.
        cases = list(free.filter(pk__in=keys).order_by("pk"))
        dues = [due for due in remove(cases, moment) if due.items]
        Removal.objects.bulk_create(_proof(due, moment, batch) for due in dues)
    return dues


def _proof(due: Due, moment: datetime, batch: UUID) -> Removal:
    return Removal(
        case_key=due.case_key,
        recorded_at=moment,
        remove_on=end_of_proof(),
        rule=due.rule,
        due_on=due.due_on,
        batch=batch,
        items=due.items,
        counts=due.counts,
    )


def _remove_class(keep: Keep) -> Remover:
    def remove(cases: list[Case], moment: datetime) -> list[Due]:
        keys = [case.pk for case in cases]
        if keep is Keep.WORK:
            Outgoing.objects.filter(case_id__in=keys).delete()
        went = _deleted(model.objects.filter(case__in=keys) for model in _of(keep))
        rule = Removal.Rule(keep)
        return [Due(c.pk, rule, went.get(c.pk, {}), c.until(keep)) for c in cases]

    return remove


def whole_cases(cases: list[Case], moment: datetime) -> list[Due]:
    """All of a case and the case itself."""
    keys = [case.pk for case in cases]
    Outgoing.objects.filter(case_id__in=keys).delete()
    # The database takes the rest along: every key to a case cascades there.
    went = _counted(model.objects.filter(case__in=keys) for model in dossier_models())
    Case.objects.filter(pk__in=keys)._raw_delete("default")
    return [_whole(case, went) for case in cases]


def _whole(case: Case, went: Counts) -> Due:
    counts = {**went.get(case.pk, {}), Case._meta.label: 1}
    return Due(case.pk, Removal.Rule.CASE, counts, case.advice_until)


def _remove_rows(rule: Removal.Rule, which: Which) -> Remover:
    def remove(cases: list[Case], moment: datetime) -> list[Due]:
        keys = [case.pk for case in cases]
        chosen = _chosen(which, moment).values()
        went = _deleted(rows.filter(case__in=keys) for rows in chosen)
        return [Due(key, rule, went.get(key, {})) for key in keys]

    return remove


def _past(keep: Keep) -> Keys:
    def keys(moment: datetime) -> set[UUID]:
        cases = Case.objects.past(keep, _day(moment)).values_list("pk", flat=True)
        past = "{" + ",".join(map(str, cases)) + "}"
        return {key for model in _of(keep) for key in _with_rows(model, past)}

    return keys


def _with_rows(model: type[DossierModel], cases: str) -> Iterator[UUID]:
    """Which of these many cases have rows here; asked by their keys, for the index."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT DISTINCT case_id FROM "{model._meta.db_table}"'  # noqa: S608 - ours
            " WHERE case_id = ANY (%s::uuid[])",
            [cases],
        )
        yield from (key for (key,) in cursor.fetchall())


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
        for model in evidence_models():
            model._default_manager.filter(remove_on__lte=_day(moment)).delete()


def _of(keep: Keep) -> list[type[DossierModel]]:
    return [model for model in dossier_models() if keep_of(model) == keep]


def _shown_cases(moment: datetime) -> Iterator[Due]:
    keys = _past_everything(moment)
    went = _counted(model.objects.filter(case__in=keys) for model in dossier_models())
    for case in Case.objects.filter(pk__in=keys).order_by("pk"):
        yield _whole(case, went)


def _shown_classes(moment: datetime) -> Iterator[Due]:
    gone = _past_everything(moment)
    for keep in STEPS:
        keys = _past(keep)(moment) - gone
        went = _counted(model.objects.filter(case__in=keys) for model in _of(keep))
        for case in Case.objects.filter(pk__in=keys).order_by("pk"):
            yield Due(case.pk, Removal.Rule(keep), went[case.pk], case.until(keep))


def _shown_rows(rule: Removal.Rule, which: Which, moment: datetime) -> Iterator[Due]:
    went = _counted(_chosen(which, moment).values())
    return (Due(key, rule, counts) for key, counts in went.items())


def _deleted(queries: Iterable[Rows]) -> Counts:
    """Count, then delete set by set: the database takes along what hangs on a row."""
    sets = list(queries)
    found = _counted(sets)
    for rows in sets:
        rows._raw_delete("default")
    return found


def _counted(queries: Iterable[Rows]) -> Counts:
    """How many rows of each kind every case has among these."""
    found: Counts = defaultdict(dict)
    for rows in queries:
        per_case = rows.order_by().values_list("case_id").annotate(Count("pk"))
        for key, count in per_case:
            found[key][rows.model._meta.label] = count
    return found


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
