"""The pages on which the bureau records whether a betrokkene was told, and comes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases import identity, pages, parking
from cases.models import Case, Person
from cases.parking import typed
from house.words import said
from ico import documents_informing, form_page, informing, notices
from ico import rules_informing as rules
from ico.forms_informing import ComingForm, NoticeForm
from ico.meetings import Meeting
from ico.notices import Notice
from ico.views_meeting import meeting_frame
from privacy.told import Told
from zvh.guard import access
from zvh.guard.gate import gated
from zvh.lib import pdf
from zvh.lib.downloads import download


@pages.tab(
    *("informeren", said("Is {betrokkene.definite} geïnformeerd?")),
    url_name="ico:notices",
    order=25,
    under="personen",
)
@require_safe
@gated(Case, rules.see_notices)
def case_notices(request: HttpRequest, case: Case) -> HttpResponse:
    """Each betrokkene: told, agreed or withheld, and the letter (V-5)."""
    context = {
        **pages.frame(request, case, tab="informeren"),
        "told": notices.of(case),
        "proven": list(Told.objects.about(case.pk)),
    }
    return TemplateResponse(request, "ico/notices.html", context)


@require_http_methods(["GET", "POST"])
@gated(Person, rules.inform)
def inform(request: HttpRequest, person: Person) -> HttpResponse:
    case = person.case
    standing = Notice.objects.standing().about(person).first()
    form = NoticeForm(typed(request, case), notice=standing)
    back = reverse("ico:notices", args=[case.pk])
    if request.method == "POST" and form.is_valid():
        informing.record(
            person,
            by=pages.user_of(request),
            meeting=notices.held_up(case),
            **form.cleaned_data,
        )
        parking.settle(request, case)
        messages.success(request, "Vastgelegd.")
        return redirect(back)
    return form_page.show(
        request,
        pages.frame(request, case, tab="informeren"),
        form,
        title=f"Is {person.full_name} geïnformeerd?",
        text=said(
            "Wie het weet, kan meedoen en bezwaar maken. Wachten kan alleen om een"
            " zwaarwegende reden, als de {partij.plural} dat samen besluiten."
        ),
        back=back,
    )


@require_safe
@gated(Person, rules.inform, kind=access.Kind.EXPORTED)
def letter(request: HttpRequest, person: Person) -> HttpResponse:
    """The letter, made now; its name says nothing about anybody."""
    body = documents_informing.letter(person, by=pages.user_of(request))
    return download(body, name=f"brief-{person.case.number}.pdf", kind=pdf.TYPE)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.let_come)
def let_come(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A betrokkene at the table: discussed before, and without a risk (O-6)."""
    form = ComingForm(
        typed(request, meeting.case), people=identity.betrokkenen(meeting.case)
    )
    back = reverse("ico:meeting", args=[meeting.pk]) + "#betrokkene"
    if request.method == "POST" and form.is_valid():
        informing.let_come(meeting, by=pages.user_of(request), **form.cleaned_data)
        parking.settle(request, meeting.case)
        messages.success(request, "Vastgelegd.")
        return redirect(back)
    return form_page.show(
        request,
        meeting_frame(request, meeting, "meeting"),
        form,
        title=said("{betrokkene.capital_definite} bij het overleg"),
        text=said(
            "Een {betrokkene} kan erbij zijn als dat vooraf is besproken en er geen"
            " veiligheidsrisico is."
        ),
        back=back,
    )
