"""The law's closed list of categories: what is told has one by where it is told.

Nobody chooses it (A-10). `class Privacy` of a model names it for each of its fields
with personal text; what is told about a leefgebied has that of the leefgebied.
"""

from django.db import models


class Category(models.TextChoices):
    """The law's closed list of categories of data (WGS 2.29, A-10)."""

    IDENTITY = "identity", "Identiteit en contact"
    BSN = "bsn", "Burgerservicenummer"
    LIVING = "living", "Woonsituatie"
    FINANCES = "finances", "Financiën"
    INCOME = "income", "Inkomen"
    HEALTH = "health", "Gezondheid"
    POLICE = "police", "Politiegegevens"
    JUDICIAL = "judicial", "Justitiële en strafvorderlijke gegevens"
    RELATIONS = "relations", "Relaties"
    SUPERVISION = "supervision", "Toezicht en handhaving"
    CARE_GRANTED = "care_granted", "Geïndiceerde of toegekende zorg"
    GUIDANCE = "guidance", "Begeleiding, zorg en hulp"


# By the keys of the leefgebieden that ship with the profiles.
OF_DOMAINS = {
    "huisvesting": Category.LIVING,
    "financien": Category.FINANCES,
    "dagbesteding": Category.INCOME,
    "lichamelijke_gezondheid": Category.HEALTH,
    "psychische_gezondheid": Category.HEALTH,
    "verslaving": Category.HEALTH,
    "sociaal_netwerk": Category.RELATIONS,
    "gezin_en_opvoeding": Category.RELATIONS,
    "justitie": Category.JUDICIAL,
    "veiligheid": Category.POLICE,
}


def of_field(model: type[models.Model], name: str) -> Category | None:
    """What is told in this field; nothing where it depends on the row."""
    known: dict[str, Category] = getattr(model.Privacy, "categories", {})  # type: ignore[attr-defined]
    return known.get(name)


def of_domain(key: str) -> Category:
    """What is told about this leefgebied; one that a house added is about help."""
    return OF_DOMAINS.get(key, Category.GUIDANCE)
