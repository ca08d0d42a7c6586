"""The people who sign in, and the sessions in which they do so."""

from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.authorisations import Authorisation, Role
from accounts.parties import Party
from house import own
from zvh.lib.keys import new_id

FIRST_PASSWORD_LASTS = timedelta(hours=24)


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> Self:
        """Colleagues of the bureau see every account, others their own."""
        return self if user.is_bureau or user.is_fg else self.filter(pk=user.pk)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_roles(self) -> Self:
        """With their Partij, roles and groups, and the newest change of the house."""
        active = Authorisation.objects.active(timezone.localdate())
        held = active.filter(user=models.OuterRef("pk")).values("role")
        member = User.groups.through.objects.filter(user=models.OuterRef("pk"))
        return self.select_related("party").annotate(
            held=ArraySubquery(held),
            member_of=ArraySubquery(member.values("group")),
            newest_change=models.Subquery(own.newest_row()),
        )

    def without_role(self) -> Self:
        """Active people to whom nothing has been given, or nothing is left."""
        held = Authorisation.objects.not_withdrawn()
        return self.active().exclude(pk__in=held.values("user")).order_by("name")

    def holding(self, *roles: str) -> Self:
        """Active people who hold one of these roles today."""
        today = timezone.localdate()
        held = Authorisation.objects.active(today).filter(role__in=roles)
        return self.active().filter(pk__in=held.values("user"))

    def apart_from_who_governs(self) -> Self:
        """Without who is bestuurder and nothing else: they see no case, ever (P-1)."""
        govern = self.model.objects.holding(Role.BESTUURDER)
        work = self.model.objects.holding(Role.KETENPARTNER)
        only = govern.exclude(pk__in=work.values("pk"))
        return self.exclude(pk__in=only.values("pk"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        found: User = self.get(email=(username or "").lower())
        return found


class User(AbstractBaseUser):
    """Somebody with an account: of exactly one Partij, with the roles granted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("e-mailadres", max_length=254, unique=True)
    name = models.CharField("naam", max_length=200)
    function = models.CharField("functie", max_length=200, blank=True)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="users", verbose_name="Partij"
    )
    groups = models.ManyToManyField(
        Group, blank=True, related_name="users", verbose_name="groepen"
    )
    is_active = models.BooleanField("actief", default=True)
    # Somebody without account, in `visitors`: closed from the beginning, for who asks.
    is_visitor = models.BooleanField("bezoeker", default=False, editable=False)
    created_at = models.DateTimeField("aangemaakt op", default=timezone.now)
    password_set_at = models.DateTimeField(
        "wachtwoord ingesteld op", null=True, blank=True
    )
    must_change_password = models.BooleanField("moet wachtwoord wijzigen", default=True)
    initial_password_until = models.DateTimeField(
        "eerste wachtwoord geldig tot", null=True, blank=True
    )
    session_epoch = models.UUIDField("sessietijdvak", default=new_id, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    # Libraries ask for these; here they open nothing, so nobody can have them.
    is_staff = False
    is_superuser = False

    objects = UserManager()

    class Privacy:
        personal = frozenset({"email", "name", "function", "password", "session_epoch"})
        process = frozenset(
            {
                "id",
                "party",
                "groups",
                "is_active",
                "is_visitor",
                "created_at",
                "last_login",
                "password_set_at",
                "must_change_password",
                "initial_password_until",
            }
        )

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        constraints = [
            models.CheckConstraint(
                name="addresses_are_written_in_lower_case",
                condition=models.Q(email=Lower("email")),
            ),
            models.CheckConstraint(
                name="visitors_have_no_account",
                condition=models.Q(is_visitor=False) | models.Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Gebruiker {str(self.pk)[:8]}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @cached_property
    def roles(self) -> frozenset[str]:
        """What this person may be today; asked once, or read along with them."""
        if "held" in self.__dict__:
            return frozenset(self.__dict__.pop("held"))
        active = Authorisation.objects.active(timezone.localdate())
        return frozenset(active.filter(user=self).values_list("role", flat=True))

    @cached_property
    def group_ids(self) -> frozenset[int]:
        """The groups this person is in; asked once, or read along with them."""
        if "member_of" in self.__dict__:
            return frozenset(self.__dict__.pop("member_of"))
        return frozenset(self.groups.values_list("pk", flat=True))

    def forget_roles(self) -> None:
        """Ask again what this person may be."""
        for known in ("held", "roles", "member_of", "group_ids"):
            self.__dict__.pop(known, None)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.forget_roles()
        super().refresh_from_db(*args, **kwargs)

    @property
    def has_page(self) -> bool:
        """Without account, and with one secure page instead (P-5)."""
        return self.is_visitor and hasattr(self, "secure_page")

    @property
    def is_procescoordinator(self) -> bool:
        return Role.PROCESCOORDINATOR in self.roles

    @property
    def is_procesondersteuner(self) -> bool:
        """The procesondersteuner is the regional administrator, too (P-1)."""
        return Role.PROCESONDERSTEUNER in self.roles

    @property
    def is_manager(self) -> bool:
        return Role.MANAGER in self.roles

    @property
    def is_bureau(self) -> bool:
        return bool(self.roles & Role.bureau())

    @property
    def is_ketenpartner(self) -> bool:
        return Role.KETENPARTNER in self.roles

    @property
    def is_fg(self) -> bool:
        return Role.FG in self.roles

    @property
    def is_bestuurder(self) -> bool:
        return Role.BESTUURDER in self.roles

    @property
    def only_governs(self) -> bool:
        """A bestuurder without part in the cases: sees totals, never a case (P-1)."""
        return self.is_bestuurder and not self.is_ketenpartner

    @property
    def has_totp(self) -> bool:
        """Whether a second factor stands ready for this account."""
        from allauth.mfa.models import Authenticator

        kind = Authenticator.Type.TOTP
        found: bool = Authenticator.objects.filter(user=self, type=kind).exists()
        return found

    def password_is_stale(self, days: int | None) -> bool:
        """Whether the profile's term for passwords has passed."""
        if days is None or self.password_set_at is None:
            return False
        return timezone.now() >= self.password_set_at + timedelta(days=days)

    def initial_password_has_lapsed(self) -> bool:
        until = self.initial_password_until
        return until is not None and timezone.now() >= until

    def give_first_password(self, password: str) -> None:
        """A password made by the house: for one day and one use (A7)."""
        self.set_password(password)
        self.password_set_at = timezone.now()
        self.must_change_password = True
        self.initial_password_until = timezone.now() + FIRST_PASSWORD_LASTS

    def choose_password(self, password: str) -> None:
        """A password that its owner chose; a first one is given in `actions`."""
        self.set_password(password)
        self.password_set_at = timezone.now()
        self.must_change_password = False
        self.initial_password_until = None

    def get_session_auth_hash(self) -> str:
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Any:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        # A new epoch ends every session, also one that no table has heard of yet.
        return salted_hmac(
            "accounts.User.session",
            f"{self.password}:{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class UserSessionQuerySet(models.QuerySet["UserSession"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)


class UserSession(models.Model):
    """A browser in which somebody is signed in, so that another can end it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, related_name="sessions", verbose_name="gebruiker"
    )
    session_key = models.CharField("sessiesleutel", max_length=40, unique=True)
    browser = models.CharField("browser", max_length=60, blank=True)
    started_at = models.DateTimeField("begonnen op", default=timezone.now)
    seen_at = models.DateTimeField("laatst gebruikt op", default=timezone.now)

    objects = UserSessionQuerySet.as_manager()

    class Privacy:
        personal = frozenset({"session_key", "browser"})
        process = frozenset({"id", "user", "started_at", "seen_at"})

    class Meta:
        verbose_name = "sessie"
        verbose_name_plural = "sessies"

    def __str__(self) -> str:
        return f"Sessie {str(self.pk)[:8]}"
