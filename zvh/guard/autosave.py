"""A form that saves by itself while somebody types; static/js/autosave.js sends it.

    form = NoteForm(request.POST or None, row=note)
    if autosave.asked(request):
        return autosave.save(
            request,
            form,
            partial(actions.change_note, note, by=user),     # called with the answers
            stored=lambda: NoteForm(row=Note.objects.get(pk=note.pk)),
        )

The page has the form in {% component "form" … autosave=True %} and, in the block
`scripts`, {% include "frame/autosave_scripts.html" %}. What is half-typed and
cannot be kept yet is named; all else is kept. A form that must be complete before its
button may save it is asked not to be (`required = False`) when `asked` says so.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.boundfield import BoundField
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from zvh.guard import versions

HEADER = "X-Zvh-Autosave"


def asked(request: HttpRequest) -> bool:
    """Whether this form was sent by itself, and not by its button."""
    return request.method == "POST" and HEADER in request.headers


def save(
    request: HttpRequest,
    form: versions.VersionedForm,
    action: Callable[..., object],
    *,
    stored: Callable[[], versions.VersionedForm],
    url: Callable[[], str] | None = None,
    texts: Callable[[], Mapping[str, str]] | None = None,
) -> JsonResponse:
    """Keep what can be kept; 409 with what is stored when somebody else was first.

    `url` is where a row that was new is changed from now on; `texts` are words that
    the page shows elsewhere, under `data-autosave-told`.
    """
    form.is_valid()
    if form.row is not None:
        form.row.version = form.cleaned_data.get("version") or versions.UNREAD
    if not versions.saved(lambda: action(**form.answers)):
        return JsonResponse(_conflict(stored()), status=409)
    told = {
        "version": stored().initial["version"],
        "saved_at": f"{timezone.localtime():%H:%M:%S}",
        "unsaved": [
            _unsaved(form[name]) for name in form.errors if name in form.fields
        ],
        "url": url() if url else "",
        "texts": dict(texts()) if texts else {},
    }
    return JsonResponse(told)


def _unsaved(field: BoundField) -> dict[str, str]:
    return {
        "name": field.html_name,
        "label": str(field.label),
        "error": str(field.errors[0]),
    }


def _conflict(stored: versions.VersionedForm) -> dict[str, Any]:
    shown = [field for field in stored if not field.is_hidden]
    return {
        "version": stored.initial["version"],
        "fields": [
            {
                "name": field.html_name,
                "label": str(field.label),
                "values": versions.values_of(field),
                "shown": versions.shown(field),
            }
            for field in shown
        ],
    }
