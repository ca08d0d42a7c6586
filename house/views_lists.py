"""The lists of the house: add, call otherwise, retire, bring back (T-6)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from house import forms_lists as forms
from house import history, list_changes, lists, profile, rules
from house.list_changes import QUESTIONS
from house.profile import Choice, Question
from house.words import word
from zvh.guard import access
from zvh.guard.gate import listed
from zvh.guard.rules import allows

# How the questions to a kind of Partij are called in an address.
ASKED = "vraag-"


@dataclass(frozen=True)
class List:
    """A list as its page shows it."""

    slug: str
    name: str
    title: str
    values: tuple[Choice, ...] | tuple[Question, ...]

    @property
    def is_question(self) -> bool:
        return self.name.startswith(QUESTIONS)

    @property
    def current(self) -> list[Choice | Question]:
        return [it for it in self.values if not it.retired]

    @property
    def retired(self) -> list[Choice | Question]:
        return [it for it in self.values if it.retired]


@require_safe
@listed("lists of the house", rules.see_profile)
def all_lists(request: HttpRequest) -> HttpResponse:
    several = [_list(name) for name in history.LISTS]
    asked = [_list(f"{ASKED}{soort}") for soort, _ in lists.choices("soorten")]
    access.found(request, count=len(several) + len(asked), by="")
    context = {
        "lists": several,
        "asked": [one for one in asked if one.slug != f"{ASKED}bureau"],
    }
    return TemplateResponse(request, "house/lists.html", context)


@require_http_methods(["GET", "POST"])
@listed("a list of the house", rules.see_profile)
def one_list(request: HttpRequest, slug: str) -> HttpResponse:
    it = _list(slug)
    may = allows(rules.change_profile, request.user)
    if request.method == "POST":
        rules.change_profile(request.user)
    form = forms.NewValueForm(
        request.POST or None,
        is_question=it.is_question,
        others=[one.label for one in it.values],
        places=[(one.key, one.label) for one in it.current],
    )
    if form.is_valid():
        list_changes.add(
            it.name,
            form.value,
            by=request.user,
            reason=form.why,
            after=form.cleaned_data["after"],
        )
        messages.success(request, f"‘{form.value['label']}’ staat in de lijst.")
        return redirect("house:list", slug)
    may_add = may and list_changes.takes_more(it.name)
    context = {"list": it, "form": form, "may_change": may, "may_add": may_add}
    return TemplateResponse(request, "house/list.html", context)


@require_http_methods(["GET", "POST"])
@listed("a value of a list", rules.change_profile)
def value(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    it = _list(slug)
    one = _value(it, key)
    form = forms.ValueForm(
        request.POST or None,
        is_question=it.is_question,
        others=[other.label for other in it.values if other.key != key],
        initial={"label": one.label, "category": getattr(one, "category", "")},
    )
    if form.is_valid():
        list_changes.alter(it.name, key, form.value, by=request.user, reason=form.why)
        messages.success(request, "De naam is gewijzigd, overal waar die staat.")
        return redirect("house:list", slug)
    context = {"list": it, "value": one, "form": form}
    return TemplateResponse(request, "house/list_value.html", context)


@require_http_methods(["GET", "POST"])
@listed("the end of a value", rules.change_profile)
def retire(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A value that is retired, or that comes back when it was."""
    it = _list(slug)
    one = _value(it, key)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        act = list_changes.bring_back if one.retired else list_changes.retire
        act(it.name, key, by=request.user, reason=form.why)
        now = "kan weer worden gekozen" if one.retired else "is vervallen"
        messages.success(request, f"‘{one.label}’ {now}.")
        return redirect("house:list", slug)
    context = {
        "list": it,
        "value": one,
        "form": form,
        "back": reverse("house:list", args=[slug]),
    }
    return TemplateResponse(request, "house/list_retire.html", context)


def _list(slug: str) -> List:
    if slug.startswith(ASKED):
        return _questions(slug)
    name = _name(slug)
    values = profile.active().lists.get(name)
    if values is None or name not in history.LISTS:
        raise Http404("there is no such list")
    return List(name.replace("_", "-"), name, history.LISTS[name], values)


def _questions(slug: str) -> List:
    soort = _name(slug.removeprefix(ASKED))
    if soort not in lists.all_labels("soorten"):
        raise Http404("there is no such kind of organisation")
    whom = lists.label("soorten", soort)
    name = f"{QUESTIONS}{soort}"
    title = f"Vragen aan: {whom}"
    if soort == "overig":
        title = f"Vragen aan {word('partij', 'plural')} zonder eigen vragen"
    slug = f"{ASKED}{soort.replace('_', '-')}"
    return List(slug, name, title, list_changes.entries(name))


def _name(slug: str) -> str:
    return slug.replace("-", "_")


def _value(it: List, key: str) -> Any:
    found = next((one for one in it.values if one.key == key), None)
    if found is None:
        raise Http404("there is no such value")
    return found
