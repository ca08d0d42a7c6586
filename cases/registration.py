"""What a Partij tells when it registers a case (A-2 to A-5)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Party, User
from cases.categories import Category
from cases.people import GivenModel
from zvh.guard.content import ContentDateField, ContentFileField, ContentTextField
from zvh.guard.models import DossierModel, Keep


class Criterion(models.TextChoices):
    """The four criteria for complex cases (convenant bijlage 2)."""

    MULTIPLE_PROBLEMS = "multiple_problems", "problemen op meer dan één leefgebied"
    SEVERAL_CHAINS = "several_chains", "samenwerking van meer ketens nodig"
    SURROUNDINGS = "surroundings", "invloed op gezin of omgeving"
    LOCAL_SAFETY = "local_safety", "ernstige lokale veiligheidsproblemen"


class Registration(GivenModel):
    """The aanmelding itself: why this case, why here, and who was told."""

    class Urgency(models.TextChoices):
        NORMAL = "normal", "Kan wachten op de eerstvolgende agenda"
        SOON = "soon", "Spoed: binnen enkele dagen"
        NOW = "now", "Acuut: vandaag"

    class Informed(models.TextChoices):
        YES = "yes", "Ja"
        NOT_YET = "not_yet", "Nog niet"
        NO = "no", "Nee, daar is een reden voor"
        UNKNOWN = "unknown", "Weet ik niet"

    class Consultation(models.TextChoices):
        NOT_ENOUGH = "not_enough", "Nee, er is meer nodig"
        ENOUGH = "enough", "Ja, misschien wel"
        UNKNOWN = "unknown", "Weet ik niet"

    multiple_problems = models.BooleanField("meer leefgebieden", null=True)
    several_chains = models.BooleanField("meer ketens nodig", null=True)
    surroundings = models.BooleanField("raakt gezin of omgeving", null=True)
    local_safety = models.BooleanField("lokale veiligheid", null=True)
    # Without an answer in a field above: those of which nobody knows it.
    not_known = ArrayField(
        models.CharField(max_length=20, choices=Criterion),
        default=list,
        verbose_name="criteria waarvan het niet bekend is",
    )
    motivation = ContentTextField("waarom toch aanmelden", blank=True)
    consultation = models.CharField(
        "onderling overleg genoeg", max_length=10, choices=Consultation, blank=True
    )
    tried = ContentTextField("wat is al geprobeerd", blank=True)
    goal = ContentTextField("wat moet het overleg opleveren", blank=True)
    area = ContentTextField("het gebied", blank=True)
    occasion = ContentTextField("aanleiding", blank=True)
    interventions = ContentTextField("eerdere interventies en resultaat", blank=True)
    frames = ContentTextField("lopende kaders en voorwaarden", blank=True)
    safety_risks = ContentTextField("veiligheidsrisico's", blank=True)
    urgency = models.CharField(
        "spoed", max_length=10, choices=Urgency, default=Urgency.NORMAL
    )
    informed = models.CharField(
        "geïnformeerd", max_length=10, choices=Informed, blank=True
    )
    informed_by = ContentTextField("geïnformeerd door", blank=True)
    informed_on = ContentDateField("geïnformeerd op", null=True, blank=True)
    not_informed_reason = ContentTextField("waarom niet geïnformeerd", blank=True)
    # A key of the profile's list, or that there is no secrecy (WGS 2.29 lid 2).
    secrecy_ground = models.CharField("grond beroepsgeheim", max_length=40, blank=True)
    completed_at = models.DateTimeField("laatst volledig verstuurd op", null=True)
    judged_complete_at = models.DateTimeField("volledig bevonden op", null=True)
    judged_complete_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="beoordeeld door",
    )

    class Privacy:
        keep = Keep.WORK
        categories = {
            "motivation": Category.GUIDANCE,
            "tried": Category.GUIDANCE,
            "goal": Category.GUIDANCE,
            "area": Category.LIVING,
            "occasion": Category.GUIDANCE,
            "interventions": Category.GUIDANCE,
            "frames": Category.JUDICIAL,
            "safety_risks": Category.POLICE,
            "informed_by": Category.GUIDANCE,
            "informed_on": Category.GUIDANCE,
            "not_informed_reason": Category.GUIDANCE,
        }
        personal = frozenset(
            {*categories, "secrecy_ground", "not_known", "urgency"}
            | {"multiple_problems", "several_chains", "surroundings", "local_safety"}
        )
        process = frozenset(
            {"consultation", "informed", "completed_at"}
            | {"judged_complete_at", "judged_complete_by", "given_by", "withdrawn_at"}
        )

    class Meta:
        verbose_name = "aanmelding"
        verbose_name_plural = "aanmeldingen"
        constraints = [
            models.UniqueConstraint(fields=["case"], name="a_case_has_one_registration")
        ]

    @property
    def criteria(self) -> dict[Criterion, bool | None]:
        return {criterion: getattr(self, criterion) for criterion in Criterion}

    def has_answered(self, criterion: Criterion) -> bool:
        """‘Weet ik niet’ is an answer too."""
        is_known = self.criteria[criterion] is not None
        return is_known or criterion.value in self.not_known

    @property
    def has_told_criteria(self) -> bool:
        return all(self.has_answered(criterion) for criterion in Criterion)

    @property
    def meets_criteria(self) -> bool:
        return meets_criteria(self.criteria)

    @property
    def is_judged_complete(self) -> bool:
        """Found complete since its sender last sent it (A-6)."""
        judged, sent = self.judged_complete_at, self.completed_at
        return judged is not None and sent is not None and judged >= sent


NO_SECRECY = "geen"


def meets_criteria(answers: dict[Criterion, bool | None]) -> bool:
    """(1) and (2) and ((3) or (4)): convenant bijlage 2, requirement A-2."""
    return bool(
        answers[Criterion.MULTIPLE_PROBLEMS]
        and answers[Criterion.SEVERAL_CHAINS]
        and (answers[Criterion.SURROUNDINGS] or answers[Criterion.LOCAL_SAFETY])
    )


class DomainProblem(GivenModel):
    """What is wrong on one leefgebied, and how badly."""

    class Severity(models.TextChoices):
        LIGHT = "light", "Licht"
        MEDIUM = "medium", "Matig"
        HEAVY = "heavy", "Ernstig"
        UNKNOWN = "unknown", "Weet ik niet"

    domain = models.CharField("leefgebied", max_length=40)
    problem = ContentTextField("probleem", blank=True)
    severity = models.CharField("ernst", max_length=10, choices=Severity)

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"domain", "severity", "problem"})
        process = frozenset({"given_by", "withdrawn_at"})

    class Meta:
        verbose_name = "probleem op een leefgebied"
        verbose_name_plural = "problemen per leefgebied"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "domain", "given_by"],
                name="a_partij_tells_once_about_a_leefgebied",
            )
        ]


class InvolvedParty(GivenModel):
    """An organisation that is, or should be, involved; perhaps one we do not know."""

    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Partij",
    )
    organisation = ContentTextField("organisatie", blank=True)
    contact = ContentTextField("contactpersoon", blank=True)
    involvement = ContentTextField("waarmee bezig", blank=True)

    class Privacy:
        keep = Keep.WORK
        categories = dict.fromkeys(
            ("organisation", "contact", "involvement"), Category.GUIDANCE
        )
        personal = frozenset(categories)
        process = frozenset({"party", "given_by", "withdrawn_at"})

    class Meta:
        verbose_name = "betrokken organisatie"
        verbose_name_plural = "betrokken organisaties"


class Attachment(GivenModel):
    """A file that came with the registration, kept in the database with the rest."""

    name = ContentTextField("bestandsnaam")
    media_type = models.CharField("soort", max_length=80)
    size = models.PositiveIntegerField("grootte in bytes")
    body = ContentFileField("inhoud")

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"name", "body"})
        process = frozenset({"media_type", "size", "given_by", "withdrawn_at"})

    class Meta:
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"


class CompletionRequest(DossierModel):
    """What is missing in a registration, asked of the sender, with a term (A-6)."""

    missing = ContentTextField("wat ontbreekt")
    asked_at = models.DateTimeField("gevraagd op")
    asked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="gevraagd door"
    )
    answer_before = models.DateField("graag voor")
    reminded_at = models.DateTimeField("herinnerd op", null=True)
    answered_at = models.DateTimeField("beantwoord op", null=True)
    # Of who cannot change what was sent: a visitor, who does not read it back.
    answer = ContentTextField("antwoord van de aanmelder", blank=True)

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"missing", "answer"})
        process = frozenset(
            {"asked_at", "asked_by", "answer_before", "reminded_at", "answered_at"}
        )

    class Meta:
        verbose_name = "verzoek om aanvulling"
        verbose_name_plural = "verzoeken om aanvulling"
