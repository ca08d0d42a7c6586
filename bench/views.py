"""Pages with nothing on them: what any page costs before it says a word."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from zvh.guard import access
from zvh.guard.gate import listed
from zvh.guard.rules import anyone_signed_in


@require_safe
@listed("nothing", anyone_signed_in)
def nothing(request: HttpRequest) -> HttpResponse:
    """No word and no frame: the door alone."""
    access.found(request, count=0)
    return HttpResponse()


@require_safe
@listed("empty page", anyone_signed_in)
def empty(request: HttpRequest) -> HttpResponse:
    """The frame of a page, with its navigation, around nothing."""
    access.found(request, count=0)
    return TemplateResponse(request, "bench/empty.html", {})
