"""Who changed what: names of personal fields, values of process fields only."""

from collections.abc import Callable

from auditlog.context import set_extra_data
from auditlog.registry import auditlog
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zvh.guard.content import ContentFileField

MASK = "•••"


def track(model: type[models.Model]) -> None:
    """Log every change of this model's rows; what it calls personal is masked.

    `update()` and `bulk_create()` pass this by, so tracked models avoid them.
    """
    personal = model.Privacy.personal  # type: ignore[attr-defined]
    # The library reads what it masks as text first, which a file is not.
    files = [f.name for f in model._meta.fields if isinstance(f, ContentFileField)]
    auditlog.register(
        model,
        mask_fields=sorted(personal),
        exclude_fields=["version", *files],
        mask_callable="zvh.guard.audit.mask",
    )


def mask(value: str) -> str:
    """A constant: the library's own mask shows half of a value."""
    return MASK


class AuditMiddleware:
    """Names the person behind the changes of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with set_extra_data({"actor": _actor(request)}):
            return self.get_response(request)


def _actor(request: HttpRequest) -> AbstractBaseUser | None:
    user = request.user
    return user if user.is_authenticated else None
