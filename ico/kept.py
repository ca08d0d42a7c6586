"""What somebody typed about a meeting, also when the session ended meanwhile."""

from django.http import HttpRequest, QueryDict

from cases import parking
from cases.models import Case


def typed(request: HttpRequest, case: Case) -> QueryDict | None:
    """The answers that were sent, or those that waited and are asked back."""
    return request.POST or parking.put_back(request, case)
