"""What the page of a meeting asks by itself: saving, choosing, who else is there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases import pages, parking
from cases.parking import typed
from ico import actions, form_page, forms, presence, rules
from ico.meetings import Meeting
from ico.minutes import MinutesSection, Step
from ico.texts import MinutesText
from ico.views_meeting import meeting_frame
from ico.writing import Written
from zvh.guard import opening
from zvh.guard.gate import gated
from zvh.guard.rules import allows

TOO_LONG = 413
CONFLICT = 409


@require_POST
@gated(MinutesSection, rules.type_minutes, of_page=lambda it: it.meeting_id)
def type_in(request: HttpRequest, section: MinutesSection) -> HttpResponse:
    """Save what is being typed; the answer says when, after it was committed."""
    form = forms.TypedForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=TOO_LONG)
    user = pages.user_of(request)
    return _told(actions.type_in(section, by=user, typed=form.typed))


@require_POST
@gated(MinutesSection, rules.type_minutes, of_page=lambda it: it.meeting_id)
def choose(request: HttpRequest, section: MinutesSection, text_pk: Any) -> HttpResponse:
    """Save what was made of two texts; what was not chosen is kept."""
    form = forms.TypedForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=TOO_LONG)
    beside = get_object_or_404(section.texts, pk=text_pk)
    user = pages.user_of(request)
    return _told(actions.choose(section, by=user, typed=form.typed, beside=beside))


@require_POST
@gated(Meeting, rules.follow_minutes, of_page=lambda it: it.pk)
def follow(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Who else is here and what they changed; says that this person is here too."""
    user, form = pages.user_of(request), forms.FollowForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    told = form.cleaned_data
    if told["left"]:
        presence.leave(meeting, by=user)
        return JsonResponse({})
    if told["writes"]:
        presence.be_there(meeting, by=user, section=told["section"])
    return JsonResponse(
        {
            "present": presence.others(meeting, user),
            "changed": presence.changed(meeting, told["known"]),
        }
    )


@require_POST
@gated(Meeting, rules.open_meeting)
def open_again(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """After signing in over the page it is opened anew, which is written down."""
    return JsonResponse(opening.again(request, meeting))


@require_POST
@gated(Meeting, rules.write_minutes)
def lay_out(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What the house added since the meeting was planned gets its place too."""
    actions.lay_out(meeting, by=pages.user_of(request))
    messages.success(request, "Het verslag is aangevuld.")
    return redirect("ico:picture", meeting.pk)


@require_safe
@gated(MinutesSection, rules.type_minutes)
def versions(request: HttpRequest, section: MinutesSection) -> HttpResponse:
    """What this piece said before, what was typed beside it, and its corrections."""
    user = pages.user_of(request)
    context = {
        **meeting_frame(request, section.meeting, section.step),
        "section": section,
        "texts": section.texts.newest_first(),
        "may_restore": allows(rules.write_section, user, section),
        "may_correct": allows(rules.correct_minutes, user, section),
    }
    return TemplateResponse(request, "ico/minutes_versions.html", context)


@require_POST
@gated(MinutesText, rules.restore_text)
def restore(request: HttpRequest, text: MinutesText) -> HttpResponse:
    section = actions.restore(text, by=pages.user_of(request))
    messages.success(
        request, "De versie is teruggezet. Wat er stond, is nu zelf een versie."
    )
    return redirect("ico:versions", section.pk)


@require_http_methods(["GET", "POST"])
@gated(MinutesSection, rules.correct_minutes)
def correct(request: HttpRequest, section: MinutesSection) -> HttpResponse:
    form = forms.CorrectionForm(typed(request, section.case))
    back = reverse("ico:versions", args=[section.pk])
    if request.method == "POST" and form.is_valid():
        user = pages.user_of(request)
        actions.correct(section, by=user, **form.cleaned_data)
        parking.settle(request, section.case)
        messages.success(request, "De correctie staat bij het verslag.")
        return redirect(back)
    return form_page.show(
        request,
        meeting_frame(request, section.meeting, Step(section.step)),
        form,
        title=f"Correctie: {section.title}",
        text="Het vastgestelde verslag blijft zoals het is. Uw correctie komt erbij te"
        " staan, met uw naam en de datum.",
        back=back,
    )


def _told(written: Written) -> HttpResponse:
    section, kept = written.section, written.kept
    by = section.written_by
    answer = {
        "version": section.version,
        "at": presence.clock(section.written_at) if section.written_at else "",
        "by": by.name if by else "",
        "frozen": written.is_frozen,
    }
    if kept is None:
        return JsonResponse(answer)
    beside = {
        "text": section.text,
        "kept": str(kept.pk),
        "kept_at": presence.clock(kept.written_at),
        "choose": reverse("ico:choose", args=[section.pk, kept.pk]),
    }
    return JsonResponse({**answer, **beside}, status=CONFLICT)
