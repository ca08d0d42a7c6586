"""Find a person without the database knowing any name: keyed hashes of what is sought.

Equal names give equal digests. That is the price, and why the pepper is a secret
of its own, apart from the keys of the content.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from itertools import dropwhile

from django.conf import settings
from django.db import models

from cases.people import Person
from zvh.guard.models import DossierModel, Keep

SHORTEST_PREFIX = 3


class SearchKey(DossierModel):
    """One digest under which one person can be found."""

    class Kind(models.TextChoices):
        SURNAME = "surname", "achternaam"
        PREFIX = "prefix", "begin van de achternaam"
        SOUND = "sound", "klank van de achternaam"
        GIVEN_NAME = "given_name", "voornaam"
        INITIAL = "initial", "eerste voorletter"
        BIRTH_DATE = "birth_date", "geboortedatum"
        BIRTH_YEAR = "birth_year", "geboortejaar"
        BSN = "bsn", "burgerservicenummer"

    person = models.ForeignKey(
        Person, models.DO_NOTHING, related_name="search_keys", verbose_name="betrokkene"
    )
    kind = models.CharField("soort", max_length=20, choices=Kind)
    digest = models.CharField("sleutel", max_length=64)
    withdrawn_at = models.DateTimeField("vervangen op", null=True, editable=False)

    class Privacy:
        keep = Keep.SHELL
        personal = frozenset({"digest"})
        process = frozenset({"person", "kind", "withdrawn_at"})

    class Meta:
        verbose_name = "zoeksleutel"
        verbose_name_plural = "zoeksleutels"
        indexes = [models.Index(fields=["digest", "case"], name="cases_by_search_key")]


Kind = SearchKey.Kind


def keys_of(person: Person, *, birth_date: date | None, bsn: str) -> list[SearchKey]:
    """Every key under which this person is found; not saved yet."""
    surnames = spellings(person.prefix, person.surname)
    pairs = {
        *((Kind.SURNAME, name) for name in surnames),
        *((Kind.SOUND, sound(name)) for name in surnames),
        *((Kind.PREFIX, start) for name in surnames for start in _starts(name)),
        *((Kind.GIVEN_NAME, normal(name)) for name in person.given_names.split()),
        (Kind.INITIAL, normal(person.given_names)[:1]),
        *((Kind.BIRTH_DATE, d.isoformat()) for d in [birth_date] if d),
        *((Kind.BIRTH_YEAR, str(d.year)) for d in [birth_date] if d),
        (Kind.BSN, digits(bsn)),
    }
    return [
        SearchKey(
            case_id=person.case_id, person=person, kind=kind, digest=digest(kind, value)
        )
        for kind, value in sorted(pairs)
        if value
    ]


def digest(kind: str, value: str) -> str:
    """The stored form of a normalised value: 64 hexadecimal characters."""
    return hmac.new(
        settings.SEARCH_PEPPER.encode(), f"{kind}:{value}".encode(), sha256
    ).hexdigest()


def digests_sought(words: Iterable[str]) -> list[list[str]]:
    """For each word that can be sought: the digests of all that it may mean."""
    meant = ([digest(kind, value) for kind, value in _meant(word)] for word in words)
    return [digests for digests in meant if digests]


def spellings(prefix: str, surname: str) -> set[str]:
    """The ways in which one surname is written down, normalised.

    'van den Berg', 'Berg' and 'Vandenberg' are one; so is 'Jansen-de Vries' with
    either half of it.
    """
    halves = [half for half in re.split(r"[-–/]", surname) if normal(half)]
    names = {normal(surname), normal(f"{prefix} {surname}")}
    names |= {normal(_bare(half)) for half in halves} | {normal(_bare(surname))}
    return {name for name in names if name}


def normal(name: str) -> str:
    """Lower case letters only: 'Müller-Ö' and 'muller o' are the same."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(UNDIVIDED))
    return re.sub(r"[^a-z]", "", plain)


def sound(name: str) -> str:
    """How a Dutch surname sounds: Jansen, Janssen and Janszen are one."""
    heard = normal(name)
    for spelled, spoken in SPOKEN:
        heard = re.sub(spelled, spoken, heard)
    return re.sub(r"(.)\1+", r"\1", heard)


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


SPOKEN = (
    (r"ij|ei|ey|y", "i"),
    (r"ou|au|auw|ouw", "u"),
    (r"sch|ss|sz|z", "s"),
    (r"ph|v", "f"),
    (r"th|dt|d(?=$)", "t"),
    (r"ck|q|x|c(?![h])", "k"),
    (r"ch|gh", "g"),
    (r"ae", "a"),
    (r"oe|uh", "o"),
    (r"h$", ""),
)


# Letters that no normalisation takes apart.
UNDIVIDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i"}
    | {"æ": "ae", "œ": "oe", "þ": "th"}
)
# Kept apart from surnames, and too common to say anything.
SMALL_WORDS = frozenset(
    {"de", "den", "der", "het", "te", "ten", "ter", "van", "von", "el", "al", "la"}
    | {"le", "du", "da", "di", "dos", "in", "op", "'t", "t", "vd", "v.d."}
)


def _bare(surname: str) -> str:
    """Without the small words before it, unless nothing would be left."""
    words = surname.replace("’", "'").split()
    kept = list(dropwhile(lambda word: word.casefold() in SMALL_WORDS, words))
    # In a register the small words come after a comma: 'Berg, van den'.
    return " ".join(kept or words).split(",")[0]


def _starts(name: str) -> Iterable[str]:
    return (name[:n] for n in range(SHORTEST_PREFIX, len(name) + 1))


def _meant(word: str) -> list[tuple[Kind, str]]:
    if found := re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", word):
        day, month, year = map(int, found.groups())
        return _birth_date(year, month, day)
    if re.fullmatch(r"(19|20)\d\d", word):
        return [(Kind.BIRTH_YEAR, word)]
    if re.fullmatch(r"\d{9}", digits(word)):
        return [(Kind.BSN, digits(word))]
    return _names(normal(word))


def _names(name: str) -> list[tuple[Kind, str]]:
    if not name:
        return []
    beginning = Kind.PREFIX if len(name) >= SHORTEST_PREFIX else Kind.SURNAME
    return [
        (beginning, name),
        (Kind.SOUND, sound(name)),
        (Kind.GIVEN_NAME, name),
    ]


def _birth_date(year: int, month: int, day: int) -> list[tuple[Kind, str]]:
    try:
        return [(Kind.BIRTH_DATE, date(year, month, day).isoformat())]
    except ValueError:
        return []
