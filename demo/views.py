"""One click to be somebody, and the mails that would have gone out."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from accounts import sessions
from accounts.models import User
from demo import hurry, post
from demo.cast import AT, CAST, PASSWORD, player
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
    """Nobody tries out a house for a week."""
    if not is_from_here(request):
        raise Http404
    if meeting := hurry.end_term():
        messages.success(request, f"{meeting}: de termijn is voorbij.")
    return redirect("demo:cast")


@require_safe
@public(WHY)
def mails(request: HttpRequest) -> HttpResponse:
    if not is_from_here(request):
        raise Http404
    return TemplateResponse(request, "demo/mails.html", {"letters": post.letters()})
