"""What every room builds its rows on, and the logs of the house."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.contrib.postgres.indexes import BrinIndex
from django.core.exceptions import FieldError
from django.db import models
from django.utils import timezone

from zvh.guard.content import content_fields
from zvh.guard.versioned import Overtaken as Overtaken
from zvh.guard.versioned import StaleVersion as StaleVersion
from zvh.guard.versioned import VersionedModel as VersionedModel
from zvh.lib.keys import new_id


class Keep(models.TextChoices):
    """How long a dossier row stays after afschaling (convenant bijlage 3)."""

    WORK = "work", "werkgegevens: afgeschermd, daarna weg"
    PLAN = "plan", "plan en ZSM-advies: zes maanden"
    SHELL = "shell", "schil: een jaar"
    ADVICE = "advice", "advies aan de aanmelder: hoogstens veertien dagen"
    EVIDENCE = "evidence", "bewijs: een eigen termijn, zonder inhoud"

    def outlives(self, other: "Keep") -> bool:
        """Whether a row of this class may be gone later than one of the other."""
        order = [Keep.WORK, Keep.PLAN, Keep.SHELL, Keep.ADVICE, Keep.EVIDENCE]
        return order.index(self) > order.index(other)


class DossierQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Queries on dossier rows never hand out or overwrite the stored form."""

    def visible_to(self, user: Any) -> Self:
        """The rows of cases this person may see; the row policy narrows further."""
        case = self.model._meta.get_field("case").remote_field.model
        return self.filter(case__in=case.objects.visible_to(user))

    def update(self, **values: Any) -> int:
        self._refuse_content(values)
        return super().update(**values)

    def _values(self, *fields: Any, **expressions: Any) -> Self:
        names = fields or [f.name for f in self.model._meta.fields]
        self._refuse_content([*names, *expressions.values()])
        return super()._values(*fields, **expressions)  # type: ignore[misc, no-any-return]

    def _refuse_content(self, names: Iterable[Any]) -> None:
        asked = {getattr(name, "name", name) for name in names}
        if content := asked & content_fields(self.model):
            raise FieldError(f"content is read from a row: {', '.join(content)}")


class DossierModel(VersionedModel):
    """A row about a case: guarded, classified, kept for a term, gone with the case.

    A subclass states `class Privacy` with `keep` (a `Keep`), `personal` and
    `process` (frozensets of its own field names, each field in one of them),
    and its migration locks the table and cascades from the case.
    """

    case = models.ForeignKey(
        "cases.Case",
        models.DO_NOTHING,
        related_name="%(class)ss",
        verbose_name="casus",
        editable=False,
    )
    first_processed_at = models.DateTimeField(
        "eerst verwerkt op", default=timezone.now, editable=False
    )

    objects: ClassVar[Any] = DossierQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[-8:]}"


class EvidenceModel(models.Model):
    """Proof that outlives the dossier: keys, parties, dates, grounds; no content.

    It points to the case by key only, so that nothing breaks and nothing
    lingers when the case is removed (S-10).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_key = models.UUIDField("casus (sleutel)", null=True, editable=False)
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now)
    remove_on = models.DateField("te verwijderen op")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {str(self.pk)[-8:]}"


class AccessRecord(models.Model):
    """One act of looking: who, when, what, from where, and how it ended."""

    class Kind(models.TextChoices):
        OPENED = "opened", "geopend"
        LISTED = "listed", "lijst bekeken"
        SEARCHED = "searched", "gezocht"
        FILE = "file", "bestand"
        PRINTED = "printed", "afgedrukt"
        EXPORTED = "exported", "geëxporteerd"

    class Outcome(models.TextChoices):
        SHOWN = "shown", "getoond"
        NOT_FOUND = "not_found", "niet gevonden"
        FORBIDDEN = "forbidden", "geweigerd"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField("wanneer", default=timezone.now)
    user_id = models.UUIDField("wie", null=True)
    party_id = models.UUIDField("namens", null=True)
    action = models.CharField("pagina", max_length=80)
    kind = models.CharField("soort", max_length=20, choices=Kind)
    outcome = models.CharField("afloop", max_length=20, choices=Outcome)
    case_id = models.UUIDField("casus (sleutel)", null=True)
    # For which Partij the house looked (P-13); others look for their own.
    worked_for_id = models.UUIDField("voor welke Partij", null=True)
    object_id = models.UUIDField("onderdeel (sleutel)", null=True)
    filtered_by = models.CharField("soort filter", max_length=80, blank=True)
    count = models.PositiveIntegerField("aantal", null=True)
    address = models.GenericIPAddressField("vanaf", null=True)

    class Privacy:
        keep = Keep.EVIDENCE
        personal = frozenset({"user_id", "address"})
        process = frozenset(
            {"id", "at", "party_id", "action", "kind", "outcome", "case_id"}
            | {"object_id", "filtered_by", "count", "worked_for_id"}
        )

    class Meta:
        verbose_name = "inzage"
        verbose_name_plural = "inzagen"
        indexes = [
            models.Index(fields=["case_id", "at"], name="access_by_case"),
            models.Index(fields=["user_id", "at"], name="access_by_user"),
            BrinIndex(fields=["at"], name="access_by_moment"),
        ]

    def __str__(self) -> str:
        return f"inzage {str(self.pk)[-8:]}"


class CaseLogManager(LogEntryManager):
    """Writes the case beside each change, so that a case's log is one index scan."""

    def log_create(self, instance: Any, force_log: bool = False, **kwargs: Any) -> Any:
        kwargs["case_id"] = key_of_case(instance)
        return super().log_create(instance, force_log, **kwargs)


