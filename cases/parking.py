"""What somebody was typing when the session ended waits for them, and for nobody else.

A form page offers it and takes it back:

    form = NoteForm(parking.typed(request, case), row=note)
    ...   # after saving: parking.settle(request, case)
    context = {"form": form, "parked": parking.offered(request, case)}

with {% include "cases/_parked.html" with parked=parked only %} above the form.
"""

import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from accounts import sessions
from accounts.models import User
from cases import pages
from cases.models import Case, ParkedForm
from zvh.guard.announce import Purpose, acting_as, acting_for
from zvh.guard.gate import Door
from zvh.guard.jobs import job
from zvh.guard.models import key_of_case
from zvh.guard.parking import keeper

LASTS = timedelta(days=1)
PUT_BACK = "terugzetten"
# Its token is worthless by now, and a password is never kept.
NEVER = ("csrfmiddlewaretoken", "password", "wachtwoord")


@keeper
def keep(request: HttpRequest) -> bool:
    """Keep the fields for this person, if the page is about a case they may change."""
    user, match = request.user, _match(request.path_info)
    if not isinstance(user, User) or match is None:
        return False
    # A password alone opens no case, so it leaves nothing in one either.
    if not (user.is_visitor or sessions.has_second_factor(request)):
        return False
    fields = _fields(request.POST)
    if not fields.keys() - {"version"}:
        return False
    with acting_as(user):
        case = _case_of(match, user)
        if case is None:
            return False
        _withdraw(_waiting(user, case, request.path))
        ParkedForm.objects.create(
            case=case, user=user, path=request.path, fields=fields
        )
    return True


def offered(request: HttpRequest, case: Case) -> ParkedForm | None:
    """What this person typed on this very page and did not save, until a day later."""
    if request.method == "POST" or PUT_BACK in request.GET:
        return None
    return _of(request, case)


def waiting_below(request: HttpRequest, case: Case) -> ParkedForm | None:
    """What this person typed in a form of this page that has an address of its own."""
    mine = ParkedForm.objects.filter(
        user=pages.user_of(request),
        case=case,
        path__startswith=request.path,
        withdrawn_at=None,
        parked_at__gt=timezone.now() - LASTS,
    )
    found: ParkedForm | None = mine.order_by("-parked_at").first()
    return found


def typed(request: HttpRequest, case: Case) -> QueryDict | None:
    """The answers that were sent, or those that waited and are asked back."""
    return request.POST or put_back(request, case)


def put_back(request: HttpRequest, case: Case) -> QueryDict | None:
    """The fields, once their writer asks for them; they stay until it is saved."""
    parked = _of(request, case) if PUT_BACK in request.GET else None
    if parked is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in parked.fields.items():
        data.setlist(name, values)
    return data


def settle(request: HttpRequest, case: Case) -> None:
    """The form was saved: nothing needs to wait any more."""
    _withdraw(_waiting(pages.user_of(request), case, request.path))


def follow(request: HttpRequest, case: Case, answer: HttpResponse) -> None:
    """After a page saved by itself: what it could not keep yet waits for its writer.

    A number of which a digit is wrong is not kept as it is; nor is it lost to whoever
    goes away before they see what was said of it.
    """
    if answer.status_code != HTTPStatus.OK:
        return
    told = json.loads(answer.content)
    path = told["url"] or request.path
    waiting = _waiting(pages.user_of(request), case, path)
    if not told["unsaved"]:
        _withdraw(waiting)
        return
    parked = waiting.first() or ParkedForm(
        case=case, user=pages.user_of(request), path=path
    )
    parked.fields = _fields(request.POST) | {"version": [str(told["version"])]}
    parked.parked_at = timezone.now()
    parked.save()


@job("parked_forms", every=timedelta(hours=1))
def remove_due() -> int:
    """Remove what was taken back, and what nobody came back for within a day."""
    with acting_for(Purpose.RETENTION):
        return int(ParkedForm.objects.all().delete()[0])


def _of(request: HttpRequest, case: Case) -> ParkedForm | None:
    waiting = _waiting(pages.user_of(request), case, request.path)
    recent = waiting.filter(parked_at__gt=timezone.now() - LASTS)
    found: ParkedForm | None = recent.order_by("-parked_at").first()
    return found


def _waiting(user: User, case: Case, path: str) -> Any:
    return ParkedForm.objects.filter(user=user, case=case, path=path, withdrawn_at=None)


def _withdraw(parked: Any) -> None:
    parked.update(withdrawn_at=timezone.now())


def _fields(posted: QueryDict) -> dict[str, list[str]]:
    return {
        name: [str(value) for value in values]
        for name, values in posted.lists()
        if not any(word in name for word in NEVER)
    }


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _case_of(match: ResolverMatch, user: User) -> Case | None:
    """The case behind the door of this page, if this person may go through it."""
    door = getattr(match.func, "door", None)
    if not isinstance(door, Door) or door.model is None or door.rule is None:
        return None
    visible = door.model.objects.visible_to(user)  # type: ignore[attr-defined]
    record = visible.filter(pk=match.kwargs["pk"]).first()
    key = key_of_case(record) if record else None
    if key is None:
        return None
    try:
        door.rule(user, record)
    except PermissionDenied:
        return None
    return Case.objects.filter(pk=key).first()
