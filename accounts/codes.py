"""A code to an address: whoever types it reads the mail of a bound Partij (A-11).

Or to a telephone: whoever types it may open one secure page, once (P-5).

Asking does the same work for every address and looks nobody up: whether a code goes
out is found by the job that sends it. The code itself is made there and stands in the
letter alone; what is kept of it is a keyed hash.
"""

import hmac
import logging
import secrets
from datetime import timedelta
from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import limits, mails, rules, visitors
from accounts.limits import Limit
from accounts.people import User
from accounts.secure_pages import SecurePage
from zvh.guard import jobs, logs
from zvh.lib.keys import new_id

LASTS = timedelta(minutes=15)
# How long whoever typed it may choose what to open.
PROVES = timedelta(minutes=30)
KEPT = timedelta(hours=1)
MOST_TRIES = 5
# Eight figures: five guesses of a hundred million.
FIGURES = 8
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PER_ADDRESS = (Limit("code-soon", 3, LASTS), Limit("code-day", 10, DAY))
PER_NETWORK = Limit("code-network", 20, HOUR)
OF_EVERYBODY = Limit("code-everybody", 300, HOUR)
TYPED = Limit("code-typed", 40, HOUR)
log = logging.getLogger("zvh.codes")


class AddressCodeQuerySet(models.QuerySet["AddressCode"]):
    def unsent(self) -> Self:
        """What the job sends; a code that is read out has no address."""
        return self.filter(sent_at=None).exclude(address="").order_by("asked_at")

    def past(self) -> Self:
        return self.filter(asked_at__lte=timezone.now() - KEPT)


