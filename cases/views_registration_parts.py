"""What a registration can have several of: persons, organisations, files."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import pages, parking, registration_actions, registration_steps, rules
from cases.forms_parts import AttachmentForm, OrganisationForm, PersonForm
from cases.models import Attachment, Case, InvolvedParty, Person
from cases.people import GivenModel
from cases.registration_steps import Draft
from cases.views_registration import onwards, shown, told_after_saving, towards
from zvh.guard import autosave, versions
from zvh.guard.gate import gated
from zvh.guard.rules import why_not

BOTH = ["GET", "POST"]
PERSONS, ORGANISATIONS, ATTACHMENTS = "personen", "partijen", "bijlagen"


@require_safe
@gated(Case, rules.describe_persons)
def persons(request: HttpRequest, case: Case) -> HttpResponse:
    return _list(request, case, PERSONS, "cases/registration_persons.html")


@require_http_methods(BOTH)
@gated(Case, rules.describe_persons)
def add_person(request: HttpRequest, case: Case) -> HttpResponse:
    action = partial(registration_actions.add_person, case)
    return _filled_in(request, case, PERSONS, PersonForm, action, row=None)


@require_http_methods(BOTH)
@gated(Person, rules.edit_part)
def change_person(request: HttpRequest, person: Person) -> HttpResponse:
    action = partial(registration_actions.change_person, person)
    return _filled_in(request, person.case, PERSONS, PersonForm, action, row=person)


@require_http_methods(BOTH)
@gated(Person, rules.edit_part)
def remove_person(request: HttpRequest, person: Person) -> HttpResponse:
    return _removed(request, person, PERSONS, person.full_name)


@require_safe
@gated(Case, rules.edit_registration)
def organisations(request: HttpRequest, case: Case) -> HttpResponse:
    return _list(request, case, ORGANISATIONS, "cases/registration_organisations.html")


@require_http_methods(BOTH)
@gated(Case, rules.edit_registration)
def add_organisation(request: HttpRequest, case: Case) -> HttpResponse:
    action = partial(registration_actions.add_organisation, case)
    return _filled_in(request, case, ORGANISATIONS, OrganisationForm, action, row=None)


@require_http_methods(BOTH)
@gated(InvolvedParty, rules.edit_part)
def change_organisation(request: HttpRequest, it: InvolvedParty) -> HttpResponse:
    action = partial(registration_actions.change_organisation, it)
    return _filled_in(request, it.case, ORGANISATIONS, OrganisationForm, action, row=it)


@require_http_methods(BOTH)
@gated(InvolvedParty, rules.edit_part)
def remove_organisation(request: HttpRequest, it: InvolvedParty) -> HttpResponse:
    name = it.party.name if it.party else it.organisation
    return _removed(request, it, ORGANISATIONS, name)


@require_http_methods(BOTH)
@gated(Case, rules.edit_registration)
def attachments(request: HttpRequest, case: Case) -> HttpResponse:
    """One file at a time, so that one that is refused takes no other with it."""
    form = AttachmentForm(request.POST or None, request.FILES or None)
    user = pages.user_of(request)
    if request.method == "POST":
        rules.enclose(user, case)
        form = AttachmentForm(request.POST, request.FILES)
        if form.is_valid():
            registration_actions.enclose(
                case,
                by=user,
                name=form.cleaned_data["file"].name,
                media_type=form.judged.media_type,
                body=form.judged.body,
            )
            messages.success(request, "De bijlage is toegevoegd.")
            return redirect(_list_url(ATTACHMENTS, case) + towards(request))
    context = {"form": form, "full": why_not(rules.enclose, user, case)}
    return _list(
        request, case, ATTACHMENTS, "cases/registration_attachments.html", **context
    )


@require_http_methods(BOTH)
@gated(Attachment, rules.edit_part)
def remove_attachment(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    return _removed(request, attachment, ATTACHMENTS, attachment.name)


def _list(
    request: HttpRequest, case: Case, key: str, template: str, **more: Any
) -> TemplateResponse:
    draft = Draft.of(case)
    page = registration_steps.find(case, key)
    after = registration_steps.after(case, page) if page else ""
    check = reverse("cases:registration_check", args=[case.pk])
    context = {"next_url": check if towards(request) else after}
    return shown(request, draft, key, template, context | more)


def _filled_in(
    request: HttpRequest,
    case: Case,
    key: str,
    kind: type[PersonForm] | type[OrganisationForm],
    action: Callable[..., object],
    *,
    row: Any,
) -> HttpResponse:
    """The form of one part: new when there is no row yet."""
    back = _list_url(key, case)
    form = kind(
        parking.typed(request, case),
        row=row,
        unfinished=autosave.asked(request),
    )
    if autosave.asked(request):
        return _kept_by_itself(request, case, kind, action, form)
    if request.method == "POST" and form.is_valid():
        stale = versions.save(
            request,
            form,
            partial(action, by=pages.user_of(request)),
            stored=lambda: kind(row=type(row).objects.get(pk=row.pk)),
            cancel=back,
        )
        if stale is None:
            parking.settle(request, case)
        return stale or onwards(request, case, back)
    context = {"form": form, "back": back, "parked": parking.offered(request, case)}
    template = f"cases/registration_{_FORMS[key]}.html"
    return shown(
        request, Draft.of(case), key, template, context | {"is_new": row is None}
    )


def _kept_by_itself(
    request: HttpRequest,
    case: Case,
    kind: type[PersonForm] | type[OrganisationForm],
    action: Callable[..., Any],
    form: PersonForm | OrganisationForm,
) -> HttpResponse:
    """What is typed of one part; what is new has a page of its own from then on."""
    row: Any = form.row

    def keep(**answers: Any) -> None:
        nonlocal row
        row = action(by=pages.user_of(request), **answers) or row

    answer = autosave.save(
        request,
        form,
        keep,
        stored=lambda: kind(row=type(row).objects.get(pk=row.pk)),
        url=None if form.row else lambda: reverse(_PAGES[kind], args=[row.pk]),
        texts=lambda: told_after_saving(case),
    )
    parking.follow(request, case, answer)
    return answer


def _removed(
    request: HttpRequest, row: GivenModel, key: str, name: str
) -> HttpResponse:
    back = _list_url(key, row.case)
    if request.method == "POST":
        registration_actions.take_out(row, by=pages.user_of(request))
        messages.success(request, f"{_SAID[key]} is verwijderd.")
        return redirect(back)
    context = {"name": name, "what": _SAID[key], "back": back, "row": row}
    return TemplateResponse(request, "cases/registration_remove.html", context)


def _list_url(key: str, case: Case) -> str:
    return reverse("cases:registration_step", args=[case.pk, key])


_PAGES: dict[type, str] = {
    PersonForm: "cases:registration_person",
    OrganisationForm: "cases:registration_organisation",
}
_FORMS = {PERSONS: "person", ORGANISATIONS: "organisation"}
_SAID = {
    PERSONS: "De persoon",
    ORGANISATIONS: "De organisatie",
    ATTACHMENTS: "De bijlage",
}
