"""The lists of this house: what can be chosen today, and how all of it is called.

    lists.choices("themes")                        what can be chosen now
    lists.choices("themes", using=row.themes)      and what this row uses already
    lists.label("themes", "hic")                   also of a value that was retired
    lists.labels("themes", row.themes)             several, in the order of the list
    lists.questions_for(party.soorten)             what such a Partij is asked

A house adds to its lists and calls a value otherwise, but erases none: what it no
longer wants is retired, cannot be chosen any more, and is still read where it was.
Ask when a form is made or a page is shown, never when a module is loaded.
"""

from collections.abc import Iterable

from house import profile
from house.profile import Question


def choices(name: str, *, using: Iterable[str] = ()) -> list[tuple[str, str]]:
    """What can be chosen; what a row `using` it holds already stays possible."""
    return profile.active().choices(name, using=using)


def label(name: str, key: str) -> str:
    """How a stored key reads today, retired or not."""
    return profile.active().label(name, key)


def labels(name: str, keys: Iterable[str]) -> list[str]:
    """How these stored keys read, in the order of the list; unknown ones last."""
    known, asked = profile.active().labels(name), list(dict.fromkeys(keys))
    order = {key: place for place, key in enumerate(known)}
    ranked = sorted(asked, key=lambda key: order.get(key, len(order)))
    return [known.get(key, key) for key in ranked]


def all_labels(name: str) -> dict[str, str]:
    """Every value of a list with its name, retired ones too: to look up many."""
    return profile.active().labels(name)


def questions_for(soorten: Iterable[str]) -> list[Question]:
    """What a Partij of these soorten is asked in an uitvraag (I-2)."""
    return profile.active().questions_for(soorten)


def question_labels(soorten: Iterable[str]) -> dict[str, str]:
    """Every question that such a Partij was ever asked, by its key."""
    asked = profile.active().questions
    several = [asked.get(soort, ()) for soort in ("overig", *soorten)]
    return {question.key: question.label for each in several for question in each}


def attachment_kinds() -> tuple[str, ...]:
    """The kinds of file that this house takes in: 'pdf', 'docx', 'jpg', 'png'."""
    return profile.active().attachments.kinds


def attachment_megabytes() -> int:
    """How large an attachment may be."""
    return profile.active().attachments.megabytes
