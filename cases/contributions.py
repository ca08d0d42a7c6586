"""What a Partij told, and for whom and for what it released that (I-3)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Party, User
from cases.categories import Category as Category
from cases.people import GivenModel
from house import neighbours
from house.words import spoken
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, Keep


@neighbours.offers("categories")
def categories() -> list[tuple[str, str]]:
    """What the answer to a question of an uitvraag can be."""
    return [(str(key), str(label)) for key, label in Category.choices]


class Use(models.TextChoices):
    """What a piece may be used for by those it is released to."""

    TRIAGE = "triage", "weging"
    BEFORE_ICO = "before_ico", "voorbereiding van het overleg"
    ICO = "ico", "overleg"
    PLAN = "plan", "plan"
    DISCLOSURE = "disclosure", "verstrekking"


class Contribution(GivenModel):
    """One piece of information (inbreng), of the Partij that gave it."""

    given_at = models.DateTimeField("gegeven op", default=timezone.now)
    typed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="ingevoerd door"
    )
    category = models.CharField("categorie", max_length=20, choices=Category)
    domain = models.CharField("leefgebied", max_length=40, blank=True)
    # Of the profile's questions to this kind of Partij, where it answers one.
    topic = models.CharField("vraag", max_length=40, blank=True)
    text = ContentTextField("inbreng")
    conditions = ContentTextField("voorwaarden bij gebruik", blank=True)
    # Only where the bureau typed what somebody told for their Partij (I-6).
    spoken_by = ContentTextField("gegeven door, en hoe", blank=True)
    source_id = models.UUIDField("gegeven bij (sleutel)", null=True, editable=False)
    # The giver says that it did not say so: until it is right, others read nothing.
    contested_at = models.DateTimeField("betwist op", null=True)
    # Said at the table, and by the will of its giver in no plan (O-14).
    not_for_plan = models.BooleanField("niet voor het plan", default=False)

    class Privacy:
        keep = Keep.WORK
        personal = frozenset(
            {"text", "conditions", "spoken_by", "category", "domain", "topic"}
        )
        process = frozenset(
            {"given_by", "withdrawn_at", "given_at", "typed_by"}
            | {"source_id", "contested_at", "not_for_plan"}
        )

    class Meta:
        verbose_name = "inbreng"
        verbose_name_plural = "inbrengen"


class Release(DossierModel):
    """The giver's word that one piece may be seen by one Partij for one use (I-3)."""

    contribution = models.ForeignKey(
        Contribution, models.DO_NOTHING, related_name="releases", verbose_name="inbreng"
    )
    use = models.CharField("gebruik", max_length=20, choices=Use)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="vrijgegeven aan"
    )
    agreed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="akkoord vastgelegd door"
    )
    released_at = models.DateTimeField("vrijgegeven op", default=timezone.now)
    # Before the table meets, a second key is needed: whose, and who was consulted.
    since = models.DateTimeField("te lezen vanaf", default=timezone.now)
    opened_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="vooraf opengesteld door",
    )
    consulted = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="in overleg met",
    )
    until = models.DateTimeField("tot", null=True)
    # At which meeting; at its table alone may it be read.
    source_id = models.UUIDField("vrijgegeven bij (sleutel)", null=True, editable=False)

    class Privacy:
        keep = Keep.WORK
        personal: frozenset[str] = frozenset()
        process = frozenset(
            {"contribution", "use", "party", "agreed_by", "released_at", "until"}
            | {"source_id", "since", "opened_by", "consulted"}
        )

    class Meta:
        verbose_name = "vrijgave"
        verbose_name_plural = "vrijgaven"
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "use", "party", "source_id"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="a_piece_is_released_once_for_a_use",
            ),
            models.CheckConstraint(
                name="whoever_opens_a_piece_consulted_a_partij",
                condition=Q(opened_by=None, consulted=None)
                | Q(opened_by__isnull=False, consulted__isnull=False),
            ),
        ]

    @property
    def use_name(self) -> str:
        """The use as this house calls it."""
        return spoken(self.get_use_display())