class LogEntry(AbstractLogEntry):
    """One change: which row, by whom, which fields; values of process fields only."""

    case_id = models.UUIDField("casus (sleutel)", null=True)

    objects = CaseLogManager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal = frozenset({"actor", "actor_email", "remote_addr", "remote_port"})
        process = frozenset(
            {"id", "case_id", "content_type", "object_pk", "object_id", "object_repr"}
            | {"serialized_data", "action", "changes_text", "changes", "cid"}
            | {"timestamp", "additional_data"}
        )

    class Meta(AbstractLogEntry.Meta):
        abstract = False
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        indexes = [
            models.Index(fields=["case_id", "timestamp"], name="changes_by_case")
        ]


class Fact(models.Model):
    """Something that happened, counted for ever and leading back to nobody (R-2)."""

    # Random on purpose: a time-ordered key could be laid beside the logs.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField("soort", max_length=40)
    month = models.DateField("maand")
    dimensions = models.JSONField("kenmerken", default=dict)
    days = models.PositiveIntegerField("dagen", null=True)
    count = models.SmallIntegerField("aantal", default=1)

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset({"id", "kind", "month", "dimensions", "days", "count"})

    class Meta:
        verbose_name = "feit"
        verbose_name_plural = "feiten"
        indexes = [models.Index(fields=["kind", "month"], name="facts_by_month")]

    def __str__(self) -> str:
        return f"{self.kind} {self.month:%Y-%m}"


class JobRun(models.Model):
    """When a scheduled job last ran, and what came of it."""

    name = models.CharField("taak", max_length=60, primary_key=True)
    started_at = models.DateTimeField("gestart", null=True)
    finished_at = models.DateTimeField("gelukt", null=True)
    failed_at = models.DateTimeField("mislukt", null=True)
    failure = models.CharField("soort fout", max_length=120, blank=True)
    done = models.PositiveIntegerField("aantal", default=0)

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"name", "started_at", "finished_at", "failed_at", "failure", "done"}
        )

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"

    def __str__(self) -> str:
        return self.name


class LedgerLineQuerySet(models.QuerySet["LedgerLine"]):
    def unwritten(self) -> Self:
        """Not yet in the ledger outside the database, oldest first."""
        return self.filter(written_at=None).order_by("number")


class LedgerLine(EvidenceModel):
    """What a restored backup must not forget: rows that went, access that ended.

    The database itself adds a line with each removal, whoever removes; a job copies
    it to the ledger outside the database. Keys only, and for ends their process values.
    """

    number = models.BigIntegerField("volgnummer")
    table = models.CharField("tabel", max_length=63)
    keys = models.JSONField("sleutels", default=list)
    became = models.JSONField("werd", null=True)
    written_at = models.DateTimeField("in het register op", null=True)

    objects: ClassVar[Any] = LedgerLineQuerySet.as_manager()

    class Privacy:
        keep = Keep.EVIDENCE
        personal: frozenset[str] = frozenset()
        process = frozenset({"number", "table", "keys", "became", "written_at"})

    class Meta:
        verbose_name = "regel van het verwijderregister"
        verbose_name_plural = "regels van het verwijderregister"
        indexes = [
            models.Index(
                fields=["number"],
                name="unwritten_ledger_lines",
                condition=models.Q(written_at=None),
            )
        ]


def key_of_case(row: models.Model) -> UUID | None:
    """The case that a row is about, if any."""
    if row._meta.label == "cases.Case":
        return UUID(str(row.pk))
    for name in ("case_id", "case_key"):
        if key := getattr(row, name, None):
            return UUID(str(key))
    return None
