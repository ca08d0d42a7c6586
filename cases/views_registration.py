"""Registering a case: a page per topic, kept on the server, sent once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases import (
    actions,
    dictating,
    forms_informing,
    forms_registration,
    likeness,
    pages,
    parking,
    registration_actions,
    registration_steps,
    registration_summary,
    rules,
)
from cases.lifecycle import Phase
from cases.models import Case, Registration
from cases.registration_steps import CHECK, Draft, Step
from house import calendar
from zvh.guard import autosave, versions
from zvh.guard.gate import gated, listed
from zvh.lib import dates

LATER, TOWARDS, CALL_FIRST = "later", "naar", "call_first"
# The pages that are one form; the others keep lists, in `views_registration_parts`.
FORMS: dict[str, tuple[type[forms_registration.StepForm], Callable[..., None]]] = {
    "criteria": (forms_registration.CriteriaForm, registration_actions.fill_in),
    "overleg": (forms_registration.ApproachForm, registration_actions.fill_in),
    "onderwerp": (
        forms_registration.SubjectForm,
        registration_actions.choose_subject,
    ),
    "situatie": (
        forms_registration.SituationForm,
        registration_actions.describe_situation,
    ),
    "achtergrond": (forms_registration.BackgroundForm, registration_actions.fill_in),
    "informeren": (forms_informing.InformingForm, registration_actions.fill_in),
    "beroepsgeheim": (forms_informing.SecrecyForm, registration_actions.fill_in),
}


@require_http_methods(["GET", "POST"])
@listed("start of a registration", rules.start_registration)
def register(request: HttpRequest) -> HttpResponse:
    """What comes, before it starts."""
    if request.method == "POST":
        case = registration_actions.begin(by=pages.user_of(request))
        return redirect("cases:registration", case.pk)
    context = {"weging": calendar.triage_for_send(timezone.now())}
    return TemplateResponse(request, "cases/registration_before.html", context)


@require_http_methods(["GET", "POST"])
@listed("a call before a registration", rules.start_registration)
def call_first(request: HttpRequest) -> HttpResponse:
    """Perhaps a colleague can be called instead: a way out, and counted (A-3)."""
    if request.method == "POST":
        registration_actions.call_first(by=pages.user_of(request), begun=False)
        return redirect("cases:call_first")
    return TemplateResponse(request, "cases/registration_call_first.html")


@require_safe
@gated(Case, rules.edit_registration)
def resume(request: HttpRequest, case: Case) -> HttpResponse:
    """Where somebody who comes back goes on."""
    return redirect(registration_steps.first_unfinished(Draft.of(case)))


@require_http_methods(["GET", "POST"])
@gated(Case, rules.edit_registration)
def step(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """One page of the registration."""
    page = registration_steps.find(case, key)
    if page is None or key not in FORMS:
        raise Http404("no such page in this registration")
    draft = Draft.of(case)
    form = _form(request, draft, key)
    if autosave.asked(request):
        return _kept_by_itself(request, draft, page, form)
    if request.method == "POST" and form.is_valid():
        return _kept(request, draft, page, form)
    context = {"form": form, "parked": parking.offered(request, case)}
    return shown(
        request, draft, key, f"cases/registration_{_TEMPLATES[key]}.html", context
    )


@require_safe
@gated(Case, rules.edit_registration)
def check(request: HttpRequest, case: Case) -> HttpResponse:
    """Everything on one page, before it goes."""
    return _checked(request, Draft.of(case))


@require_POST
@gated(Case, rules.follow_registration)
def send(request: HttpRequest, case: Case) -> HttpResponse:
    """Sent once: who sends again is shown that it was."""
    if case.phase != Phase.REGISTRATION:
        return redirect("cases:registration_sent", case.pk)
    draft = Draft.of(case)
    if registration_steps.missing(draft):
        return _checked(request, draft, was_sent=True)
    user = pages.user_of(request)
    registration_actions.send(case, by=user)
    return redirect(dictating.after_sending(user, case))


@require_http_methods(["GET", "POST"])
@gated(Case, rules.discard_draft)
def discard(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method == "POST":
        actions.discard_draft(case, by=pages.user_of(request))
        messages.success(request, "Het concept is verwijderd.")
        return redirect("cases:start")
    context = {"case": case, "draft": Draft.of(case)}
    return TemplateResponse(request, "cases/registration_discard.html", context)


def shown(
    request: HttpRequest,
    draft: Draft,
    current: str,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> TemplateResponse:
    """A page of the registration in its frame: steps, what is asked, until when."""
    page = registration_steps.find(draft.case, current)
    frame = {
        "case": draft.case,
        "draft": draft,
        "steps": registration_steps.overview(draft, current),
        "title": page.title if page else "Controleren en versturen",
        "weging": calendar.triage_for_send(timezone.now()),
        "alike": likeness.standing(pages.user_of(request), draft.case),
        "towards": towards(request),
        "is_saved": draft.case.version > 1,
        "is_saved_today": draft.case.version > 1 and _is_today(draft.case),
    }
    return TemplateResponse(request, template, frame | context, status=status)


def told_after_saving(case: Case) -> dict[str, str]:
    """What the frame of each page says, as a save by itself has changed it."""
    case = Case.objects.get(pk=case.pk)
    saved = timezone.localtime(case.last_activity_at)
    until = dates.in_full(case.work_until) if case.work_until else ""
    return {"saved": f"Opgeslagen om {saved:%H:%M}", "until": until}


def onwards(request: HttpRequest, case: Case, default: str) -> HttpResponse:
    """To the next page, to the summary one came from, or away for now."""
    if CALL_FIRST in request.POST:
        registration_actions.call_first(by=pages.user_of(request), begun=True)
        return redirect("cases:call_first")
    if LATER in request.POST:
        messages.success(request, _kept_until(case))
        return redirect("cases:start")
    if towards(request):
        return redirect("cases:registration_check", case.pk)
    return redirect(default)


def towards(request: HttpRequest) -> str:
    """What a link carries on when somebody came here from the summary."""
    return f"?{TOWARDS}={CHECK}" if request.GET.get(TOWARDS) == CHECK else ""


def _kept_until(case: Case) -> str:
    if case.work_until is None:
        return "Uw aanvulling is bewaard. U kunt later verdergaan."
    until = dates.in_full(case.work_until)
    what = "concept" if case.is_draft else "aanvulling"
    return f"Uw {what} is bewaard tot {until}. U kunt later verdergaan."


def _form(request: HttpRequest, draft: Draft, key: str) -> forms_registration.StepForm:
    form, _ = FORMS[key]
    put_back = parking.put_back(request, draft.case)
    return form(
        request.POST if request.method == "POST" else put_back,
        row=draft.registration,
        unfinished=(
            bool({LATER, CALL_FIRST} & request.POST.keys())
            or put_back is not None
            or autosave.asked(request)
        ),
    )


def _kept_by_itself(
    request: HttpRequest, draft: Draft, page: Step, form: forms_registration.StepForm
) -> HttpResponse:
    kind, action = FORMS[page.key]
    answer = autosave.save(
        request,
        form,
        partial(action, draft.registration, by=pages.user_of(request)),
        stored=lambda: kind(row=Registration.objects.get(pk=draft.registration.pk)),
        texts=lambda: told_after_saving(draft.case),
    )
    parking.follow(request, draft.case, answer)
    return answer


def _kept(
    request: HttpRequest, draft: Draft, page: Step, form: forms_registration.StepForm
) -> HttpResponse:
    kind, action = FORMS[page.key]
    stale = versions.save(
        request,
        form,
        partial(action, draft.registration, by=pages.user_of(request)),
        stored=lambda: kind(row=Registration.objects.get(pk=draft.registration.pk)),
        cancel=page.url(draft.case),
    )
    if stale is not None:
        return stale
    parking.settle(request, draft.case)
    # The kind of subject decides which page follows.
    case = Case.objects.get(pk=draft.case.pk)
    return onwards(request, case, registration_steps.after(case, page))


def _is_today(case: Case) -> bool:
    saved = timezone.localtime(case.last_activity_at).date()
    return saved == timezone.localdate()


def _checked(
    request: HttpRequest, draft: Draft, *, was_sent: bool = False
) -> TemplateResponse:
    context = {
        "missing": registration_steps.missing(draft),
        "sections": registration_summary.sections(draft),
        "has_errors": was_sent,
        "towards": f"?{TOWARDS}={CHECK}",
        "send_url": reverse("cases:registration_send", args=[draft.case.pk]),
    }
    return shown(
        request,
        draft,
        CHECK,
        "cases/registration_check.html",
        context,
        status=422 if was_sent else 200,
    )


_TEMPLATES = {
    "criteria": "criteria",
    "overleg": "approach",
    "onderwerp": "form",
    "situatie": "situation",
    "achtergrond": "form",
    "informeren": "form",
    "beroepsgeheim": "form",
}
