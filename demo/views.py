"""One click to be somebody, and the mails that would have gone out."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import sessions
from accounts.models import User
from demo import post
from demo.cast import AT, CAST, PASSWORD, player
from triage import inviting
from triage.models import TriageMeeting
from zvh.guard.announce import Purpose, acting_for
from zvh.guard.gate import public
from zvh.guard.origin import is_from_here

WHY = "The demo runs on this machine alone, with people who do not exist."


@require_safe
@public(WHY)
def cast(request: HttpRequest) -> HttpResponse:
    context = {"cast": CAST, "password": PASSWORD, "at": AT}
    return TemplateResponse(request, "demo/cast.html", context)


@require_POST
@public(WHY)
def enter(request: HttpRequest, key: str) -> HttpResponse:
    wanted = player(key)
    if wanted is None or not is_from_here(request):
        raise Http404
    user = get_object_or_404(User.objects.active(), email=wanted.email)
    if request.user.is_authenticated:
        sessions.end(request)
    get_adapter().login(request, user)
    sessions.prove_second_factor(request, user)
    return redirect("/")


@require_POST
@public(WHY)
def end_term(request: HttpRequest) -> HttpResponse:
    """Nobody tries out a house for a week: the next weging takes no more cases."""
    if not is_from_here(request):
        raise Http404
    with acting_for(Purpose.AGENDA):
        found = TriageMeeting.objects.without_agenda().by_date().select_for_update()
        meeting = found.filter(closes_at__gt=timezone.now()).first()
        if meeting is not None:
            inviting.move(
                meeting, starts_at=meeting.starts_at, closes_at=timezone.now()
            )
    if meeting is not None:
        messages.success(request, f"{meeting}: de termijn is voorbij.")
    return redirect("demo:cast")


@require_safe
@public(WHY)
def mails(request: HttpRequest) -> HttpResponse:
    if not is_from_here(request):
        raise Http404
    return TemplateResponse(request, "demo/mails.html", {"letters": post.letters()})
