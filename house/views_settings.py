"""The settings of the house: to read for the bureau, to change for who keeps them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from house import changing, forms, groups, history, neighbours, profile, rules, samples
from house.forms import SettingsForm
from house.models import Change
from zvh.guard import access, versions
from zvh.guard.gate import listed
from zvh.guard.rules import allows

SHOWN = 200


@require_safe
@listed("settings", rules.see_profile)
def settings(request: HttpRequest) -> HttpResponse:
    it = profile.active()
    context = {
        "groups": [(one, list(one.facts(it))) for one in groups.all_groups()],
        "words": list(it.words.values()),
        "seats": [history.seat(it, seat) for seat in it.triage.permanent],
        "terms": history.terms(it),
        "may_change": allows(rules.change_profile, request.user),
        "may_change_terms": allows(rules.change_terms, request.user),
        "newest": Change.objects.newest_first().first(),
    }
    return TemplateResponse(request, "house/settings.html", context)


@require_safe
@listed("history of the settings", rules.see_profile)
def changes(request: HttpRequest) -> HttpResponse:
    """What was changed, by whom and why: everything, newest first."""
    made = list(Change.objects.newest_first()[: SHOWN + 1])
    access.found(request, count=len(made), by="")
    context = {
        "changes": history.lines(made[:SHOWN]),
        "more": len(made) > SHOWN,
        "shown": SHOWN,
    }
    return TemplateResponse(request, "house/settings_history.html", context)


@require_http_methods(["GET", "POST"])
@listed("a setting", rules.change_profile)
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: look at what it would do first, then save it."""
    it = groups.group(slug)
    if it is None:
        raise Http404("there is no such group of settings")
    form = it.form(request.POST or None)
    context = {"group": it, "form": form}
    done = reverse("house:settings")
    return page(
        request,
        form,
        template="house/setting.html",
        context=context,
        stored=it.form,
        done=done,
        previewed=lambda: {
            "preview": list(it.preview(form.after)),
            "consequences": _consequences(request, it.part, form),
        },
        part=it.part,
    )


@require_safe
@listed("words of the house", rules.see_profile)
def words(request: HttpRequest) -> HttpResponse:
    context = {
        "words": list(profile.active().words.items()),
        "may_change": allows(rules.change_profile, request.user),
    }
    return TemplateResponse(request, "house/words.html", context)


@require_http_methods(["GET", "POST"])
@listed("a word of the house", rules.change_profile)
def word(request: HttpRequest, key: str) -> HttpResponse:
    known = profile.active().words
    if key not in known:
        raise Http404("there is no such word")
    make = partial(forms.WordForm, word=key)
    form = make(request.POST or None)
    return page(
        request,
        form,
        template="house/word.html",
        context={
            "form": form,
            "word": known[key],
            "samples": list(samples.sentences(key, known[key])),
        },
        stored=make,
        done=reverse("house:words"),
        previewed=lambda: {
            "preview": list(samples.sentences(key, form.after.words[key]))
        },
        part="words",
    )


def page(
    request: HttpRequest,
    form: SettingsForm,
    *,
    template: str,
    context: dict[str, Any],
    stored: Callable[[], SettingsForm],
    done: str,
    previewed: Callable[[], dict[str, Any]],
    part: str,
) -> HttpResponse:
    """The form, what it would do when that is asked, or the saving of it."""
    if form.is_valid():
        if "preview" not in request.POST:
            return _save(request, form, stored=stored, done=done, part=part)
        context |= previewed()
    return TemplateResponse(request, template, context | {"back": done})


def _save(
    request: HttpRequest,
    form: SettingsForm,
    *,
    stored: Callable[[], SettingsForm],
    done: str,
    part: str,
) -> HttpResponse:
    if not form.changed_keys:
        messages.info(request, "Er is niets gewijzigd: dit staat al zo.")
        return redirect(done)
    act = partial(
        changing.change,
        form.values,
        by=request.user,
        reason=form.reason,
        seen=form.seen,
    )
    if not versions.saved(act):
        page = versions.conflict(request, form, stored(), cancel=done)
        return page or redirect(done)
    neighbours.wake(part)
    messages.success(request, "De instelling is gewijzigd en geldt vanaf nu.")
    return redirect(done)


def _consequences(
    request: HttpRequest, part: str, form: SettingsForm
) -> list[neighbours.Consequence]:
    before = profile.active()
    return neighbours.consequences(part, request.user, before, form.after)
