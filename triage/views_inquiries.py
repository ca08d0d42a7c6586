"""The uitvraag as the bureau sees it: whom to ask, who answered what, who is late."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import Party
from accounts.reaching import people_to_ask
from cases import pages, parking
from cases.models import Case
from house.words import noun, said
from triage import answering, answers, asking, waiting
from triage import rules_inquiries as rules
from triage.forms_inquiries import AskForm, RecordedAnswerForm
from triage.models import Inquiry
from zvh.guard import versions
from zvh.guard.gate import gated
from zvh.guard.rules import allows, why_not

SHOWN = "shown"


@require_safe
@pages.tab(
    "uitvraag", said("{uitvraag.capital}"), url_name="triage:inquiries", order=18
)
@gated(Case, rules.see_inquiries)
def inquiries(request: HttpRequest, case: Case) -> HttpResponse:
    """Everybody who was asked about this case, and what came back."""
    user = pages.user_of(request)
    context = {
        **pages.frame(request, case),
        "rows": answers.of_case(case),
        "gaps": answers.gaps(case),
        "may_ask": allows(rules.ask, user, case),
        "why_not": why_not(rules.ask, user, case),
    }
    return TemplateResponse(request, "triage/inquiry_list.html", context)


@require_http_methods(["GET", "POST"])
@gated(Case, rules.ask)
def ask(request: HttpRequest, case: Case) -> HttpResponse:
    """Choose whom to ask; then what goes out is shown, and sent in one action."""
    user = pages.user_of(request)
    form = AskForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["parties"]
        shown = asking.mark_of(asking.what_goes_out(case))
        if request.POST.get(SHOWN) != shown:
            return _confirm(request, case, form, list(chosen), shown)
        sent = asking.send_inquiries(case, by=user, parties=chosen)
        messages.success(request, _sent(len(sent)))
        return redirect("triage:inquiries", case.pk)
    context = {
        **pages.frame(request, case, tab="uitvraag"),
        "form": form,
        "gaps": answers.gaps(case),
    }
    return TemplateResponse(request, "triage/inquiry_ask.html", context)


@require_http_methods(["GET", "POST"])
@gated(Inquiry, rules.record_answer)
def record_answer(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """What was told by telephone."""
    form = RecordedAnswerForm(parking.typed(request, inquiry.case), inquiry=inquiry)
    back = reverse("triage:inquiries", args=[inquiry.case_id])
    if request.method == "POST" and form.is_valid():
        stale = versions.save(
            request,
            form,
            lambda **_: answering.record_answer(
                inquiry,
                by=pages.user_of(request),
                given=form.given,
                spoken_by=form.cleaned_data["spoken_by"],
            ),
            stored=lambda: RecordedAnswerForm(
                inquiry=Inquiry.objects.get(pk=inquiry.pk)
            ),
            cancel=back,
        )
        if stale is None:
            parking.settle(request, inquiry.case)
            messages.success(request, "Het antwoord is vastgelegd.")
        return stale or redirect(back)
    context = {
        **pages.frame(request, inquiry.case, tab="uitvraag"),
        "inquiry": inquiry,
        "form": form,
        "parked": parking.offered(request, inquiry.case),
    }
    return TemplateResponse(request, "triage/inquiry_record.html", context)


@require_POST
@gated(Inquiry, rules.close)
def close_inquiry(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    waiting.close(inquiry, by=pages.user_of(request))
    messages.success(request, said("{uitvraag.capital_definite} is gesloten."))
    return redirect("triage:inquiries", inquiry.case_id)


def _confirm(
    request: HttpRequest, case: Case, form: AskForm, chosen: list[Party], shown: str
) -> HttpResponse:
    """What would go out now; what changed since it was shown, is shown again."""
    context = {
        **pages.frame(request, case, tab="uitvraag"),
        "form": form,
        "shown": shown,
        "subjects": asking.what_goes_out(case),
        "chosen": [(party, people_to_ask(party)) for party in chosen],
        "answer_before": asking.answer_before(case),
    }
    return TemplateResponse(request, "triage/inquiry_confirm.html", context)


def _sent(count: int) -> str:
    return f"De vraag is verstuurd aan {count} {noun(count, 'partij')}."
