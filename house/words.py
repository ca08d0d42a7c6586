"""The words of this house: one concept, the name by which people here call it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A noun with what a Dutch sentence needs of it."""

    article: str
    singular: str
    plural: str

    def __str__(self) -> str:
        return self.singular

    @property
    def definite(self) -> str:
        """With its article: 'het casusoverleg'."""
        return f"{self.article} {self.singular}"

    @property
    def capital(self) -> str:
        """At the start of a sentence or a heading."""
        return self.singular[:1].upper() + self.singular[1:]

    @property
    def capital_plural(self) -> str:
        return self.plural[:1].upper() + self.plural[1:]

    @property
    def this(self) -> str:
        """Pointing at it: 'dit casusoverleg', 'deze weging'."""
        return f"{'dit' if self.article == 'het' else 'deze'} {self.singular}"


FORMS = frozenset(
    {
        "singular",
        "plural",
        "article",
        "definite",
        "capital",
        "capital_plural",
        "this",
    }
)


def word(key: str, form: str = "singular") -> str:
    """The active profile's word, for rule sentences, mails and documents."""
    from house.profile import active

    if form not in FORMS:
        raise LookupError(f"a word has no form '{form}'")
    return str(getattr(active().words[key], form))
