"""What a Partij prepares before the table meets: a text for each topic (O-4)."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from accounts.models import Party, User
from cases.models import Category, Use
from house import lists
from ico.invitations import Invitation
from ico.meetings import Meeting
from zvh.guard.content import ContentTextField
from zvh.guard.models import DossierModel, DossierQuerySet, Keep

if TYPE_CHECKING:
    from typing import Self

# What is told under the topics that ship with the profiles; a house may add its own.
CATEGORIES = {
    "diagnostiek": Category.HEALTH,
    "netwerk": Category.RELATIONS,
    "schoolcarriere": Category.GUIDANCE,
    "inkomen": Category.FINANCES,
    "hulpverlening": Category.GUIDANCE,
    "interventies": Category.GUIDANCE,
    "kaders": Category.JUDICIAL,
}
# Under which leefgebied the plan tells it; what is of all of them stays without.
DOMAINS = {
    "netwerk": "sociaal_netwerk",
    "schoolcarriere": "dagbesteding",
    "inkomen": "financien",
    "kaders": "justitie",
}


class PreparedTopicQuerySet(DossierQuerySet):
    def of(self, invitation: Invitation) -> "Self":
        """Those of this Partij for this table; without account, of this person."""
        guest = invitation.user if invitation.user.is_visitor else None
        return self.filter(
            meeting_id=invitation.meeting_id,
            given_by_id=invitation.party_id,
            guest=guest,
        )

    def on(self, topic: str) -> "Self":
        return self.filter(topic=topic)


class PreparedTopic(DossierModel):
    """A text on one topic, until it is handed in: the Partij's own, and nobody else's.

    Colleagues of a Partij write in the same; whoever has no account in their own.
    """

    class For(models.TextChoices):
        """What the text may be used for once it is handed in."""

        ICO = "ico", "Voor het overleg, niet voor het plan"
        PLAN = "plan", "Voor het overleg en het plan"
        BUREAU = "bureau", "Nog niet delen: alleen het bureau leest dit"

    meeting = models.ForeignKey(
        Meeting, models.DO_NOTHING, related_name="preparations", verbose_name="overleg"
    )
    given_by = models.ForeignKey(
        Party, models.PROTECT, related_name="+", verbose_name="Partij"
    )
    guest = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="wie zonder account",
    )
    topic = models.CharField("onderwerp", max_length=40)
    text = ContentTextField("voorbereiding", blank=True)
    conditions = ContentTextField("voorwaarden bij gebruik", blank=True)
    use = models.CharField("gebruik", max_length=10, choices=For, default=For.ICO)
    typed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="ingevoerd door"
    )
    typed_at = models.DateTimeField("ingevoerd op", default=timezone.now)

    objects: ClassVar = PreparedTopicQuerySet.as_manager()

    class Privacy:
        keep = Keep.WORK
        personal = frozenset({"text", "conditions"})
        process = frozenset(
            {"meeting", "given_by", "guest", "topic", "use", "typed_by", "typed_at"}
        )

    class Meta:
        verbose_name = "voorbereid onderwerp"
        verbose_name_plural = "voorbereide onderwerpen"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "given_by", "guest", "topic"],
                nulls_distinct=False,
                name="a_topic_is_prepared_once_by_a_partij",
            )
        ]

    @property
    def category(self) -> Category:
        return CATEGORIES.get(self.topic, Category.GUIDANCE)

    @property
    def domain(self) -> str:
        """The leefgebied that it is about, where this house has it."""
        domain = DOMAINS.get(self.topic, "")
        return domain if domain in lists.all_labels("leefgebieden") else ""

    @property
    def uses(self) -> list[Use]:
        """The releases that it asks for."""
        if self.use == self.For.BUREAU:
            return []
        return [Use.ICO, Use.PLAN] if self.use == self.For.PLAN else [Use.ICO]


def topics() -> list[tuple[str, str]]:
    """The topics of this house, with their words, in their order."""
    return lists.choices("preparation")
