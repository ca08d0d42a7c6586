"""What everybody may read about this house."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from house import calendar, profile
from zvh.guard.gate import public


@require_safe
@public("Where to find help says nothing about anybody.")
def help_page(request: HttpRequest) -> HttpResponse:
    context = {"next_triage": calendar.next_triage(timezone.now())}
    return TemplateResponse(request, "house/help.html", context)


@require_safe
@public("A statement on accessibility is owed to everybody.")
def accessibility(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(
        request, "house/accessibility.html", {"email": profile.active().email}
    )
