"""A list taken along as a file, and choices of filters kept for another day."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cases import exporting, lists, pages, rules_lists
from cases.exports import SavedView
from cases.forms_lists import ExportForm
from cases.lists import Chosen
from zvh.guard import access
from zvh.guard.gate import gated, listed
from zvh.lib import sheets


@require_http_methods(["GET", "POST"])
@listed("export", rules_lists.export_list)
def export(request: HttpRequest, key: str) -> HttpResponse:
    """First how much of what, then the file; the same filters as in the list."""
    user = pages.user_of(request)
    chosen = Chosen.of(_listing(key), user, request.GET)
    rules_lists.use_list(user, chosen.listing.rule)
    # Nothing chosen is an answer too, so an empty POST counts as filled in.
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        lines = exporting.export(chosen, by=user, **told)
        exported = access.Kind.EXPORTED
        access.found(request, count=len(lines), by=chosen.kinds, kind=exported)
        access.exported(request, [it.case_id for it in lines], action="export")
        body = exporting.file(chosen, lines, suffix=told["suffix"])
        return _download(body, f"{key}-{timezone.localdate()}", told["suffix"])
    # No more is counted than matters: a house may have many.
    count = chosen.rows[: exporting.MOST_ROWS + 1].count()
    access.found(request, count=count, by=chosen.kinds)
    context = {
        "chosen": chosen,
        "form": form,
        "count": count,
        "most": exporting.MOST_ROWS,
        "is_too_much": count > exporting.MOST_ROWS,
    }
    return TemplateResponse(request, "cases/list_export.html", context)


@require_safe
@listed("exports", rules_lists.see_exports)
def exports(request: HttpRequest) -> HttpResponse:
    """Who took which list along, when and why: no names, and no case."""
    taken = exporting.taken_along()
    access.found(request, count=len(taken))
    context = {"taken": taken, "most": exporting.MOST_SHOWN}
    return TemplateResponse(request, "cases/list_exports.html", context)


@require_POST
@listed("keeping a view", rules_lists.export_list)
def keep_view(request: HttpRequest, key: str) -> HttpResponse:
    user = pages.user_of(request)
    chosen = Chosen.of(_listing(key), user, request.GET)
    exporting.keep(chosen, by=user)
    messages.success(request, f"Opgeslagen: {chosen.name}.")
    return redirect(chosen.url)


@require_POST
@gated(SavedView, rules_lists.forget_view)
def forget_view(request: HttpRequest, view: SavedView) -> HttpResponse:
    exporting.forget(view, by=pages.user_of(request))
    messages.success(request, "Deze keuze is weg.")
    return redirect(_listing(view.listing).url)


def _listing(key: str) -> lists.Listing:
    found = lists.find(key)
    if found is None:
        raise Http404("there is no such list")
    return found


def _download(body: bytes, name: str, suffix: str) -> HttpResponse:
    return HttpResponse(
        body,
        headers={
            "Content-Type": sheets.TYPES[suffix],
            "Content-Disposition": f'attachment; filename="{name}.{suffix}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )
