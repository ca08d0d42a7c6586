"""The page on which a closed dossier is continued, by decision only (S-7)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases import continuing, pages, parking, rules, rules_continuing
from cases.forms_continuing import ContinueForm
from cases.models import Case
from zvh.guard.gate import gated


@require_http_methods(["GET", "POST"])
@pages.named("Een eerder dossier voortzetten")
@gated(Case, rules.coordinate)
def continue_earlier(request: HttpRequest, case: Case) -> HttpResponse:
    user = pages.user_of(request)
    earlier = _earlier(request)
    rules_continuing.continue_earlier(user, case, earlier=earlier)
    asked = continuing.providers(earlier)
    form = ContinueForm(parking.typed(request, case), asked=asked)
    if request.method == "POST" and form.is_valid():
        continuing.continue_earlier(
            case,
            by=user,
            earlier=earlier,
            reason=form.cleaned_data["reason"],
            instructed_by=form.cleaned_data["instructed_by"],
            said_by=form.said_by,
        )
        parking.settle(request, case)
        messages.success(request, "Het eerdere dossier wordt hier voortgezet.")
        return redirect("cases:information", case.pk)
    context = {
        **pages.frame(request, case, tab="overzicht"),
        "form": form,
        "earlier": earlier,
        "asked": asked,
        "parked": parking.offered(request, case),
        "back": reverse("cases:compare", args=[case.pk]),
    }
    return TemplateResponse(request, "cases/case_continue.html", context)


def _earlier(request: HttpRequest) -> Case:
    """By its key; a case that one may not see is one that does not exist."""
    try:
        key = UUID(request.GET.get("eerder", ""))
    except ValueError as error:
        raise Http404("no earlier case was named") from error
    return get_object_or_404(Case.objects.visible_to(pages.user_of(request)), pk=key)
