"""Who sits at every weging: the permanent participants (T-4)."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from house import history, neighbours, profile, rules
from house.forms import SettingsForm
from house.forms_lists import RemoveSeatForm, SeatForm
from house.views_settings import page
from zvh.guard import access
from zvh.guard.gate import listed
from zvh.guard.rules import allows

PART = "triage.permanent"


@require_safe
@listed("permanent participants", rules.see_profile)
def seats(request: HttpRequest) -> HttpResponse:
    it = profile.active()
    access.found(request, count=len(it.triage.permanent), by="")
    context = {
        "seats": [history.seat(it, seat) for seat in it.triage.permanent],
        "now": neighbours.consequences(PART, request.user, it, it),
        "may_change": allows(rules.change_profile, request.user),
    }
    return TemplateResponse(request, "house/seats.html", context)


@require_http_methods(["GET", "POST"])
@listed("a new permanent participant", rules.change_profile)
def add_seat(request: HttpRequest) -> HttpResponse:
    return _page(request, SeatForm(request.POST or None), "house/seat_add.html", {})


@require_http_methods(["GET", "POST"])
@listed("the end of a permanent participant", rules.change_profile)
def remove_seat(request: HttpRequest, nth: int) -> HttpResponse:
    it = profile.active()
    if nth >= len(it.triage.permanent):
        raise Http404("there is no such participant")
    form = RemoveSeatForm(request.POST or None, nth=nth)
    who = history.seat(it, it.triage.permanent[nth])
    return _page(request, form, "house/seat_remove.html", {"who": who})


def _page(
    request: HttpRequest, form: SettingsForm, template: str, context: dict[str, Any]
) -> HttpResponse:
    again = partial(type(form), **({"nth": form.nth} if hasattr(form, "nth") else {}))
    return page(
        request,
        form,
        template=template,
        context=context | {"form": form},
        stored=again,
        done=reverse("house:seats"),
        previewed=lambda: {
            "consequences": neighbours.consequences(
                PART, request.user, profile.active(), form.after
            )
        },
        part=PART,
    )
