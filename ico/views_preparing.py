"""A Partij prepares for a table: each topic saves by itself, and is handed in once."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases import pages, parking
from ico import preparing, rules
from ico.forms_preparing import TopicForm
from ico.invitations import Invitation
from ico.preparations import PreparedTopic, topics
from zvh.guard import autosave, versions
from zvh.guard.gate import gated


@require_POST
@gated(Invitation, rules.prepare)
def prepare(request: HttpRequest, invitation: Invitation, topic: str) -> HttpResponse:
    """Keep what is typed on one topic, by itself or by its button."""
    if topic not in dict(topics()):
        raise Http404("no such topic in this house")
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
    messages.success(request, "Bewaard. Het bureau ziet dit pas als u het inlevert.")
    return redirect(back)


@require_POST
@gated(Invitation, rules.prepare)
def hand_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    count = preparing.hand_in(invitation, by=pages.user_of(request))
    messages.success(request, _told(count))
    return redirect(reverse("ico:invitation", args=[invitation.pk]) + "#inbreng")


def forms_of(invitation: Invitation) -> list[dict[str, Any]]:
    """Each topic of the house with its form, as far as it was filled in."""
    rows = {row.topic: row for row in PreparedTopic.objects.of(invitation)}
    return [
        {
            "topic": key,
            "label": label,
            "form": TopicForm(topic=key, row=rows.get(key)),
            "is_begun": key in rows and bool(rows[key].text),
        }
        for key, label in topics()
    ]


def _row(invitation: Invitation, topic: str) -> PreparedTopic | None:
    found: PreparedTopic | None = (
        PreparedTopic.objects.of(invitation).filter(topic=topic).first()
    )
    return found


def _stored(invitation: Invitation, topic: str) -> TopicForm:
    return TopicForm(topic=topic, row=_row(invitation, topic))


def _told(count: int) -> str:
    if count == 0:
        return "Ingeleverd: u hebt niets in te brengen. Dat kan later nog wel."
    what = "Eén onderwerp is" if count == 1 else f"{count} onderwerpen zijn"
    return f"Ingeleverd: {what} nu uw inbreng. Hieronder staat wie wat mag lezen."
