"""Find a case by its number, or by what is known of a person; nothing of it is kept."""

import re
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from cases import keys
from cases.models import Case
from cases.search import SMALL_WORDS, digests_sought, digits

MOST_FOUND = 50
NUMBER = re.compile(r"(?:zvh-)?(\d{4}-\d{4,})", re.IGNORECASE)
DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


class NotSearchable(Exception):  # noqa: N818 - said as a colleague would say it
    """What was typed cannot be sought; the text says why."""


@dataclass
class Sought:
    """What was typed, taken apart; `kinds` may be recorded, the words may not."""

    number: str = ""
    words: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def understand(typed: str) -> Sought:
    """Take the words apart, or say what is wrong with them."""
    if number := NUMBER.fullmatch(typed.strip()):
        return Sought(number=number.group(1), kinds=["nummer"])
    words = [_spelled(word) for word in _joined(typed).split()]
    words = [word for word in words if digests_sought([word])]
    words = [word for word in words if _says_something(word)] or words
    if not words:
        raise NotSearchable("Vul een casusnummer, naam, geboortedatum of BSN in.")
    return Sought(words=words, kinds=sorted({_kind(word) for word in words}))


def find(user: User, sought: Sought) -> list[Case]:
    """Running cases that this person may see; one more than is shown."""
    cases = Case.objects.visible_to(user).sent().open().select_related("coordinator")
    if sought.number:
        cases = cases.filter(number=sought.number)
    else:
        found = keys.found(digests_sought(sought.words), most=MOST_FOUND + 1)
        cases = cases.filter(pk__in=found)
    return list(cases.newest_first()[: MOST_FOUND + 1])


def _joined(typed: str) -> str:
    """A BSN is often written in groups: '1234 56 789'."""
    plain = re.sub(r"[ .](?=\d)", "", typed)
    return plain if re.fullmatch(r"\d{9}", plain.strip()) else typed.replace(",", " ")


def _spelled(word: str) -> str:
    if found := DATE.fullmatch(word):
        day, month, year = map(int, found.groups())
        try:
            date(year, month, day)
        except ValueError:
            raise NotSearchable(f"De datum {word} bestaat niet.") from None
        return f"{day:02}-{month:02}-{year}"
    return word


def _says_something(word: str) -> bool:
    return word.casefold() not in SMALL_WORDS and len(re.sub(r"\W", "", word)) > 1


def _kind(word: str) -> str:
    if DATE.fullmatch(word):
        return "geboortedatum"
    if re.fullmatch(r"(19|20)\d\d", word):
        return "geboortejaar"
    return "BSN" if re.fullmatch(r"\d{9}", digits(word)) else "naam"
