"""Rules say who may do what. A rule returns nothing, or says why not."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied

P = ParamSpec("P")
Person = TypeVar("Person")


def require(condition: object, reason: str) -> None:
    """Go on when the condition holds; else refuse with a Dutch sentence."""
    if not condition:
        raise PermissionDenied(reason)


def allows(
    rule: Callable[Concatenate[Person, P], None],
    user: Person,
    *args: P.args,
    **kwargs: P.kwargs,
) -> bool:
    """Whether the rule lets this person pass: for buttons and menus."""
    try:
        rule(user, *args, **kwargs)
    except PermissionDenied:
        return False
    return True


def why_not(
    rule: Callable[Concatenate[Person, P], None],
    user: Person,
    *args: P.args,
    **kwargs: P.kwargs,
) -> str:
    """The rule's reason to refuse this person, or nothing."""
    try:
        rule(user, *args, **kwargs)
    except PermissionDenied as refusal:
        return str(refusal)
    return ""


def anyone_signed_in(user: object) -> None:
    """Every account may open this: its content is limited to the person asking."""
