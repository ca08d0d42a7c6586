"""Pages around a meeting that is planned: posts, outsiders, and how it opens."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases import pages, parking
from cases.parking import typed
from house.words import said, word
from ico import appointing, follow_ups, form_page, guests, outsiders
from ico import rules_planning as rules
from ico.bookings import Taken
from ico.follow_ups import FollowUp
from ico.forms_planning import AgainForm, DeclarationForm, OutsiderForm, PostsForm
from ico.meetings import Meeting
from ico.outsiders import Outsider
from ico.views_meeting import meeting_frame
from zvh.guard.gate import gated


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.appoint)
def appoint(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Chair, deputy and writer: replaced in one act (O-13)."""
    user = pages.user_of(request)
    form = PostsForm(request.POST or None, row=meeting)
    back = reverse("ico:meeting", args=[meeting.pk])
    if request.method == "POST" and form.is_valid():
        try:
            return form_page.save(
                *(request, meeting.case, form),
                partial(appointing.appoint, meeting, by=user),
                stored=lambda: PostsForm(row=Meeting.objects.get(pk=meeting.pk)),
                back=back,
                told="Voorzitter en verslaglegger zijn vastgelegd.",
            )
        except Taken as taken:
            form.add_error("chair", str(taken))
    return form_page.show(
        request,
        meeting_frame(request, meeting, "meeting"),
        form,
        title="Wie zit voor en wie schrijft",
        back=back,
    )


@require_POST
@gated(Meeting, rules.appoint)
def let_deputy_chair(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    try:
        appointing.let_deputy_chair(meeting, by=pages.user_of(request))
    except Taken as taken:
        messages.error(request, str(taken))
    else:
        messages.success(request, "De vervangend voorzitter zit nu voor.")
    return redirect("ico:meeting", meeting.pk)


@require_http_methods(["GET", "POST"])
@gated(Meeting, rules.add_outsider)
def add_outsider(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    user = pages.user_of(request)
    form = OutsiderForm(typed(request, meeting.case), meeting=meeting, user=user)
    back = reverse("ico:meeting", args=[meeting.pk])
    if request.method == "POST" and form.is_valid():
        outsiders.admit(meeting, by=user, **form.cleaned_data)
        parking.settle(request, meeting.case)
        messages.success(
            request,
            "Vastgelegd. Laat de geheimhoudingsverklaring tekenen vóór het overleg.",
        )
        return redirect(back + "#derden")
    return form_page.show(
        request,
        meeting_frame(request, meeting, "meeting"),
        form,
        title="Laat een derde toe",
        text=said(
            "Iemand van een organisatie die geen {partij} is, mag bij één overleg"
            " zijn als een deelnemer van lid 1 dat wil en de persoon geheimhouding"
            " tekent. Deze persoon krijgt geen account. Wel kan dat een beveiligde"
            " pagina zijn."
        ),
        back=back,
    )


@require_http_methods(["GET", "POST"])
@gated(Outsider, rules.declare)
def declare(request: HttpRequest, outsider: Outsider) -> HttpResponse:
    form = DeclarationForm(typed(request, outsider.case))
    back = reverse("ico:meeting", args=[outsider.meeting_id]) + "#derden"
    if request.method == "POST" and form.is_valid():
        guests.declare(outsider, by=pages.user_of(request), **form.cleaned_data)
        parking.settle(request, outsider.case)
        messages.success(request, "De geheimhoudingsverklaring is vastgelegd.")
        return redirect(back)
    return form_page.show(
        request,
        meeting_frame(request, outsider.meeting, "meeting"),
        form,
        title=f"Geheimhouding van {outsider.name}",
        back=back,
    )


@require_POST
@gated(Outsider, rules.let_in)
def let_in(request: HttpRequest, outsider: Outsider) -> HttpResponse:
    outsiders.let_in(outsider, by=pages.user_of(request))
    messages.success(request, f"{outsider.name} is bij het overleg.")
    return redirect(reverse("ico:meeting", args=[outsider.meeting_id]) + "#derden")


@require_http_methods(["GET", "POST"])
@gated(Outsider, rules.turn_away)
def turn_away(request: HttpRequest, outsider: Outsider) -> HttpResponse:
    meeting = outsider.meeting
    if request.method == "POST":
        guests.turn_away(outsider, by=pages.user_of(request))
        messages.success(request, "Deze persoon staat niet meer bij het overleg.")
        return redirect("ico:meeting", meeting.pk)
    context = {**meeting_frame(request, meeting, "meeting"), "outsider": outsider}
    return TemplateResponse(request, "ico/outsider_turn_away.html", context)


@require_http_methods(["GET", "POST"])
@gated(FollowUp, rules.judge_again)
def judge_again(request: HttpRequest, follow_up: FollowUp) -> HttpResponse:
    user = pages.user_of(request)
    form = AgainForm(typed(request, follow_up.case), row=follow_up)
    back = reverse("ico:meeting", args=[follow_up.meeting_id])
    if request.method == "POST" and form.is_valid():
        return form_page.save(
            *(request, follow_up.case, form),
            partial(follow_ups.judge_again, follow_up, by=user),
            stored=lambda: AgainForm(row=FollowUp.objects.get(pk=follow_up.pk)),
            back=back,
            told="Het oordeel over de criteria is vastgelegd.",
        )
    return form_page.show(
        request,
        meeting_frame(request, follow_up.meeting, "meeting"),
        form,
        title=f"Voldoet {word('casus', 'definite')} nog aan de criteria?",
        text="Hiermee begint een vervolgoverleg. Is het antwoord nee, bespreek dan of u"
        " kunt afschalen.",
        back=back,
    )
