"""Whoever saves what a colleague changed meanwhile is shown both texts, and loses none.

    class NoteForm(versions.VersionedForm): ...

    form = NoteForm(request.POST or None, row=note)
    if form.is_valid():
        stale = versions.save(
            request,
            form,
            partial(actions.change_note, note, by=user),     # called with the answers
            stored=lambda: NoteForm(row=Note.objects.get(pk=note.pk)),
            cancel=reverse("notes:note", args=[note.pk]),
        )
        return stale or redirect(...)

The form carries the version that its reader saw; `row` is what the action saves
first, so that its own UPDATE finds out. A form that changes nothing any more (a
double click) counts as saved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.utils.choices import flatten_choices

from zvh.guard.models import StaleVersion, VersionedModel

UNREAD = 0


class VersionedForm(forms.Form):
    """A form about a row that exists; without a row it makes a new one."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, row: VersionedModel | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.initial["version"] = row.version if row else None

    @property
    def answers(self) -> dict[str, Any]:
        """What was filled in, for the action that saves it."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }


@dataclass(frozen=True)
class Difference:
    """One field of which two people made something else."""

    label: str
    theirs: str
    mine: str


def save(
    request: HttpRequest,
    form: VersionedForm,
    action: Callable[..., object],
    *,
    stored: Callable[[], VersionedForm],
    cancel: str,
) -> TemplateResponse | None:
    """Save a valid form by its action; nothing when saved, else the 409 page."""
    if form.row is not None:
        form.row.version = form.cleaned_data.get("version") or UNREAD
    if saved(lambda: action(**form.answers)):
        return None
    return conflict(request, form, stored(), cancel=cancel)


def saved(action: Callable[[], object]) -> bool:
    """Whether the action went through; a stale version undoes it alone.

    The savepoint keeps what the request wrote before: the record of this visit.
    """
    try:
        with transaction.atomic():
            action()
    except StaleVersion:
        return False
    return True


def conflict(
    request: HttpRequest, form: VersionedForm, stored: VersionedForm, *, cancel: str
) -> TemplateResponse | None:
    """The page with both texts; nothing when they say the same."""
    differing = differences(form, stored)
    if not differing:
        return None
    data = cast(QueryDict, form.data).copy()
    data[form.add_prefix("version")] = stored.initial["version"]
    form.data = data
    context = {"conflicts": differing, "form": form, "cancel": cancel}
    return TemplateResponse(request, "409.html", context, status=409)


def differences(mine: forms.Form, theirs: forms.Form) -> list[Difference]:
    """The fields in which two forms of one kind are not the same."""
    pairs = [
        (mine[name], theirs[name]) for name in mine.fields if name in theirs.fields
    ]
    found = [
        Difference(str(field.label), shown(other), shown(field))
        for field, other in pairs
        if not field.is_hidden
    ]
    return [it for it in found if it.mine != it.theirs]


def shown(field: BoundField) -> str:
    """What a field holds, in the words that stand beside it."""
    value = field.value()
    if isinstance(value, bool):
        return "ja" if value else "nee"
    named = _named(field)
    told = (named.get(one, one) for one in values_of(field))
    return ", ".join(one.strip().replace("\r\n", "\n") for one in told)


def values_of(field: BoundField) -> list[str]:
    """What a field holds, as a browser would send it."""
    value, widget = field.value(), field.field.widget
    if isinstance(value, bool):
        return ["on"] if value else []
    several = value if isinstance(value, list | tuple) else [value]
    if not isinstance(widget, forms.widgets.ChoiceWidget):
        several = [widget.format_value(one) for one in several]
    return [str(one) for one in several if one not in (None, "")]


def _named(field: BoundField) -> dict[str, str]:
    choices = getattr(field.field, "choices", None) or ()
    flat: list[tuple[Any, Any]] = list(flatten_choices(choices))
    return {str(key): str(label) for key, label in flat}
