"""The words of this house: one concept, the name by which people here call it."""

import re
from dataclasses import dataclass

from django.utils.functional import lazy


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
    def capital_definite(self) -> str:
        """At the start of a sentence, and still an ICO: 'Het ICO'."""
        return f"{self.article.capitalize()} {self.singular}"

    def counted(self, number: int) -> str:
        """What follows a number: 1 'casus', 3 'casussen'."""
        return self.singular if number == 1 else self.plural

    @property
    def capital_this(self) -> str:
        """Pointing at it, at the start of a sentence: 'Deze weging'."""
        return f"{self.this[:1].upper()}{self.this[1:]}"

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
        "capital_definite",
        "capital_this",
        "this",
    }
)


def word(key: str, form: str = "singular") -> str:
    """The active profile's word, for rule sentences, mails and documents."""
    from house.profile import active

    if form not in FORMS:
        raise LookupError(f"a word has no form '{form}'")
    return str(getattr(active().words[key], form))


def noun(number: int, key: str) -> str:
    """The active profile's word as it follows a number."""
    from house.profile import active

    return active().words[key].counted(number)


def said(sentence: str) -> str:
    """A label in the words of this house: 'Wie leidt {casus.this}?'.

    It is put together whenever it is shown, so that code may name it when it is loaded.
    """
    return _said(sentence)


def _filled_in(sentence: str) -> str:
    from house.profile import active

    return sentence.format_map(active().words)


_said = lazy(_filled_in, str)


# Models cannot know the profile: their names and labels hold these words instead.
IN_MODELS = {
    "weging": ("weging", "singular"),
    "Weging": ("weging", "capital"),
    "weegoverleg": ("weegoverleg", "singular"),
    "afstemmingsplan": ("afstemmingsplan", "singular"),
    "procescoördinator": ("procescoordinator", "singular"),
    "casus": ("casus", "singular"),
    "Casus": ("casus", "capital"),
    "casusregisseur": ("casusregisseur", "singular"),
    "afspraak": ("afspraak", "singular"),
    "afschaling": ("afschaling", "singular"),
    "Afschaling": ("afschaling", "capital"),
    "aanmelding": ("aanmelding", "singular"),
    "Aanmelding": ("aanmelding", "capital"),
    "uitvraag": ("uitvraag", "singular"),
    "inbreng": ("inbreng", "singular"),
    "Inbreng": ("inbreng", "capital"),
    "betrokkene": ("betrokkene", "singular"),
    "Betrokkene": ("betrokkene", "capital"),
    "Partij": ("partij", "singular"),
    "Partijen": ("partij", "plural"),
}
POINTING = {"de": "definite", "het": "definite", "deze": "this", "dit": "this"}
NOUN = re.compile(rf"\b(?:({'|'.join(POINTING)}) )?({'|'.join(IN_MODELS)})\b")


def spoken(label: object) -> str:
    """The name or label of a model, in the words of this house."""
    return NOUN.sub(_spoken, str(label))


def _spoken(found: re.Match[str]) -> str:
    pointing, noun = found.groups()
    key, form = IN_MODELS[noun]
    if pointing is None:
        return word(key, form)
    if form != "singular":
        return f"{pointing} {word(key, form)}"
    return word(key, POINTING[pointing])
