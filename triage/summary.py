"""One case as the weging sees it, and one registration as the intake does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from accounts.models import User
from cases import identity, likeness, overview
from cases.forms_registration import CRITERIA
from cases.lifecycle import SHIELDED
from cases.models import Case, Criterion, Person, Registration, Use
from cases.registration_steps import Draft, steps_of
from cases.registration_summary import READERS
from house import profile
from triage import preparing
from triage.models import (
    AgendaItem,
    Inquiry,
    RelevantParty,
    TriageDecision,
    TriageMeeting,
)
from zvh.lib import dates

ANSWERS = {True: ("Ja", "ok"), False: ("Nee", ""), None: ("Niet bekend", "warn")}


@dataclass(frozen=True)
class Part:
    """One subject of a registration: what was told about it, and what is missing."""

    title: str
    facts: list[tuple[str, str]]
    lacks: list[str]


@dataclass(frozen=True)
class Row:
    """A case in the list beside the weging."""

    item: AgendaItem
    about: str
    is_current: bool

    KINDS = {"open": "info", "decided": "ok", "deferred": "warn"}

    @property
    def kind(self) -> str:
        return self.KINDS[self.item.state]

    @property
    def state(self) -> str:
        """A case that only some may see is called 'besloten', too."""
        is_decided = self.item.state == AgendaItem.State.DECIDED
        return "Besluit genomen" if is_decided else self.item.get_state_display()


def parts(case: Case) -> list[Part]:
    """The registration, subject by subject (A-6)."""
    draft = Draft.of(case)
    return [
        Part(step.title, _told(READERS[step.key](draft)), step.lacks(draft))
        for step in steps_of(case)
        if step.key != "bijlagen"
    ]


def lacking(told: Iterable[Part]) -> list[str]:
    return [sentence for part in told for sentence in part.lacks]


def of(item: AgendaItem, *, user: User, projected: bool) -> dict[str, Any]:
    """Everything about one case on one screen."""
    case = item.case
    registration = case.registrations.get()
    return {
        "registration": registration,
        "people": _people(case),
        "problems": overview.problems(case),
        "criteria": _criteria(registration),
        "pieces": _pieces(item, user=user, projected=projected),
        "answers": _answers(item, user=user, projected=projected),
        # Read aloud it would tell the table what only the bureau may know (S-7).
        "earlier": [] if projected else likeness.standing(user, case),
        "proposal": preparing.proposal_of(case),
        "deferred_before": _deferred_before(item),
    }


def rows(
    meeting: TriageMeeting,
    user: User,
    *,
    current: AgendaItem | None = None,
    projected: bool = True,
) -> list[Row]:
    """The agenda as this person may see it; what is shielded has left the list.

    On a projector it names nobody in full.
    """
    visible = AgendaItem.objects.visible_to(user).on(meeting).in_order()
    items = list(visible.exclude(case__phase__in=SHIELDED))
    listed = [item.case for item in items]
    names = identity.in_short(listed) if projected else _in_full(listed)
    return [
        Row(
            item,
            names.get(item.case_id, item.case.get_subject_display()),
            current is not None and item.pk == current.pk,
        )
        for item in items
    ]


def beside(listed: list[Row]) -> dict[str, Row | None]:
    """The case before and the case after the current one."""
    at = next((n for n, row in enumerate(listed) if row.is_current), 0)
    return {
        "previous": listed[at - 1] if at else None,
        "next": listed[at + 1] if at + 1 < len(listed) else None,
    }


def decision_of(case: Case) -> TriageDecision | None:
    """The decision that stands, with all it names."""
    relevant = RelevantParty.objects.filter(decision=OuterRef("pk"))
    names = relevant.order_by("party__name").values("party__name")
    grounds = relevant.order_by("party__name").values("ground")
    found: TriageDecision | None = (
        case.triagedecisions.filter(taken_back_at=None)
        .select_related("by", "meeting", "on_behalf_of")
        .annotate(party_names=ArraySubquery(names), grounds=ArraySubquery(grounds))
        .first()
    )
    return found


def needed_at(decision: Any) -> list[tuple[str, str]]:
    """Which Partij belongs at the table, and what it is needed for."""
    label = profile.active().label
    named = zip(decision.party_names, decision.grounds, strict=True)
    return [
        (name, label("invitation_grounds", ground) if ground else "")
        for name, ground in named
    ]


def themes_of(decision: TriageDecision) -> list[str]:
    return [profile.active().label("themes", key) for key in decision.themes]


def _told(facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in facts if value]


def _in_full(cases: list[Case]) -> dict[Any, str]:
    keys = [case.pk for case in cases]
    people = Person.objects.filter(case__in=keys, role=Person.Role.BETROKKENE)
    named: dict[Any, list[str]] = {}
    for person in people.order_by("first_processed_at"):
        named.setdefault(person.case_id, []).append(person.full_name)
    full = {key: ", ".join(names) for key, names in named.items()}
    return {**identity.in_short(cases), **full}


def _people(case: Case) -> list[dict[str, Any]]:
    today = timezone.localdate()
    people = case.persons.select_related("details").order_by("first_processed_at")
    found = []
    for person in people:
        details = identity.details_of(person)
        born = details.birth_date if details else None
        age = dates.age_on(born, today) if born else None
        gemeente = details.gemeente if details else ""
        found.append({"person": person, "born": born, "age": age, "note": gemeente})
    return found


def _criteria(registration: Registration) -> list[dict[str, str]]:
    texts = profile.active().criteria
    answers = registration.criteria
    return [
        {
            "text": texts[CRITERIA[each]],
            "answer": ANSWERS[answers[each]][0],
            "kind": ANSWERS[answers[each]][1],
        }
        for each in Criterion
    ]


def _pieces(item: AgendaItem, *, user: User, projected: bool) -> list[dict[str, Any]]:
    """What was released for the weging; on a screen only what all present may see."""
    now = timezone.now()
    given = item.case.contributions.filter(
        withdrawn_at=None, contested_at=None, releases__use=Use.TRIAGE
    )
    found = []
    for piece in given.distinct().select_related("given_by"):
        known = piece.releases.filter(use=Use.TRIAGE).select_related("party")
        releases = known.order_by("party__name", "pk")
        seen_by = [r.party for r in releases if r.until is None or r.until > now]
        if seen_by and (not projected or _at_the_table(item) <= {*seen_by}):
            found.append({"piece": piece, "for": [str(party) for party in seen_by]})
    return found


def _answers(item: AgendaItem, *, user: User, projected: bool) -> list[Inquiry]:
    """What each Partij said to the uitvraag; on a screen only what all may know."""
    asked = Inquiry.objects.filter(case=item.case).select_related("party")
    if projected or not user.is_bureau:
        asked = asked.filter(is_for_triage=True)
    return list(asked.order_by("party__name"))


def _at_the_table(item: AgendaItem) -> set[Any]:
    from triage import agenda

    return {
        user.party
        for seat in agenda.seats(with_minor=item.involves_minor)
        for user in agenda.people_of(seat)
    }


def _deferred_before(item: AgendaItem) -> list[AgendaItem]:
    before = AgendaItem.objects.filter(
        case=item.case, state=AgendaItem.State.DEFERRED
    ).exclude(pk=item.pk)
    return list(before.select_related("meeting").order_by("meeting__date"))
