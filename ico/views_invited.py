"""What a participant sees: own invitations, how to prepare, the pieces released."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from cases import pages, parking
from cases.models import Contribution, Use
from cases.parking import typed
from house import profile
from house.words import said
from ico import actions, forms, pieces, rules
from ico.forms_preparing import forms_of
from ico.invitations import Invitation
from ico.moments import Availability
from zvh.guard import access, opening
from zvh.guard.gate import gated, listed
from zvh.guard.rules import allows, anyone_signed_in


@require_safe
@listed("own invitations", anyone_signed_in)
def invitations(request: HttpRequest) -> HttpResponse:
    """Uw overleggen: to which this person is invited, the nearest first."""
    user = pages.user_of(request)
    found = list(Invitation.objects.addressed_to(user))
    asked = list(Availability.objects.own(user))
    access.found(request, count=len(found) + len(asked))
    context = {"invitations": found, "asked": asked}
    return TemplateResponse(request, "ico/invitation_list.html", context)


@require_safe
@gated(Invitation, rules.see_invitation)
def invitation(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Why, to what end, who attends, what is asked and how to prepare (O-4)."""
    context = page_of(request, invitation)
    context["waits_below"] = parking.waiting_below(request, invitation.case)
    return TemplateResponse(request, "ico/invitation.html", context)


@require_POST
@gated(Invitation, rules.answer_invitation)
def answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    given = request.POST.get("answer")
    if given in (Invitation.Answer.ACCEPTED, Invitation.Answer.DECLINED):
        actions.answer_invitation(
            invitation, by=pages.user_of(request), answer=str(given)
        )
        messages.success(request, "Uw antwoord is opgeslagen.")
    return redirect("ico:invitation", invitation.pk)


@require_http_methods(["GET", "POST"])
@gated(Invitation, rules.send_colleague)
def send_colleague(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.ColleagueForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        actions.send_colleague(invitation, by=user, **form.cleaned_data)
        messages.success(request, "Wij nodigen uw collega uit.")
        return redirect("ico:invitation", invitation.pk)
    context = {"invitation": invitation, "form": form}
    return TemplateResponse(request, "ico/invitation_colleague.html", context)


@require_http_methods(["GET", "POST"])
@gated(Invitation, rules.bring_in)
def contribute(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    user = pages.user_of(request)
    form = forms.PieceForm(typed(request, invitation.case))
    if request.method == "POST" and form.is_valid():
        actions.bring_in(invitation, by=user, **form.cleaned_data)
        parking.settle(request, invitation.case)
        messages.success(
            request,
            said(
                "Uw {inbreng} is opgeslagen. Nu zien alleen u en het bureau die; geef"
                " haar vrij als de andere deelnemers haar mogen lezen."
            ),
        )
        return redirect(reverse("ico:invitation", args=[invitation.pk]) + "#inbreng")
    context = page_of(request, invitation, form)
    context["parked"] = parking.offered(request, invitation.case)
    return TemplateResponse(request, "ico/invitation.html", context)


@require_POST
@gated(Contribution, rules.release_own)
def release_own(
    request: HttpRequest, piece: Contribution, invitation_pk: Any
) -> HttpResponse:
    user = pages.user_of(request)
    invitation = _beside(piece, user, invitation_pk)
    uses = [Use.ICO, *([Use.PLAN] if request.POST.get("plan") else [])]
    actions.release_own(piece, by=user, meeting=invitation.meeting, uses=uses)
    messages.success(request, "Vrijgegeven: de andere deelnemers kunnen dit nu lezen.")
    return redirect(reverse("ico:invitation", args=[invitation.pk]) + "#inbreng")


@require_http_methods(["GET", "POST"])
@gated(Contribution, rules.release_own)
def take_back(
    request: HttpRequest, piece: Contribution, invitation_pk: Any
) -> HttpResponse:
    user = pages.user_of(request)
    invitation = _beside(piece, user, invitation_pk)
    if request.method == "POST":
        actions.take_back(piece, by=user)
        messages.success(request, said("Uw {inbreng} is ingetrokken en verwijderd."))
        return redirect("ico:invitation", invitation.pk)
    context = {"piece": piece, "invitation": invitation}
    return TemplateResponse(request, "ico/piece_take_back.html", context)


def _beside(piece: Contribution, user: User, key: Any) -> Invitation:
    """The own invitation, for a meeting about the case of this very piece."""
    own = Invitation.objects.addressed_to(user).of_case(piece.case)
    found: Invitation = get_object_or_404(own, pk=key)
    return found


def page_of(
    request: HttpRequest,
    invitation: Invitation,
    form: forms.PieceForm | None = None,
    *,
    put_back: Mapping[str, QueryDict] = MappingProxyType({}),
) -> dict[str, Any]:
    """Everything on the page of an invitation, whichever form of it was sent."""
    user, meeting = pages.user_of(request), invitation.meeting
    house = profile.active()
    # Who does not come may bring something in (O-8), and has nothing to read.
    comes = invitation.answer != Invitation.Answer.DECLINED
    prepares = allows(rules.prepare, user, invitation)
    return {
        "invitation": invitation,
        "meeting": meeting,
        "ticket": opening.ticket(request, invitation),
        "ground": house.label("invitation_grounds", invitation.ground),
        "preparation": forms_of(invitation, put_back) if prepares else [],
        "comes": comes,
        "reads": not user.is_visitor,
        "seats": meeting.attendances.public() if comes else [],
        "own": pieces.given_by(user, meeting),
        "others": pieces.released_to(meeting, user) if comes else [],
        "form": form or forms.PieceForm(),
        "may_answer": allows(rules.answer_invitation, user, invitation),
        "may_bring_in": allows(rules.bring_in, user, invitation),
    }
