"""What changed between two versions of a plan: the words that came, and that went."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from accounts.models import User
from house.words import word
from ico import documents
from ico.plans import Plan, PlanLine
from zvh.lib.dates import in_full

WORDS = re.compile(r"\s+|[^\s]+")
# Below this two lines are not the same line in other words.
ALIKE = 0.5


@dataclass(frozen=True)
class Run:
    """Words that stayed, came (`added`) or went (`removed`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One text that is new, gone or different; with whose it is."""

    kind: str
    owner: str
    runs: list[Run]


@dataclass(frozen=True)
class Part:
    """One part of the plan with what changed in it; never empty."""

    title: str
    changes: list[Change]


Text = tuple[str, str]  # whose, what


def between(before: Plan, after: Plan, *, by: User) -> list[Part]:
    """Part by part, as far as this reader may see both versions."""
    old, new = (dict(_texts(plan, by)) for plan in (before, after))
    titles = [*new, *(title for title in old if title not in new)]
    found = (Part(it, _changes(old.get(it, []), new.get(it, []))) for it in titles)
    return [part for part in found if part.changes]


def _texts(plan: Plan, by: User) -> Iterator[tuple[str, list[Text]]]:
    """What a version says, in the order of the document."""
    told = documents.plan_context(plan, by=by)
    yield "Doel", _one(plan.goal)
    for domain, lines in told["domains"]:
        yield f"Wat wij weten: {domain}", [_line(line) for line in lines]
    if told["reads_table"]:
        yield "Wat wij ervan vinden", _paragraphs(plan.judgement)
    yield "Wat wij doen", [_agreed(action) for action in told["actions"]]
    if told["reads_table"]:
        yield "Wie heeft welke informatie nodig", _paragraphs(plan.information)
    yield "Wanneer wij afschalen", [_line(line) for line in told["criteria"]]
    regie = told["leader"]
    yield word("casusregisseur", "capital"), _one(regie.name if regie else "")
    follow_up = plan.follow_up_on
    yield "Volgende datum", _one(in_full(follow_up) if follow_up else "")


def _one(text: str) -> list[Text]:
    return [("", text)] if text else []


def _paragraphs(text: str) -> list[Text]:
    return [("", line) for line in text.splitlines() if line.strip()]


def _line(line: PlanLine) -> Text:
    owner = line.owner.name if line.owner else ""
    if line.redacted_at:
        return owner, f"Ingetrokken door {owner}."
    return owner, line.text


def _agreed(action: Any) -> Text:
    return action.owner.name, f"{action.what} Klaar op {in_full(action.due_on)}."


def _changes(old: list[Text], new: list[Text]) -> list[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Change] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            found += _replaced(old[a:b], new[c:d])
    return found


def _replaced(gone: list[Text], come: list[Text]) -> Iterable[Change]:
    """Each new line beside the old one that it resembles; what is left, by itself."""
    left = list(gone)
    for text in come:
        twin = max(left, key=lambda it: _likeness(it, text), default=None)
        if twin is not None and _likeness(twin, text) >= ALIKE:
            left.remove(twin)
            yield Change("changed", text[0], _runs(twin[1], text[1]))
        else:
            yield Change("added", text[0], [Run("added", text[1])])
    for owner, said in left:
        yield Change("removed", owner, [Run("removed", said)])


def _likeness(one: Text, other: Text) -> float:
    if one[0] != other[0]:
        return 0
    return SequenceMatcher(None, *_split(one[1], other[1]), autojunk=False).ratio()


def _runs(old: str, new: str) -> list[Run]:
    a, b = _split(old, new)
    runs: list[Run] = []
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(Run("same", "".join(b[k:m])))
            continue
        runs += [Run("removed", "".join(a[i:j]))] if j > i else []
        runs += [Run("added", "".join(b[k:m]))] if m > k else []
    return runs


def _split(old: str, new: str) -> tuple[list[str], list[str]]:
    return WORDS.findall(old), WORDS.findall(new)
