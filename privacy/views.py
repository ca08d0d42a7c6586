"""What goes soon, and what has gone, in numbers and dates only."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from privacy import retention, rules
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


def _soonest(due: retention.Due) -> tuple[str, str]:
    return str(due.due_on), due.rule


def _why(label: str) -> str:
    """The rule without the number of its requirement."""
    return label.partition(" (")[0]
