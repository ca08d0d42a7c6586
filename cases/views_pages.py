"""How the bureau keeps a secure page: where it reaches somebody, and codes read out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import codes, secure_pages
from accounts.secure_pages import SecurePage
from cases import pages, rules
from cases.forms_pages import ReachForm
from cases.models import Case
from zvh.guard.gate import gated


@require_http_methods(["GET", "POST"])
@gated(SecurePage, rules.keep_page)
def keep(request: HttpRequest, page: SecurePage) -> HttpResponse:
    """How often it was opened, and where link and codes go."""
    form = ReachForm(request.POST or None, page=page)
    if request.method == "POST" and page.is_standing and form.is_valid():
        secure_pages.reach_at(page, form.reach, by=pages.user_of(request))
        messages.success(request, "Opgeslagen. De pagina kan weer open.")
        return redirect("cases:secure_page", page.pk)
    return _shown(request, page, form=form)


@require_POST
@gated(SecurePage, rules.read_code_out)
def read_out(request: HttpRequest, page: SecurePage) -> HttpResponse:
    """A code for who is on the telephone: shown once, and kept nowhere."""
    code = codes.read_out(page, by=pages.user_of(request))
    return _shown(request, page, form=ReachForm(page=page), code=code, asked=True)


def _shown(request: HttpRequest, page: SecurePage, **more: Any) -> HttpResponse:
    case = Case.objects.visible_to(pages.user_of(request)).get(pk=page.case_key)
    context = {
        **pages.frame(request, case),
        "case": case,
        "page": page,
        "most": secure_pages.MOST_OPENINGS,
        **more,
    }
    return TemplateResponse(request, "cases/secure_page.html", context)
