"""Vandaag, the list of cases and the search: where the bureau's day begins."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from cases import (
    case_lists,
    forms_case,
    identity,
    listing,
    pages,
    rules,
    searching,
    worklist,
)
from cases.exporting import saved_views
from cases.lifecycle import SHIELDED, Phase
from cases.lists import Chosen
from cases.models import Case
from zvh.guard import access
from zvh.guard.gate import listed
from zvh.guard.rules import anyone_signed_in
from zvh.lib import dates

OPEN = [phase for phase in Phase if phase not in SHIELDED]


@require_safe
@listed("first page", anyone_signed_in)
def home(request: HttpRequest) -> HttpResponse:
    """Each to where their day begins."""
    user = pages.user_of(request)
    if user.is_bureau:
        return redirect("cases:today")
    if user.is_ketenpartner:
        return redirect("cases:start")
    if user.is_fg and (overseeing := pages.url_if_any("privacy:removals")):
        return redirect(overseeing)
    return redirect("accounts:welcome" if user.is_bestuurder else "accounts:me")


@require_safe
@listed("work list", rules.use_the_bureau)
def today(request: HttpRequest) -> HttpResponse:
    user = pages.user_of(request)
    everybody = request.GET.get("van") == "iedereen"
    shown = pages.tasks(user, everybody=everybody)
    access.found(request, count=len(shown), by="iedereen" if everybody else "van mij")
    context = {
        "today": timezone.localdate(),
        "work": worklist.arrange(shown, timezone.localdate()),
        "everybody": everybody,
        "switch": [
            _choice("Van mij", "?", not everybody, "" if everybody else len(shown)),
            _choice(
                "Van iedereen",
                "?van=iedereen",
                everybody,
                len(shown) if everybody else "",
            ),
        ],
        "coming": pages.comings(user),
        "cleaning": worklist.cleaning(user),
    }
    return TemplateResponse(request, "cases/today.html", context)


@require_safe
@listed("cases", rules.use_the_bureau)
def case_list(request: HttpRequest) -> HttpResponse:
    user = pages.user_of(request)
    if case_lists.asks_for_more(request.GET):
        return _filtered(request, case_lists.chosen(user, request.GET))
    phase, mine = _phase(request), request.GET.get("van") == "mij"
    after, before = _marks(request)
    page, counts = listing.look(user, listing.Filters(phase, mine, after, before))
    access.found(request, count=len(page.cases), by=_kinds(phase, mine))
    context = {
        **_rows(page, {"fase": phase, "van": "mij" if mine else ""}),
        "phases": _phase_choices(counts, phase, mine),
        "mine": _mine_choices(counts, phase, mine),
        "filters": _chips(phase, mine),
        "query": _query(fase=phase, van="mij" if mine else ""),
    }
    return TemplateResponse(request, "cases/list.html", context)


def _filtered(request: HttpRequest, chosen: Chosen) -> HttpResponse:
    """The same list with all its filters, and what was kept of it."""
    after, before = _marks(request)
    rows: Any = chosen.rows
    page = listing.page(rows, after=after, before=before)
    access.found(request, count=len(page.cases), by=chosen.kinds)
    context = {
        **_rows(page, {case_lists.MORE: "1", **chosen.values}),
        "chosen": chosen,
        "saved": saved_views(chosen),
        "filters": chosen.chips,
    }
    return TemplateResponse(request, "cases/list.html", context)


@require_safe
@listed("shielded cases", rules.use_the_bureau)
def shielded_list(request: HttpRequest) -> HttpResponse:
    """Numbers and dates only: who a shielded case is about is behind a reason (S-3)."""
    user = pages.user_of(request)
    cases = Case.objects.visible_to(user).shielded()
    after, before = _marks(request)
    page = listing.page(cases, after=after, before=before)
    access.found(request, count=len(page.cases), by="afgeschermd")
    context = {"cases": page.cases, **_further(page, {})}
    return TemplateResponse(request, "cases/list_shielded.html", context)


@require_http_methods(["GET", "POST"])
@listed("search", rules.use_the_bureau, kind=access.Kind.SEARCHED)
def search(request: HttpRequest) -> HttpResponse:
    """By POST only, so that no name ever stands in an address."""
    form = forms_case.SearchForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        sought = form.cleaned_data["q"]
        cases = searching.find(pages.user_of(request), sought)
        access.found(request, count=len(cases), by=" + ".join(sought.kinds))
        shown = listing.Page(cases[: searching.MOST_FOUND])
        more = len(cases) > searching.MOST_FOUND
        context |= {**_rows(shown, {}), "searched": True, "more": more}
    else:
        access.found(request, count=0, by="niet gezocht")
    return TemplateResponse(request, "cases/search.html", context)


def _rows(page: listing.Page, filters: dict[str, str]) -> dict[str, Any]:
    about, today = pages.about(page.cases), timezone.localdate()
    rows = [
        {
            "case": case,
            "about": about.get(case.pk) or case.get_subject_display(),
            "phase": identity.phase_label(case.phase),
            **_since(timezone.localtime(case.phase_since), today),
        }
        for case in page.cases
    ]
    return {"rows": rows, **_further(page, filters)}


def _since(moment: datetime, today: date) -> dict[str, str]:
    # Said once for each row here: tags in the template made a third of its time.
    return {
        "since": dates.short(moment.date()),
        "since_at": moment.isoformat(timespec="minutes"),
        "ago": dates.away(moment.date(), today),
    }


def _marks(request: HttpRequest) -> tuple[str, str]:
    return request.GET.get("na", ""), request.GET.get("voor", "")


def _further(page: listing.Page, filters: dict[str, str]) -> dict[str, str]:
    """The addresses of the pages around this one."""
    return {
        "next": _query(**filters, na=page.next) if page.next else "",
        "previous": _query(**filters, voor=page.previous) if page.previous else "",
    }


def _phase(request: HttpRequest) -> str:
    asked = request.GET.get("fase", "")
    return asked if asked in OPEN else ""


def _phase_choices(
    counts: listing.Counts, chosen: str, mine: bool
) -> list[dict[str, Any]]:
    van = "mij" if mine else ""
    everything = _choice(
        "Alle fasen", _query(van=van), not chosen, counts.of("", mine=mine)
    )
    return [
        everything,
        *(
            _choice(
                identity.phase_label(phase),
                _query(fase=phase, van=van),
                phase == chosen,
                counts.of(phase, mine=mine),
            )
            for phase in OPEN
            if counts.phases[phase] or phase == chosen
        ),
    ]


def _mine_choices(
    counts: listing.Counts, phase: str, mine: bool
) -> list[dict[str, Any]]:
    all_of, own = counts.of(phase, mine=False), counts.of(phase, mine=True)
    return [
        _choice("Van iedereen", _query(fase=phase), not mine, all_of),
        _choice("Van mij", _query(fase=phase, van="mij"), mine, own),
    ]


def _chips(phase: str, mine: bool) -> list[dict[str, str]]:
    """The filters in force, each with the address without it."""
    chips = []
    if phase:
        label = identity.phase_label(phase)
        chips.append({"chip": f"{label} ×", "url": _query(van="mij" if mine else "")})
    if mine:
        chips.append({"chip": "Van mij ×", "url": _query(fase=phase)})
    return chips


def _kinds(phase: str, mine: bool) -> str:
    kinds = ["fase"] * bool(phase) + ["van mij"] * mine
    return " + ".join(kinds)


def _choice(label: str, url: str, current: bool, count: object) -> dict[str, Any]:
    return {"label": label, "url": url, "current": current, "count": count}


def _query(**filters: str) -> str:
    return "?" + urlencode({name: value for name, value in filters.items() if value})
