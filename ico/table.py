"""The screen of a meeting: three parts in the BOB order, and a rail beside them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import Party, User
from cases import overview, pages
from cases import rules as case_rules
from house.words import said, word
from ico import (
    forms,
    notices,
    past,
    pieces,
    rules,
    rules_informing,
    sharing,
    writing,
)
from ico.developments import leader_of
from ico.meetings import Meeting
from ico.minutes import Heading, MinutesSection, Step, in_order
from ico.needs import PieceReview, Quotation
from ico.pieces import Shown
from ico.views_meeting import meeting_frame
from zvh.guard import opening
from zvh.guard.rules import allows

PROJECTOR = "projector"
VIEWS = {
    "": "Schrijven",
    "voorzitter": "Voorzitter",
    PROJECTOR: "Projector",
}
# Which part of the time a house mostly needs for each step, in hundredths.
SHARES = {Step.PICTURE: 40, Step.JUDGEMENT: 25, Step.DECISION: 35}
KEYS_OFF = "keys_off"
OF_JUDGEMENT = (
    *(Heading.JUDGEMENT, Heading.POSSIBLE, Heading.WISHED, Heading.NOT_POSSIBLE),
)


def screen(request: HttpRequest, meeting: Meeting, step: Step) -> TemplateResponse:
    """One page with all three parts; `step` is the one in sight."""
    user, case = pages.user_of(request), meeting.case
    told = notices.of(case)
    if notices.is_first_item(meeting, told):
        first = meeting_frame(request, meeting, step) | {"told": told}
        return TemplateResponse(request, "ico/meeting_first.html", first)
    frame = meeting_frame(request, meeting, step)
    view = request.GET.get("weergave", "")
    writes = frame["may_write"] and view not in ("voorzitter", PROJECTOR)
    shown, withheld = _in_sight(meeting, view)
    context = {
        **frame,
        "step": step,
        "view": view if view in VIEWS else "",
        "views": _views(meeting, step, view),
        "navigation_plain": True,
        "ticket": opening.ticket(request, meeting),
        "page_key": uuid4(),
        "keys": not request.session.get(KEYS_OFF),
        "writes": writes,
        # A place to write is made by an act, never by looking (I6).
        "lacking": [it.title for it in writing.lacking(meeting)] if writes else [],
        "agenda": agenda(meeting),
        "registration": case.registrations.select_related("given_by").first(),
        "problems": overview.problems(case),
        "years": past.by_year(user, case),
        "interventions": past.interventions(case),
        "withheld": withheld,
        # What waits for its judgement only the bureau and its giver read (O-10).
        "reviews": [] if view == PROJECTOR else _reviews(meeting),
        "needs": needs(meeting, shown),
        "missing": missing_in(meeting),
        "leader": leader_of(case),
        "criteria": case.closingcriterions.order_by("position"),
        "advices": case.zsmadvices.standing(),
        **_may(user, meeting),
        **_written(meeting, shown),
        **(_forms(meeting) if writes else {}),
    }
    return TemplateResponse(request, "ico/meeting_table.html", context)


def _in_sight(meeting: Meeting, view: str) -> tuple[Shown, int]:
    """The pieces by leefgebied; projected, what all who are there may read."""
    shown = pieces.by_domain(meeting)
    if view != PROJECTOR:
        return shown, 0
    there = sharing.parties_at(meeting) - sharing.parties_gone(meeting)
    return pieces.for_all(shown, there)


def _may(user: User, meeting: Meeting) -> dict[str, bool]:
    is_ahead = meeting.is_planned and timezone.now() < meeting.moment[0]
    leads = allows(case_rules.coordinate, user, meeting.case)
    return {
        "may_open_before": is_ahead and leads,
        "may_close": allows(rules_informing.close_meeting, user, meeting),
        "may_build": allows(rules.build_plan, user, meeting),
    }


def agenda(meeting: Meeting) -> list[dict[str, Any]]:
    """When each step is to begin and to end: the whole time, divided."""
    if meeting.starts_at is None:
        return []
    at, ends_at = meeting.moment
    whole, slots = ends_at - at, []
    for step, share in SHARES.items():
        minutes = round(whole.total_seconds() * share / 100 / 60)
        until = at + timedelta(minutes=minutes)
        if step == Step.DECISION:
            until = ends_at
        slots.append({"step": step, "label": step.label, "from": at, "until": until})
        at = until
    return slots


def missing_in(meeting: Meeting) -> list[str]:
    """What a good meeting has, and this one does not have yet."""
    case = meeting.case
    written = {
        it.heading for it in meeting.sections.under(Heading.INFORMING) if it.text
    }
    wanted = (
        (meeting.agreed_goal, "Het doel is nog niet afgesproken."),
        (leader_of(case), f"Er is nog geen {word('casusregisseur')}."),
        (
            Heading.INFORMING in written
            or all(one.is_settled for one in notices.of(case)),
            said("Er staat nog niet wie {betrokkene.definite} informeert."),
        ),
        (case.actions.standing().exists(), "Er is nog niets afgesproken."),
        (
            case.closingcriterions.exists(),
            f"Er zijn nog geen criteria voor {word('afschaling')}.",
        ),
        (meeting.attendances.came().exists(), "Niemand is als aanwezig gemeld."),
        (meeting.follow_up_on, "Er is nog geen volgende datum."),
    )
    return [sentence for there, sentence in wanted if not there]


def needs(meeting: Meeting, shown: Shown) -> dict[str, Any]:
    """Each piece and each Partij at the table: who owns, who reads, who needs it."""
    seats = meeting.attendances.standing().values("party")
    parties = list(Party.objects.filter(pk__in=seats).order_by("name"))
    ticked = {
        (it.piece_id, it.party_id) for it in meeting.needs.filter(withdrawn_at=None)
    }
    rows = []
    for _, group in shown:
        for one in group:
            piece = one["piece"]
            cells = [
                {
                    "party": party,
                    "key": f"{piece.pk}:{party.pk}",
                    "is_own": party.pk == piece.given_by_id,
                    "is_needed": (piece.pk, party.pk) in ticked,
                    "is_released": party.name in one["parties"],
                }
                for party in parties
            ]
            rows.append({"piece": piece, "cells": cells})
    return {"parties": parties, "rows": rows}


def _written(meeting: Meeting, shown: Shown) -> dict[str, Any]:
    """The pieces of the minutes with what is quoted in them, where they belong."""
    sections = in_order(meeting.sections.select_related("written_by"))
    quotes: dict[Any, list[Quotation]] = {}
    quoted = Quotation.objects.filter(section__in=sections, withdrawn_at=None)
    told_here = [one["piece"].pk for _, group in shown for one in group]
    quoted = quoted.filter(piece__in=told_here)
    for one in quoted.select_related("piece__given_by"):
        quotes.setdefault(one.section_id, []).append(one)
    told = [_item(it, quotes.get(it.pk, [])) for it in sections]
    by_heading = {it["section"].heading: it for it in told}
    domains = _domains(shown, told)
    return {
        "domains": domains,
        "bare": [
            (item["section"].pk, title)
            for _, title, group, item in domains
            if item and not (group or item["section"].text or item["quotes"])
        ],
        "themes": [it for it in told if it["section"].heading == Heading.THEME],
        "judgements": [by_heading[it] for it in OF_JUDGEMENT if it in by_heading],
        "general": by_heading,
    }


def _item(section: MinutesSection, quotes: list[Quotation]) -> dict[str, Any]:
    return {
        "section": section,
        "quotes": quotes,
        "form": forms.SectionForm(row=section),
    }


def _domains(
    shown: Shown, told: list[dict[str, Any]]
) -> list[tuple[str, str, list[dict[str, Any]], dict[str, Any] | None]]:
    """Each leefgebied: its pieces, and what the table says about it."""
    left = dict(shown)
    rows = []
    for item in told:
        section = item["section"]
        if section.heading == Heading.DOMAIN:
            rows.append(
                (section.name, section.title, left.pop(section.title, []), item)
            )
    rest = [
        (f"overig-{nth}", title, group, None)
        for nth, (title, group) in enumerate(left.items())
        if group
    ]
    return [*rows, *rest]


def _reviews(meeting: Meeting) -> list[PieceReview]:
    found = PieceReview.objects.filter(case_id=meeting.case_id).open()
    along = found.select_related("piece__given_by", "change").order_by("pk")
    return list(along)


def _forms(meeting: Meeting) -> dict[str, Any]:
    return {
        "piece_form": forms.NotedPieceForm(),
        "quote_form": forms.QuoteForm(meeting=meeting),
        "decide_form": forms.DecideForm(row=meeting),
        "agreement_form": forms.AgreementForm(),
        "criterion_form": forms.CriterionForm(),
        "zsm_form": forms.ZsmForm(),
        "regie_form": forms.CasusregisseurForm(case=meeting.case),
    }


def _views(meeting: Meeting, step: Step, view: str) -> list[dict[str, Any]]:
    page = reverse(f"ico:{step}", args=[meeting.pk])
    return [
        {
            "label": label,
            "url": f"{page}?weergave={key}" if key else page,
            "is_current": key == view,
        }
        for key, label in VIEWS.items()
    ]
