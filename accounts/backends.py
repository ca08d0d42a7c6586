"""Who comes back in a session: read at once with their Partij and their roles."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from accounts.people import User
from house import own


class SessionBackend(AuthenticationBackend):
    """Signs in as the library does; who is signed in is asked in one query."""

    def get_user(self, user_id: UUID) -> User | None:
        user: User | None = User.objects.with_roles().filter(pk=user_id).first()
        if user:
            own.note(user.__dict__.pop("newest_change"))
        return user if user and self.user_can_authenticate(user) else None
