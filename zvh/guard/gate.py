"""The one way in: find the record, ask the rule, write down the visit.

Every URL has one of three doors. `gated` leads to one record, `listed` to pages
without one, `public` to what everybody may see. The gate opens the transaction,
because the announcement lives no longer than that, and it renders inside.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.vary import vary_on_headers

from zvh.guard import access, logs, opening, parking
from zvh.guard.announce import acting_as
from zvh.guard.models import AccessRecord, Overtaken

log = logging.getLogger("zvh.gate")
View = Callable[..., HttpResponseBase]
Rule = Callable[..., None]


@dataclass(frozen=True)
class Door:
    """How a view is reached: read by the test that walks every URL."""

    kind: str
    model: type[models.Model] | None = None
    rule: Rule | None = None
    reason: str = ""
    of_page: bool = False


def gated(
    model: type[models.Model],
    rule: Rule,
    *,
    kind: AccessRecord.Kind = access.Kind.OPENED,
    of_page: Callable[[Any], UUID] | None = None,
    has_button: bool = False,
) -> Callable[[View], View]:
    """Lead to one record, found through the person asking (404) and ruled on (403).

    The URL's `pk` becomes the record: `view(request, record, **rest)`. Reading is
    recorded in the same transaction, a refusal in one of its own. What a page asks by
    itself belongs to its opening: `of_page` names the row that was opened (ADR 45).
    Where the same form `has_button`, pressing that is a visit of its own.
    """

    def decorate(view: View) -> View:
        action = view.__name__

        def enter(request: HttpRequest, pk: UUID, **rest: Any) -> HttpResponseBase:
            record = _find(model, request.user, pk)
            rule(request.user, record)
            by_itself = request.method == "POST" and opening.HEADER in request.headers
            if of_page is None or (has_button and not by_itself):
                seen = access.record_opened(request, record, action=action, kind=kind)
                opening.note(request, seen)
            else:
                opening.require_page(request, of_page(record))
            return view(request, record, **rest)

        door = Door("gated", model, rule, of_page=of_page is not None)
        return _door(view, enter, door)

    return decorate


def listed(
    name: str, rule: Rule, *, kind: AccessRecord.Kind = access.Kind.LISTED
) -> Callable[[View], View]:
    """Lead to a list, a search or the start of a form, limited to the person asking.

    The view says what it showed with `access.found`; the gate records it.
    """

    def decorate(view: View) -> View:
        def enter(request: HttpRequest, **rest: Any) -> HttpResponseBase:
            rule(request.user)
            response = _rendered(view(request, **rest))
            access.record_list(request, action=name, kind=kind)
            return response

        return _door(view, enter, Door("listed", rule=rule))

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Lead to what everybody may see, for the reason given; announces nobody."""

    def decorate(view: View) -> View:
        @wraps(view)
        def open_door(
            request: HttpRequest, *args: Any, **rest: Any
        ) -> HttpResponseBase:
            return view(request, *args, **rest)

        open_door.door = Door("public", reason=reason)  # type: ignore[attr-defined]
        return login_not_required(open_door)

    return decorate


def _door(view: View, enter: View, door: Door) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            with acting_as(request.user):  # type: ignore[arg-type]
                return _rendered(enter(request, **kwargs))
        except Http404:
            _refused(request, view, kwargs, access.Outcome.NOT_FOUND)
            raise
        except PermissionDenied:
            _refused(request, view, kwargs, access.Outcome.FORBIDDEN)
            raise
        except (Overtaken, ObjectDoesNotExist):
            return _overtaken(request, view, door, kwargs)
        except access.NotRecorded:
            return render(request, "503.html", status=503)

    guarded.door = door  # type: ignore[attr-defined]
    return vary_on_headers("HX-Request")(guarded)


def _find(model: type[models.Model], user: object, pk: UUID) -> models.Model:
    record = _seen(model, user, pk)
    if record is None:
        raise Http404("not among what this person may see")
    return record


def _seen(model: type[models.Model], user: object, pk: UUID) -> models.Model | None:
    visible: Any = model.objects.visible_to(user)  # type: ignore[attr-defined]
    # A model may say what is read along with a record that is opened.
    opened = getattr(visible, "opened_by", None)
    record: models.Model | None = (
        opened(user, pk) if opened else visible.filter(pk=pk).first()
    )
    return record


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    if response.streaming:
        raise RuntimeError("a streaming response would outlive the announcement")
    if isinstance(response, HttpResponse) and hasattr(response, "render"):
        response.render()
    return response


def _overtaken(
    request: HttpRequest, view: View, door: Door, kwargs: dict[str, Any]
) -> HttpResponse:
    """Between the look and the act somebody else was first; nothing was done."""
    # Only an act can come too late: where nothing is asked for, it is a fault.
    if request.method != "POST":
        raise
    logs.event(log, "an act came too late", level=logging.WARNING, raised=True)
    if door.model is not None:
        with acting_as(request.user):  # type: ignore[arg-type]
            is_there = _seen(door.model, request.user, kwargs["pk"]) is not None
        if not is_there:
            _refused(request, view, kwargs, access.Outcome.NOT_FOUND)
            raise Http404("no longer among what this person may see")
    _refused(request, view, kwargs, access.Outcome.FORBIDDEN)
    context = {"resume_url": request.path if parking.keep(request) else ""}
    page = render_to_string("409_overtaken.html", context)
    return HttpResponse(page, status=409)


def _refused(
    request: HttpRequest, view: View, kwargs: dict[str, Any], outcome: access.Outcome
) -> None:
    access.record_refusal(
        request, action=view.__name__, object_id=kwargs.get("pk"), outcome=outcome
    )
