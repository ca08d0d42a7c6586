"""What goes soon, and what has gone, in numbers and dates only."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases import exporting, pages
from cases.lists import Chosen
from house.words import spoken
from privacy import lists, overseeing, retention, rules, rules_approvals
from privacy.forms_register import NumberForm
from privacy.models import Removal
from zvh.guard import access
from zvh.guard.gate import listed

AHEAD = timedelta(days=30)
SHOWN = 100


@require_safe
@listed("removals", rules.oversee_removal)
def removals(request: HttpRequest) -> HttpResponse:
    gone = list(Removal.objects.newest_first()[:SHOWN])
    coming = retention.preview(timezone.now() + AHEAD)
    access.found(request, count=len(gone) + len(coming), by="removals")
    context = {
        "gone": [(removal, _why(removal.get_rule_display())) for removal in gone],
        "coming": [(due, _why(due.rule.label)) for due in sorted(coming, key=_soonest)],
    }
    return TemplateResponse(request, "privacy/removals.html", context)


@require_http_methods(["GET", "POST"])
@listed("disclosures", rules_approvals.see_register)
def disclosures(request: HttpRequest) -> HttpResponse:
    """What left the house, to whom and on which akkoord: by key, never what it said.

    A number is asked by POST only, so that it stands in no address and no log.
    """
    user = pages.user_of(request)
    chosen = Chosen.of(lists.REGISTER, user, request.GET)
    form = NumberForm(request.POST or None)
    rows = chosen.rows
    if by_number := form.is_valid():
        rows = overseeing.of_number(form.cleaned_data["number"])
    found = list(rows[: SHOWN + 1])
    access.found(
        request, count=len(found[:SHOWN]), by="nummer" if by_number else chosen.kinds
    )
    context = {
        "form": form,
        "by_number": by_number,
        "chosen": chosen,
        "saved": exporting.saved_views(chosen),
        "lines": [line.cells for line in lists.REGISTER.lines(user, found[:SHOWN])],
        "columns": lists.REGISTER.columns,
        "is_more": len(found) > SHOWN,
        "most": SHOWN,
    }
    return TemplateResponse(request, "privacy/disclosures.html", context)


@require_safe
@listed("told", rules_approvals.see_register)
def told(request: HttpRequest) -> HttpResponse:
    """Proof that people were told, or that it was decided to wait (V-5, S-10)."""
    user = pages.user_of(request)
    chosen = Chosen.of(lists.TOLD, user, request.GET)
    found = list(chosen.rows[: SHOWN + 1])
    access.found(request, count=len(found[:SHOWN]), by=chosen.kinds)
    context = {
        "chosen": chosen,
        "saved": exporting.saved_views(chosen),
        "lines": [line.cells for line in lists.TOLD.lines(user, found[:SHOWN])],
        "is_more": len(found) > SHOWN,
        "most": SHOWN,
    }
    return TemplateResponse(request, "privacy/told.html", context)


def _soonest(due: retention.Due) -> tuple[str, str]:
    return str(due.due_on), due.rule


def _why(label: str) -> str:
    """The rule without the number of its requirement."""
    return spoken(label.partition(" (")[0])
