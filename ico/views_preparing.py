"""A Partij prepares for a table: each topic saves by itself, and is handed in once."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cases import pages, parking
from house.words import word
from ico import preparing, rules, views_invited
from ico.forms_preparing import TopicForm
from ico.invitations import Invitation
from ico.preparations import PreparedTopic, topics
from zvh.guard import autosave, opening, versions
from zvh.guard.gate import gated


@require_http_methods(["GET", "POST"])
@gated(Invitation, rules.prepare, of_page=lambda it: it.pk, has_button=True)
def prepare(request: HttpRequest, invitation: Invitation, topic: str) -> HttpResponse:
    """Keep what is typed on one topic, by itself or by its button."""
    if topic not in dict(topics()):
        raise Http404("no such topic in this house")
    if request.method == "GET":
        return _come_back(request, invitation, topic)
    row = _row(invitation, topic)
    form = TopicForm(request.POST, topic=topic, row=row)
    action = partial(
        preparing.keep, invitation, by=pages.user_of(request), topic=topic, row=row
    )
    back = reverse("ico:invitation", args=[invitation.pk]) + f"#{topic}"
    if autosave.asked(request):
        return autosave.save(
            request, form, action, stored=lambda: _stored(invitation, topic)
        )
    if not form.is_valid():
        messages.error(request, "Kies waarvoor dit mag worden gebruikt.")
        return redirect(back)
    stored = partial(_stored, invitation, topic)
    stale = versions.save(request, form, action, stored=stored, cancel=back)
    if stale is not None:
        return stale
    parking.settle(request, invitation.case)
    messages.success(request, "Opgeslagen. Het bureau ziet dit pas als u het inlevert.")
    return redirect(back)


@require_POST
@gated(Invitation, rules.prepare)
def open_again(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """After signing in over the page it is opened anew, which is written down."""
    return JsonResponse(opening.again(request, invitation))


@require_POST
@gated(Invitation, rules.prepare)
def hand_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    count = preparing.hand_in(invitation, by=pages.user_of(request))
    messages.success(request, _told(count))
    return redirect(reverse("ico:invitation", args=[invitation.pk]) + "#inbreng")


def _come_back(
    request: HttpRequest, invitation: Invitation, topic: str
) -> HttpResponse:
    """What was typed when the session ended is offered back where it belongs."""
    typed = parking.put_back(request, invitation.case)
    context = views_invited.page_of(
        request,
        invitation,
        put_back={topic: typed} if typed else {},
    )
    context["parked"] = parking.offered(request, invitation.case)
    return TemplateResponse(request, "ico/invitation.html", context)


def _row(invitation: Invitation, topic: str) -> PreparedTopic | None:
    found: PreparedTopic | None = PreparedTopic.objects.of(invitation).on(topic).first()
    return found


def _stored(invitation: Invitation, topic: str) -> TopicForm:
    return TopicForm(topic=topic, row=_row(invitation, topic))


def _told(count: int) -> str:
    if count == 0:
        return "Ingeleverd: u hebt niets in te brengen. Dat kan later nog wel."
    what = "Eén onderwerp is" if count == 1 else f"{count} onderwerpen zijn"
    owned = word("inbreng")
    return f"Ingeleverd: {what} nu uw {owned}. Hieronder staat wie wat mag lezen."
