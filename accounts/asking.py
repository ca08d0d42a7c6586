"""Who asks for a page."""

from django.http import HttpRequest

from accounts.people import User


def user_of(request: HttpRequest) -> User:
    """Who asks; behind a door somebody is signed in."""
    if not isinstance(request.user, User):
        raise TypeError("behind a door somebody is signed in")
    return request.user