class AddressCode(models.Model):
    """That a code was asked for an address, whoever it belongs to; gone in an hour."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = models.EmailField("e-mailadres", max_length=254, blank=True)
    # It opens this page; without one it proves an address.
    page = models.ForeignKey(
        SecurePage,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="beveiligde pagina",
    )
    digest = models.CharField("code (versleuteld)", max_length=64, blank=True)
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now)
    sent_at = models.DateTimeField("verstuurd op", null=True)
    tries = models.PositiveSmallIntegerField("pogingen", default=0)
    used_at = models.DateTimeField("gebruikt op", null=True)

    objects = AddressCodeQuerySet.as_manager()

    class Privacy:
        personal = frozenset({"address", "digest"})
        process = frozenset({"id", "page", "asked_at", "sent_at", "tries", "used_at"})

    class Meta:
        verbose_name = "code voor een adres"
        verbose_name_plural = "codes voor een adres"

    def __str__(self) -> str:
        return f"Code {str(self.pk)[:8]}"


def may_ask(request: HttpRequest) -> bool:
    """Not too often from one network, nor by everybody together (I7)."""
    network = limits.network_of(request)
    return limits.within(PER_NETWORK, of=network) and limits.within(OF_EVERYBODY)


def may_type(request: HttpRequest) -> bool:
    return limits.within(TYPED, of=limits.network_of(request))


def ask(address: str) -> UUID:
    """Have a code sent, if it can be; what comes back says nothing of that."""
    key, address = new_id(), address.strip().lower()
    if limits.within(*PER_ADDRESS, of=address):
        AddressCode.objects.create(id=key, address=address)
        jobs.wake("address_codes")
    return key


def ask_for(page: SecurePage) -> UUID:
    """Have a code for a page sent as a text message, or let the bureau read it out."""
    key = new_id()
    if limits.within(*PER_ADDRESS, of=str(page.pk)):
        AddressCode.objects.create(id=key, address=page.texts_to, page=page)
        jobs.wake("address_codes")
    return key


@transaction.atomic
def read_out(page: SecurePage, *, by: User) -> str:
    """A code for who asked one a moment ago and has the bureau on the telephone.

    Nothing when nobody asked: a code belongs to the browser in which it was asked.
    """
    rules.keep_pages(by)
    # A page that is closed meanwhile, or opened once too often, gets no code.
    page = SecurePage.objects.select_for_update().get(pk=page.pk)
    since = timezone.now() - LASTS
    waiting = AddressCode.objects.select_for_update().order_by("-asked_at")
    asked = waiting.filter(page=page, used_at=None, asked_at__gt=since).first()
    if asked is None or not page.can_be_opened:
        return ""
    code = _made()
    asked.digest, asked.sent_at = _digest(asked, code), timezone.now()
    asked.address = ""
    asked.save(update_fields=["digest", "sent_at", "address"])
    logs.event(log, "code", outcome="read out")
    return _spaced(code)


def nothing() -> UUID:
    """What somebody who gets no code holds in its place."""
    return new_id()


@transaction.atomic
def is_right(key: UUID | str, typed: str) -> bool:
    """Whether this is the code: once, in time, and not after too many guesses."""
    asked = AddressCode.objects.select_for_update().filter(pk=key).first()
    # The same work is done where there is nothing to compare with.
    row = asked or AddressCode(id=new_id())
    told = _digest(row, "".join(typed.split()))
    is_same = hmac.compare_digest(told, row.digest or _digest(row, ""))
    if asked is None or not _can_be_typed(asked):
        return False
    asked.tries += 1
    if is_same:
        asked.used_at = timezone.now()
    asked.save(update_fields=["tries", "used_at"])
    logs.event(log, "code", outcome="right" if is_same else "wrong")
    return is_same


def proven(key: UUID | str | None) -> str:
    """The address of which the code was typed a moment ago; nothing otherwise."""
    since = timezone.now() - PROVES
    used = AddressCode.objects.filter(used_at__gt=since)
    found = used.filter(pk=key).first() if key else None
    return found.address if found else ""


def send_asked() -> int:
    """Make and send what was asked, to the domains of bound Partijen alone."""
    sent, tried = 0, set[UUID]()
    while (went := _send_next(tried)) is not None:
        sent += went
    AddressCode.objects.past().delete()
    return sent


def _can_be_typed(asked: AddressCode) -> bool:
    in_time = asked.sent_at is not None and timezone.now() < asked.sent_at + LASTS
    fresh = asked.used_at is None and asked.tries < MOST_TRIES
    return bool(asked.digest) and in_time and fresh and _reaches(asked)


def _reaches(asked: AddressCode) -> bool:
    """Not where a page reached somebody by mistake, before it was put right."""
    page = asked.page
    return page is None or asked.address in ("", page.texts_to)


@transaction.atomic
def _send_next(tried: set[UUID]) -> bool | None:
    waiting = AddressCode.objects.unsent().exclude(pk__in=tried)
    asked = waiting.select_for_update(skip_locked=True).first()
    if asked is None:
        return None
    tried.add(asked.pk)
    if timezone.now() >= asked.asked_at + LASTS or not _may_reach(asked):
        asked.sent_at = timezone.now()
        asked.save(update_fields=["sent_at"])
        return False
    return _sent(asked)


def _sent(asked: AddressCode) -> bool:
    code = _made()
    send = mails.send_text if asked.page_id else mails.send_code
    try:
        send(asked.pk, asked.address, _spaced(code))
    except Exception:
        # It is tried again at the next tick, as long as somebody may wait for it.
        logs.event(log, "code", level=logging.WARNING, raised=True, outcome="failed")
        return False
    asked.digest, asked.sent_at = _digest(asked, code), timezone.now()
    asked.save(update_fields=["digest", "sent_at"])
    logs.event(log, "code", outcome="sent")
    return True


def _may_reach(asked: AddressCode) -> bool:
    if asked.page is not None:
        return asked.page.can_be_opened and _reaches(asked)
    return visitors.parties_of(asked.address).exists()


def _made() -> str:
    return f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"


def _spaced(code: str) -> str:
    return f"{code[:4]} {code[4:]}"


def _digest(asked: AddressCode, code: str) -> str:
    told = salted_hmac("accounts.AddressCode", f"{asked.pk}:{code}", algorithm="sha256")
    return told.hexdigest()
